"""Rooms of two movers each, all driven from one thread; and what must be so when they have finished."""

from __future__ import annotations

import itertools
import random
import threading
import time
from typing import TYPE_CHECKING, Any

from netcode import messages as wire
from tests.helpers.chess_wire import create_chess
from tests.helpers.movers import Mover
from tests.helpers.network import Network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SIT_DOWN_S = 240.0


class Tables:
    """Rooms of two movers each, all driven from the test's thread. `guests`: the server is to know them again;
    `best_of`: of how many games their matches are, in turn.
    """

    def __init__(
        self, url: str, rooms: int, seed: int, *, guests: bool = False, best_of: Sequence[int] = (3,), **habits: Any
    ) -> None:
        self._guests = guests
        self._best_of = best_of
        self._network = Network()
        self._habits = habits
        dice = [random.Random(seed * 1000 + number) for number in range(2 * rooms)]
        self.pairs = [
            (self._mover(url, dice[2 * n], "Ann"), self._mover(url, dice[2 * n + 1], "Bob")) for n in range(rooms)
        ]

    def _mover(self, url: str, dice: random.Random, name: str) -> Mover:
        key = dice.randbytes(16).hex() if self._guests else ""
        transport = self._network.connect(url, random.Random(dice.random()).random)
        return Mover(transport, dice, name, key=key, **self._habits)

    @property
    def movers(self) -> Iterator[Mover]:
        return itertools.chain.from_iterable(self.pairs)

    def drive(self, until: Callable[[], bool], limit_s: float) -> None:
        """Let all play until something is so; raises TimeoutError when it never is."""
        ends_s = time.monotonic() + limit_s
        while not until():
            now_s = time.monotonic()
            if now_s > ends_s:
                raise TimeoutError
            self._network.wait(0.01)
            for mover in self.movers:
                mover.take(now_s)
                mover.act(now_s)

    def drive_for(self, seconds: float) -> None:
        ends_s = time.monotonic() + seconds
        self.drive(lambda: self.over or time.monotonic() >= ends_s, seconds + 5)

    def drive_into_a_move(self, seconds: float, url: str = "") -> None:
        """Up to so long after somebody has sent a move, if anybody does: the moment at which most can be lost. `url`:
        to that process.
        """
        ends_s = time.monotonic() + 2
        told = [mover for mover in self.movers if mover.place.startswith(url)]
        self.drive(lambda: time.monotonic() >= ends_s or any(mover.waits for mover in told), 5)
        threading.Event().wait(seconds)

    @property
    def in_motion(self) -> int:
        """In how many rooms a match is under way."""
        return sum(not (host.over or guest.over) for host, guest in self.pairs)

    @property
    def over(self) -> bool:
        return all(mover.over for mover in self.movers)

    def sit_down(self) -> None:
        self.drive(lambda: all(mover.online for mover in self.movers), SIT_DOWN_S)
        for (host, _), games in zip(self.pairs, itertools.cycle(self._best_of), strict=False):
            host.ask(create_chess(name=host.name, best_of=games))
        self.drive(lambda: all(host.code for host, _ in self.pairs), SIT_DOWN_S)
        for host, guest in self.pairs:
            guest.ask(wire.JoinGame(host.code, guest.name))
        self.drive(lambda: all(guest.code and host.opponents for host, guest in self.pairs), SIT_DOWN_S)
        for host, _ in self.pairs:
            host.ask(wire.StartGame())
        self.drive(lambda: all(mover.board for mover in self.movers), SIT_DOWN_S)
        assert self.faults == [], self.faults

    @property
    def faults(self) -> list[str]:
        """What has happened to anybody that must never happen."""
        return [fault for mover in self.movers for fault in mover.faults]

    def close(self) -> None:
        self._network.close()


def check(pair: tuple[Mover, Mover]) -> None:
    """Nobody's account may differ from the server's, nor from the other's."""
    host, guest = pair
    faults = host.faults + guest.faults
    assert faults == [], faults
    assert host.over
    assert guest.over
    for mover in pair:
        assert mover.final
        assert mover.told.items() >= mover.final.items()
        for (game, ply), move in mover.acked.items():
            # The last moves of a game that a forfeit cut off are in nobody's list.
            if game in mover.final:
                assert mover.final[game][ply] == move
    assert host.final == guest.final
    for game, moves in host.final.items():
        assert {ply for mover in pair for of, ply in mover.acked if of == game} <= set(range(len(moves)))

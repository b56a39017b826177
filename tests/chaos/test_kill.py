"""The server is killed again and again while people play: every match finishes, and no move is lost or doubled."""

from __future__ import annotations

import contextlib
import itertools
import random
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from netcode import messages as wire
from netcode.transport import SocketIOTransport
from tests.helpers.chess_wire import create_chess
from tests.helpers.extent import repeated, some_of
from tests.helpers.movers import Mover
from tests.helpers.victim import Victim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KILLS = repeated(10, 4)
# So many that no match is over before the last kill.
PLIES = repeated(60, 30)


class Tables:
    """Rooms of two movers each, all driven from the test's thread."""

    def __init__(self, url: str, rooms: int, seed: int, **habits: Any) -> None:
        self._rung = threading.Event()
        self._habits = habits
        dice = [random.Random(seed * 1000 + number) for number in range(2 * rooms)]
        self.pairs = [
            (self._mover(url, dice[2 * n], "Ann"), self._mover(url, dice[2 * n + 1], "Bob")) for n in range(rooms)
        ]

    def _mover(self, url: str, dice: random.Random, name: str) -> Mover:
        return Mover(SocketIOTransport(url, self._rung.set), dice, name, **self._habits)

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
            self._rung.wait(0.01)
            self._rung.clear()
            for mover in self.movers:
                mover.take(now_s)
                mover.act(now_s)

    def drive_for(self, seconds: float) -> None:
        ends_s = time.monotonic() + seconds
        self.drive(lambda: self.over or time.monotonic() >= ends_s, seconds + 5)

    def drive_into_a_move(self, seconds: float) -> None:
        """Up to so long after somebody has sent a move, if anybody does: the moment at which most can be lost."""
        ends_s = time.monotonic() + 2
        self.drive(lambda: time.monotonic() >= ends_s or any(mover.waits for mover in self.movers), 5)
        threading.Event().wait(seconds)

    @property
    def over(self) -> bool:
        return all(mover.over for mover in self.movers)

    def sit_down(self) -> None:
        self.drive(lambda: all(mover.online for mover in self.movers), 20)
        for host, _ in self.pairs:
            host.ask(create_chess(name=host.name, best_of=3))
        self.drive(lambda: all(host.code for host, _ in self.pairs), 20)
        for host, guest in self.pairs:
            guest.ask(wire.JoinGame(host.code, guest.name))
        self.drive(lambda: all(guest.code and host.opponents for host, guest in self.pairs), 20)
        for host, _ in self.pairs:
            host.ask(wire.StartGame())
        self.drive(lambda: all(mover.board for mover in self.movers), 20)

    def close(self) -> None:
        # All at once: each waits for its thread.
        closing = [threading.Thread(target=mover.transport.close) for mover in self.movers]
        for each in closing:
            each.start()
        for each in closing:
            each.join()


def check(pair: tuple[Mover, Mover]) -> None:
    """Nobody's account may differ from the server's, nor from the other's."""
    host, guest = pair
    assert host.faults + guest.faults == []
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


def play_through(
    directory: Path, *, rooms: int, kills: int, seed: int, gap_s: float, durable: str = "strict", **habits: Any
) -> None:
    dice = random.Random(seed)
    victim = Victim(directory, f"--durable={durable}", "--drain-s=0")
    with contextlib.ExitStack() as stack:
        stack.callback(victim.clear_away)
        tables = Tables(victim.url, rooms, seed, **habits)
        stack.callback(tables.close)
        tables.sit_down()
        for _ in range(kills):
            tables.drive_for(dice.uniform(0.3, gap_s))
            tables.drive_into_a_move(dice.uniform(0, 0.004))
            assert not tables.over, "all matches were over before the last kill"
            assert victim.kill_and_restart() == ""
        tables.drive(lambda: tables.over, 240)
        # Every last answer is in.
        tables.drive(lambda: not any(mover._sent for mover in tables.movers), 20)
        victim.signal(signal.SIGTERM)
        assert victim.ended() == ""
    for pair in tables.pairs:
        check(pair)
    acked = sum(len(mover.acked) for mover in tables.movers)
    played = sum(len(moves) for host, _ in tables.pairs for moves in host.final.values())
    print(
        f"{rooms} rooms, {kills} kills: {played} moves, {acked} of them acknowledged, "
        f"{sum(mover.taken_back for mover in tables.movers)} taken back, "
        f"{sum(mover.rejoins for mover in tables.movers)} times back in a seat, "
        f"{sum(mover.lost for mover in tables.movers)} answers lost"
    )


def test_matches_outlive_two_kills(tmp_path: Path) -> None:
    play_through(tmp_path, rooms=3, kills=2, seed=1, gap_s=2.5, games=1, plies=16)


def test_what_is_sent_again_because_its_answer_was_lost_is_not_done_twice(tmp_path: Path) -> None:
    """Moves and lines of chat, each resent until an answer gets through, over a kill."""
    play_through(tmp_path, rooms=2, kills=1, seed=5, gap_s=1.5, games=1, plies=14, loses=0.4)


@pytest.mark.slow
def test_nothing_is_done_twice_over_many_kills_and_lost_answers(tmp_path: Path) -> None:
    play_through(tmp_path, rooms=20, kills=KILLS, seed=6, gap_s=4.0, plies=PLIES, loses=0.3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", some_of([1, 2], 2))
def test_twenty_matches_outlive_many_kills(tmp_path: Path, seed: int) -> None:
    play_through(tmp_path, rooms=20, kills=KILLS, seed=seed, gap_s=4.0, plies=PLIES)


@pytest.mark.slow
def test_twenty_matches_outlive_many_kills_of_a_relaxed_server(tmp_path: Path) -> None:
    """It may lose its last 50 ms, but nobody is stuck over that, and all agree in the end."""
    play_through(tmp_path, rooms=20, kills=KILLS, seed=3, gap_s=4.0, durable="relaxed", plies=PLIES, forgiving=True)

"""Random evenings, with the server killed at random moments: nobody sees a difference when they are back."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from game.chess.rules import Game
from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import new_board
from netcode import messages as wire
from tests.helpers.chess_wire import chess_of, create_chess
from tests.helpers.disk import Disk
from tests.helpers.server import Client, Room, two_in_a_room

if TYPE_CHECKING:
    from pathlib import Path

STEPS = 80
# The disk takes its time, which passes for everybody.
TOLERANCE_MS = 60


class Evening:
    """A match whose players do anything they may; after each kill both come back."""

    def __init__(self, directory: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.disk = Disk(directory)
        options = create_chess(name="Ann", ai_takeover=self.dice.choice(["auto", "ask", "off"]))
        self.room = two_in_a_room(self.disk.service(), self.disk.clock, start=True, options=options)

    @property
    def both(self) -> tuple[Client, Client]:
        return self.room.host, self.room.guest

    def seen(self) -> list[Any]:
        """What a snapshot tells each of them."""
        return [client.back(client).snapshot for client in self.both]

    def step(self) -> None:
        client = self.dice.choice(self.both)
        client.ask(self.dice.choice([self._move, self._move, self._move, self._other])(client))
        if self.dice.random() < 0.2:
            self.disk.pass_ms(self.dice.choice([50, 3_000, 13_000]))

    def _other(self, client: Client) -> wire.Request:
        offers = [offer.upgrades for offer in client.all(wire.UpgradeOffer) if offer.pid == client.pid]
        return self.dice.choice(
            [
                wire.Resign(),
                wire.OfferDraw(),
                wire.AnswerDraw(accept=self.dice.random() < 0.3),
                wire.PlayAgain(again=self.dice.random() < 0.7),
                wire.Chat("hello", n=self.dice.randrange(9)),
                wire.ChooseUpgrade(self.dice.choice(offers[-1]) if offers else "none"),
            ]
        )

    def _move(self, client: Client) -> wire.Request:
        board = chess_of(client.back(client).snapshot).board
        assert board is not None
        owned = ByColor(tuple(board.upgrades.white), tuple(board.upgrades.black))
        legal = [move.uci() for move in Game(new_board(owned), board.moves or []).board.legal_moves]
        return wire.MakeMove(self.dice.choice(legal or ["e2e4"]), board.ply)

    def kill(self) -> None:
        self.disk.written()
        self.disk.restart()
        service = self.disk.service()
        before, self.room = self.room, Room(service, self.disk.clock, Client(service), Client(service))
        for old, new in zip((before.host, before.guest), self.both, strict=True):
            new.told = old.told
            assert new.back(old).ok
            new.token = old.token


def same(one: Any, other: Any) -> bool:
    """Alike but for times, which may differ by what the disk took."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one if key != "seq")
    if isinstance(one, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, int) and not isinstance(one, bool) and isinstance(other, int):
        return abs(one - other) <= (TOLERANCE_MS if max(one, other) > 1000 else 0)
    return bool(one == other)


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_changes_nothing_that_anybody_sees(tmp_path: Path, seed: int) -> None:
    evening = Evening(tmp_path, seed)
    for _ in range(STEPS):
        evening.step()
        # What was refused has changed nothing, and all that was done is stored.
        (room,) = evening.room.service.rooms
        assert room.state() == room.committed
        if evening.dice.random() < 0.15:
            before = [msgspec.to_builtins(snapshot) for snapshot in evening.seen()]
            evening.kill()
            after = [msgspec.to_builtins(snapshot) for snapshot in evening.seen()]
            assert same(before, after), (before, after)
    evening.disk.store.close()

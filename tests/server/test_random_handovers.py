"""Random matches that move to another server at random moments: nobody sees a difference.

People are away, bots have seats, questions are open, and those who watch may see it all later.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from game.chess.rules import Game
from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import new_board
from netcode import messages as wire
from server.games.chess import ChessMachine
from server.games.chess_watched import WatchedChess
from server.store import Stored
from tests.helpers.chess_wire import chess_of, create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.server import Client, Thinker, a_server

if TYPE_CHECKING:
    from server.rooms.room import Room

STEPS = 80
RETURN_MS = 6_000
"""So long a server waits for those who are away."""


class Evening:
    """Two players who do anything they may, come and go, and one who watches."""

    def __init__(self, seed: int) -> None:
        self.dice, self.clock = random.Random(seed), HeldClock()
        self.service = a_server(self.clock, stand_in=Thinker())
        host, guest, watcher = self.everybody = [Client(self.service, f"10.0.0.{number}") for number in range(3)]
        takeover, delay_s = self.dice.choice(["auto", "ask", "off"]), self.dice.choice([0, 10])
        options = create_chess(name="Ann", ai_takeover=takeover, spectators=True, watch_delay=delay_s)
        self.code = host.ask(options).code or ""
        assert guest.ask(wire.JoinGame(self.code, "Bob")).ok
        assert watcher.ask(wire.JoinGame(self.code, "Eve", watch=True)).ok
        assert host.ask(wire.StartGame()).ok

    @property
    def room(self) -> Room:
        room = self.service.rooms.find(self.code)
        assert room is not None
        return room

    @property
    def here(self) -> list[int]:
        return [i for i, client in enumerate(self.everybody) if not client.closed]

    def due_ms(self) -> float | None:
        """When the match is next due, in the server's time."""
        game = self.room.game
        live = game.live if isinstance(game, WatchedChess) else game
        assert isinstance(live, ChessMachine)
        due = live.deadline()
        return None if due is None else due + self.room.behind_ms

    def seen(self) -> list[Any]:
        """What a snapshot tells each of those who are here. While somebody is waited for, no clock runs."""
        told = [msgspec.to_builtins(self.everybody[i].back(self.everybody[i]).snapshot) for i in self.here]
        for each in told:
            del each["seq"]
            board = each["part"].get("board")
            if board is not None:
                del board["seq"]
                board["running"] = board["running"] if len(self.here) == len(self.everybody) else None
        return told

    def step(self) -> None:
        dice, one = self.dice, self.dice.choice([0, 1])
        client, other = self.everybody[one], self.everybody[1 - one]
        if client.closed:
            if dice.random() < 0.3:
                self.come_back(one)
        elif dice.random() < 0.06 and not other.closed:
            client.close()
        else:
            client.ask(self._move(client) if dice.random() < 0.6 else self._other(client))
        if dice.random() < 0.25:
            self.clock.pass_ms(dice.choice([50, 700, 3_000, 13_000]))

    def come_back(self, one: int) -> None:
        client, before = Client(self.service, f"10.0.0.{one}"), self.everybody[one]
        assert client.back(before).ok
        client.token = before.token
        self.everybody[one] = client

    def _move(self, client: Client) -> wire.Request:
        board = chess_of(client.back(client).snapshot).board
        assert board is not None
        owned = ByColor(tuple(board.upgrades.white), tuple(board.upgrades.black))
        legal = [move.uci() for move in Game(new_board(owned), board.moves or []).board.legal_moves]
        return wire.MakeMove(self.dice.choice(legal or ["e2e4"]), board.ply)

    def _other(self, client: Client) -> wire.Request:
        dice = self.dice
        offers = [each for each in chess_of(client.back(client).snapshot).offers if each.pid == client.pid]
        return dice.choice(
            [
                wire.Resign(),
                wire.OfferDraw(),
                wire.AnswerDraw(accept=dice.random() < 0.3),
                wire.PlayAgain(again=dice.random() < 0.8),
                wire.Chat("hello"),
                wire.ChooseUpgrade(dice.choice(offers[-1].upgrades) if offers else "none"),
                wire.DecideAbsence(dice.choice(["wait", "bot", "draw", "win", "end"])),
            ]
        )

    def move_house(self) -> None:
        """Another server goes on with what is stored. Those who were here come back, a player last."""
        stored = Stored(self.room.committed, 0, None, self.room.encoded_options)
        back = sorted(self.here, key=lambda one: (one != 2, self.dice.random()))
        self.service = a_server(self.clock, stand_in=Thinker())
        assert self.service.restoring.restore(self.code, stored)
        for one in back:
            self.come_back(one)
            self.clock.pass_ms(0 if one == back[-1] else self.dice.choice([0, 400, 1_500]))


@pytest.mark.parametrize("seed", range(6))
def test_a_new_server_changes_nothing_that_anybody_sees(seed: int) -> None:
    evening = Evening(seed)
    for _ in range(STEPS):
        evening.step()
        if evening.dice.random() < 0.2:
            before, due_ms, now_ms = evening.seen(), evening.due_ms(), evening.clock.now_ms()
            evening.move_house()
            assert evening.seen() == before
            if len(evening.here) < len(evening.everybody):
                evening.clock.pass_ms(RETURN_MS)
            else:
                assert evening.due_ms() == (None if due_ms is None else due_ms + evening.clock.now_ms() - now_ms)
            assert evening.room.stands_since_ms is None

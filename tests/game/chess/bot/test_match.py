"""Two bots play whole matches against the real match machine, in a time that passes as fast as it can."""

from __future__ import annotations

import io
from collections import deque
from random import Random

import pytest

from game.chess.bot.demo import Narrator
from game.chess.bot.engine import SearchBot
from game.chess.bot.levels import Level
from game.chess.bot.plan import Plan
from game.chess.bot.player import Player
from netcode import messages as wire
from netcode.heartbeat import RoundTrip
from netcode.transport import Answered, Connected, Incoming, Received
from server.games.chess import COMMANDS, ChessMachine
from server.games.interface import Events, Sender, Viewer
from server.refused import Refused
from tests.helpers.chess_wire import chess_snapshot

# A budget of nodes alone: the held clock makes thinking free, and the match the same on every machine.
SHALLOW = Level("shallow", think_ms=1_000, nodes=40, depth=2, overlooks=0.1)
MOVE_MS = 450
ROUNDS = 20_000


class Room:
    """The smallest server there can be: it passes on what the match says, and moves the clock."""

    def __init__(self, *, seed: int, best_of: wire.BestOf = 3, matches: int = 1) -> None:
        self.now_ms = 0
        self.out = io.StringIO()
        self.said: list[wire.Notice] = []
        self.refused: list[tuple[wire.Request, str]] = []
        self._narrator = Narrator(self.out)
        self._inbox: deque[tuple[int, Incoming]] = deque()
        self.players = {
            pid: Player(
                Plan(f"Bot {pid}", SHALLOW, "ABCD", best_of, matches),
                SearchBot(SHALLOW, Random(seed + pid)),
                lambda: self.now_ms,
            )
            for pid in (1, 2)
        }
        options = wire.ChessOptions(best_of=best_of)
        self.table, self._opening = ChessMachine.start((1, 2), options, bytes([seed]) * 16, self.now_ms)

    def run(self) -> None:
        """Until both have left."""
        for pid, player in self.players.items():
            (entry,) = player.on(Connected())
            player.sent(1, entry)
            lobby = chess_snapshot("ABCD", 0, [])
            player.on(Answered(1, wire.ActionSuccess("JoinGame", code="ABCD", pid=pid, token="t", snapshot=lobby)))
        self._tell(self._opening)
        for _ in range(ROUNDS):
            if all(player.done for player in self.players.values()):
                return
            self._round()
        pytest.fail("the match did not end")

    def _round(self) -> None:
        while self._inbox:
            pid, incoming = self._inbox.popleft()
            self._take(pid, self.players[pid].on(incoming))
            if pid == 1:
                self._narrator.see(incoming)
        for pid, player in self.players.items():
            if not player.done:
                self._take(pid, player.act())
        if not self._inbox:
            self.now_ms += MOVE_MS
            if happened := self.table.tick(self.now_ms):
                self._tell(happened)

    def _take(self, pid: int, requests: list[wire.Request]) -> None:
        for request in requests:
            if isinstance(request, wire.Exit):
                self.players[pid].sent(1, request)
                self._inbox.append((pid, Answered(1, wire.ActionSuccess("Exit"))))
            elif type(request) in COMMANDS:
                by = Sender(pid, "player", self.now_ms, RoundTrip())
                self._try(request, COMMANDS[type(request)](request, by))

    def _try(self, request: wire.Request, asked: object) -> None:
        try:
            self._tell(self.table.handle(asked, self.now_ms))
        except Refused as error:
            self.refused.append((request, str(error)))

    def _tell(self, happened: Events) -> None:
        for pid in self.players:
            packets = self.table.news(happened, 0, self.now_ms, stands=False).told_to(Viewer(pid, "player"))
            told = [packet.notice for packet in packets]
            self._inbox += [(pid, Received(notice)) for notice in told]
            if pid == 1:
                self.said += told


@pytest.fixture(scope="module")
def played() -> Room:
    """A best of three, played to its end."""
    room = Room(seed=3)
    room.run()
    return room


def test_the_match_has_a_winner(played: Room) -> None:
    assert played.table.over
    assert isinstance(played.said[-1], wire.MatchOver)
    assert all(player.failure is None for player in played.players.values())


def test_nothing_was_refused(played: Room) -> None:
    assert played.refused == []


def test_nobody_lost_on_time(played: Room) -> None:
    reasons = {notice.reason for notice in played.said if isinstance(notice, wire.GameOver)}
    assert reasons
    assert not reasons & {"flag", "resignation"}


def test_each_draft_was_chosen_in_time(played: Room) -> None:
    chosen = [notice for notice in played.said if isinstance(notice, wire.UpgradeChosen)]
    assert chosen
    assert not any(choice.auto for choice in chosen)


def test_the_story_is_told_to_its_end(played: Room) -> None:
    story = played.out.getvalue()
    games = story.count("\nGame ") + story.count("\nThe Armageddon game")
    assert games == len([n for n in played.said if isinstance(n, wire.GameOver)])
    assert "wins the match" in story.splitlines()[-1]


def test_two_matches_in_a_row() -> None:
    room = Room(seed=5, matches=2)
    room.run()
    assert len([notice for notice in room.said if isinstance(notice, wire.MatchOver)]) == 2

"""News that mean something only before, or only after, the state they go with."""

from __future__ import annotations

from game.chess.match.commands import Resign as ResignCommand
from netcode import messages as m
from server.games.chess import ChessMachine
from server.games.interface import Viewer
from tests.helpers.server import Room, a_room

LATE_MS = 1_000_000


def finished() -> Room:
    """A match that the guest has lost by resigning each game."""
    room = a_room(start=True)
    while not room.host.all(m.MatchOver):
        room.guest.ask(m.Resign())
        room.clock.pass_ms(30_000)
    return room


def told_late() -> list[m.Notice]:
    """What one is told when a single late tick has ended the result, the draft and the reveal."""
    table, _ = ChessMachine.start((1, 2), m.ChessOptions(), b"seed", 0)
    table.tick(3_000)
    table.handle(ResignCommand(1), 4_000)
    happened: list[object] = []
    while table.match.view(None, LATE_MS).game == 1:
        # One batch, as if the server had stood still in between.
        happened += table.tick(table.deadline() or 0)
    return [packet.notice for packet in table.news(happened, 1, LATE_MS, stands=False).told_to(Viewer(1, "player"))]


def test_whoever_asks_for_another_match_is_told_before_that_match_begins() -> None:
    room = finished()
    before = len(room.host.told)
    room.host.ask(m.PlayAgain(again=True))
    room.guest.ask(m.PlayAgain(again=True))
    kinds = [type(notice) for notice in room.host.told[before:]]
    assert kinds == [m.Witness, m.Witness, m.GameStarted, m.BoardState]


def test_what_belongs_to_a_game_is_told_before_the_next_one_begins() -> None:
    kinds = [type(notice) for notice in told_late()]
    assert kinds == [m.UpgradeOffer, m.UpgradeChosen, m.GameStarted, m.BoardState]


def test_a_game_is_over_only_after_its_last_position() -> None:
    room = a_room(start=True)
    before = len(room.host.told)
    room.play("f2f3", "e7e5", "g2g4", "d8h4")
    assert [type(notice) for notice in room.host.told[before:]][-2:] == [m.BoardState, m.GameOver]

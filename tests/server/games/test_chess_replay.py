"""A game as a replay tells it: every position, so that whoever shows it needs no rules."""

from __future__ import annotations

from netcode.messages import BoardState, ChooseUpgrade, JoinGame, MakeMove, PlayedGame, Resign, UpgradeOffer
from server.games.chess_replay import positions
from tests.helpers.chess_wire import chess_of, create_chess
from tests.helpers.server import Room, a_room

FOOLS_MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


def last_played(room: Room) -> PlayedGame:
    """The last finished game, as somebody who has just come in is told it."""
    watcher = room.client()
    return chess_of(watcher.ask(JoinGame(room.host.code, "Wes", watch=True)).snapshot).played[-1]


def a_match(*cards: str) -> Room:
    return a_room(start=True, options=create_chess(name="Ann", spectators=True), cards=",".join(cards))


def test_every_position_is_told_with_its_clocks_and_the_move_that_led_there() -> None:
    room = a_match()
    room.clock.pass_ms(1_499)
    room.play(*FOOLS_MATE)
    found = positions(last_played(room).board)
    assert [each.san for each in found] == [None, "f3", "e5", "g4", "Qh4#"]
    assert [each.move for each in found[1:]] == list(FOOLS_MATE)
    assert [each.check for each in found] == [False] * 4 + [True]
    assert [(each.clocks_ms.white, each.clocks_ms.black) for each in found] == [
        (60_000, 60_000),
        (58_500, 60_000),
        (58_500, 60_000),
        (58_500, 60_000),
        (58_500, 60_000),
    ]


def test_the_last_position_is_the_one_that_was_on_the_board_with_what_no_fen_can_say() -> None:
    room = a_match("rewind", "shield")
    loser, winner = room.white, room.black
    room.play(*FOOLS_MATE)
    room.clock.pass_ms(3_001)
    assert "rewind" in winner.last(UpgradeOffer).upgrades
    loser.ask(ChooseUpgrade("rewind"))
    room.clock.pass_ms(8_000)
    room.play("e2e4", "e7e5", "g1f3")
    state = loser.last(BoardState)
    assert loser.ask(MakeMove("rewind", state.ply)).ok
    room.play("e7e6")
    winner.ask(Resign())
    board = last_played(room).board
    found = positions(board)
    assert [each.san for each in found[1:]] == ["e4", "e5", "Nf3", "rewind", "e6"]
    assert (found[-1].fen, found[-1].layers) == (board.fen, board.layers)
    assert found[0].layers == board.start_layers != board.layers

"""Vanguard: your d and e pawns start two squares ahead."""

from __future__ import annotations

from tests.helpers.upgrades import at, start


def test_the_centre_is_taken() -> None:
    assert start("vanguard").board_fen() == "rnbqkbnr/pppppppp/8/8/3PP3/8/PPP2PPP/RNBQKBNR"


def test_blacks_stand_on_the_fifth() -> None:
    board = start(black=("vanguard",))
    assert at(board, "d5") == at(board, "e5") == "p"
    assert at(board, "d7") == at(board, "e7") == "."


def test_they_have_not_just_moved() -> None:
    """Nothing can be taken in passing."""
    assert start("vanguard").ep_square is None

"""Iron Guard: your d and e pawns start with a shield, which the first capture takes instead of the pawn."""

from __future__ import annotations

import chess
import pytest

from game.chess.rules.notation import san
from tests.helpers.upgrades import after, at, can, position, start


def test_both_have_one() -> None:
    assert start("iron_guard").layers.text() == "- d2e2 - -"
    assert start(black=("iron_guard",)).layers.text() == "- d7e7 - -"


def test_the_shield_advances_with_the_pawn() -> None:
    assert after(start("iron_guard"), "e2e4").layers.text() == "- d2e4 - -"


def test_a_pawn_that_captures_keeps_its_shield() -> None:
    assert after(start("iron_guard"), "e2e4", "d7d5", "e4d5").layers.text() == "- d2d5 - -"


def test_a_capture_in_passing_breaks_it_too() -> None:
    board = position("4k3/8/8/8/3p4/8/4P3/4K3", "iron_guard", layers="- e2 - -")
    board = after(board, "e2e4", "d4e3")
    assert (at(board, "e4"), at(board, "d4"), at(board, "e3")) == ("P", "p", ".")
    assert board.layers.text() == "- - - -"


def test_it_survives_promotion() -> None:
    board = position("8/4P3/8/7k/8/8/8/4K3", "iron_guard", layers="- e7 - -")
    assert after(board, "e7e8q").layers.text() == "- e8 - -"


ON_THE_LAST_RANK = "3n3k/2P5/8/8/8/8/8/4K3"


def test_a_pawn_that_breaks_a_shield_on_the_last_rank_does_not_promote() -> None:
    """It stays a pawn where it is, so there is one such move, and not one for each piece."""
    board = position(ON_THE_LAST_RANK, black=("iron_guard",), layers="- d8 - -")
    assert [move.uci() for move in board.legal_moves if move.to_square == chess.D8] == ["c7d8"]
    assert can(board, "c7d8")
    assert not can(board, "c7d8q")


def test_it_is_written_as_no_promotion() -> None:
    board = position(ON_THE_LAST_RANK, black=("iron_guard",), layers="- d8 - -")
    assert [san(board, move) for move in board.legal_moves if move.to_square == chess.D8] == ["c|d8"]


def test_once_the_shield_is_gone_the_same_capture_promotes() -> None:
    board = after(position(ON_THE_LAST_RANK, black=("iron_guard",), layers="- d8 - -"), "c7d8", "h8g8")
    assert not can(board, "c7d8")
    assert at(after(board, "c7d8q"), "d8") == "Q"


@pytest.mark.parametrize(("placement", "where"), [("8/3p4/2P5/8/8/8/8/4K2k", "d7"), ("8/8/3p4/2P5/8/8/8/4K2k", "d6")])
def test_nor_does_it_promote_where_it_might_early(placement: str, where: str) -> None:
    """Fast Track: on the sixth and seventh rank, too, the pawn arrives nowhere."""
    board = position(placement, "fast_track", black=("iron_guard",), layers=f"- {where} - -")
    assert [move.promotion for move in board.legal_moves if chess.square_name(move.to_square) == where] == [None]


def test_nor_in_passing() -> None:
    """A double step is taken on the sixth rank, from where Fast Track's pawns promote."""
    board = position("4k3/3p4/8/2P5/8/8/8/4K3 b - - 0 1", "fast_track", black=("iron_guard",), layers="- d7 - -")
    board = after(board, "d7d5")
    assert [move.uci() for move in board.legal_moves if move.to_square == chess.D6] == ["c5d6"]
    assert at(after(board, "c5d6"), "d5") == "p"

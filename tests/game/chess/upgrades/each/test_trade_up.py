"""Trade-Up: your queen's knight is a rook, but you cannot castle queenside."""

from __future__ import annotations

from tests.helpers.upgrades import after, at, can, start


def test_a_rook_stands_on_b1() -> None:
    assert at(start("trade_up"), "b1") == "R"
    assert at(start(black=("trade_up",)), "b8") == "r"


def test_queenside_castling_is_gone() -> None:
    assert start("trade_up").fen().split()[2] == "Kkq"


def test_kingside_castling_is_not() -> None:
    board = after(start("trade_up"), "e2e4", "e7e5", "f1c4", "a7a6", "g1f3", "a6a5")
    assert can(board, "e1g1")

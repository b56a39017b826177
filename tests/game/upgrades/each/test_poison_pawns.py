"""Poison Pawns: whatever captures one of your pawns dies with it, and the king may not."""

from __future__ import annotations

from tests.helpers.upgrades import after, at, can, position


def test_the_captor_dies() -> None:
    board = after(position("3rk3/8/8/8/3P4/8/8/4K3 b - - 0 1", "poison_pawns"), "d8d4")
    assert at(board, "d4") == at(board, "d8") == "."


def test_the_king_may_not() -> None:
    assert not can(position("8/8/8/4k3/3P4/8/8/7K b - - 0 1", "poison_pawns"), "e5d4")


def test_a_captor_in_passing_dies_as_well() -> None:
    board = position("4k3/8/8/8/3p4/8/4P3/4K3", "poison_pawns")
    board = after(board, "e2e4", "d4e3")
    assert board.board_fen() == "4k3/8/8/8/8/8/8/4K3"


def test_a_line_that_opens_where_both_vanish_may_give_check() -> None:
    """So such a capture is not allowed."""
    board = position("4k3/8/8/r3P3/8/8/4R3/4K3 b - - 0 1", "poison_pawns")
    assert not can(board, "a5e5")
    assert can(position("4k3/8/8/r3P3/8/8/R7/4K3 b - - 0 1", "poison_pawns"), "a5e5")


def test_a_capture_can_end_a_check_and_cost_the_captor() -> None:
    board = position("4k3/3P4/8/8/8/8/8/3rK3 b - - 0 1", "poison_pawns")
    assert board.is_check()
    assert at(after(board, "d1d7"), "d7") == "."


def test_other_pieces_are_harmless() -> None:
    board = after(position("3rk3/8/8/8/3N4/8/8/4K3 b - - 0 1", "poison_pawns"), "d8d4")
    assert at(board, "d4") == "r"


def test_all_is_taken_back() -> None:
    board = position("3rk3/8/8/8/3P4/8/8/4K3 b - - 0 1", "poison_pawns")
    before = board.fen()
    after(board, "d8d4").pop()
    assert board.fen() == before

"""Poison Bishops: whatever captures one of your bishops dies with it, and the king may not."""

from __future__ import annotations

from tests.helpers.upgrades import after, at, can, position


def test_the_captor_dies() -> None:
    board = after(position("3rk3/8/8/8/3B4/8/8/4K3 b - - 0 1", "poison_bishops"), "d8d4")
    assert at(board, "d4") == at(board, "d8") == "."


def test_the_king_may_not() -> None:
    assert not can(position("8/8/8/4k3/3B4/8/8/7K b - - 0 1", "poison_bishops"), "e5d4")


def test_a_line_that_opens_where_both_vanish_may_give_check() -> None:
    """So such a capture is not allowed."""
    board = position("4k3/8/8/r3B3/8/8/4R3/4K3 b - - 0 1", "poison_bishops")
    assert not can(board, "a5e5")
    assert can(position("4k3/8/8/r3B3/8/8/R7/4K3 b - - 0 1", "poison_bishops"), "a5e5")


def test_a_capture_can_end_a_check_and_cost_the_captor() -> None:
    board = position("4k3/3B4/8/8/8/8/8/3rK3 b - - 0 1", "poison_bishops")
    assert board.is_check()
    assert at(after(board, "d1d7"), "d7") == "."


def test_a_captor_that_would_promote_dies_as_well() -> None:
    board = after(position("4k3/8/8/8/8/8/3p4/K3B3 b - - 0 1", "poison_bishops"), "d2e1q")
    assert at(board, "e1") == "."


def test_a_bishop_of_a_pawn_is_poisonous_too() -> None:
    board = after(position("3r4/2P5/8/7k/8/8/8/4K3", "poison_bishops"), "c7c8b", "d8c8")
    assert at(board, "c8") == "."


def test_other_pieces_are_harmless() -> None:
    board = after(position("3rk3/8/8/8/3N4/8/8/4K3 b - - 0 1", "poison_bishops"), "d8d4")
    assert at(board, "d4") == "r"


def test_all_is_taken_back() -> None:
    board = position("3rk3/8/8/8/3B4/8/8/4K3 b - - 0 1", "poison_bishops")
    before = board.fen()
    after(board, "d8d4").pop()
    assert board.fen() == before


def test_the_king_may_not_even_break_a_poisoned_bishops_shield() -> None:
    board = position("8/8/3k4/3B4/8/8/8/K7 b - - 0 1", "poison_bishops", "shield", layers="- d5 - -")
    assert not can(board, "d6d5")

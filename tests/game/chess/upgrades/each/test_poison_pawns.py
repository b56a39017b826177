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


def test_the_king_may_not_even_when_the_pawn_gives_check() -> None:
    board = position("8/8/8/4k3/3P4/8/8/7K b - - 0 1", "poison_pawns")
    assert board.is_check()
    assert not can(board, "e5d4")


def test_a_pawn_that_is_protected_by_nothing_mates_beside_the_king() -> None:
    """He may not take it, and has nowhere to go."""
    board = position("k7/PP6/1K6/8/8/8/8/8 b - - 0 1", "poison_pawns")
    assert board.is_checkmate()
    assert not position("k7/1P6/8/1K6/8/8/8/8 b - - 0 1").is_checkmate()


def test_what_dies_takes_its_layers_along() -> None:
    board = position("4k3/8/8/8/3P4/1n6/8/4K3 b - - 0 1", "poison_pawns", black=("knight_hero",), layers="b3 b3 - -")
    assert after(board, "b3d4").layers.text() == "- - - -"


def test_a_shielded_pawn_is_not_captured_so_nobody_dies() -> None:
    board = after(position("3rk3/8/8/8/3P4/8/8/4K3 b - - 0 1", "poison_pawns", layers="- d4 - -"), "d8d4")
    assert (at(board, "d8"), at(board, "d4")) == ("r", "P")


def test_a_rook_that_died_castles_no_more() -> None:
    board = position("r3k3/8/8/8/P7/8/8/4K3 b q - 0 1", "poison_pawns")
    assert after(board, "a8a4", "e1e2").fen().split()[2] == "-"


def test_both_pawns_that_vanish_in_passing_may_open_a_line() -> None:
    """Neither stands between any more; without poison the captor would on the file, though not on the rank."""
    board = position("8/8/8/8/R2pP2k/8/8/K7 b - e3 0 1", "poison_pawns")
    assert not can(board, "d4e3")
    assert not can(position("8/8/8/8/R2pP2k/8/8/K7 b - e3 0 1"), "d4e3")
    board = position("4k3/8/8/8/3pP3/8/8/K3R3 b - e3 0 1", "poison_pawns")
    assert not can(board, "d4e3")
    assert can(position("4k3/8/8/8/3pP3/8/8/K3R3 b - e3 0 1"), "d4e3")


def test_a_pawn_that_becomes_something_else_is_harmless() -> None:
    board = after(position("8/3P4/8/7k/3r4/8/8/4K3", "poison_pawns"), "d7d8n", "d4d8")
    assert at(board, "d8") == "r"


def test_the_dead_captor_can_be_brought_back() -> None:
    board = position("3rk3/8/8/8/3P4/8/8/4K3 b - - 0 1", "poison_pawns", black=("revival",), layers="- - r -")
    board = after(board, "d8d4", "e1e2")
    assert can(board, "R@a8")


def test_poison_against_poison_kills_both_pawns() -> None:
    board = position("4k3/8/8/3p4/4P3/8/8/4K3", "poison_pawns", black=("poison_pawns",))
    assert after(board, "e4d5").board_fen() == "4k3/8/8/8/8/8/8/4K3"

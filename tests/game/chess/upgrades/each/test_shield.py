"""Shield: your king's bishop starts with a shield, which the first capture takes instead of the bishop."""

from __future__ import annotations

from tests.helpers.upgrades import after, at, can, position, start

SHIELDED = "4k3/8/8/3q4/8/8/8/R2BK3 b - - 0 1"


def test_the_capture_takes_the_shield_alone() -> None:
    board = after(position(SHIELDED, "shield", layers="- d1 - -"), "d5d1")
    assert (at(board, "d1"), at(board, "d5")) == ("B", "q")
    assert board.layers.text() == "- - - -"
    assert board.turn


def test_the_next_capture_takes_it() -> None:
    board = after(position(SHIELDED, "shield", layers="- d1 - -"), "d5d1", "e1e2", "d5d1")
    assert at(board, "d1") == "q"


def test_it_travels_with_the_bishop() -> None:
    assert after(start("shield"), "e2e4", "a7a6", "f1c4").layers.text() == "- c4 - -"


def test_a_broken_shield_answers_no_check() -> None:
    """The captor stays where it was, so the check goes on."""
    board = position("4k3/8/8/1B6/8/8/2n5/K7 b - - 0 1", "shield", layers="- b5 - -")
    assert board.is_check()
    assert not any(board.breaks_shield(move) for move in board.legal_moves)
    board = position("4k3/3B4/8/8/8/8/8/K3R3 b - - 0 1", "shield", layers="- d7 - -")
    assert board.is_check()
    assert not can(board, "e8d7")


def test_a_pinned_piece_may_break_it() -> None:
    """For it does not leave its place."""
    board = position("4k3/4n3/8/3B4/8/8/8/K3R3 b - - 0 1", "shield", layers="- d5 - -")
    assert can(board, "e7d5")
    assert not can(board, "e7c6")


def test_a_king_may_break_it_though_the_bishop_is_defended() -> None:
    board = position("8/8/3k4/3B4/4P3/8/8/K7 b - - 0 1", "shield", layers="- d5 - -")
    assert can(board, "d6d5")
    assert at(after(board, "d6d5"), "d5") == "B"


def test_it_counts_as_a_capture_for_the_fifty_moves() -> None:
    board = position(SHIELDED.replace("0 1", "40 60"), "shield", layers="- d1 - -")
    assert after(board, "d5d1").halfmove_clock == 0


def test_the_capture_is_taken_back_whole() -> None:
    board = position(SHIELDED, "shield", layers="- d1 - -")
    before = (board.fen(), board.layers)
    after(board, "d5d1").pop()
    assert (board.fen(), board.layers) == before


def test_a_king_may_break_it_where_he_could_not_go() -> None:
    """For he stays where he was; the knight is defended."""
    board = position("8/8/8/4k3/3N4/2P5/8/K7 b - - 0 1", "shield", layers="- d4 - -")
    assert at(after(board, "e5d4"), "e5") == "k"


def test_a_pawn_that_breaks_it_on_the_last_rank_is_still_a_pawn() -> None:
    board = position("8/8/8/7k/8/8/3p4/2Q4K b - - 0 1", "shield", layers="- c1 - -")
    board = after(board, "d2c1")
    assert (at(board, "d2"), at(board, "c1")) == ("p", "Q")


def test_a_rook_that_was_not_captured_still_castles() -> None:
    """The corner's rights outlive a broken shield."""
    board = position("4k3/8/8/3b4/8/8/8/4K2R b K - 0 1", "shield", layers="- h1 - -")
    assert can(after(board, "d5h1"), "e1g1")


def test_a_shielded_rook_takes_it_along_when_castling() -> None:
    board = position("4k3/8/8/8/8/8/8/4K2R w K - 0 1", "shield", layers="- h1 - -")
    assert after(board, "e1g1").layers.text() == "- f1 - -"


def test_she_dies_of_a_poison_that_she_takes_with_her_shield_up() -> None:
    """The shield is against captors, not against what one captures."""
    board = position("4k3/8/8/3p4/8/8/8/3QK3", "shield", black=("poison_pawns",), layers="- d1 - -")
    board = after(board, "d1d5")
    assert at(board, "d5") == "."
    assert board.layers.text() == "- - - -"

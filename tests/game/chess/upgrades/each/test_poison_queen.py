"""Poison Queen: whatever captures your queen dies with her, and the king may not."""

from __future__ import annotations

from tests.helpers.upgrades import after, at, can, position


def test_the_captor_dies() -> None:
    board = after(position("3rk3/8/8/8/3Q4/8/8/4K3 b - - 0 1", "poison_queen"), "d8d4")
    assert at(board, "d4") == at(board, "d8") == "."


def test_the_king_may_not() -> None:
    assert not can(position("8/8/8/4k3/3Q4/8/8/7K b - - 0 1", "poison_queen"), "e5d4")


def test_so_she_mates_alone_beside_him() -> None:
    assert position("k7/1Q6/8/8/8/8/8/7K b - - 0 1", "poison_queen").is_checkmate()
    assert not position("k7/1Q6/8/8/8/8/8/7K b - - 0 1").is_checkmate()


def test_a_castling_right_dies_with_the_rook_that_took_her() -> None:
    board = after(position("4k2r/8/8/8/7Q/8/8/4K3 b k - 0 1", "poison_queen"), "h8h4")
    assert board.fen().split()[2] == "-"

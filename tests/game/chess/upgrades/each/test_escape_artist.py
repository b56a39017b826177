"""Escape Artist: you may castle out of check and through attacked squares."""

from __future__ import annotations

from tests.helpers.upgrades import after, can, position


def test_out_of_check() -> None:
    placement = "4k3/4r3/8/8/8/8/8/4K2R w K - 0 1"
    assert can(position(placement, "escape_artist"), "e1g1")
    assert not can(position(placement), "e1g1")


def test_through_an_attacked_square() -> None:
    placement = "4k3/5r2/8/8/8/8/8/4K2R w K - 0 1"
    assert can(position(placement, "escape_artist"), "e1g1")
    assert not can(position(placement), "e1g1")


def test_but_not_into_check() -> None:
    assert not can(position("4k3/6r1/8/8/8/8/8/4K2R w K - 0 1", "escape_artist"), "e1g1")


def test_a_mate_that_castling_averts_is_none() -> None:
    board = position("4k3/8/8/8/8/5n2/3PPP1r/4K2R w K - 0 1", "escape_artist")
    assert board.is_check()
    assert not board.is_checkmate()


def test_the_opponent_cannot() -> None:
    assert not can(position("4k2r/8/8/8/8/8/4R3/4K3 b k - 0 1", "escape_artist"), "e8g8")


def test_to_the_queen_s_side_as_well() -> None:
    assert can(position("4k3/3r4/8/8/8/8/8/R3K3 w Q - 0 1", "escape_artist"), "e1c1")


def test_not_with_a_king_who_has_moved() -> None:
    board = after(position("4k3/8/8/8/8/8/8/4K2R w K - 0 1", "escape_artist"), "e1e2", "e8e7", "e2e1", "e7e8")
    assert not can(board, "e1g1")


def test_not_over_a_piece() -> None:
    assert not can(position("4k3/4r3/8/8/8/8/8/4KB1R w K - 0 1", "escape_artist"), "e1g1")


def test_not_when_the_rook_s_leaving_opens_the_way_to_the_king() -> None:
    """The check along the first rank goes on behind him."""
    assert not can(position("4k3/8/8/8/8/8/8/r3K2R w K - 0 1", "escape_artist"), "e1c1")
    assert can(position("4k3/8/8/8/8/8/8/r3K2R w K - 0 1", "escape_artist"), "e1g1")

"""Escape Artist: you may castle out of check and through attacked squares."""

from __future__ import annotations

from tests.helpers.upgrades import can, position


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

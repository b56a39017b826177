"""Rook Hop: your rooks may also leap two squares diagonally, over anything, without capturing."""

from __future__ import annotations

from tests.helpers.upgrades import gained, position, start


def test_a_rook_leaps() -> None:
    assert gained(position("4k3/8/8/8/3R4/8/8/4K3", "rook_hop"), "d4") == {"b2", "b6", "f2", "f6"}


def test_over_anything() -> None:
    assert gained(start("rook_hop"), "a1") == {"c3"}


def test_it_does_not_capture_that_way() -> None:
    assert gained(position("4k3/8/1p3p2/8/3R4/8/1p3p2/7K", "rook_hop"), "d4") == set()

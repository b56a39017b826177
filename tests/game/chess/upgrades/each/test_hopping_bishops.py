"""Hopping Bishops: your bishops may also leap two squares straight, over anything, without capturing."""

from __future__ import annotations

from tests.helpers.upgrades import can, gained, position, start


def test_a_bishop_leaps_straight() -> None:
    assert gained(position("4k3/8/8/8/3B4/8/8/4K3", "hopping_bishops"), "d4") == {"b4", "d2", "d6", "f4"}


def test_over_anything() -> None:
    assert gained(start("hopping_bishops"), "c1") == {"c3"}


def test_it_does_not_capture_that_way() -> None:
    assert not can(position("4k3/8/3p4/8/3B4/8/8/4K3", "hopping_bishops"), "d4d6")

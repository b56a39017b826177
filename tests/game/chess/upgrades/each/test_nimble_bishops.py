"""Nimble Bishops: your bishops may also step one square or leap two squares straight, without capturing."""

from __future__ import annotations

from tests.helpers.upgrades import gained, position

NEW = {"b4", "c4", "e4", "f4", "d2", "d3", "d5", "d6"}


def test_a_bishop_steps_and_leaps_straight() -> None:
    assert gained(position("4k3/8/8/8/3B4/8/8/4K3", "nimble_bishops"), "d4") == NEW


def test_the_leap_goes_over_anything() -> None:
    assert "d6" in gained(position("4k3/8/8/3p4/3B4/8/8/4K3", "nimble_bishops"), "d4")


def test_it_does_not_capture_that_way() -> None:
    assert gained(position("4k3/8/3p4/3p4/1ppBpp2/3p4/3p4/7K", "nimble_bishops"), "d4") == set()

"""Biting Bishops: your bishops may also capture one square straight."""

from __future__ import annotations

from tests.helpers.upgrades import gained, position


def test_a_bishop_captures_straight() -> None:
    assert gained(position("4k3/8/8/3p4/2pBp3/3p4/8/4K3", "biting_bishops"), "d4") == {"c4", "d3", "d5", "e4"}


def test_it_goes_there_only_to_capture() -> None:
    assert gained(position("4k3/8/8/8/3B4/8/8/4K3", "biting_bishops"), "d4") == set()


def test_it_gives_check_straight() -> None:
    assert position("8/8/8/3k4/3B4/8/8/4K3 b - - 0 1", "biting_bishops").is_check()

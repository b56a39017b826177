"""Trotters: your knights may also step like a king, without capturing."""

from __future__ import annotations

from tests.helpers.upgrades import can, gained, goes, position


def test_a_knight_steps_to_all_sides() -> None:
    around = {"c3", "c4", "c5", "d3", "d5", "e3", "e4", "e5"}
    assert gained(position("4k3/8/8/8/3N4/8/8/4K3", "trotters"), "d4") == around


def test_it_does_not_capture_that_way() -> None:
    assert gained(position("4k3/8/8/2ppp3/2pNp3/2ppp3/8/4K3", "trotters"), "d4") == set()


def test_it_still_leaps_and_captures_like_a_knight() -> None:
    assert can(position("4k3/8/4p3/8/3N4/8/8/4K3", "trotters"), "d4e6")


def test_a_pinned_knight_does_not_trot() -> None:
    assert goes(position("3qk3/8/8/8/3N4/8/8/3K4", "trotters"), "d4") == {"d3", "d5"}

"""Dancing Queen: your queen may also leap like a knight, without capturing."""

from __future__ import annotations

from tests.helpers.upgrades import can, gained, position, start

LEAPS = {"b3", "b5", "c2", "c6", "e2", "e6", "f3", "f5"}


def test_the_queen_leaps() -> None:
    assert gained(position("4k3/8/8/8/3Q4/8/8/4K3", "dancing_queen"), "d4") == LEAPS


def test_over_anything() -> None:
    assert gained(start("dancing_queen"), "d1") == {"c3", "e3"}


def test_she_does_not_capture_that_way() -> None:
    assert not can(position("4k3/8/4p3/8/3Q4/8/8/4K3", "dancing_queen"), "d4e6")


def test_she_gives_no_check_that_way() -> None:
    assert not position("8/8/4k3/8/3Q4/8/8/4K3 b - - 0 1", "dancing_queen").is_check()

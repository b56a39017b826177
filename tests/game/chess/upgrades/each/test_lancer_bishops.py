"""Lancer Bishops: your bishops may also step one square straight ahead, and capture there."""

from __future__ import annotations

from tests.helpers.upgrades import gained, position


def test_a_bishop_steps_ahead() -> None:
    assert gained(position("4k3/8/8/8/3B4/8/8/4K3", "lancer_bishops"), "d4") == {"d5"}


def test_it_captures_there() -> None:
    assert gained(position("4k3/8/8/3p4/3B4/8/8/4K3", "lancer_bishops"), "d4") == {"d5"}


def test_it_gives_check_there() -> None:
    assert position("8/8/8/3k4/3B4/8/8/K7 b - - 0 1", "lancer_bishops").is_check()


def test_a_lone_bishop_of_this_kind_is_no_dead_position() -> None:
    assert not position("4k3/8/8/8/3B4/8/8/4K3", "lancer_bishops").has_insufficient_material(True)

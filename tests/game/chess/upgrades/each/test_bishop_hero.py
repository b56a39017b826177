"""Bishop Hero: your king's bishop may also step one square straight, and capture there."""

from __future__ import annotations

from tests.helpers.upgrades import gained, position, start


def test_the_hero_steps_straight() -> None:
    board = position("4k3/8/8/8/3B4/8/8/4K3", "bishop_hero", layers="d4 - - -")
    assert gained(board, "d4") == {"c4", "d3", "d5", "e4"}


def test_it_starts_on_f1() -> None:
    assert start("bishop_hero").layers.text() == "f1 - - -"
    assert start(black=("bishop_hero",)).layers.text() == "f8 - - -"


def test_the_other_bishop_cannot() -> None:
    board = position("4k3/8/8/8/3B4/8/8/2B1K3", "bishop_hero", layers="d4 - - -")
    assert gained(board, "c1") == set()


def test_a_lone_hero_is_no_dead_position() -> None:
    assert not position("4k3/8/8/8/3B4/8/8/4K3", "bishop_hero", layers="d4 - - -").has_insufficient_material(True)
    assert position("4k3/8/8/8/3B4/8/8/4K3", "bishop_hero").has_insufficient_material(True)

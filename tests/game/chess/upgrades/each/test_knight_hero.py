"""Knight Hero: your queen's knight may also step one square straight, and capture there."""

from __future__ import annotations

from tests.helpers.upgrades import after, gained, position, start


def test_the_hero_steps_straight() -> None:
    assert gained(position("4k3/8/8/8/3N4/8/8/4K3", "knight_hero", layers="d4 - - -"), "d4") == {"c4", "d3", "d5", "e4"}


def test_it_captures_there() -> None:
    board = position("4k3/8/8/3p4/3N4/8/8/4K3", "knight_hero", layers="d4 - - -")
    assert gained(board, "d4") >= {"d5"}


def test_the_other_knight_cannot() -> None:
    assert gained(after(start("knight_hero"), "g1f3", "a7a6"), "f3") == set()


def test_it_stays_a_hero_wherever_it_goes() -> None:
    board = after(start("knight_hero"), "b1c3", "a7a6", "c3d5", "a6a5")
    assert gained(board, "d5") == {"c5", "d4", "e5", "d6"}


def test_it_gives_check_straight() -> None:
    assert position("8/8/8/3k4/3N4/8/8/4K3 b - - 0 1", "knight_hero", layers="d4 - - -").is_check()


def test_what_captures_it_is_no_hero() -> None:
    board = position("4k3/8/8/2n5/8/3N4/8/4K3 b - - 0 1", "knight_hero", black=("knight_hero",), layers="d3 - - -")
    assert gained(after(board, "c5d3", "e1e2"), "d3") == set()


def test_it_is_a_hero_again_after_a_capture_is_taken_back() -> None:
    board = position("4k3/8/8/2n5/8/3N4/8/4K3 b - - 0 1", "knight_hero", layers="d3 - - -")
    after(board, "c5d3").pop()
    assert board.layers.text() == "d3 - - -"

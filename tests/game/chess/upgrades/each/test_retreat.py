"""Retreat: your knights may also step one square backwards, straight or diagonally, and capture there."""

from __future__ import annotations

from tests.helpers.upgrades import gained, position


def test_a_knight_steps_back() -> None:
    assert gained(position("4k3/8/8/8/3N4/8/8/4K3", "retreat"), "d4") == {"c3", "d3", "e3"}


def test_it_captures_there() -> None:
    assert gained(position("4k3/8/8/8/3N4/2ppp3/8/4K3", "retreat"), "d4") == {"c3", "d3", "e3"}


def test_it_gives_check_backwards() -> None:
    assert position("8/8/8/8/3N4/4k3/8/K7 b - - 0 1", "retreat").is_check()


def test_back_is_up_the_board_for_black() -> None:
    board = position("4k3/8/8/8/3n4/8/8/4K3 b - - 0 1", black=("retreat",))
    assert gained(board, "d4") == {"c5", "d5", "e5"}

"""Chargers: your knights may also step one square straight ahead, and capture there."""

from __future__ import annotations

from tests.helpers.upgrades import gained, position


def test_a_knight_steps_ahead() -> None:
    assert gained(position("4k3/8/8/8/3N4/8/8/4K3", "chargers"), "d4") == {"d5"}


def test_it_captures_there() -> None:
    assert gained(position("4k3/8/8/3p4/3N4/8/8/4K3", "chargers"), "d4") == {"d5"}


def test_it_gives_check_ahead() -> None:
    assert position("8/8/8/3k4/3N4/8/8/4K3 b - - 0 1", "chargers").is_check()


def test_ahead_is_down_the_board_for_black() -> None:
    board = position("4k3/8/8/8/3n4/8/8/4K3 b - - 0 1", black=("chargers",))
    assert gained(board, "d4") == {"d3"}

"""Paladin: your king's knight may also step one square straight or diagonally forward, and capture there."""

from __future__ import annotations

from tests.helpers.upgrades import after, gained, position, start

AROUND = {"c4", "c5", "d3", "d5", "e4", "e5"}


def test_the_hero_steps_straight_and_ahead() -> None:
    assert gained(position("4k3/8/8/8/3N4/8/8/4K3", "paladin", layers="d4 - - -"), "d4") == AROUND


def test_it_captures_there() -> None:
    board = position("4k3/8/8/2ppp3/2pNp3/2ppp3/8/K7", "paladin", layers="d4 - - -")
    assert gained(board, "d4") == AROUND


def test_the_other_knight_cannot() -> None:
    assert gained(start("paladin"), "b1") == set()


def test_a_knight_of_a_pawn_is_none() -> None:
    board = after(position("8/3P4/8/7k/8/8/8/4K3", "paladin"), "d7d8n", "h5h4")
    assert gained(board, "d8") == set()

"""Nightriders: your knights may keep leaping on in the same direction until something is in the way."""

from __future__ import annotations

from tests.helpers.upgrades import can, gained, goes, position


def test_a_knight_rides_on() -> None:
    assert gained(position("7k/8/8/8/8/8/8/N3K3", "nightriders"), "a1") == {"c5", "d7", "e3", "g4"}


def test_a_piece_stops_it() -> None:
    assert goes(position("7k/8/8/2p5/8/1N6/8/4K3", "nightriders"), "b3") >= {"c5"}
    assert "d7" not in goes(position("7k/8/8/2p5/8/1N6/8/4K3", "nightriders"), "b3")


def test_it_gives_check_from_afar() -> None:
    assert position("8/3k4/8/8/8/8/8/N3K3 b - - 0 1", "nightriders").is_check()


def test_such_a_check_can_be_blocked_where_it_leaps() -> None:
    board = position("8/3k4/8/2r5/8/8/8/N3K3 b - - 0 1", "nightriders")
    assert not board.is_check()
    board = position("8/3k4/8/7r/8/8/8/N3K3 b - - 0 1", "nightriders")
    assert can(board, "h5c5")


def test_what_stands_on_the_line_is_pinned() -> None:
    board = position("8/3k4/8/2r5/8/8/8/N3K3 b - - 0 1", "nightriders")
    assert not can(board, "c5c6")

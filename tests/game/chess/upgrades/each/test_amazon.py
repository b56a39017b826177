"""Amazon: your queen may also move and capture like a knight."""

from __future__ import annotations

from tests.helpers.upgrades import after, can, gained, position

LEAPS = {"b3", "b5", "c2", "c6", "e2", "e6", "f3", "f5"}


def test_the_queen_leaps() -> None:
    assert gained(position("4k3/8/8/8/3Q4/8/8/4K3", "amazon"), "d4") == LEAPS


def test_she_captures_that_way() -> None:
    assert can(position("4k3/8/4p3/8/3Q4/8/8/4K3", "amazon"), "d4e6")


def test_she_mates_alone_in_the_corner() -> None:
    assert not position("k7/2Q5/8/8/8/8/8/K7 b - - 0 1").is_check()
    assert position("k7/2Q5/8/8/8/8/8/K7 b - - 0 1", "amazon").is_checkmate()


def test_a_promoted_queen_is_one_too() -> None:
    board = after(position("8/3P4/8/7k/8/8/8/4K3", "amazon"), "d7d8q", "h5g6")
    assert gained(board, "d8") == {"b7", "c6", "e6", "f7"}

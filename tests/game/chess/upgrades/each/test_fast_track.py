"""Fast Track: your pawns may promote from the sixth rank on."""

from __future__ import annotations

from tests.helpers.upgrades import after, at, can, position

PAWN = "8/8/3P4/7k/8/8/8/4K3"


def test_a_pawn_promotes_on_the_sixth() -> None:
    assert at(after(position("8/8/8/3P4/7k/8/8/4K3", "fast_track"), "d5d6r"), "d6") == "R"
    assert not can(position("8/8/8/8/3P4/7k/8/4K3", "fast_track"), "d4d5q")


def test_a_pawn_promotes_on_the_seventh() -> None:
    assert at(after(position(PAWN, "fast_track"), "d6d7q"), "d7") == "Q"


def test_it_need_not() -> None:
    assert at(after(position(PAWN, "fast_track"), "d6d7"), "d7") == "P"


def test_on_the_eighth_it_must() -> None:
    board = position("8/3P4/8/7k/8/8/8/4K3", "fast_track")
    assert not can(board, "d7d8")
    assert can(board, "d7d8n")


def test_with_a_capture_as_well() -> None:
    assert can(position("8/4p3/3P4/7k/8/8/8/4K3", "fast_track"), "d6e7q")


def test_blacks_promote_from_the_third_on() -> None:
    assert can(position("4k3/8/8/8/8/3p4/8/7K b - - 0 1", black=("fast_track",)), "d3d2q")
    assert can(position("4k3/8/8/8/3p4/8/8/7K b - - 0 1", black=("fast_track",)), "d4d3q")


def test_the_opponent_does_not() -> None:
    assert not can(position("4k3/8/8/8/8/3p4/8/7K b - - 0 1", "fast_track"), "d3d2q")


def test_a_torpedo_may_promote_on_arrival() -> None:
    board = position("8/8/8/3P3k/8/8/8/4K3", "fast_track", "torpedo")
    assert at(after(board, "d5d7n"), "d7") == "N"


def test_by_a_step_that_it_has_from_elsewhere_too() -> None:
    """A sidestep along the seventh promotes: that is where it arrives."""
    board = position("8/3P4/8/7k/8/8/8/4K3", "fast_track", "crab_pawns")
    assert can(board, "d7c7q")


def test_the_new_piece_may_give_check_at_once() -> None:
    assert after(position("8/7k/3P4/8/8/8/8/4K3", "fast_track"), "d6d7q").is_check()

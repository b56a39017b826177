"""Fencing King: your king may also move, and capture, two squares diagonally if the way is free."""

from __future__ import annotations

from tests.helpers.upgrades import can, gained, goes, position


def test_the_king_goes_two_squares_diagonally() -> None:
    assert gained(position("7k/8/8/8/3K4/8/8/8", "fencing_king"), "d4") == {"b2", "b6", "f2", "f6"}


def test_he_captures_there() -> None:
    assert can(position("7k/8/5p2/8/3K4/8/8/8", "fencing_king"), "d4f6")


def test_not_over_a_piece() -> None:
    assert not can(position("7k/8/5p2/4p3/3K4/8/8/8", "fencing_king"), "d4f6")


def test_the_other_king_keeps_his_distance() -> None:
    assert "f6" not in goes(position("8/8/8/6k1/3K4/8/8/8 b - - 0 1", "fencing_king"), "g5")


def test_he_cannot_mate_alone() -> None:
    """No help brings it about, so the game is drawn at once."""
    assert position("7k/8/8/8/3K4/8/8/8", "fencing_king").has_insufficient_material(True)

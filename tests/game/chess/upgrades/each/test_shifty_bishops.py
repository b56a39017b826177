"""Shifty Bishops: your bishops may also step one square straight, without capturing, and so change colour."""

from __future__ import annotations

from tests.helpers.upgrades import after, gained, goes, position


def test_a_bishop_steps_straight() -> None:
    assert gained(position("4k3/8/8/8/3B4/8/8/4K3", "shifty_bishops"), "d4") == {"c4", "d3", "d5", "e4"}


def test_it_does_not_capture_that_way() -> None:
    assert gained(position("4k3/8/8/3p4/2pBp3/3p4/8/4K3", "shifty_bishops"), "d4") == set()


def test_it_reaches_squares_of_the_other_colour() -> None:
    board = after(position("4k3/8/8/8/3B4/8/8/4K3", "shifty_bishops"), "d4e4", "e8d8")
    assert "b7" in goes(board, "e4")


def test_two_bishops_of_one_colour_can_still_mate() -> None:
    """One of them can change its colour, so the game is not over."""
    board = position("4k3/8/8/8/8/8/8/B1B1K3", "shifty_bishops")
    assert not board.has_insufficient_material(True)
    assert position("4k3/8/8/8/8/8/8/B1B1K3").has_insufficient_material(True)

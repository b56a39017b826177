"""Fanged Queen: your queen may also capture like a knight."""

from __future__ import annotations

from tests.helpers.upgrades import gained, position


def test_the_queen_captures_like_a_knight() -> None:
    assert gained(position("4k3/8/4p3/1p6/3Q4/8/8/4K3", "fanged_queen"), "d4") == {"b5", "e6"}


def test_she_goes_there_only_to_capture() -> None:
    assert gained(position("4k3/8/8/8/3Q4/8/8/4K3", "fanged_queen"), "d4") == set()


def test_she_gives_check_like_a_knight() -> None:
    assert position("8/8/4k3/8/3Q4/8/8/4K3 b - - 0 1", "fanged_queen").is_check()


def test_such_a_check_cannot_be_blocked() -> None:
    """It is met by the king alone here."""
    board = position("8/4r3/4k3/8/3Q4/8/8/4K3 b - - 0 1", "fanged_queen")
    assert all(move.from_square == board.king(False) for move in board.legal_moves)

"""King's Leap: your king may also leap like a knight, without capturing."""

from __future__ import annotations

from tests.helpers.upgrades import can, gained, goes, position


def test_the_king_leaps() -> None:
    leaps = {"b3", "b5", "c2", "c6", "e2", "e6", "f3", "f5"}
    assert gained(position("7k/8/8/8/3K4/8/8/8", "kings_leap"), "d4") == leaps


def test_he_does_not_capture_that_way() -> None:
    assert not can(position("7k/8/4p3/8/3K4/8/8/8", "kings_leap"), "d4e6")


def test_he_attacks_nothing_that_way() -> None:
    """So the other king may stand there."""
    assert "e6" in goes(position("8/8/8/4k3/8/3K4/8/8 b - - 0 1", "kings_leap"), "e5")
    assert not position("8/8/4k3/8/3K4/8/8/8 b - - 0 1", "kings_leap").is_check()


def test_he_leaps_out_of_a_mate() -> None:
    """A back-rank mate is none any more."""
    board = position("3r2k1/8/8/8/8/8/5PPP/3r2K1 w - - 0 1", "kings_leap")
    assert board.is_check()
    assert goes(board, "g1") == {"e2", "f3", "h3"}


def test_he_does_not_leap_into_check() -> None:
    assert "e2" not in goes(position("4r1k1/8/8/8/8/8/5PPP/6K1", "kings_leap"), "g1")

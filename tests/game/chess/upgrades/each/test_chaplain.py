"""Chaplain: you start with an extra bishop in front of your d pawn, but cannot castle."""

from __future__ import annotations

from tests.helpers.upgrades import start


def test_there_is_a_bishop_on_d3() -> None:
    assert start("chaplain").board_fen() == "rnbqkbnr/pppppppp/8/8/8/3B4/PPPPPPPP/RNBQKBNR"


def test_nobody_starts_in_check() -> None:
    assert not start("chaplain").is_check()
    assert not start(black=("chaplain",)).was_into_check()

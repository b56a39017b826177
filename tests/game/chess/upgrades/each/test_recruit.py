"""Recruit: you start with an extra pawn in front of your e pawn."""

from __future__ import annotations

from tests.helpers.upgrades import at, goes, start


def test_there_is_a_pawn_on_e3() -> None:
    assert start("recruit").board_fen() == "rnbqkbnr/pppppppp/8/8/8/4P3/PPPPPPPP/RNBQKBNR"


def test_blacks_stands_on_e6() -> None:
    assert at(start(black=("recruit",)), "e6") == "p"


def test_it_has_no_double_step() -> None:
    assert goes(start("recruit"), "e3") == {"e4"}

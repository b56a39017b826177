"""Two Recruits: you start with extra pawns in front of your a pawn and your h pawn."""

from __future__ import annotations

from tests.helpers.upgrades import goes, start


def test_there_are_pawns_on_the_rims() -> None:
    assert start("two_recruits").board_fen() == "rnbqkbnr/pppppppp/8/8/8/P6P/PPPPPPPP/RNBQKBNR"


def test_they_are_in_the_way_of_those_behind() -> None:
    assert goes(start("two_recruits"), "a2") == goes(start("two_recruits"), "h2") == set()

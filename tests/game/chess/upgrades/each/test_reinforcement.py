"""Reinforcement: you start with an extra knight in front of your c pawn."""

from __future__ import annotations

from tests.helpers.upgrades import goes, start


def test_there_is_a_knight_on_c3() -> None:
    assert start("reinforcement").board_fen() == "rnbqkbnr/pppppppp/8/8/8/2N5/PPPPPPPP/RNBQKBNR"


def test_it_can_move_at_once() -> None:
    assert goes(start("reinforcement"), "c3") == {"a4", "b5", "d5", "e4"}

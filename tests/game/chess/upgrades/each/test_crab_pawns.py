"""Crab Pawns: your pawns may also step one square sideways."""

from __future__ import annotations

from tests.helpers.upgrades import after, at, gained, position


def test_a_pawn_steps_sideways() -> None:
    assert gained(position("4k3/8/8/8/3P4/8/8/4K3", "crab_pawns"), "d4") == {"c4", "e4"}


def test_it_does_not_capture_that_way() -> None:
    assert gained(position("4k3/8/8/8/2pPp3/8/8/4K3", "crab_pawns"), "d4") == set()


def test_the_board_has_an_edge() -> None:
    assert gained(position("4k3/8/8/8/P7/8/8/4K3", "crab_pawns"), "a4") == {"b4"}


def test_a_sidestep_undoes_nothing_for_good() -> None:
    assert after(position("4k3/8/8/8/3P4/8/8/4K3 w - - 7 20", "crab_pawns"), "d4c4").halfmove_clock == 8


def test_two_pawns_can_share_a_file_that_neither_captured_into() -> None:
    board = after(position("4k3/8/8/3P4/4P3/8/8/4K3", "crab_pawns"), "e4d4")
    assert at(board, "d4") == at(board, "d5") == "P"

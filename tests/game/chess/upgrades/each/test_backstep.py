"""Backstep: your pawns may also step one square straight back, but never onto your first rank."""

from __future__ import annotations

from tests.helpers.upgrades import after, gained, game, goes, position


def test_a_pawn_steps_back() -> None:
    assert gained(position("4k3/8/8/8/3P4/8/8/4K3", "backstep"), "d4") == {"d3"}


def test_it_does_not_capture_backwards() -> None:
    assert gained(position("4k3/8/8/8/3P4/3p4/8/4K3", "backstep"), "d4") == set()


def test_no_pawn_enters_its_own_first_rank() -> None:
    assert gained(position("4k3/8/8/8/8/8/3P4/K7", "backstep"), "d2") == set()


def test_back_on_the_second_rank_it_may_step_twice_again() -> None:
    board = after(position("4k3/8/8/8/8/3P4/8/4K3", "backstep"), "d3d2", "e8e7")
    assert "d4" in goes(board, "d2")


def test_a_step_back_undoes_nothing_for_good() -> None:
    """So it does not begin the fifty moves anew."""
    assert after(position("4k3/8/8/8/3P4/8/8/4K3 w - - 7 20", "backstep"), "d4d3").halfmove_clock == 8


def test_going_back_and_forth_repeats_the_position() -> None:
    there_and_back = ["d3d2", "e8e7", "d2d3", "e7e8"] * 2
    ended = game(position("4k3/8/8/8/8/3P4/8/R3K3", "backstep"), *there_and_back).result
    assert ended is None or ended.reason == "threefold"

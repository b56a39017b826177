"""Backstab Pawns: your pawns may also capture diagonally backwards, but never onto your first rank."""

from __future__ import annotations

from tests.helpers.upgrades import gained, position


def test_a_pawn_captures_backwards() -> None:
    assert gained(position("4k3/8/8/8/3P4/2p1p3/8/7K", "backstab_pawns"), "d4") == {"c3", "e3"}


def test_it_goes_there_only_to_capture() -> None:
    assert gained(position("4k3/8/8/8/3P4/8/8/4K3", "backstab_pawns"), "d4") == set()


def test_it_gives_check_backwards() -> None:
    assert position("8/8/8/8/3P4/4k3/8/7K b - - 0 1", "backstab_pawns").is_check()


def test_nothing_on_the_own_first_rank_is_in_its_reach() -> None:
    """A king there is safe from it."""
    assert not position("8/8/8/8/8/8/3P4/2k4K b - - 0 1", "backstab_pawns").is_check()
    assert gained(position("4k3/8/8/8/8/8/3P4/2n4K", "backstab_pawns"), "d2") == set()

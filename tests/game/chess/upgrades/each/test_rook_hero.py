"""Rook Hero: your queen's rook may also step one square diagonally, and capture there, but does not castle."""

from __future__ import annotations

from tests.helpers.upgrades import after, can, gained, position, start


def test_the_hero_steps_diagonally() -> None:
    board = position("4k3/8/8/8/3R4/8/8/4K3", "rook_hero", layers="d4 - - -")
    assert gained(board, "d4") == {"c3", "c5", "e3", "e5"}


def test_the_other_rook_cannot() -> None:
    board = position("4k3/8/8/8/3R4/8/8/4K2R", "rook_hero", layers="d4 - - -")
    assert gained(board, "h1") == set()


def test_queenside_castling_is_gone() -> None:
    assert start("rook_hero").fen().split()[2] == "Kkq"


def test_the_other_rook_still_castles() -> None:
    board = after(start("rook_hero"), "e2e4", "e7e5", "f1c4", "a7a6", "g1f3", "a6a5")
    assert can(board, "e1g1")

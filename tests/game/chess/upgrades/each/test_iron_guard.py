"""Iron Guard: your d and e pawns start with a shield, which the first capture takes instead of the pawn."""

from __future__ import annotations

from tests.helpers.upgrades import after, at, position, start


def test_both_have_one() -> None:
    assert start("iron_guard").layers.text() == "- d2e2 - -"
    assert start(black=("iron_guard",)).layers.text() == "- d7e7 - -"


def test_the_shield_advances_with_the_pawn() -> None:
    assert after(start("iron_guard"), "e2e4").layers.text() == "- d2e4 - -"


def test_a_pawn_that_captures_keeps_its_shield() -> None:
    assert after(start("iron_guard"), "e2e4", "d7d5", "e4d5").layers.text() == "- d2d5 - -"


def test_a_capture_in_passing_breaks_it_too() -> None:
    board = position("4k3/8/8/8/3p4/8/4P3/4K3", "iron_guard", layers="- e2 - -")
    board = after(board, "e2e4", "d4e3")
    assert (at(board, "e4"), at(board, "d4"), at(board, "e3")) == ("P", "p", ".")
    assert board.layers.text() == "- - - -"


def test_it_survives_promotion() -> None:
    board = position("8/4P3/8/7k/8/8/8/4K3", "iron_guard", layers="- e7 - -")
    assert after(board, "e7e8q").layers.text() == "- e8 - -"

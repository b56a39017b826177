"""Torpedo: your pawns may make their double step from the second up to the fifth rank."""

from __future__ import annotations

import pytest

from tests.helpers.upgrades import after, at, can, goes, position


@pytest.mark.parametrize(("origin", "target"), [("d2", "d4"), ("d3", "d5"), ("d4", "d6"), ("d5", "d7")])
def test_a_pawn_steps_twice(origin: str, target: str) -> None:
    rank = int(origin[1])
    rows = ["8"] * 8
    rows[8 - rank] = "3P4"
    rows[0], rows[7] = "k7", "7K"
    assert target in goes(position("/".join(rows), "torpedo"), origin)


def test_not_from_the_sixth_rank() -> None:
    assert goes(position("k7/8/3P4/8/8/8/8/7K", "torpedo"), "d6") == {"d7"}


def test_not_over_a_piece() -> None:
    assert goes(position("k7/8/3p4/3P4/8/8/8/7K", "torpedo"), "d5") == set()


@pytest.mark.parametrize(
    ("placement", "step", "taken"),
    [
        ("k7/8/8/4p3/8/3P4/8/7K", "d3d5", "e5d4"),
        ("k7/8/4p3/8/3P4/8/8/7K", "d4d6", "e6d5"),
        ("k7/4p3/8/3P4/8/8/8/7K", "d5d7", "e7d6"),
    ],
)
def test_a_pawn_beside_the_way_takes_it_only_from_where_it_attacks(placement: str, step: str, taken: str) -> None:
    """The pawn that passed is gone, whichever rank it passed on."""
    board = after(position(placement, "torpedo"), step)
    assert can(board, taken)
    assert at(after(board, taken), step[2:]) == "."


def test_promoting_by_it_is_out_of_reach() -> None:
    """From the fifth rank it comes to the seventh at most."""
    assert all(not move.promotion for move in position("k7/8/8/3P4/8/8/8/7K", "torpedo").legal_moves)


def test_it_may_be_taken_at_once_or_never() -> None:
    board = after(position("k7/8/4p3/8/3P4/8/8/7K", "torpedo"), "d4d6", "a8a7", "h1h2")
    assert not can(board, "e6d5")


def test_blacks_step_down_from_the_seventh_to_the_fourth() -> None:
    board = position("7k/8/8/8/3p4/8/8/K7 b - - 0 1", black=("torpedo",))
    assert goes(board, "d4") == {"d3", "d2"}


def test_a_single_step_is_not_taken_in_passing() -> None:
    assert not can(after(position("k7/8/4p3/8/3P4/8/8/7K", "torpedo"), "d4d5"), "e6d4")


def test_en_passant_may_answer_the_check_that_the_pawn_gives() -> None:
    board = after(position("8/4k3/4p3/8/3P4/8/8/7K", "torpedo"), "d4d6")
    assert board.is_check()
    assert can(board, "e6d5")

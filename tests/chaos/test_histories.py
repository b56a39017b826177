"""The checker of histories: what it finds wrong, and what it lets pass."""

from __future__ import annotations

from tests.helpers.histories import History, violations


def a_history(*views: tuple[str, ...], acks: tuple[tuple[int, str], ...] = ()) -> History:
    """Views of game 1 and acknowledgements, a second apart, the acknowledgements first."""
    history = History()
    for at_s, (ply, move) in enumerate(acks):
        history.acknowledged(at_s, 1, ply, move)
    for at_s, moves in enumerate(views):
        history.saw(10 + at_s, 1, moves)
    return history


def test_two_who_follow_one_game_are_right() -> None:
    white = a_history(("e4",), ("e4", "e5"), acks=((0, "e4"),))
    black = a_history((), ("e4",), ("e4", "e5"), acks=((1, "e5"),))
    assert list(violations([white, black])) == []


def test_a_move_that_was_told_and_then_never_was_is_found() -> None:
    assert list(violations([a_history(("e4", "e5")), a_history(("e4", "c5", "Nf3"))]))


def test_an_acknowledged_move_that_is_not_there_is_found() -> None:
    assert list(violations([a_history(("e4",), acks=((0, "e4"), (1, "e5")))]))


def test_two_moves_acknowledged_in_one_place_are_found() -> None:
    assert list(violations([a_history(("e4",), acks=((0, "e4"),)), a_history(acks=((0, "d4"),))]))


def test_whoever_asks_after_an_acknowledgement_and_is_told_of_before_is_found() -> None:
    stale = History()
    stale.answers_from(5.0)
    stale.saw(6.0, 1, ())
    white = a_history(("e4",), acks=((0, "e4"),))
    assert list(violations([white, stale]))
    late = History()
    late.saw(6.0, 1, ())
    assert list(violations([white, late])) == []

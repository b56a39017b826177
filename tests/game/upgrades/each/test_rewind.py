"""Rewind: once a game, on your turn, take back your last move and the reply to it; the clocks run on."""

from __future__ import annotations

import pytest

from game.rules import REWIND, IllegalMove
from tests.helpers.upgrades import at, game, match_with, play, start


def test_the_position_before_the_last_move_is_back() -> None:
    played = game(start("rewind"), "e2e4", "e7e5", REWIND)
    assert played.board.board_fen() == start().board_fen()
    assert played.board.turn


def test_only_once() -> None:
    played = game(start("rewind"), "e2e4", "e7e5", REWIND, "d2d4", "d7d5")
    with pytest.raises(IllegalMove):
        played.play(REWIND)


def test_not_before_there_is_anything_to_take_back() -> None:
    with pytest.raises(IllegalMove):
        game(start("rewind"), REWIND)


def test_the_opponents_rewind_does_not_give_it_back() -> None:
    played = game(start("rewind", black=("rewind",)), "e2e4", "e7e5", "d2d4", "d7d5", REWIND, "a2a3", REWIND)
    assert played.board.layers.text() == "- - - -"


def test_what_was_captured_meanwhile_is_back() -> None:
    played = game(start("rewind"), "e2e4", "d7d5", "a2a3", "d5e4", REWIND)
    assert at(played.board, "e4") == "P"


def test_it_comes_too_late_for_a_mate() -> None:
    played = game(start("rewind"), "f2f3", "e7e5", "g2g4", "d8h4")
    assert played.ending is not None
    assert not played.can_rewind


def test_the_clocks_run_on() -> None:
    match, now_ms = match_with("rewind")
    play(match, "e2e4", now_ms + 2_000)
    play(match, "e7e5", now_ms + 3_000)
    play(match, REWIND, now_ms + 6_000)
    view = match.view(None, now_ms + 7_000)
    assert (view.clocks_ms.white, view.clocks_ms.black) == (54_000, 59_000)
    assert view.running == "white"


def test_it_counts_as_one_of_the_moves_sent() -> None:
    """So a resend of it is stale."""
    match, now_ms = match_with("rewind")
    for move in ("e2e4", "e7e5", REWIND):
        play(match, move, now_ms)
    assert match.view(None, now_ms).ply == 3

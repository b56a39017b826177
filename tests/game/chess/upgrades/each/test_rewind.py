"""Rewind: once a game, on your turn, take back your last move and the reply to it; the clocks run on."""

from __future__ import annotations

import pytest

from game.chess.rules import REWIND, IllegalMove
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
    assert played.result is not None
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


def test_what_was_spent_meanwhile_is_there_again_but_for_rewinds() -> None:
    """The position comes back with its passes; only who rewinds has paid."""
    played = game(start("rewind", black=("breather",)), "e2e4", "0000", REWIND)
    assert played.board.layers.text() == "- - p -"


def test_the_same_side_moves_again_and_may_choose_otherwise() -> None:
    played = game(start("rewind"), "e2e4", "e7e5", REWIND, "d2d4")
    assert played.fen.startswith("rnbqkbnr/pppppppp/8/8/3P4/8/PPP1PPPP/RNBQKBNR b")


def test_blacks_takes_back_whites_reply() -> None:
    played = game(start(black=("rewind",)), "e2e4", "e7e5", "g1f3", REWIND)
    assert played.fen == game(start(black=("rewind",)), "e2e4").fen


def test_not_after_a_single_move() -> None:
    """Black has made none yet to take back."""
    with pytest.raises(IllegalMove):
        game(start(black=("rewind",)), "e2e4", REWIND)


def test_it_gets_out_of_check() -> None:
    played = game(start("rewind"), "e2e4", "e7e5", "d2d3", "f8b4")
    assert played.check
    played.play(REWIND)
    assert not played.check


def test_a_shield_that_broke_meanwhile_is_whole_again() -> None:
    played = game(start("rewind", "shield"), "d2d3", "d7d6", "d1d2", "c8h3", "d2h6", "g8h6", REWIND)
    assert at(played.board, "d2") == "Q"
    assert played.board.layers.shields


def test_the_move_list_alone_restores_the_game() -> None:
    moves = ["e2e4", "d7d5", "e4d5", "d8d5", REWIND, "b1c3", "d5e4", "c3e4"]
    played = game(start("rewind"), *moves)
    again = game(start("rewind"), *played.moves)
    assert (again.fen, again.layers, again.moves) == (played.fen, played.layers, moves)


def test_positions_before_it_do_not_count_for_threefold() -> None:
    """For then there was still a rewind to come, which makes another position."""
    dance = ["g1f3", "g8f6", "f3g1", "f6g8"]
    played = game(start("rewind"), *dance, REWIND, "f3g1", "f6g8")
    assert played.result is None


def test_a_flag_falls_while_one_thinks_about_it() -> None:
    match, now_ms = match_with("rewind")
    play(match, "e2e4", now_ms)
    play(match, "e7e5", now_ms)
    match.tick(now_ms + 70_000)
    assert match.phase != "playing"

"""Breather: once a game, when you are not in check, you may pass."""

from __future__ import annotations

import chess

from tests.helpers.upgrades import after, can, game, position, start


def test_a_pass_hands_over_the_turn() -> None:
    board = after(start("breather"), "0000")
    assert not board.turn
    assert board.board_fen() == start().board_fen()


def test_only_once() -> None:
    assert not can(after(start("breather"), "0000", "e7e5"), "0000")


def test_not_in_check() -> None:
    assert not can(position("4r1k1/8/8/8/8/8/8/4K3", "breather", layers="- - P -"), "0000")


def test_an_unused_pass_averts_stalemate() -> None:
    board = position("7k/8/8/8/8/6q1/8/7K", "breather", layers="- - P -")
    assert game(board).result is None
    assert not board.is_stalemate()


def test_with_the_pass_spent_it_is_stalemate() -> None:
    ended = game(position("7k/8/8/8/8/6q1/8/7K", "breather")).result
    assert ended is not None
    assert ended.reason == "stalemate"


def test_the_opponent_has_none() -> None:
    assert not can(after(start("breather"), "e2e4"), "0000")


def test_it_counts_for_the_fifty_moves() -> None:
    board = position("4k3/8/8/8/8/8/8/R3K3 w - - 40 60", "breather", layers="- - P -")
    assert after(board, "0000").halfmove_clock == 41


def test_the_right_to_take_in_passing_is_gone_with_it() -> None:
    board = position("4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1", "breather", layers="- - P -")
    assert not can(after(board, "0000", "e8e7"), "e5d6")


def test_who_is_mated_cannot_pass() -> None:
    board = position("4k3/8/8/8/8/8/r7/r3K3", "breather", layers="- - P -")
    assert board.is_check()
    assert not can(board, "0000")


def test_the_position_after_it_is_another_one() -> None:
    """With one pass less: it does not repeat the position before."""
    dance = ["g1f3", "g8f6", "f3g1", "f6g8"]
    assert game(start("breather"), *dance, "0000", "g8f6", "g1f3", "f6g8", "f3g1").result is None


def test_it_is_taken_back() -> None:
    board = start("breather")
    before = (board.fen(), board.layers)
    after(board, "0000").pop()
    assert (board.fen(), board.layers) == before


def test_two_kings_may_pass_though_one_is_attacked() -> None:
    board = position("4r1k1/8/8/8/8/8/8/K3K3", "breather", "spare_king", layers="- - P -")
    assert can(board, "0000")


def test_it_cannot_be_undone_by_moving_back() -> None:
    """So no search for repetitions looks behind it."""
    board = start("breather")
    assert board.is_irreversible(chess.Move.null())
    assert not board.is_irreversible(chess.Move.from_uci("g1f3"))

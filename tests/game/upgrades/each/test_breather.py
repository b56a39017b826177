"""Breather: once a game, when you are not in check, you may pass."""

from __future__ import annotations

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
    assert game(board).ending is None
    assert not board.is_stalemate()


def test_with_the_pass_spent_it_is_stalemate() -> None:
    ended = game(position("7k/8/8/8/8/6q1/8/7K", "breather")).ending
    assert ended is not None
    assert ended.reason == "stalemate"


def test_the_opponent_has_none() -> None:
    assert not can(after(start("breather"), "e2e4"), "0000")

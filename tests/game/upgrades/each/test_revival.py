"""Revival: once a game, instead of moving, put a fallen knight, bishop, rook or pawn on your first two ranks."""

from __future__ import annotations

from tests.helpers.upgrades import after, at, can, game, position, start

FALLEN = "4k3/8/8/8/8/8/8/4K3"


def test_a_fallen_knight_comes_back() -> None:
    board = after(position(FALLEN, "revival", layers="- - R N"), "N@b1")
    assert at(board, "b1") == "N"
    assert not board.turn
    assert board.layers.text() == "- - - -"


def test_only_what_has_fallen() -> None:
    board = position(FALLEN, "revival", layers="- - R N")
    assert not can(board, "R@b1")


def test_only_on_the_first_two_ranks() -> None:
    board = position(FALLEN, "revival", layers="- - R N")
    assert can(board, "N@b2")
    assert not can(board, "N@b3")


def test_a_pawn_only_on_the_second() -> None:
    board = position(FALLEN, "revival", layers="- - R P")
    assert can(board, "P@b2")
    assert not can(board, "P@b1")


def test_only_on_an_empty_square() -> None:
    assert not can(position(FALLEN, "revival", layers="- - R N"), "N@e1")


def test_it_may_block_a_check() -> None:
    board = position("4k3/8/8/8/8/8/8/r3K3", "revival", layers="- - R N")
    assert can(board, "N@c1")
    assert not can(board, "N@c2")


def test_captured_pieces_are_remembered() -> None:
    board = after(start("revival"), "b1c3", "d7d5", "c3d5", "d8d5", "a2a3", "a7a6")
    assert can(board, "N@b1")


def test_only_once() -> None:
    board = after(position(FALLEN, "revival", layers="- - R NN"), "N@b1", "e8e7")
    assert not can(board, "N@a2")


def test_it_averts_stalemate() -> None:
    assert not position("7k/8/8/8/8/6q1/8/7K", "revival", layers="- - R N").is_stalemate()


def test_while_it_is_to_come_no_position_is_dead() -> None:
    assert game(position(FALLEN, "revival", layers="- - R N")).ending is None

"""Revival: once a game, instead of moving, put a fallen knight, bishop or rook on your first two ranks."""

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


def test_while_a_rook_can_come_back_no_position_is_dead() -> None:
    """A knight would not do: alone it mates nobody."""
    assert game(position(FALLEN, "revival", layers="- - R R")).result is None
    assert game(position(FALLEN, "revival", layers="- - R N")).result is not None


def test_blacks_ranks_are_the_last_two() -> None:
    board = position("4k3/8/8/8/8/8/8/4K3 b - - 0 1", black=("revival",), layers="- - r np")
    assert can(board, "N@b8")
    assert can(board, "P@b7")
    assert not can(board, "P@b8")
    assert not can(board, "N@b2")


def test_the_opponents_fallen_are_not_ones_own() -> None:
    assert not can(position(FALLEN, "revival", layers="- - R n"), "N@b1")


def test_a_queen_stays_where_she_is() -> None:
    board = after(position("3qk3/8/8/8/8/8/8/3QK3 b - - 0 1", "revival", layers="- - R -"), "d8d1", "e1d1", "e8e7")
    assert not any(move.drop for move in board.legal_moves)


def test_it_may_give_check_or_mate() -> None:
    board = position("8/8/8/8/8/8/R6p/1K5k", "revival", layers="- - R R")
    assert after(board, "R@e1").is_check()


def test_it_does_not_move_the_king_out_of_a_double_check() -> None:
    board = position("4k3/8/8/8/8/5n2/8/r3K3", "revival", layers="- - R N")
    assert not any(move.drop for move in board.legal_moves)


def test_a_revived_rook_brings_no_castling() -> None:
    board = position("4k3/8/8/8/8/8/8/4K3", "revival", layers="- - R R")
    assert not can(after(board, "R@h1", "e8e7"), "e1g1")


def test_a_revived_hero_is_none() -> None:
    board = position("4k3/8/8/8/8/8/8/4K3", "revival", "knight_hero", layers="- - R N")
    assert after(board, "N@b1").layers.text() == "- - - -"


def test_the_revived_piece_moves_as_its_kind_does() -> None:
    board = after(position(FALLEN, "revival", "nightriders", layers="- - R N"), "N@b1", "e8d8")
    assert can(board, "b1d5")


def test_it_is_taken_back_whole() -> None:
    board = position(FALLEN, "revival", layers="- - R N")
    before = (board.fen(), board.layers)
    after(board, "N@b1").pop()
    assert (board.fen(), board.layers) == before

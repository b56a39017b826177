"""Spare King: your queen's bishop is a second king: while you have both, neither can be checked."""

from __future__ import annotations

import chess

from tests.helpers.upgrades import after, at, can, game, position, start

TWO_KINGS = "4k3/8/8/8/8/8/8/3KK3"


def test_there_are_two() -> None:
    assert start("spare_king").board_fen().endswith("/RNKQKBNR")


def test_neither_can_be_checked() -> None:
    assert not position("4r1k1/8/8/8/8/8/8/3KK3", "spare_king").is_check()


def test_one_may_be_left_hanging() -> None:
    assert can(position("4r1k1/8/8/8/8/P7/8/3KK3", "spare_king"), "a3a4")


def test_one_can_be_captured() -> None:
    board = after(position("4r1k1/8/8/8/8/P7/8/K3K3", "spare_king"), "a3a4", "e8e1")
    assert at(board, "e1") == "r"
    assert board.is_check()


def test_the_last_one_is_royal() -> None:
    board = position("4r1k1/8/8/8/8/8/8/4K3", "spare_king")
    assert board.is_check()


def test_nobody_castles() -> None:
    assert start("spare_king").fen().split()[2] == "kq"


def test_two_kings_are_no_dead_position() -> None:
    assert not position(TWO_KINGS, "spare_king").has_insufficient_material(True)


def test_a_king_of_two_may_attack_the_other_side_s() -> None:
    """And gives check then."""
    board = after(position("8/8/8/3k4/8/3K4/8/4K3", "spare_king"), "d3d4")
    assert board.is_check()
    assert can(board, "d5d4")


def test_losing_the_last_one_loses() -> None:
    board = position("6k1/8/8/8/8/8/5PPP/3r2K1", "spare_king")
    assert board.is_checkmate()


def test_two_kings_cannot_be_stalemated_by_a_check_that_is_none() -> None:
    """Neither is royal, so either may step where the other side attacks."""
    board = position("6rk/8/8/8/8/8/7r/K2K4", "spare_king")
    assert can(board, "a1a2")
    assert can(board, "d1d2")


def test_the_other_king_gives_no_ground() -> None:
    """A king of two defends as he always did: the enemy king may not come near."""
    board = position("8/8/8/3k4/8/3K4/8/K7 b - - 0 1", "spare_king")
    assert not can(board, "d5d4")


def test_the_enemy_king_may_capture_one() -> None:
    board = after(position("8/8/8/8/3k4/3K4/8/7K b - - 0 1", "spare_king"), "d4d3")
    assert at(board, "d3") == "k"
    assert not board.is_checkmate()


def test_with_two_kings_the_game_goes_on_against_one() -> None:
    assert game(position(TWO_KINGS, "spare_king")).result is None


def test_with_one_left_it_is_a_dead_position() -> None:
    assert game(position("4k3/8/8/8/8/8/8/4K3", "spare_king")).result is not None


def test_what_pins_one_pins_nothing() -> None:
    board = position("4r1k1/8/8/8/8/8/4N3/K3K3", "spare_king")
    assert can(board, "e2c3")
    assert not can(position("4r1k1/8/8/8/8/8/4N3/4K3"), "e2c3")


def test_with_one_left_castling_does_not_return() -> None:
    board = after(start("spare_king"), "d2d4", "e7e6", "d4d5", "f8b4", "g1f3", "b4e1")
    assert board.king(chess.WHITE) == chess.C1
    assert board.castling_rights & chess.BB_RANK_1 == 0

"""What pieces are worth, upgraded ones too."""

from __future__ import annotations

import chess
import pytest

from game.bot.evaluate import VALUES, Evaluator, extra_reach
from game.rules.board import Board
from game.rules.bycolor import ByColor
from game.rules.side import STANDARD, SideRules


def with_white(piece_type: chess.PieceType, betza: str) -> Board:
    return Board(chess.STARTING_FEN, ByColor(SideRules(((piece_type, betza),)), STANDARD))


def average_extra(piece_type: chess.PieceType, betza: str) -> float:
    return sum(extra_reach(with_white(piece_type, betza), chess.Piece(piece_type, chess.WHITE))) / 64


def test_the_start_position_is_level() -> None:
    assert Evaluator(Board()).score(Board()) == 0


def test_a_score_belongs_to_the_side_to_move() -> None:
    board = Board("4k3/8/8/8/8/8/8/Q3K3 b - - 0 1")
    evaluator = Evaluator(board)
    assert evaluator.score(board) == -evaluator.white_score(board)


@pytest.mark.parametrize("piece_type", chess.PIECE_TYPES)
def test_standard_pieces_reach_nothing_extra(piece_type: chess.PieceType) -> None:
    assert extra_reach(Board(), chess.Piece(piece_type, chess.BLACK)) == (0,) * 64


def test_an_upgrade_counts_for_its_own_colour_only() -> None:
    board = with_white(chess.ROOK, "N")
    evaluator = Evaluator(board)
    assert evaluator.white_score(Board()) > 100
    assert extra_reach(board, chess.Piece(chess.ROOK, chess.BLACK)) == (0,) * 64


def test_capturing_moves_are_worth_more_than_quiet_ones() -> None:
    assert average_extra(chess.BISHOP, "W") > 2 * average_extra(chess.BISHOP, "mW") > 0


def test_a_rook_that_leaps_like_a_knight_stays_below_a_queen() -> None:
    assert VALUES[chess.ROOK] + 100 < VALUES[chess.ROOK] + average_extra(chess.ROOK, "N") < VALUES[chess.QUEEN]


def test_the_winning_king_comes_nearer_in_the_endgame() -> None:
    near, far = Board("7k/5K2/8/8/8/8/8/R7 w - - 0 1"), Board("7k/8/8/8/8/8/5K2/R7 w - - 0 1")
    assert Evaluator(near).white_score(near) > Evaluator(far).white_score(far)

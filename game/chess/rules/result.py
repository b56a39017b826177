"""How games end: every reason, with its article in FIDE's Laws of Chess (2023).

This module decides the results that follow from the board. Resignations, agreements and fallen flags come from outside.
"""

from __future__ import annotations

from enum import StrEnum, unique
from typing import TYPE_CHECKING

import chess
from msgspec import Struct

if TYPE_CHECKING:
    from game.chess.rules.board import Board


@unique
class Reason(StrEnum):
    """Why a game is over."""

    CHECKMATE = "checkmate"  # 5.1.1
    RESIGNATION = "resignation"  # 5.1.2
    STALEMATE = "stalemate"  # 5.2.1
    DEAD_POSITION = "dead_position"  # 5.2.2, by material
    AGREEMENT = "agreement"  # 5.2.3
    FLAG = "flag"  # 6.9
    FLAG_DRAW = "flag_draw"  # 6.9: the opponent cannot mate by any legal sequence
    THREEFOLD = "threefold"  # 9.2, but without a claim, for which nobody has time
    FIFTY_MOVES = "fifty_moves"  # 9.3, but without a claim
    ABANDONED = "abandoned"  # a player stayed away and the opponent decided; online only, 6.7 is the nearest article


class GameResult(Struct, frozen=True):
    """The result of a game; `winner` is None for a draw."""

    reason: Reason
    winner: chess.Color | None = None


FIFTY_MOVES_PLIES = 100
REPETITIONS = 3
FORCED_MOVES = 60
"""How many moves are tried, in all lines together, when a flag falls. Enough for forced lines, and fast."""


def result_on_board(board: Board, repetitions: int, *, check: bool) -> GameResult | None:
    """The result that a position brings by itself, or None if the game goes on.

    Mate comes first: it takes precedence over draws by counting (9.6.2).

    Args:
        board: the position.
        repetitions: how often it has occurred in the game, this time included.
        check: whether the side to move is in check.
    """
    if not board.has_legal_move(check=check):
        return GameResult(Reason.CHECKMATE, not board.turn) if check else GameResult(Reason.STALEMATE)
    if is_dead(board):
        return GameResult(Reason.DEAD_POSITION)
    if repetitions >= REPETITIONS:
        return GameResult(Reason.THREEFOLD)
    if board.halfmove_clock >= FIFTY_MOVES_PLIES:
        return GameResult(Reason.FIFTY_MOVES)
    return None


def result_on_flag(board: Board, flagged: chess.Color) -> GameResult:
    """The result when `flagged` has no time left: a loss, or a draw if no legal moves lead to a mate (6.9)."""
    if _may_be_mated(board.copy(stack=False), flagged, [FORCED_MOVES]):
        return GameResult(Reason.FLAG, not flagged)
    return GameResult(Reason.FLAG_DRAW)


def _may_be_mated(board: Board, color: chess.Color, budget: list[int]) -> bool:
    """Whether `color` may be mated: some line leads to mate, or there are too many lines to try them all.

    A line without mate usually ends with too little material, for example after a forced capture. All lines share the
    one number in `budget`: how many moves may still be tried.
    """
    if board.has_insufficient_material(not color):
        return False
    moves = list(board.generate_legal_moves())
    if not moves:
        return board.turn == color and board.is_check()
    budget[0] -= len(moves)
    if budget[0] < 0:
        return True
    for move in moves:
        board.push(move)
        mated = _may_be_mated(board, color, budget)
        board.pop()
        if mated:
            return True
    return False


def is_dead(board: Board) -> bool:
    """Whether neither side can mate with the material that is left (5.2.2)."""
    if board.pawns | board.rooks | board.queens:
        return False
    return all(board.has_insufficient_material(color) for color in chess.COLORS)

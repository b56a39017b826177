"""How a game ends: each ending once, with its source in FIDE's Laws of Chess (2023).

What a player wants (to resign, to agree) and what the clock says come in from outside; this module knows the
reasons' names and decides those that follow from the board.
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
    THREEFOLD = "threefold"  # 9.2, without a claim: nobody has time for one
    FIFTY_MOVES = "fifty_moves"  # 9.3, without a claim
    ABANDONED = "abandoned"  # a player stayed away, and the opponent decided (online only; 6.7 is the nearest)


class GameResult(Struct, frozen=True):
    """A finished game; `winner` is None for a draw."""

    reason: Reason
    winner: chess.Color | None = None


FIFTY_MOVES_PLIES = 100
REPETITIONS = 3
FORCED_MOVES = 60
"""So many moves are looked at, in all lines together, before a flag: enough for what is forced, and done in no time."""


def result_on_board(board: Board, repetitions: int, *, check: bool) -> GameResult | None:
    """The ending that a position brings by itself, or None.

    `repetitions` is how often it has now occurred; `check`, whether the side to move is in check. Mate comes first:
    it ends the game before anything else can be claimed (9.6.2).
    """
    # Stops at the first legal reply: most positions have one among the first moves looked at.
    if not board.has_legal_move():
        return GameResult(Reason.CHECKMATE, not board.turn) if check else GameResult(Reason.STALEMATE)
    if is_dead(board):
        return GameResult(Reason.DEAD_POSITION)
    if repetitions >= REPETITIONS:
        return GameResult(Reason.THREEFOLD)
    if board.halfmove_clock >= FIFTY_MOVES_PLIES:
        return GameResult(Reason.FIFTY_MOVES)
    return None


def result_on_flag(board: Board, flagged: chess.Color) -> GameResult:
    """`flagged` has no time left: lost, unless no series of legal moves lets the opponent mate (6.9)."""
    if _may_be_mated(board.copy(stack=False), flagged, [FORCED_MOVES]):
        return GameResult(Reason.FLAG, not flagged)
    return GameResult(Reason.FLAG_DRAW)


def _may_be_mated(board: Board, color: chess.Color, budget: list[int]) -> bool:
    """Whether some line leads to a mate of `color`, or to so many moves that nobody has looked at them all.

    Most lines end here in material that mates nobody, if they do: a forced capture, say. `budget` is shared by all.
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
    """Neither side can mate with the material left."""
    if board.pawns | board.rooks | board.queens:
        return False
    return all(board.has_insufficient_material(color) for color in chess.COLORS)

"""The four ways to castle, as masks."""

from __future__ import annotations

from typing import NamedTuple

import chess
from chess import BB_SQUARES, Bitboard, Move, Square, between

from game.chess.rules.bycolor import ByColor


class Castling(NamedTuple):
    """One way to castle, with king and rook on their home squares. Squares are masks unless they say otherwise."""

    move: Move
    king: Bitboard
    rook: Bitboard
    target: Bitboard
    """The king's target."""
    rook_target: Bitboard
    empty: Bitboard
    """The squares between king and rook, all of which must be empty."""
    passing: Square
    """The square that the king crosses."""


def _castling(king: Square, rook: Square) -> Castling:
    step = 1 if rook > king else -1
    target, passing = king + 2 * step, king + step
    return Castling(
        Move(king, target),
        king=BB_SQUARES[king],
        rook=BB_SQUARES[rook],
        target=BB_SQUARES[target],
        rook_target=BB_SQUARES[passing],
        empty=between(king, rook),
        passing=passing,
    )


CASTLINGS = ByColor(
    (_castling(chess.E1, chess.H1), _castling(chess.E1, chess.A1)),
    (_castling(chess.E8, chess.H8), _castling(chess.E8, chess.A8)),
)
"""By colour, kingside first."""


def rooks_way(move: Move) -> tuple[Bitboard, Bitboard]:
    """The rook's origin and target, as masks, when `move` castles.

    Raises:
        ValueError: the move is not a castling move.
    """
    for way in (*CASTLINGS.white, *CASTLINGS.black):
        if way.move == move:
            return way.rook, way.rook_target
    raise ValueError(f"{move} castles nobody")

"""The four ways to castle, as masks."""

from __future__ import annotations

from typing import NamedTuple

import chess
from chess import BB_SQUARES, Bitboard, Move, Square, between

from game.chess.rules.bycolor import ByColor


class Castling(NamedTuple):
    """One way to castle, for a king and a rook on their home squares."""

    move: Move
    king: Bitboard
    rook: Bitboard
    target: Bitboard
    """Where the king goes."""
    rook_target: Bitboard
    empty: Bitboard
    """What must be empty: all squares between the two."""
    passing: Square
    """What the king crosses."""


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
"""For each colour the king's side first."""


def rooks_way(move: Move) -> tuple[Bitboard, Bitboard]:
    """From where to where the rook goes when `move` castles."""
    for way in (*CASTLINGS.white, *CASTLINGS.black):
        if way.move == move:
            return way.rook, way.rook_target
    raise ValueError(f"{move} castles nobody")

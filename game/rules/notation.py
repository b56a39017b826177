"""Moves as people read them: SAN, but for the pawn moves that SAN cannot tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

if TYPE_CHECKING:
    from game.rules.board import Board


def san(board: Board, move: chess.Move) -> str:
    """The SAN of a legal move, made in `board`'s position.

    A pawn that steps sideways or back, or captures backwards, is written with both squares ("c4-d4"): SAN names only
    its target, which a standard pawn may reach too.
    """
    if not _is_unusual_pawn_move(board, move):
        return board.san(move)
    separator = "x" if board.is_capture(move) else "-"
    text = f"{chess.square_name(move.from_square)}{separator}{chess.square_name(move.to_square)}"
    after = board.copy(stack=False)
    after.push(move)
    if after.is_check():
        text += "+" if any(after.generate_legal_moves()) else "#"
    return text


def _is_unusual_pawn_move(board: Board, move: chess.Move) -> bool:
    if board.piece_type_at(move.from_square) != chess.PAWN:
        return False
    ranks = chess.square_rank(move.to_square) - chess.square_rank(move.from_square)
    return ranks <= 0 if board.turn else ranks >= 0

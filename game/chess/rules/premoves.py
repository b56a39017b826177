"""Premoves: the moves that a player may choose before the opponent has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import chess

if TYPE_CHECKING:
    from game.chess.rules.board import Board

Targets: TypeAlias = "dict[int, dict[int, list[chess.Move]]]"
"""From-square -> to-square -> the moves between them (several for a promotion)."""


def premoves(position: Board, color: chess.Color) -> Targets:
    """Every move that `color` may be able to make after the opponent's move."""
    return {
        origin: {target: _arrivals(position, color, origin, target) for target in chess.scan_forward(mask)}
        for origin, mask in premove_masks(position, color).items()
    }


def premove_masks(position: Board, color: chess.Color) -> dict[chess.Square, chess.Bitboard]:
    """Square -> where its piece may be able to go after the opponent's move, as a mask.

    Enemy pieces are ignored, because they can move away. The player's own pieces block, but their squares are targets,
    because the opponent may capture there.
    """
    free = position.copy(stack=False)
    free.turn = color
    # En passant depends on the opponent's next move.
    free.ep_square = None
    for square in chess.scan_forward(free.occupied_co[not color]):
        free.remove_piece_at(square)
    # python-chess would read a king's move onto its own rook as castling.
    castled_onto = free.rooks
    found = {
        origin: free.attacks_mask(origin) & ~(castled_onto if chess.BB_SQUARES[origin] & free.kings else 0)
        for origin in chess.scan_forward(free.occupied_co[color])
    }
    for move in free.generate_pseudo_legal_moves():
        if move and move.drop is None:
            found[move.from_square] |= chess.BB_SQUARES[move.to_square]
    return {origin: mask for origin, mask in found.items() if mask}


def _arrivals(board: Board, color: chess.Color, origin: chess.Square, target: chess.Square) -> list[chess.Move]:
    """The moves between two squares: one, or several if a pawn may promote."""
    side, here = board.side(color), chess.BB_SQUARES[target]
    if board.piece_type_at(origin) != chess.PAWN or not side.promotes & here:
        return [chess.Move(origin, target)]
    kinds = (chess.QUEEN, chess.ROOK, chess.BISHOP, chess.KNIGHT)
    may_stay = [] if side.last_rank & here else [chess.Move(origin, target)]
    return [chess.Move(origin, target, kind) for kind in kinds] + may_stay

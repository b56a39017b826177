"""Premoves: the moves that a player may choose before the opponent has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import chess

from game.chess.rules.side import STANDARD

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
    """From where `color` may be able to go where, once the opponent has moved.

    Enemy pieces stand in nobody's way: they can move off. One's own do, but what they stand on can be retaken.
    """
    free = _alone(position, color)
    # A king who takes his own rook: python-chess reads that as castling.
    castled_onto = free.rooks
    found = {
        origin: free.attacks_mask(origin) & ~(castled_onto if chess.BB_SQUARES[origin] & free.kings else 0)
        for origin in chess.scan_forward(free.occupied)
    }
    # Standard pieces go where they capture, but for pawns and for who castles.
    quiet = chess.BB_ALL if position.rules[color] != STANDARD else free.pawns | free.kings
    for move in free.generate_pseudo_legal_moves(quiet):
        if move and move.drop is None:
            found[move.from_square] |= chess.BB_SQUARES[move.to_square]
    return {origin: mask for origin, mask in found.items() if mask}


def _alone(position: Board, color: chess.Color) -> Board:
    """The position with this colour's pieces alone, and this colour to move."""
    board = position.copy(stack=False)
    own = board.occupied_co[color]
    board.turn = color
    # A capture in passing is the opponent's next move's doing.
    board.ep_square = None
    board.pawns &= own
    board.knights &= own
    board.bishops &= own
    board.rooks &= own
    board.queens &= own
    board.kings &= own
    board.promoted &= own
    board.occupied_co[not color] = chess.BB_EMPTY
    board.occupied = own
    return board


def _arrivals(board: Board, color: chess.Color, origin: chess.Square, target: chess.Square) -> list[chess.Move]:
    """The moves between two squares: one, or several if a pawn may promote."""
    side, here = board.side(color), chess.BB_SQUARES[target]
    if board.piece_type_at(origin) != chess.PAWN or not side.promotes & here:
        return [chess.Move(origin, target)]
    kinds = (chess.QUEEN, chess.ROOK, chess.BISHOP, chess.KNIGHT)
    may_stay = [] if side.last_rank & here else [chess.Move(origin, target)]
    return [chess.Move(origin, target, kind) for kind in kinds] + may_stay

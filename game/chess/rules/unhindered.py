"""Moves as masks, without a `Move` for each: those that are legal because no king can be exposed by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

if TYPE_CHECKING:
    from game.chess.rules.board import Board
    from game.chess.rules.side import Side


def unhindered(board: Board) -> dict[chess.Square, chess.Bitboard]:
    """Where pieces and pawns of the side to move may go whose moves can expose no king.

    Whoever is left out may have moves, too. All are left out in check, where captures have effects of their own, where
    there are charges, and pawns also where one can be captured in passing.
    """
    king = board.king(board.turn)
    if board.layered or (king is not None and board.attackers_mask(not board.turn, king)):
        return {}
    side = board.side(board.turn)
    free = board.occupied_co[board.turn] & ~board.kings
    if king is not None:
        free &= ~board.may_expose(king)
    pieces, pawns = free & ~board.pawns, free & board.pawns & ~side.last_rank
    found = {origin: board.piece_targets(side, origin) for origin in chess.scan_forward(pieces)}
    if board.ep_square is None:
        enemies, occupied = board.occupied_co[not board.turn], board.occupied
        found |= {origin: pawn_targets(side, origin, enemies, occupied) for origin in chess.scan_forward(pawns)}
    return {origin: mask for origin, mask in found.items() if mask}


def pawn_targets(side: Side, origin: chess.Square, enemies: chess.Bitboard, occupied: chess.Bitboard) -> chess.Bitboard:
    """Where a pawn may go that is not on its last rank; without captures in passing."""
    mask = side.pawn_captures[origin] & enemies
    if side.pawn_quiets is not None:
        mask |= side.pawn_quiets[origin] & ~occupied
    ahead = chess.BB_SQUARES[origin + side.forward]
    if not ahead & occupied:
        mask |= ahead
        if side.double_step_origins & chess.BB_SQUARES[origin]:
            mask |= chess.BB_SQUARES[origin + 2 * side.forward] & ~occupied
    return mask

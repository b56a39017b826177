"""Moves as masks, without a `Move` for each: those of pieces that cannot expose their king, and the king's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

if TYPE_CHECKING:
    from game.chess.rules.board import Board
    from game.chess.rules.side import Side


def unhindered(board: Board, *, check: bool) -> tuple[dict[chess.Square, chess.Bitboard], chess.Bitboard]:
    """Where pieces and pawns of the side to move may go, and the squares of those of which this does not tell.

    It does not tell of pieces that could expose their king, of pawns that can capture in passing, and of none in check,
    where captures have effects of their own, or where there are charges. `check`: whether the side to move is in check.
    """
    if check or board.layered:
        return {}, chess.BB_ALL
    king, side, own = board.king(board.turn), board.side(board.turn), board.occupied_co[board.turn]
    free = own & ~board.kings
    if king is not None:
        free &= ~board.may_expose(king)
    pieces, pawns = free & ~board.pawns, free & board.pawns & ~side.last_rank
    if board.ep_square is not None:
        pawns &= ~board.en_passant_capturers(pawns)
    found = {origin: board.piece_targets(side, origin) for origin in chess.scan_forward(pieces)}
    enemies, occupied = board.occupied_co[not board.turn], board.occupied
    found |= {origin: pawn_targets(side, origin, enemies, occupied) for origin in chess.scan_forward(pawns)}
    rest = own & ~pieces & ~pawns
    if king is not None and (steps := _king_steps(board, side, king)) is not None:
        found[king] = steps
        rest &= ~chess.BB_SQUARES[king]
    return {origin: mask for origin, mask in found.items() if mask}, rest


def _king_steps(board: Board, side: Side, king: chess.Square) -> chess.Bitboard | None:
    """Where a king may go who is not in check; None if he moves like no ordinary king."""
    steps = board.piece_targets(side, king)
    if steps & ~chess.BB_KING_ATTACKS[king]:
        return None
    enemy, without_king = not board.turn, board.occupied & ~chess.BB_SQUARES[king]
    for target in chess.scan_forward(steps):
        here = chess.BB_SQUARES[target]
        if board.attackers_mask(enemy, target, without_king | here) & ~here:
            steps &= ~here
    if board.castling_rights:
        for move in board.generate_castling_moves(chess.BB_SQUARES[king]):
            steps |= chess.BB_SQUARES[move.to_square]
    return steps


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

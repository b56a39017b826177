"""Premoves: the moves that a player may choose before the opponent has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import chess

from game.chess.rules.castling import CASTLINGS
from game.chess.rules.unhindered import pawn_targets

if TYPE_CHECKING:
    from game.chess.rules.board import Board
    from game.chess.rules.side import Side

Targets: TypeAlias = "dict[int, dict[int, list[chess.Move]]]"
"""From-square -> to-square -> the moves between them (several for a promotion)."""


def premoves(position: Board, color: chess.Color) -> Targets:
    """Every move that `color` may be able to make after the opponent's move."""
    return {
        origin: {target: _arrivals(position, color, origin, target) for target in chess.scan_forward(mask)}
        for origin, mask in premove_masks(position, color).items()
    }


def premove_masks(position: Board, color: chess.Color, side: Side | None = None) -> dict[chess.Square, chess.Bitboard]:
    """From where `color` may be able to go where, once the opponent has moved; `side`: by other rules than its own.

    Enemy pieces stand in nobody's way: they can move off. One's own do, but what they stand on can be retaken.
    """
    side = side or position.side(color)
    own = position.occupied_co[color]
    found: dict[chess.Square, chess.Bitboard] = {}
    for origin in chess.scan_forward(own):
        kind = position.piece_type_at(origin)
        assert kind is not None
        if kind == chess.PAWN:
            at_its_end = chess.BB_SQUARES[origin] & side.last_rank
            mask = side.pawn_captures[origin] if at_its_end else pawn_targets(side, origin, chess.BB_ALL, own)
        else:
            captures, quiets = position.moves_of(side, kind, origin)
            mask = captures(origin, own)
            if kind == chess.KING:
                # A king who takes his own rook: python-chess reads that as castling.
                mask &= ~(position.rooks & own)
            if quiets is not None:
                mask |= quiets(origin, own) & ~own
        if mask:
            found[origin] = mask
    _add_castling(position, color, own, found)
    return found


def _add_castling(
    position: Board, color: chess.Color, own: chess.Bitboard, found: dict[chess.Square, chess.Bitboard]
) -> None:
    """Nobody who could attack the king's way needs to be there any more."""
    rights = position.castling_rights and position.clean_castling_rights()
    if not rights:
        return
    for way in CASTLINGS[color]:
        if rights & way.rook and not own & way.empty:
            king = chess.lsb(way.king)
            found[king] = found.get(king, chess.BB_EMPTY) | way.target


def _arrivals(board: Board, color: chess.Color, origin: chess.Square, target: chess.Square) -> list[chess.Move]:
    """The moves between two squares: one, or several if a pawn may promote."""
    side, here = board.side(color), chess.BB_SQUARES[target]
    if board.piece_type_at(origin) != chess.PAWN or not side.promotes & here:
        return [chess.Move(origin, target)]
    kinds = (chess.QUEEN, chess.ROOK, chess.BISHOP, chess.KNIGHT)
    may_stay = [] if side.last_rank & here else [chess.Move(origin, target)]
    return [chess.Move(origin, target, kind) for kind in kinds] + may_stay

"""Board questions as the board widget takes them. The server says which moves are possible; this adds promotions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def placement_of(fen: str) -> dict[int, str]:
    """The pieces by square."""
    return {square: piece.symbol() for square, piece in chess.Board(fen).piece_map().items()}


def targets_of(fen: str, allowed: Mapping[str, Sequence[str]]) -> dict[int, dict[int, list[chess.Move]]]:
    """The possible moves, by origin and target."""
    found: dict[int, dict[int, list[chess.Move]]] = {}
    for move in chess.Board(fen).legal_moves:
        if chess.square_name(move.to_square) in allowed.get(chess.square_name(move.from_square), ()):
            found.setdefault(move.from_square, {}).setdefault(move.to_square, []).append(move)
    return found


def black_to_move(fen: str) -> bool:
    """Whether the position is shown from Black's side."""
    return fen.split(" ")[1:2] == ["b"]

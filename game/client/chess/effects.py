"""What a move did that only an upgrade can do, in words and as something to be shown. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import chess

    from game.chess.rules.board import Board


def poisons(position: Board, move: chess.Move) -> bool:
    """Whether a move is a capture of which the captor dies."""
    _, victim, _ = position.after(move)
    return bool(victim & position.poisonous(not position.turn))

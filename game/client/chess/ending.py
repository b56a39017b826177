"""The end of a game on the board: whose king falls, and how long only the position is shown. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

from game.client.chess import match_logic as logic
from game.client.kit import theme

if TYPE_CHECKING:
    from game.chess.rules.board import Board
    from game.client.chess.model import ChessModel

_AFTER_A_GAME = frozenset({"result", "draft", "reveal"})


def fallen_kings(match: ChessModel) -> frozenset[int]:
    """The squares of the loser's kings in the current game; none after a draw."""
    state, position = match.board, match.position()
    if state is None or position is None or not match.results:
        return frozenset()
    last = match.results[-1]
    if not (state.phase in _AFTER_A_GAME or match.over is not None) or last.winner is None:
        return frozenset()
    return kings_beaten(position, last.reason, white_won=state.players["white"] == last.winner)


def kings_beaten(position: Board, reason: str | None, *, white_won: bool) -> frozenset[int]:
    """The squares of the loser's kings in this position; none if a draw decided, because nobody was beaten on the
    board.
    """
    if reason in logic.DRAWN:
        return frozenset()
    return frozenset(chess.scan_forward(position.kings & position.occupied_co[not white_won]))


class LastLook:
    """Lets the final position be seen without text for a moment."""

    def __init__(self) -> None:
        self._ended_at: int | None = None

    def over(self, match: ChessModel, now_ms: int) -> bool:
        """Whether text may cover the board now."""
        if logic.result_words(match) is None:
            self._ended_at = None
            return False
        self._ended_at = now_ms if self._ended_at is None else self._ended_at
        return now_ms - self._ended_at >= theme.LAST_LOOK_MS

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms that changes."""
        left = None if self._ended_at is None else theme.LAST_LOOK_MS - (now_ms - self._ended_at)
        return left if left is not None and left > 0 else None

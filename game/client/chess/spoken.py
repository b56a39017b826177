"""What happens in a match, in sentences that are read aloud. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import chess

from game.client import texts
from game.client.chess import match_logic as logic

if TYPE_CHECKING:
    from game.chess.rules.board import Board
    from game.client.chess.model import ChessModel

MOST_MOVES: Final = 2


class ChessNews:
    """Compares the match with its earlier state."""

    def __init__(self, match: ChessModel) -> None:
        self._match = match
        self._fresh = True
        self._game: object = None
        self._moves = self._results = 0
        self._status = ""
        self._short = False

    def listen(self, now_ms: int) -> list[str]:
        """Everything new since the last call. What was there on joining is not."""
        told = [*self._of_the_game(), *self._of_the_end(), *self._of_the_clock(now_ms)]
        status, self._status = self._status, logic.status_line(self._match)
        if self._status and self._status != status:
            told.append(self._status)
        fresh, self._fresh = self._fresh, False
        return [] if fresh else told

    def _of_the_game(self) -> list[str]:
        match, feed = self._match, self._match.feed
        if feed is None or match.board is None:
            return []
        told: list[str] = []
        game = match.played[-1] if match.played else None
        if game is not self._game:
            self._game, self._moves = game, 0
            told.append(texts.game_begins(match.board.game, match.color))
        first, self._moves = self._moves, len(feed.moves)
        # If nobody listened for a while, the last moves are enough.
        first = max(first, len(feed.moves) - MOST_MOVES)
        new = range(first, min(len(feed.moves), len(feed.history) - 1))
        return [*told, *(self._move(feed.history[ply], feed.moves[ply], feed.sans[ply]) for ply in new)]

    def _move(self, before: Board, uci: str, san: str) -> str:
        mover = "white" if before.turn else "black"
        who = None if mover == self._match.color else mover
        return texts.spoken_move(who, move_words(before, uci), check=san.endswith(("+", "#")))

    def _of_the_end(self) -> list[str]:
        words = logic.result_words(self._match)
        new = len(self._match.results) > self._results
        self._results = len(self._match.results)
        return [" ".join(words)] if new and words is not None else []

    def _of_the_clock(self, now_ms: int) -> list[str]:
        was, self._short = self._short, logic.own_time_is_short(self._match, now_ms)
        return [texts.TIME_IS_SHORT] if self._short and not was else []


def move_words(before: Board, uci: str) -> str:
    """A move as one says it: "knight g1 to f3"."""
    if uci == "0000":
        return texts.SPOKEN_PASSING
    if uci == "rewind":
        return texts.SPOKEN_REWIND
    if uci[1] == "@":
        return texts.spoken_revival(_name(uci[0]), uci[2:])
    origin, target, promotion = uci[:2], uci[2:4], uci[4:]
    piece = before.piece_at(chess.parse_square(origin))
    victim = before.piece_at(chess.parse_square(target))
    return texts.spoken_step(
        _name(piece.symbol()) if piece is not None else "",
        origin,
        target,
        _name(victim.symbol()) if victim is not None else "",
        _name(promotion) if promotion else "",
    )


def _name(letter: str) -> str:
    return texts.PIECE_NAMES[chess.PIECE_SYMBOLS.index(letter.lower())]

"""One game of chess as it is played: a board, what led to it, and whether it is over.

`play` is the fast path of the whole server: it checks one move for legality instead of listing all of them, and keeps
FEN and repetitions up to date instead of computing them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import chess

from game.chess.rules.board import REWIND
from game.chess.rules.fen import FenWriter
from game.chess.rules.layers import NO_LAYERS, Layers
from game.chess.rules.result import GameResult, result_on_board, result_on_flag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.chess.rules.board import Board

_parse_uci = lru_cache(maxsize=8192)(chess.Move.from_uci)


@lru_cache(maxsize=8192)
def _text_of(layers: Layers) -> str:
    return "" if layers == NO_LAYERS else layers.text()


class IllegalMove(ValueError):
    """The move cannot be played in this position, or is no UCI at all."""


class Game:
    """A running game. Its state is its start and its moves: playing those again restores it exactly."""

    def __init__(self, board: Board, moves: Iterable[str] = ()) -> None:
        """A game from `board`'s position on, after `moves` (UCI).

        Raises:
            IllegalMove: one of the moves is not legal where it stands.
        """
        self.board = board
        self.start_fen = board.fen()
        self.start_layers = _text_of(board.layers)
        self.moves: list[str] = []
        self.fen = ""
        self.layers = ""
        self.check = False
        self.result: GameResult | None = None
        self._fen_writer = FenWriter()
        self._seen: dict[tuple[object, ...], int] = {}
        self._look()
        for uci in moves:
            self.play(uci)

    @property
    def ply(self) -> int:
        """How much has been played since the game's start: half-moves, and rewinds, which count as one each."""
        return len(self.moves)

    @property
    def can_rewind(self) -> bool:
        """Whether the side to move may take back its last move, with the reply."""
        charges = self.board.layers.charges[self.board.turn]
        return charges.rewinds > 0 and len(self.board.move_stack) >= 2 and self.result is None

    def play(self, uci: str) -> None:
        """Make a move, in UCI or `REWIND`, and see whether that ends the game.

        Raises:
            IllegalMove: nothing was changed.
        """
        if uci == REWIND:
            self._rewind()
        else:
            self.board.push(self._legal(uci))
        self.moves.append(uci)
        self._look()

    def _rewind(self) -> None:
        if not self.can_rewind:
            raise IllegalMove("there is nothing to rewind here")
        self.board.rewind()

    def _legal(self, uci: str) -> chess.Move:
        try:
            move = _parse_uci(uci)
        except ValueError as error:
            raise IllegalMove(f"{uci!r} is not a move in UCI") from error
        if self.result or not self.board.is_legal(move):
            raise IllegalMove(f"{uci} is not legal here")
        return move

    def _look(self) -> None:
        """Bring everything that follows from the position up to date."""
        board = self.board
        standard = board.standard_key()
        # The key's last two members are the rights as they count, and en passant only where it can be played.
        *_, castling_rights, en_passant = standard
        self.fen = self._fen_writer.write(board, castling_rights, en_passant)
        self.layers = _text_of(board.layers)
        key = (*standard, board.layers)
        self._seen[key] = repetitions = self._seen.get(key, 0) + 1
        self.check = board.is_check()
        self.result = result_on_board(board, repetitions, check=self.check)

    def result_on_flag(self, color: chess.Color) -> GameResult:
        """How the game ends now that `color` has run out of time."""
        return result_on_flag(self.board, color)

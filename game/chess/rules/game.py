"""One game of chess: the board, the moves so far, and the result once it is over.

The server spends most of its time in `play`. So it checks the legality of one move instead of listing all moves, and
updates FEN and repetitions instead of computing them anew.
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
    """The move is not legal in this position, or the text is not UCI."""


class Game:
    """A game in progress. Its start position and its moves are its whole state: playing them again restores it.

    Attributes:
        board: the current position.
        start_fen: the start position; `start_layers` its layers, as text.
        moves: what was played, in UCI or `REWIND`.
        fen: the current position; `layers` its layers, as text.
        check: whether the side to move is in check.
        result: None while the game goes on.
    """

    def __init__(self, board: Board, moves: Iterable[str] = ()) -> None:
        """A game that starts from `board` and in which `moves` (UCI or `REWIND`) have been played.

        Raises:
            IllegalMove: one of the moves is not legal.
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
        self._seen: dict[tuple[str, str], int] = {}
        self._update()
        for uci in moves:
            self.play(uci)

    @property
    def ply(self) -> int:
        """How many plies have been played. A rewind counts as one."""
        return len(self.moves)

    @property
    def can_rewind(self) -> bool:
        """Whether the side to move may take back its last move and the reply to it."""
        charges = self.board.layers.charges[self.board.turn]
        return charges.rewinds > 0 and len(self.board.move_stack) >= 2 and self.result is None

    def play(self, uci: str) -> None:
        """Make a move (UCI or `REWIND`) and update everything that follows from the position.

        Raises:
            IllegalMove: the move is not legal; nothing has changed.
        """
        if uci == REWIND:
            self._rewind()
        else:
            self.board.push(self._legal(uci))
        self.moves.append(uci)
        self._update()

    def _rewind(self) -> None:
        if not self.can_rewind:
            raise IllegalMove("there is nothing to rewind here")
        self.board.rewind()

    def _legal(self, uci: str) -> chess.Move:
        try:
            move = _parse_uci(uci)
        except ValueError as error:
            raise IllegalMove(f"{uci!r} is not a move in UCI") from error
        if self.result or not self.board.is_legal(move, check=self.check):
            raise IllegalMove(f"{uci} is not legal here")
        return move

    def _update(self) -> None:
        """Update everything that follows from the position."""
        board = self.board
        position = self._fen_writer.position(board)
        self.fen = f"{position} {board.halfmove_clock} {board.fullmove_number}"
        layers = board.layers
        # Two layers are the same if their texts are.
        self.layers = "" if layers is NO_LAYERS else _text_of(layers)
        key = position, self.layers
        self._seen[key] = repetitions = self._seen.get(key, 0) + 1
        self.check = board.is_check()
        self.result = result_on_board(board, repetitions, check=self.check)

    def result_on_flag(self, color: chess.Color) -> GameResult:
        """The result if `color` runs out of time now."""
        return result_on_flag(self.board, color)

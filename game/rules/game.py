"""One game of chess as it is played: a board, what led to it, and whether it is over.

`play` is the fast path of the whole server: it checks one move for legality instead of listing all of them, and keeps
FEN and repetitions up to date instead of computing them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import chess

from game.rules.ending import Ending, ending_by_flag, ending_on_board
from game.rules.fen import FenWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.rules.board import Board

_parse_uci = lru_cache(maxsize=8192)(chess.Move.from_uci)


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
        self.moves: list[str] = []
        self.fen = ""
        self.check = False
        self.ending: Ending | None = None
        self._fen_writer = FenWriter()
        self._seen: dict[tuple[int, ...], int] = {}
        self._look()
        for uci in moves:
            self.play(uci)

    @property
    def ply(self) -> int:
        """Half-moves made since the game's start."""
        return len(self.moves)

    def play(self, uci: str) -> None:
        """Make a move and see whether that ends the game.

        Raises:
            IllegalMove: nothing was changed.
        """
        move = self._legal(uci)
        self.board.push(move)
        self.moves.append(uci)
        self._look()

    def _legal(self, uci: str) -> chess.Move:
        try:
            move = _parse_uci(uci)
        except ValueError as error:
            raise IllegalMove(f"{uci!r} is not a move in UCI") from error
        board = self.board
        # python-chess takes "king onto own rook" as castling too; here each move has one name.
        onto_own = board.occupied_co[board.turn] & chess.BB_SQUARES[move.to_square]
        if self.ending or onto_own or not board.is_pseudo_legal(move) or board.is_into_check(move):
            raise IllegalMove(f"{uci} is not legal here")
        return move

    def _look(self) -> None:
        """Bring everything that follows from the position up to date."""
        board = self.board
        key = board.standard_key()
        # The key's last two members are the rights as they count, and en passant only where it can be played.
        *_, castling_rights, en_passant = key
        self.fen = self._fen_writer.write(board, castling_rights, en_passant)
        self._seen[key] = repetitions = self._seen.get(key, 0) + 1
        self.check = board.is_check()
        self.ending = ending_on_board(board, repetitions, check=self.check)

    def flag(self, color: chess.Color) -> Ending:
        """How the game ends now that `color` has run out of time."""
        return ending_by_flag(self.board, color)

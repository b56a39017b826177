"""FEN, updated from move to move: only ranks that have changed are written again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import chess

if TYPE_CHECKING:
    from chess import Bitboard

    from game.chess.rules.board import Board

_EMPTY = "1"
_BLACK = (_EMPTY, "p", "n", "b", "r", "q", "k")
_WHITE = (_EMPTY, "P", "N", "B", "R", "Q", "K")
"""The letters of the pieces by python-chess's number of their type; 0: none."""


class FenWriter:
    """Writes the FEN of a board that changes between calls, about ten times as fast as from scratch."""

    __slots__ = ("_letters", "_masks", "_ranks")

    def __init__(self) -> None:
        self._letters = [_EMPTY] * 64
        self._ranks = ["8"] * 8
        self._masks: tuple[Bitboard, ...] = (0,) * 7

    def write(self, board: Board, castling_rights: Bitboard, en_passant: chess.Square | None) -> str:
        """The FEN of `board`. `castling_rights` must be clean; `en_passant` is None unless such a capture is legal."""
        self._refresh(board)
        return (
            f"{'/'.join(self._ranks)} {'w' if board.turn else 'b'} {_castling_text(castling_rights)} "
            f"{'-' if en_passant is None else chess.SQUARE_NAMES[en_passant]} "
            f"{board.halfmove_clock} {board.fullmove_number}"
        )

    def _refresh(self, board: Board) -> None:
        white = board.occupied_co[chess.WHITE]
        masks = (board.pawns, board.knights, board.bishops, board.rooks, board.queens, board.kings, white)
        changed = 0
        for now, before in zip(masks, self._masks, strict=True):
            changed |= now ^ before
        self._masks = masks
        letters, touched = self._letters, set()
        while changed:
            lowest = changed & -changed
            changed ^= lowest
            square = lowest.bit_length() - 1
            touched.add(square >> 3)
            letters[square] = (_WHITE if white & lowest else _BLACK)[_kind_at(masks, lowest)]
        for rank in touched:
            self._ranks[7 - rank] = _rank_text("".join(letters[8 * rank : 8 * rank + 8]))


def _kind_at(masks: tuple[Bitboard, ...], square: Bitboard) -> int:
    """The number of the type of the piece there; 0: none."""
    for kind in chess.PIECE_TYPES:
        if masks[kind - 1] & square:
            return kind
    return 0


@lru_cache(maxsize=65536)
def _rank_text(letters: str) -> str:
    for run in range(8, 1, -1):
        letters = letters.replace(_EMPTY * run, str(run))
    return letters


@lru_cache(maxsize=16)
def _castling_text(rights: Bitboard) -> str:
    corners = ((chess.BB_H1, "K"), (chess.BB_A1, "Q"), (chess.BB_H8, "k"), (chess.BB_A8, "q"))
    return "".join(letter for corner, letter in corners if rights & corner) or "-"

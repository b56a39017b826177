"""FEN, updated from move to move: only ranks that have changed are written again."""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_, xor
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
    """Writes what a FEN says of the position on a board that changes between calls, about ten times as fast as from
    scratch.
    """

    __slots__ = ("_letters", "_masks", "_ranks")

    def __init__(self) -> None:
        self._letters = [_EMPTY] * 64
        self._ranks = ["8"] * 8
        self._masks: tuple[Bitboard, ...] = (0,) * 7

    def position(self, board: Board) -> str:
        """The FEN of `board` without its two counters. En passant only where it is legal, so two positions are the same
        by FIDE 9.2.3, apart from their layers, exactly if their texts are.
        """
        self._refresh(board)
        turn, castling = "w" if board.turn else "b", _castling_text(board.clean_castling_rights())
        en_passant = chess.SQUARE_NAMES[board.ep_square] if board.has_legal_en_passant() else "-"  # type: ignore[index] # a square
        return f"{'/'.join(self._ranks)} {turn} {castling} {en_passant}"

    def _refresh(self, board: Board) -> None:
        white = board.occupied_co[chess.WHITE]
        masks = (board.pawns, board.knights, board.bishops, board.rooks, board.queens, board.kings, white)
        changed = reduce(or_, map(xor, masks, self._masks))
        self._masks = masks
        letters, touched = self._letters, set()
        while changed:
            lowest = changed & -changed
            changed ^= lowest
            square = lowest.bit_length() - 1
            touched.add(square >> 3)
            letters[square] = (_WHITE if white & lowest else _BLACK)[board.piece_type_at(square) or 0]
        for rank in touched:
            self._ranks[7 - rank] = _rank_text("".join(letters[8 * rank : 8 * rank + 8]))


@lru_cache(maxsize=65536)
def _rank_text(letters: str) -> str:
    for run in range(8, 1, -1):
        letters = letters.replace(_EMPTY * run, str(run))
    return letters


@lru_cache(maxsize=16)
def _castling_text(rights: Bitboard) -> str:
    corners = ((chess.BB_H1, "K"), (chess.BB_A1, "Q"), (chess.BB_H8, "k"), (chess.BB_A8, "q"))
    return "".join(letter for corner, letter in corners if rights & corner) or "-"

"""Pieces and moves as small integers, for the search.

The code of a piece has its type, its colour, whether it is a hero, and whether it has a shield. A move is
`origin | target << 6 | kind << 12`. A drop has its piece type in place of the origin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.chess.rules.board import Board

EMPTY = 0
HERO = 12
SHIELDED = 24
CODES = 49
"""The number of codes, including the code of an empty square."""

# Kinds of moves. The kind of a promotion is its piece type, 2 to 5.
KIND = 1 << 12
DOUBLE_STEP = 1 * KIND
FIRST_PROMOTION = 2 * KIND
EN_PASSANT = 6 * KIND
CASTLING = 7 * KIND
DROP = 8 * KIND
PASS = 9 * KIND
# En passant with promotion, for pawns that promote early: four kinds, in the order of the piece types.
FIRST_PROMOTION_IN_PASSING = 10 * KIND
MOVE_MASK = 0xFFFF
"""The bits of a move. Ordered moves have their place in the order in the bits above."""
ORDER = 16

NO_SQUARE = -1
BIT = tuple(1 << square for square in range(64))
LETTERS = " pnbrqk"


def code_of(piece_type: chess.PieceType, color: chess.Color, *, hero: bool = False, shielded: bool = False) -> int:
    """The code of a piece."""
    return piece_type + (0 if color else 6) + (HERO if hero else 0) + (SHIELDED if shielded else 0)


def codes_on(board: Board) -> Iterator[tuple[chess.Square, int]]:
    """(square, code) of every piece."""
    heroes, shields = board.layers.heroes, board.layers.shields
    for square, piece in board.piece_map().items():
        over = {"hero": bool(heroes & BIT[square]), "shielded": bool(shields & BIT[square])}
        yield square, code_of(piece.piece_type, piece.color, **over)


def is_hero(code: int) -> bool:
    """Whether the piece is a hero."""
    return (code - 1) // HERO % 2 == 1


TYPE = (0, *((code - 1) % 6 + 1 for code in range(1, CODES)))
"""Code -> piece type."""
IS_WHITE = (False, *((code - 1) // 6 % 2 == 0 for code in range(1, CODES)))
PAWNS = frozenset(code for code in range(1, CODES) if TYPE[code] == chess.PAWN)
KINGS = frozenset(code for code in range(1, CODES) if TYPE[code] == chess.KING)


def uci(move: int) -> str:
    """A move in UCI, with `N@b1` for a drop and `0000` for a pass."""
    kind, target = move & ~0xFFF, chess.SQUARE_NAMES[move >> 6 & 63]
    if kind == PASS:
        return "0000"
    if kind == DROP:
        return f"{LETTERS[move & 63].upper()}@{target}"
    promotion = promotion_by(kind)
    return f"{chess.SQUARE_NAMES[move & 63]}{target}{LETTERS[promotion] if promotion else ''}"


def promotion_by(kind: int) -> chess.PieceType:
    """The piece type to which a kind of move promotes; 0 for none."""
    if kind >= FIRST_PROMOTION_IN_PASSING:
        kind -= FIRST_PROMOTION_IN_PASSING - FIRST_PROMOTION
    return kind // KIND if FIRST_PROMOTION <= kind < EN_PASSANT else 0


def takes_in_passing(kind: int) -> bool:
    """Whether a kind of move is an en passant capture."""
    return kind == EN_PASSANT or kind >= FIRST_PROMOTION_IN_PASSING

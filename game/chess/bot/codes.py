"""The bot's own alphabet: pieces and moves as small integers.

A piece's code tells its type, colour, whether it is a hero (a single piece with moves of its own) and whether it wears
a shield, so that every table is flat. A move is `origin | target << 6 | kind << 12`; a drop has its piece type where
others have their origin.
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
"""How many codes there are, with that of an empty square."""

WHITE_TO_MOVE = 1
BLACK_TO_MOVE = 0

# Kinds of moves. Promotions are written as their piece types, 2 to 5.
KIND = 1 << 12
DOUBLE_STEP = 1 * KIND
FIRST_PROMOTION = 2 * KIND
EN_PASSANT = 6 * KIND
CASTLING = 7 * KIND
DROP = 8 * KIND
PASS = 9 * KIND
# En passant that promotes as well, where pawns do so early: four kinds in the order of the piece types.
FIRST_PROMOTION_IN_PASSING = 10 * KIND
MOVE_MASK = 0xFFFF
"""In an ordered move the bits above hold its place in the order."""
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
    """Whether the piece is one of the single ones with moves of their own."""
    return (code - 1) // HERO % 2 == 1


TYPE = (0, *((code - 1) % 6 + 1 for code in range(1, CODES)))
"""Code -> piece type."""
IS_WHITE = (False, *((code - 1) // 6 % 2 == 0 for code in range(1, CODES)))
PAWNS = frozenset(code for code in range(1, CODES) if TYPE[code] == chess.PAWN)
KINGS = frozenset(code for code in range(1, CODES) if TYPE[code] == chess.KING)


def uci(move: int) -> str:
    """How a move is written: UCI, with `N@b1` for a drop and `0000` for a pass."""
    kind, target = move & ~0xFFF, chess.SQUARE_NAMES[move >> 6 & 63]
    if kind == PASS:
        return "0000"
    if kind == DROP:
        return f"{LETTERS[move & 63].upper()}@{target}"
    promotion = promotion_by(kind)
    return f"{chess.SQUARE_NAMES[move & 63]}{target}{LETTERS[promotion] if promotion else ''}"


def promotion_by(kind: int) -> chess.PieceType:
    """What a kind of move makes of a pawn; 0 if it remains one."""
    if kind >= FIRST_PROMOTION_IN_PASSING:
        kind -= FIRST_PROMOTION_IN_PASSING - FIRST_PROMOTION
    return kind // KIND if FIRST_PROMOTION <= kind < EN_PASSANT else 0


def takes_in_passing(kind: int) -> bool:
    """Whether a kind of move is an en passant capture."""
    return kind == EN_PASSANT or kind >= FIRST_PROMOTION_IN_PASSING

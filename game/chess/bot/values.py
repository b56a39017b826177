"""The value of pieces in centipawns, with any upgrades.

The value of a piece is its standard value, plus its placement, plus what its rays reach beyond the standard ones on a
board as crowded as in a game. A new upgrade needs no entry here.

Values and placement start from Tomasz Michniewski's Simplified Evaluation Function
(https://www.chessprogramming.org/Simplified_Evaluation_Function).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import chess

from game.chess.bot.reach import rays_of, squares_along

if TYPE_CHECKING:
    from game.chess.rules.movement import Ray, Rays

Table: TypeAlias = tuple[int, ...]

VALUES: dict[chess.PieceType, int] = {
    chess.PAWN: 100,
    chess.KNIGHT: 320,
    chess.BISHOP: 335,
    chess.ROOK: 500,
    chess.QUEEN: 950,
    # Counts only while a side has two kings. The capture of the last king ends the game.
    chess.KING: 400,
}
# How often a square is empty in the middle of a game.
EMPTY_CHANCE = 0.67
# The value of each square that a ray reaches on such a board. Upgrades without captures measure 50 to 60 Elo for a pair
# of pieces, those that capture 240 (`game.chess.upgrades.measured`).
CAPTURE_CP = 28.0
QUIET_CP = 7.0
BOTH_CP = 48.0

STAGES = 8
"""The game has so many stages: from 0, the last endgame, to 8, the full board."""
# A side's pieces at the start: 4 minor ones, 2 rooks, a queen.
FULL_BOARD = 2 * (2 * VALUES[chess.KNIGHT] + 2 * VALUES[chess.BISHOP] + 2 * VALUES[chess.ROOK] + VALUES[chess.QUEEN])


class GameStage(NamedTuple):
    """How far a game has come.

    Attributes:
        fullness: from 0, the last endgame, to `STAGES`.
        mating_side: the side with so much more material that it must drive the enemy king to the edge, or None.
        lone_king: the square of that king.
    """

    fullness: int
    mating_side: chess.Color | None = None
    lone_king: chess.Square = chess.A1


# Each table is written as White sees the board: a8 first, h1 last.
# fmt: off
_PAWN = (
     0,   0,   0,   0,   0,   0,   0,   0,
    50,  50,  50,  50,  50,  50,  50,  50,
    10,  10,  20,  30,  30,  20,  10,  10,
     5,   5,  10,  25,  25,  10,   5,   5,
     0,   0,   0,  20,  20,   0,   0,   0,
     5,  -5, -10,   0,   0, -10,  -5,   5,
     5,  10,  10, -20, -20,  10,  10,   5,
     0,   0,   0,   0,   0,   0,   0,   0,
)
_KNIGHT = (
   -50, -40, -30, -30, -30, -30, -40, -50,
   -40, -20,   0,   0,   0,   0, -20, -40,
   -30,   0,  10,  15,  15,  10,   0, -30,
   -30,   5,  15,  20,  20,  15,   5, -30,
   -30,   0,  15,  20,  20,  15,   0, -30,
   -30,   5,  10,  15,  15,  10,   5, -30,
   -40, -20,   0,   5,   5,   0, -20, -40,
   -50, -40, -30, -30, -30, -30, -40, -50,
)
_BISHOP = (
   -20, -10, -10, -10, -10, -10, -10, -20,
   -10,   0,   0,   0,   0,   0,   0, -10,
   -10,   0,   5,  10,  10,   5,   0, -10,
   -10,   5,   5,  10,  10,   5,   5, -10,
   -10,   0,  10,  10,  10,  10,   0, -10,
   -10,  10,  10,  10,  10,  10,  10, -10,
   -10,   5,   0,   0,   0,   0,   5, -10,
   -20, -10, -10, -10, -10, -10, -10, -20,
)
_ROOK = (
     0,   0,   0,   0,   0,   0,   0,   0,
     5,  10,  10,  10,  10,  10,  10,   5,
    -5,   0,   0,   0,   0,   0,   0,  -5,
    -5,   0,   0,   0,   0,   0,   0,  -5,
    -5,   0,   0,   0,   0,   0,   0,  -5,
    -5,   0,   0,   0,   0,   0,   0,  -5,
    -5,   0,   0,   0,   0,   0,   0,  -5,
     0,   0,   0,   5,   5,   0,   0,   0,
)
_QUEEN = (
   -20, -10, -10,  -5,  -5, -10, -10, -20,
   -10,   0,   0,   0,   0,   0,   0, -10,
   -10,   0,   5,   5,   5,   5,   0, -10,
    -5,   0,   5,   5,   5,   5,   0,  -5,
     0,   0,   5,   5,   5,   5,   0,  -5,
   -10,   5,   5,   5,   5,   5,   0, -10,
   -10,   0,   5,   0,   0,   0,   0, -10,
   -20, -10, -10,  -5,  -5, -10, -10, -20,
)
_KING = (
   -30, -40, -40, -50, -50, -40, -40, -30,
   -30, -40, -40, -50, -50, -40, -40, -30,
   -30, -40, -40, -50, -50, -40, -40, -30,
   -30, -40, -40, -50, -50, -40, -40, -30,
   -20, -30, -30, -40, -40, -30, -30, -20,
   -10, -20, -20, -20, -20, -20, -20, -10,
    20,  20,   0,   0,   0,   0,  20,  20,
    20,  30,  10,   0,   0,  10,  30,  20,
)
_KING_ENDGAME = (
   -50, -40, -30, -20, -20, -30, -40, -50,
   -30, -20, -10,   0,   0, -10, -20, -30,
   -30, -10,  20,  30,  30,  20, -10, -30,
   -30, -10,  30,  40,  40,  30, -10, -30,
   -30, -10,  30,  40,  40,  30, -10, -30,
   -30, -10,  20,  30,  30,  20, -10, -30,
   -30, -30,   0,   0,   0,   0, -30, -30,
   -50, -30, -30, -30, -30, -30, -30, -50,
)
_PAWN_ENDGAME = (
     0,   0,   0,   0,   0,   0,   0,   0,
    90,  90,  90,  90,  90,  90,  90,  90,
    50,  50,  50,  50,  50,  50,  50,  50,
    30,  30,  30,  30,  30,  30,  30,  30,
    15,  15,  15,  15,  15,  15,  15,  15,
     5,   5,   5,   5,   5,   5,   5,   5,
     0,   0,   0,   0,   0,   0,   0,   0,
     0,   0,   0,   0,   0,   0,   0,   0,
)
# fmt: on
_MIDDLEGAME: dict[chess.PieceType, Table] = {
    chess.PAWN: _PAWN,
    chess.KNIGHT: _KNIGHT,
    chess.BISHOP: _BISHOP,
    chess.ROOK: _ROOK,
    chess.QUEEN: _QUEEN,
    chess.KING: _KING,
}
_ENDGAME = _MIDDLEGAME | {chess.PAWN: _PAWN_ENDGAME, chess.KING: _KING_ENDGAME}


def worth_by_square(
    piece_type: chess.PieceType, rays: Rays, color: chess.Color, stage: GameStage, ranks_saved: int = 0
) -> Table:
    """By square, the value of a piece of `color` with these rays (from White's side), in centipawns.

    A pawn that promotes `ranks_saved` ranks early is worth as much as one that is so many ranks further.
    """
    extra, value = extra_reach(piece_type, rays), VALUES[piece_type]
    middle, end = _MIDDLEGAME[piece_type], _ENDGAME[piece_type]
    worth = []
    for square in chess.SQUARES:
        own = square if color else square ^ 56
        # The tables begin with a8.
        seen = (own + 8 * ranks_saved if chess.A4 <= own < chess.A7 else own) ^ 56
        placement = (middle[seen] * stage.fullness + end[seen] * (STAGES - stage.fullness)) // STAGES
        if piece_type == chess.KING and stage.mating_side is not None:
            placement = _mating_king(square, stage.lone_king) if stage.mating_side == color else _fleeing_king(square)
        worth.append(value + placement + extra[own])
    return tuple(worth)


def _mating_king(square: chess.Square, lone_king: chess.Square) -> int:
    """The winner's king must come close, or the lone king is never mated."""
    return 12 * (7 - chess.square_distance(square, lone_king)) + 2 * (
        14 - chess.square_manhattan_distance(square, lone_king)
    )


def _fleeing_king(square: chess.Square) -> int:
    """The lone king stays away from edges, and even more from corners."""
    file, rank = chess.square_file(square), chess.square_rank(square)
    return 14 * (min(file, 7 - file) + min(rank, 7 - rank)) + 10 * min(file, 7 - file, rank, 7 - rank)


@lru_cache(maxsize=512)
def average_worth(piece_type: chess.PieceType, rays: Rays) -> int:
    """The value of such a piece in centipawns, averaged over the board."""
    return VALUES[piece_type] + sum(extra_reach(piece_type, rays)) // 64


@lru_cache(maxsize=512)
def extra_reach(piece_type: chess.PieceType, rays: Rays) -> Table:
    """By square, the value of what these rays reach beyond those of the standard piece, in centipawns.

    A king's reach counts half, because its safety matters more than its activity.
    """
    share = 0.5 if piece_type == chess.KING else 1.0
    added = rays - rays_of(piece_type, ())
    return tuple(round(share * sum(_reach_cp(square, ray) for ray in added)) for square in chess.SQUARES)


def _reach_cp(square: chess.Square, ray: Ray) -> float:
    steps = len(tuple(squares_along(square, ray)))
    crowded = sum(EMPTY_CHANCE**step for step in range(steps))
    return crowded * (BOTH_CP if ray.quiet and ray.capture else CAPTURE_CP if ray.capture else QUIET_CP)


# --- pawns ----------------------------------------------------------------------------------------------------------

_PASSED = (0, 5, 8, 15, 30, 55, 90, 0)
"""The bonus of a passed pawn in the endgame, by its rank; half as much on a full board."""
_DOUBLED = -12
_ISOLATED = -10
_SUPPORTED = 6


_FILES = tuple(chess.BB_FILES[square & 7] for square in chess.SQUARES)
_NEIGHBOURS = tuple(
    sum(chess.BB_FILES[file] for file in ((square & 7) - 1, (square & 7) + 1) if 0 <= file < 8)
    for square in chess.SQUARES
)
# The squares in front of a pawn that goes up the board, on its file and those beside it.
_AHEAD = tuple(
    (_FILES[square] | _NEIGHBOURS[square]) & ~((1 << 8 * ((square >> 3) + 1)) - 1) for square in chess.SQUARES
)


def pawn_structure(white: int, black: int, fullness: int) -> int:
    """The value of the pawn structure in centipawns, from White's side. `white` and `black` are masks of the pawns."""
    white_seen, black_seen = chess.flip_vertical(white), chess.flip_vertical(black)
    return _structure(white, black, fullness) - _structure(black_seen, white_seen, fullness)


def _structure(own: int, enemy: int, fullness: int) -> int:
    """`own` moves up the board."""
    score = 0
    for square in chess.scan_forward(own):
        if own & _FILES[square] & ~chess.BB_SQUARES[square]:
            score += _DOUBLED
        if not own & _NEIGHBOURS[square]:
            score += _ISOLATED
        if own & chess.BB_PAWN_ATTACKS[chess.BLACK][square]:
            score += _SUPPORTED
        if not enemy & _AHEAD[square]:
            score += _PASSED[square >> 3] * (2 * STAGES - fullness) // (2 * STAGES)
    return score

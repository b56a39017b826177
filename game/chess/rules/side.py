"""The rules of one player's pieces, compiled into tables.

`SideRules` is a plain, hashable description, and `Side` has the tables that the board uses. Upgrades only ever *add*
moves: every piece keeps its moves by the Laws of Chess.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import chess
from chess import BB_EMPTY, BB_RANKS, BISHOP, KING, KNIGHT, PAWN, QUEEN, ROOK, Bitboard, Color, PieceType

from game.chess.rules import movement
from game.chess.rules.movement import Ray, Rays, Targets, compile_targets, leap_table

Additions = tuple[tuple[PieceType, str], ...]

LAST_RANK = 8
STANDARD_MOVES = {KNIGHT: "N", BISHOP: "B", ROOK: "R", QUEEN: "Q", KING: "K"}
"""In Betza's notation. Pawns are missing, because it cannot express all of their moves."""
NAMES = {PAWN: "pawns", KNIGHT: "knights", BISHOP: "bishops", ROOK: "rooks", QUEEN: "queens", KING: "kings"}
"""The attribute of a python-chess board with the bitboard of each type."""


class SideRules(NamedTuple):
    """What one player may do beyond the Laws of Chess.

    `additions` holds (piece type, Betza notation) pairs for all pieces of a type, `hero_additions` for heroes alone;
    `double_steps` the further ranks (1-8, as the player sees the board) from which pawns may step twice;
    `promotion_rank` the first rank on which a pawn may promote (on the eighth it must).
    """

    additions: Additions = ()
    hero_additions: Additions = ()
    double_steps: tuple[int, ...] = ()
    promotion_rank: int = LAST_RANK
    castles_through_check: bool = False
    """Whether the king may castle out of check and through attacked squares, but never into check."""
    poison: tuple[PieceType, ...] = ()
    """Types whose captor dies with them. Kings cannot capture these."""

    def united(self, other: SideRules) -> SideRules:
        """The rules of both together."""
        return SideRules(
            additions=_union(self.additions, other.additions),
            hero_additions=_union(self.hero_additions, other.hero_additions),
            double_steps=_union(self.double_steps, other.double_steps),
            promotion_rank=min(self.promotion_rank, other.promotion_rank),
            castles_through_check=self.castles_through_check or other.castles_through_check,
            poison=_union(self.poison, other.poison),
        )


STANDARD = SideRules()


class PieceMoves(NamedTuple):
    """Where a piece moves. `quiets` is None if it moves in the same way with and without a capture."""

    captures: Targets
    quiets: Targets | None


class Attack(NamedTuple):
    """Captures that upgrades add, seen from the target."""

    pieces: str
    """The board's attribute with the bitboard of the attackers."""
    heroes_only: bool
    origins: Targets
    """(square, occupied) -> the squares from which such a piece attacks the square."""
    slides: bool


class Side:
    """One colour's compiled rules."""

    __slots__ = (
        "attacks",
        "color",
        "double_step_origins",
        "forward",
        "heroes",
        "last_rank",
        "moves",
        "pawn_captures",
        "pawn_quiets",
        "poison",
        "promotes",
        "rules",
        "slides",
        "upgraded",
    )

    def __init__(self, rules: SideRules, color: Color) -> None:
        self.rules = rules
        self.color = color
        self.forward = 8 if color else -8
        self.moves = {kind: _piece_moves(_all_rays(kind, rules.additions, color)) for kind in STANDARD_MOVES}
        self.heroes = {
            kind: _piece_moves(_all_rays(kind, rules.additions + rules.hero_additions, color))
            for kind, _ in rules.hero_additions
        }
        self.attacks = (*_attacks(rules.additions, color), *_attacks(rules.hero_additions, color, heroes_only=True))
        self.slides = any(attack.slides for attack in self.attacks)
        self.upgraded = frozenset(kind for kind, _ in rules.additions)
        self._compile_pawns()
        self.poison = tuple(NAMES[kind] for kind in rules.poison)

    def _compile_pawns(self) -> None:
        rules, color = self.rules, self.color
        rays = _rays(PAWN, rules.additions, color)
        ahead = 1 if color else -1
        standard = {(-1, ahead), (1, ahead)}
        self.pawn_captures = _pawn_table({(ray.files, ray.ranks) for ray in rays if ray.capture} | standard, color)
        # A step straight ahead is generated with the double steps.
        quiets = {(ray.files, ray.ranks) for ray in rays if ray.quiet} - {(0, ahead)}
        self.pawn_quiets = _pawn_table(quiets, color) if quiets else None
        self.double_step_origins = _ranks((2, *rules.double_steps), color)
        self.promotes = _ranks(range(rules.promotion_rank, LAST_RANK + 1), color)
        self.last_rank = _ranks((LAST_RANK,), color)


@lru_cache(maxsize=4096)
def compile_side(rules: SideRules, color: Color) -> Side:
    """The tables of these rules. Compiling takes less than a millisecond, and is done once."""
    return Side(rules, color)


def _union(first: tuple, second: tuple) -> tuple:  # type: ignore[type-arg] # of anything that can be sorted
    return tuple(sorted({*first, *second}))


def _rays(kind: PieceType, additions: Additions, color: Color) -> Rays:
    rays = frozenset(ray for each, betza in additions if each == kind for ray in movement.parse(betza))
    return rays if color else frozenset(ray.mirrored() for ray in rays)


def _all_rays(kind: PieceType, additions: Additions, color: Color) -> Rays:
    return movement.parse(STANDARD_MOVES[kind]) | _rays(kind, additions, color)


@lru_cache(maxsize=1024)
def _piece_moves(rays: Rays) -> PieceMoves:
    captures, quiets = (ray for ray in rays if ray.capture), (ray for ray in rays if ray.quiet)
    same = all(ray.capture and ray.quiet for ray in rays)
    return PieceMoves(compile_targets(captures), None if same else compile_targets(quiets))


def _attacks(additions: Additions, color: Color, *, heroes_only: bool = False) -> list[Attack]:
    found = []
    for kind in sorted({kind for kind, _ in additions}):
        captures = frozenset(ray for ray in _rays(kind, additions, color) if ray.capture)
        if captures:
            slides = any(ray.reach > 1 for ray in captures)
            found.append(Attack(NAMES[kind], heroes_only, _origins(captures, kind, color), slides))
    return found


@lru_cache(maxsize=1024)
def _origins(captures: frozenset[Ray], kind: PieceType, color: Color) -> Targets:
    backwards = [ray.reversed() for ray in captures]
    if kind != PAWN:
        return compile_targets(backwards)
    home = _ranks((1,), color)
    # A pawn never moves to its own first rank, so it never attacks it either.
    steps = leap_table((ray.files, ray.ranks) for ray in backwards)
    table = tuple(BB_EMPTY if home & chess.BB_SQUARES[square] else steps[square] for square in chess.SQUARES)
    return lambda square, _occupied: table[square]


def _pawn_table(vectors: set[tuple[int, int]], color: Color) -> tuple[Bitboard, ...]:
    home = _ranks((1,), color)
    return tuple(targets & ~home for targets in leap_table(vectors))


def _ranks(ranks: tuple[int, ...] | range, color: Color) -> Bitboard:
    mask = BB_EMPTY
    for rank in ranks:
        mask |= BB_RANKS[rank - 1 if color else LAST_RANK - rank]
    return mask

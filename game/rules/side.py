"""What one side's pieces can do beyond the standard moves, compiled into tables.

A `SideRules` is the plain, hashable description; a `Side` is what the board consults. Upgrades only ever *add* moves:
the standard ones stay python-chess's business, and an unchanged side costs nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import chess

from game.rules import movement
from game.rules.movement import Rays, Reach

Additions = tuple[tuple[chess.PieceType, str], ...]


class SideRules(NamedTuple):
    """Movement beyond the standard of one player.

    `additions` holds (piece type, Betza notation) pairs, `double_steps` the further ranks (1-8, as the player sees
    the board) from which pawns may step twice.
    """

    additions: Additions = ()
    double_steps: tuple[int, ...] = ()

    def united(self, other: SideRules) -> SideRules:
        """Both together. Terms are united as sets of rays, never as strings."""
        return SideRules(
            tuple(sorted({*self.additions, *other.additions})),
            tuple(sorted({*self.double_steps, *other.double_steps})),
        )


STANDARD = SideRules()


class Extra(NamedTuple):
    """The additional moves of one piece type, as four views of the same rays."""

    piece_type: chess.PieceType
    captures: Reach
    quiets: Reach
    attackers: Reach
    """`captures` seen from the target: where must the piece stand to attack a square?"""
    attacks: bool
    """False when no ray captures: then neither check nor pins nor castling have to know of it."""


class Side:
    """One colour's compiled rules."""

    __slots__ = ("attacking", "changed", "color", "double_step_origins", "extras", "own_first_rank", "rules", "slides")

    def __init__(self, rules: SideRules, color: chess.Color) -> None:
        self.rules = rules
        self.color = color
        self.own_first_rank = chess.BB_RANK_1 if color else chess.BB_RANK_8
        self.extras = {
            piece_type: _compile(piece_type, _rays(rules, piece_type, color))
            for piece_type in sorted({piece_type for piece_type, _ in rules.additions})
        }
        self.attacking = tuple(extra for extra in self.extras.values() if extra.attacks)
        self.slides = any(extra.captures.slides for extra in self.attacking)
        self.changed = bool(rules.additions or rules.double_steps)
        self.double_step_origins = chess.BB_EMPTY
        for rank in rules.double_steps:
            self.double_step_origins |= chess.BB_RANKS[rank - 1 if color else 8 - rank]


@lru_cache(maxsize=4096)
def compile_side(rules: SideRules, color: chess.Color) -> Side:
    """The tables of these rules; about a millisecond, once."""
    return Side(rules, color)


def _rays(rules: SideRules, piece_type: chess.PieceType, color: chess.Color) -> Rays:
    rays = frozenset(ray for kind, betza in rules.additions if kind == piece_type for ray in movement.parse(betza))
    return rays if color else frozenset(ray.mirrored() for ray in rays)


@lru_cache(maxsize=4096)
def _compile(piece_type: chess.PieceType, rays: Rays) -> Extra:
    captures = [ray for ray in rays if ray.capture]
    return Extra(
        piece_type,
        captures=Reach(captures),
        quiets=Reach(ray for ray in rays if ray.quiet),
        attackers=Reach(ray.reversed() for ray in captures),
        attacks=bool(captures),
    )

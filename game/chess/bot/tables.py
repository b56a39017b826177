"""The tables of a position for the rules of two sides: moves, attacks, values, and the numbers of its hash key."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import chess

from game.chess.bot import values
from game.chess.bot.codes import CODES, IS_WHITE, KINGS, PAWNS, SHIELDED, TYPE, code_of, is_hero
from game.chess.bot.reach import Attacker, Groups, PawnRules, attack_groups, move_groups, rays_of, zone
from game.chess.rules.side import LAST_RANK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.chess.bot.reach import AttackGroups
    from game.chess.rules.bycolor import ByColor
    from game.chess.rules.movement import Rays
    from game.chess.rules.side import SideRules

Extras: TypeAlias = tuple[int, int, tuple[int, ...]]
"""Of one side: (passes, revivals, fallen pieces by type from pawn to rook while a revival could use them)."""

# One integer has a position's score and its hash keys. Adding the number of a piece adds its value to the lowest bits,
# its part of the pawn key to the next bits, and its part of the whole key to the rest.
SCORE_BITS = 16
SCORE_MASK = (1 << SCORE_BITS) - 1
LEVEL = 1 << (SCORE_BITS - 1)
"""The value of the score bits when neither side is ahead."""
PAWN_BITS = 40
PAWN_MASK = (1 << PAWN_BITS) - 1
KEY_SHIFT = SCORE_BITS + PAWN_BITS

# The capture of a king comes first in the order. `SHIELD_CP`: about what it gains to break a shield.
KING_ORDER = 1 << 20
# The order of a capture is its gain times `ORDER_FOR_CP`, less the captor's value, which counts up to `TIE_CP`.
ORDER_FOR_CP = 16
TIE_CP = 100
SHIELD_CP = 60
# A capture is risky if the captor is worth so much more than its victim.
RISK_CP = 50
# The value of a pass and of a revival that are not yet spent.
PASS_CP = 20
REVIVAL_CP = 180


def spread(seed: int) -> int:
    """A pseudo-random number of 62 bits, always the same for the same seed (splitmix64)."""
    z = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return (z ^ z >> 31) >> 2


TURN_KEY = spread(1) << KEY_SHIFT
EN_PASSANT_KEYS = tuple(spread(2 + square) << KEY_SHIFT for square in range(64))
CASTLING_KEYS = tuple(spread(100 + rights) << KEY_SHIFT for rights in range(16))


@lru_cache(maxsize=4096)
def extras_number(color: int, extras: Extras) -> int:
    """The part of a position's number that stands for one side's charges and fallen pieces."""
    passes, revivals, fallen = extras
    worth = PASS_CP * passes + REVIVAL_CP * revivals
    key = sum(spread(1_000 + 500 * color + 50 * field + n) for field, n in enumerate((passes, revivals, *fallen)) if n)
    return (key << KEY_SHIFT) + (worth if color else -worth)


class Tables:
    """The rules of a game, compiled for the bot.

    Attributes:
        moves: code -> square -> groups (`reach`).
        attackers: colour (1: White) -> square -> groups, seen from the target.
        lines: colour -> square -> where a piece that moves away could open a line for that colour to the square.
        zones: code -> square -> where such a piece attacks the square if nothing is in the way.
        value: code -> centipawns, averaged over the board.
        victims: mover's code -> victim's code -> place in the order of captures; 0 where there is no capture.
        gains: mover's code -> victim's code -> centipawns that the capture wins at once.
        risky: mover's code -> victim's codes that it should not capture if it can be recaptured.
        special_captures: codes whose capture does more than remove the piece.
        poisonous: codes whose captor dies.
    """

    def __init__(self, rules: ByColor[SideRules]) -> None:
        self.rules = rules
        self.rays = {code: _rays(rules[IS_WHITE[code]], code) for code in range(1, CODES)}
        self.moves: list[Groups] = [()] * CODES
        for code in range(1, CODES):
            side = rules[IS_WHITE[code]]
            pawn_rules = PawnRules((2, *side.double_steps), side.promotion_rank) if code in PAWNS else PawnRules()
            self.moves[code] = move_groups(TYPE[code], IS_WHITE[code], self.rays[code], pawn_rules)
        compiled = [attack_groups(color, frozenset(self._attackers(color))) for color in (chess.BLACK, chess.WHITE)]
        self.attackers: list[AttackGroups] = [groups for groups, _ in compiled]
        self.lines: list[tuple[int, ...]] = [lines for _, lines in compiled]
        self.zones = [(0,) * 64, *(zone(TYPE[code], IS_WHITE[code], self.rays[code]) for code in range(1, CODES))]
        self.poisonous = frozenset(code for code in range(1, CODES) if TYPE[code] in rules[IS_WHITE[code]].poison)
        self.value = [0, *(self._value(code) for code in range(1, CODES))]
        self.special_captures = KINGS | self.poisonous | frozenset(range(SHIELDED + 1, CODES))
        self.gains = [[self._gain(mover, victim) for victim in range(CODES)] for mover in range(CODES)]
        self.victims = [[self._order(mover, victim) for victim in range(CODES)] for mover in range(CODES)]
        self.risky = [frozenset(self._risky(mover)) for mover in range(CODES)]

    def _attackers(self, color: chess.Color) -> Iterator[Attacker]:
        for piece_type in chess.PIECE_TYPES:
            for hero in (False, True):
                yield Attacker(piece_type, hero, self.rays[code_of(piece_type, color, hero=hero)])

    def _value(self, code: int) -> int:
        shield = SHIELD_CP if code > SHIELDED else 0
        return values.average_worth(TYPE[code], self.rays[code]) + shield

    def _gain(self, mover: int, victim: int) -> int:
        if victim > SHIELDED:
            return SHIELD_CP
        return self.value[victim] - (self.value[mover] if victim in self.poisonous else 0)

    def _order(self, mover: int, victim: int) -> int:
        """The most valuable victim first; among equal ones the least valuable captor (MVV-LVA)."""
        if not mover or not victim or IS_WHITE[mover] == IS_WHITE[victim]:
            return 0
        if mover in KINGS and victim in self.poisonous:
            return 0
        if victim in KINGS:
            return KING_ORDER
        tie = 0 if victim > SHIELDED else self.value[mover]
        return max(1, self.gains[mover][victim] * ORDER_FOR_CP - min(tie, TIE_CP * ORDER_FOR_CP))

    def _risky(self, mover: int) -> Iterator[int]:
        for victim in range(1, CODES):
            stays = victim <= SHIELDED and victim not in self.poisonous
            if stays and self.value[mover] > self.value[victim] + RISK_CP:
                yield victim

    def weights(self, stage: values.GameStage) -> list[list[int]]:
        """Code -> square -> what a piece there adds to a position's number, at this stage of the game."""
        return [[0] * 64, *(self._weights_of(code, stage) for code in range(1, CODES))]

    def _weights_of(self, code: int, stage: values.GameStage) -> list[int]:
        worth = piece_worth(self.rules[IS_WHITE[code]], code, stage)
        sign = 1 if IS_WHITE[code] else -1
        return [key + sign * cp for key, cp in zip(_keys()[code], worth, strict=True)]


@lru_cache(maxsize=256)
def piece_worth(side: SideRules, code: int, stage: values.GameStage) -> tuple[int, ...]:
    """By square, the value of a piece for its owner, in centipawns."""
    shield = SHIELD_CP if code > SHIELDED else 0
    saved = LAST_RANK - side.promotion_rank if code in PAWNS else 0
    worth = values.worth_by_square(TYPE[code], _rays(side, code), IS_WHITE[code], stage, saved)
    return tuple(cp + shield for cp in worth)


def _rays(side: SideRules, code: int) -> Rays:
    additions = side.additions + (side.hero_additions if is_hero(code) else ())
    return rays_of(TYPE[code], [betza for piece_type, betza in additions if piece_type == TYPE[code]])


@lru_cache(maxsize=1)
def _keys() -> tuple[tuple[int, ...], ...]:
    """Code -> square -> its part of the hash key and of the pawn key."""
    return tuple(
        tuple(
            (spread(2_000 + 64 * code + square) << KEY_SHIFT)
            + ((spread(20_000 + 64 * code + square) & PAWN_MASK) << SCORE_BITS if code in PAWNS else 0)
            for square in range(64)
        )
        for code in range(CODES)
    )


@lru_cache(maxsize=4)
def tables_for(rules: ByColor[SideRules]) -> Tables:
    """The tables for these rules. Compiling takes about ten milliseconds, and is done once."""
    return Tables(rules)

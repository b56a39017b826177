"""The strength of each upgrade in Elo, for the pips on its card and for bots that choose one.

Two strengths are measured by self-play (`python -m tests.bench.balance`). The sharp one (S) is between bots that search
2000 positions for each move: an upper bound for people. The casual one (C) is between weak bots (800 positions, and 7 %
of all moves at random): close to a lower bound.
"""

from __future__ import annotations

from bisect import bisect
from typing import NamedTuple

from game.chess.upgrades.catalogue import CATALOGUE
from game.chess.upgrades.measured import MEASURED
from game.chess.upgrades.upgrade import Rarity

LEAST_ELO = 20
MOST_ELO = 250
"""Between these two (S), an upgrade makes up for a lost game, but does not decide the next one alone."""

# The Elo from which on a card has 2, 3, 4 and 5 pips.
_PIPS = (50, 90, 130, 180)
# For upgrades that have not been measured.
_USUAL = {Rarity.COMMON: 60, Rarity.RARE: 120, Rarity.EPIC: 200}


class Strength(NamedTuple):
    """The measured strength of an upgrade, in Elo. Errors are half the width of the 95 % confidence interval.

    Without games, a strength means nothing.
    """

    sharp: int
    sharp_error: int
    sharp_games: int
    casual: int
    casual_error: int
    casual_games: int


def strength(upgrade: str) -> Strength | None:
    """The measured strength of an upgrade; None if it was never measured."""
    return Strength(*MEASURED[upgrade]) if upgrade in MEASURED else None


def elo(upgrade: str) -> int:
    """The sharp strength of an upgrade, or a typical one of its rarity if it was never measured.

    Raises:
        KeyError: there is no such upgrade.
    """
    measured = strength(upgrade)
    return _USUAL[CATALOGUE[upgrade].rarity] if measured is None else measured.sharp


def pips(upgrade: str) -> int:
    """How many pips, from 1 to 5, an upgrade's card shows for its strength.

    Raises:
        KeyError: there is no such upgrade.
    """
    return 1 + bisect(_PIPS, elo(upgrade))

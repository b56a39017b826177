"""How strong each upgrade is, in Elo: for the pips on its card and for a bot that chooses.

S is measured between bots that look at 2000 positions for each move, an upper bound for what it means to people; C
between hasty ones (800 positions, and 7 % of all moves at random), near a lower one. `python -m tests.bench.balance`
measures both.
"""

from __future__ import annotations

from bisect import bisect
from typing import NamedTuple

from game.chess.upgrades.catalogue import CATALOGUE
from game.chess.upgrades.measured import MEASURED
from game.chess.upgrades.upgrade import Rarity

LEAST_ELO = 20
MOST_ELO = 250
"""Between these two (S), an upgrade is worth a game's loss and does not decide the next one alone."""

# Up to so much there is one pip, and one more from each bound on.
_PIPS = (50, 90, 130, 180)
# What one of its rarity is like, for as long as it has not been measured.
_USUAL = {Rarity.COMMON: 60, Rarity.RARE: 120, Rarity.EPIC: 200}


class Strength(NamedTuple):
    """An upgrade's measured strength; the errors are half the width of the 95 % interval, in Elo like the rest.

    Where there are no games, nothing is known.
    """

    sharp: int
    sharp_error: int
    sharp_games: int
    casual: int
    casual_error: int
    casual_games: int


def strength(upgrade: str) -> Strength | None:
    """What was measured of an upgrade; None if nothing was yet."""
    return Strength(*MEASURED[upgrade]) if upgrade in MEASURED else None


def elo(upgrade: str) -> int:
    """The upgrade's S, or what is usual for its rarity.

    Raises:
        KeyError: there is no such upgrade.
    """
    measured = strength(upgrade)
    return _USUAL[CATALOGUE[upgrade].rarity] if measured is None else measured.sharp


def pips(upgrade: str) -> int:
    """From 1 to 5, for a card.

    Raises:
        KeyError: there is no such upgrade.
    """
    return 1 + bisect(_PIPS, elo(upgrade))

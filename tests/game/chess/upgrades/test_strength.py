"""What was measured, and that nothing is offered that is too weak to matter or too strong to play against."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import pytest

from game.chess.upgrades import CATALOGUE, Rarity
from game.chess.upgrades.measured import MEASURED
from game.chess.upgrades.strength import LEAST_ELO, MOST_ELO, elo, pips, strength

OFFERED = [upgrade.id for upgrade in CATALOGUE.values() if upgrade.offered]


def test_only_what_exists_is_measured() -> None:
    assert set(MEASURED) <= set(CATALOGUE)


@pytest.mark.parametrize("upgrade", OFFERED)
def test_what_is_offered_is_worth_having_and_can_be_played_against(upgrade: str) -> None:
    """By its measured strength (S), error bars aside; `python -m tests.bench.balance` measures a new one."""
    measured = strength(upgrade)
    assert measured is not None, f"{upgrade} has not been measured"
    assert LEAST_ELO <= measured.sharp <= MOST_ELO, f"{measured.sharp} ±{measured.sharp_error}"


@pytest.mark.parametrize("upgrade", CATALOGUE)
def test_each_card_has_one_to_five_pips(upgrade: str) -> None:
    assert 1 <= pips(upgrade) <= 5


def test_the_stronger_has_no_fewer_pips() -> None:
    by_strength = sorted(CATALOGUE, key=elo)
    assert all(pips(weaker) <= pips(stronger) for weaker, stronger in pairwise(by_strength))


def test_an_unknown_upgrade_has_no_strength() -> None:
    assert strength("castling_queen") is None
    with pytest.raises(KeyError):
        pips("castling_queen")


def test_rarity_follows_strength() -> None:
    """The weakest epic is worth more than the median rare, and the median rare more than the median common."""
    by_rarity = {
        rarity: sorted(elo(each.id) for each in CATALOGUE.values() if each.rarity is rarity and each.offered)
        for rarity in Rarity
    }
    assert by_rarity[Rarity.EPIC][0] > median(by_rarity[Rarity.RARE]) > median(by_rarity[Rarity.COMMON])

from __future__ import annotations

import pytest

from game.chess.match.offers import may_own, offer_after_draw, offer_after_loss
from game.chess.match.seeded_random import SeededRandom
from game.chess.upgrades import CATALOGUE, Rarity

SEEDS = [bytes([n]) * 16 for n in range(30)]
ALL = tuple(CATALOGUE)


def loser(seed: bytes, owned: tuple[str, ...] = (), offered: tuple[str, ...] = ()) -> tuple[str, ...]:
    return offer_after_loss(SeededRandom(seed, "x"), behind=1, owned=owned, opponents=(), offered=offered)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_loser_gets_three_different_of_both_kinds(seed: bytes) -> None:
    """Three distinct cards, one of movement and one of another kind among them, the same for the same seed."""
    offer = loser(seed)
    assert len(set(offer)) == 3
    assert {CATALOGUE[upgrade].is_movement for upgrade in offer} == {True, False}
    assert offer == loser(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_upgrade_is_offered_again_while_there_are_others(seed: bytes) -> None:
    """Fresh cards come first."""
    first = loser(seed)
    assert not set(first) & set(loser(seed, offered=first))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_exhausted_kind_comes_again(seed: bytes) -> None:
    """When every card of a kind was offered, a declined one returns rather than the kind being left out."""
    offered = tuple(upgrade for upgrade in ALL if not CATALOGUE[upgrade].is_movement)
    assert {CATALOGUE[upgrade].is_movement for upgrade in loser(seed, offered=offered)} == {True, False}


@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_draw_there_are_always_two_commons(seed: bytes) -> None:
    """Though every common was offered, a draw brings two."""
    commons = tuple(upgrade for upgrade in ALL if CATALOGUE[upgrade].rarity is Rarity.COMMON)
    offer = offer_after_draw(SeededRandom(seed, "x"), owned=("torpedo",), opponents=(), offered=commons)
    assert len(set(offer)) == 2
    assert set(offer) <= set(commons) - {"torpedo"}


@pytest.mark.parametrize(
    ("upgrade", "owned"),
    [
        ("amazon", ("amazon",)),
        ("ram_rooks", ("dragon_rooks",)),
        ("dragon_rooks", ("ram_rooks",)),
        ("retreat", ("trotters", "chargers")),
        ("torpedo", ("backstep", "crab_pawns")),
    ],
)
def test_owned_excluded_and_third_upgrades_of_a_piece_are_not_offered(upgrade: str, owned: tuple[str, ...]) -> None:
    """Neither what one owns, nor what it rules out, nor a third level on a piece."""
    assert not may_own(CATALOGUE[upgrade], owned, ())


@pytest.mark.parametrize("opponents", [("chaplain",), ("spare_king",), ("spare_king", "torpedo")])
def test_siege_is_not_offered_against_somebody_who_can_never_castle(opponents: tuple[str, ...]) -> None:
    """It would do nothing."""
    assert may_own(CATALOGUE["siege"], (), ())
    assert not may_own(CATALOGUE["siege"], (), opponents)


def test_a_clock_that_cannot_become_shorter_is_not_shortened() -> None:
    """Ten seconds are left to everybody: in a match that starts with so much, Hurry Up would do nothing."""
    assert may_own(CATALOGUE["hurry_up"], (), (), base_ms=11_000)
    assert not may_own(CATALOGUE["hurry_up"], (), (), base_ms=10_000)

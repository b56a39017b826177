"""The draft can be proven from its seed: numbers and offers that every machine must give."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType

import pytest

from game.chess.match import Match, MatchOptions, offers
from game.chess.match import commands as c
from game.chess.match import events as e
from game.chess.match.offers import may_own, offer_after_draw, offer_after_loss, offers_after_game, weighted_choice
from game.chess.match.seeded_random import SeededRandom
from game.chess.match.series import Series
from game.chess.upgrades import CATALOGUE, Rarity, Upgrade
from tests.helpers.matches import ONE, TWO, a_match, agree_on_a_draw, go_on, until

SEEDS = [bytes([n]) * 16 for n in range(6)]
CHOICES = 10_000
KNOWN = (
    "amazon backstab_pawns backstep bishop_hero chargers crab_pawns deep_breath dragon_rooks "
    "fanged_queen hurry_up kings_leap knight_hero metronome nightriders poison_bishops ram_rooks recruit reinforcement "
    "retreat revival rewind shield siege spare_king torpedo trade_up trotters two_recruits vanguard"
)
"""What the offers below were drawn from: whoever adds an upgrade changes none of them."""
LOSERS: dict[tuple[int, int], tuple[str, ...]] = {
    (0, 1): ("deep_breath", "hurry_up", "trotters"),
    (0, 2): ("backstab_pawns", "bishop_hero", "deep_breath"),
    (0, 3): ("crab_pawns", "poison_bishops", "dragon_rooks"),
    (1, 1): ("trotters", "deep_breath", "siege"),
    (1, 2): ("revival", "deep_breath", "dragon_rooks"),
    (1, 3): ("reinforcement", "crab_pawns", "backstab_pawns"),
    (2, 1): ("chargers", "spare_king", "crab_pawns"),
    (2, 2): ("backstep", "vanguard", "deep_breath"),
    (2, 3): ("bishop_hero", "revival", "poison_bishops"),
    (3, 1): ("trotters", "backstab_pawns", "spare_king"),
    (3, 2): ("trade_up", "chargers", "metronome"),
    (3, 3): ("nightriders", "metronome", "reinforcement"),
    (4, 1): ("retreat", "knight_hero", "deep_breath"),
    (4, 2): ("ram_rooks", "rewind", "knight_hero"),
    (4, 3): ("bishop_hero", "reinforcement", "nightriders"),
    (5, 1): ("hurry_up", "retreat", "spare_king"),
    (5, 2): ("rewind", "nightriders", "backstab_pawns"),
    (5, 3): ("kings_leap", "fanged_queen", "metronome"),
}
DRAWS: dict[int, tuple[str, ...]] = {
    0: ("kings_leap", "torpedo"),
    1: ("hurry_up", "siege"),
    2: ("trotters", "torpedo"),
    3: ("backstep", "recruit"),
    4: ("kings_leap", "siege"),
    5: ("backstep", "vanguard"),
}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        offers, "CATALOGUE", MappingProxyType({upgrade: CATALOGUE[upgrade] for upgrade in KNOWN.split()})
    )


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(("seed", "behind"), [(seed, behind) for seed in range(len(SEEDS)) for behind in (1, 2, 3)])
def test_a_loser_is_offered_the_same_on_every_machine(seed: int, behind: int) -> None:
    """These offers are part of the promise: the seed decides, and nothing else."""
    rng = SeededRandom(SEEDS[seed], f"draft/0/{behind}/0")
    offer = offer_after_loss(rng, behind=behind, owned=("torpedo",), opponents=("amazon",), offered=("shield",))
    assert offer == LOSERS[seed, behind]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("seed", range(len(SEEDS)))
def test_after_a_draw_the_same_is_offered_on_every_machine(seed: int) -> None:
    rng = SeededRandom(SEEDS[seed], "draft/0/1/0")
    assert offer_after_draw(rng, owned=(), opponents=(), offered=()) == DRAWS[seed]


def test_the_random_numbers_are_hmac_sha256() -> None:
    """Anybody can compute them again: the first digest of seed and "label/0", eight bytes for each number."""
    rng = SeededRandom(bytes(16), "draft/0/1/0")
    assert [rng.below(1 << 64) for _ in range(2)] == [3140516886940456242, 10050478600572817684]


def test_other_labels_give_other_numbers() -> None:
    """Each game and each player has a stream of their own."""
    streams = {
        tuple(SeededRandom(bytes(16), f"draft/0/{game}/{player}").below(1 << 64) for _ in "ab")
        for game in (1, 2)
        for player in (0, 1)
    }
    assert len(streams) == 4


def one_of_each() -> list[Upgrade]:
    return [Upgrade(id=rarity, name="X", text="X.", rarity=rarity, own_clock_ms=1) for rarity in Rarity]


@pytest.mark.parametrize(("behind", "weights"), [(1, (60, 32, 8)), (2, (35, 45, 20)), (3, (15, 45, 40))])
def test_rarities_come_by_their_weights(behind: int, weights: tuple[int, int, int]) -> None:
    """Over many seeds each rarity comes as often as it should, within one in a hundred of all choices."""
    expected = dict(zip(Rarity, weights, strict=True))
    assert offers._WEIGHTS[behind - 1] == expected
    rng = SeededRandom(bytes([behind]), "weights")
    found = Counter(weighted_choice(rng, one_of_each(), expected).rarity for _ in range(CHOICES))
    for rarity, weight in expected.items():
        assert abs(found[rarity] - weight * CHOICES // 100) < CHOICES // 100


@pytest.mark.parametrize(("behind", "row"), [(-3, 0), (0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (9, 2)])
def test_the_further_behind_the_better_the_odds(behind: int, row: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is ahead has the odds of one game behind; more than three games are as three."""
    asked: list[object] = []

    def recorded(rng: SeededRandom, upgrades: list[Upgrade], weights: dict[Rarity, int]) -> Upgrade:
        asked.append(weights)
        return weighted_choice(rng, upgrades, weights)

    monkeypatch.setattr(offers, "weighted_choice", recorded)
    offer_after_loss(SeededRandom(SEEDS[0], "x"), behind=behind, owned=(), opponents=(), offered=())
    assert asked == [offers._WEIGHTS[row]] * 3


def lose_all(match: Match) -> list[e.DraftOpened]:
    """ONE resigns every game; returns all drafts."""
    drafts: list[e.DraftOpened] = []
    while not match.over:
        match.handle(c.Resign(ONE), (match.deadline() or 0) - 30_000)
        while match.phase not in ("playing", "over"):
            events = match.tick(match.deadline() or 0)
            drafts += [event for event in events if isinstance(event, e.DraftOpened)]
    return drafts


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_offered_twice_in_a_match(seed: bytes) -> None:
    drafts = lose_all(a_match(best_of=7, seed=seed))
    offered = [upgrade for each in drafts for upgrade in each.upgrades]
    assert len(drafts) == 3
    assert len(offered) == len(set(offered)) == 9


def test_each_offer_follows_from_the_seed_the_game_and_the_player() -> None:
    """What it offers is what the seed says for this game and this player, who is so far behind."""
    drafts = lose_all(a_match(best_of=7))
    owned: tuple[str, ...] = ()
    offered: list[str] = []
    for behind, each in enumerate(drafts, start=1):
        rng = SeededRandom(a_match()._state.seed, f"draft/0/{behind}/0")
        assert each.upgrades == offer_after_loss(rng, behind=behind, owned=owned, opponents=(), offered=offered)
        owned, offered = (*owned, each.upgrades[0]), [*offered, *each.upgrades]


def test_after_twelve_seconds_the_first_card_is_picked() -> None:
    match = a_match()
    match.handle(c.Resign(ONE), 4_000)
    opened = until(match, "draft")
    (offer,) = match.offers(opened)
    assert (offer.player, offer.ms) == (ONE, 12_000)
    assert match.tick(opened + 11_999) == []
    assert match.tick(opened + 12_000) == [e.UpgradeChosen(ONE, offer.upgrades[0], auto=True)]


def test_after_a_draw_both_get_commons_and_no_card_twice() -> None:
    match = a_match()
    agree_on_a_draw(match, 4_000)
    offers = match.offers(until(match, "draft"))
    cards = [upgrade for offer in offers for upgrade in offer.upgrades]
    assert [offer.player for offer in offers] == [ONE, TWO]
    assert len(cards) == len(set(cards)) == 4
    assert {CATALOGUE[card].rarity for card in cards} == {Rarity.COMMON}


def test_a_chosen_upgrade_is_in_force_from_the_next_game_on() -> None:
    match = a_match()
    match.handle(c.Resign(ONE), 4_000)
    now_ms = until(match, "draft")
    (offer,) = match.offers(now_ms)
    match.handle(c.ChooseUpgrade(ONE, offer.upgrades[2]), now_ms)
    assert match.view(None, now_ms).upgrades.map(len) == match.view(None, now_ms).upgrades.map(lambda _: 0)
    until(match, "playing")
    view = match.view(ONE, go_on(a_match(playing=False)))
    assert {view.upgrades.white, view.upgrades.black} == {(offer.upgrades[2],), ()}
    assert view.upgrades[view.color == "white"] == (offer.upgrades[2],)


@pytest.mark.parametrize("one", sorted(CATALOGUE))
def test_exclusion_works_both_ways(one: str) -> None:
    """Whichever of two names the other, nobody owns both."""
    for other in CATALOGUE[one].excludes:
        assert not may_own(CATALOGUE[one], (other,), ())
        assert not may_own(CATALOGUE[other], (one,), ())


def test_a_piece_type_has_two_upgrades_at_most() -> None:
    """Heroes count as levels of their kind."""
    assert may_own(CATALOGUE["knight_hero"], ("trotters",), ())
    assert not may_own(CATALOGUE["knight_hero"], ("trotters", "retreat"), ())
    assert not may_own(CATALOGUE["trotters"], ("knight_hero", "retreat"), ())


@pytest.mark.parametrize("behind", [1, 2, 3])
def test_a_gentle_comeback_offers_no_epics(behind: int) -> None:
    """However far behind the loser is."""
    for number in range(60):
        series = Series(7, (ONE, TWO), (0, behind))
        hands = offers_after_game(
            bytes([number]) * 16, "0/1", series, {ONE: (), TWO: ()}, winner=TWO, offered=[], comeback="gentle"
        )
        assert len(hands[ONE]) == offers.CARDS_AFTER_LOSS
        assert Rarity.EPIC not in {CATALOGUE[upgrade].rarity for upgrade in hands[ONE]}


def test_a_full_comeback_offers_epics() -> None:
    """So the test above can fail."""
    series = Series(7, (ONE, TWO), (0, 3))
    dealt = [
        offers_after_game(bytes([number]) * 16, "0/1", series, {ONE: (), TWO: ()}, winner=TWO, offered=[])[ONE]
        for number in range(20)
    ]
    assert any(CATALOGUE[upgrade].rarity is Rarity.EPIC for hand in dealt for upgrade in hand)


def test_a_match_with_a_gentle_comeback_drafts_gently() -> None:
    for number in range(20):
        match, _ = Match.start((ONE, TWO), MatchOptions(best_of=7, comeback="gentle"), bytes([number]) * 16, 0)
        for _ in range(3):
            until(match, "playing")
            match.handle(c.Resign(ONE), (match.deadline() or 0) - 30_000)
            if match.over:
                break
            until(match, "draft")
            (offer,) = match.offers(0)
            assert Rarity.EPIC not in {CATALOGUE[upgrade].rarity for upgrade in offer.upgrades}

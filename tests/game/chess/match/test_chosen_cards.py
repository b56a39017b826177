"""For testers: a draft that offers what somebody chose."""

from __future__ import annotations

import pytest

from game.chess.match import Match, MatchOptions
from game.chess.match import commands as c
from game.chess.upgrades import CATALOGUE
from game.chess.upgrades.naming import upgrades_named
from tests.helpers.matches import ONE, SEED, TWO, a_match, agree_on_a_draw, until


def drafting(*cards: str) -> tuple[Match, int]:
    """A match of these cards in its first draft, in which ONE may choose."""
    match, _ = Match.start((ONE, TWO), MatchOptions(best_of=5, cards=cards), SEED, 0)
    lose_a_game(match)
    return match, until(match, "draft")


def lose_a_game(match: Match) -> None:
    match.handle(c.Resign(ONE), until(match, "playing"))


def offered(match: Match) -> tuple[str, ...]:
    (offer,) = match.offers(0)
    return offer.upgrades


def test_the_loser_is_offered_the_chosen_cards_in_their_order() -> None:
    match, _ = drafting("shield", "amazon", "rewind", "torpedo")
    assert offered(match) == ("shield", "amazon", "rewind")


def test_what_was_taken_makes_room_for_the_next_chosen_card() -> None:
    match, now = drafting("shield", "amazon", "rewind", "torpedo")
    match.handle(c.ChooseUpgrade(ONE, "amazon"), now)
    lose_a_game(match)
    until(match, "draft")
    assert offered(match) == ("shield", "rewind", "torpedo")


def test_upgrades_that_no_draft_offers_can_be_chosen() -> None:
    aside = next(upgrade.id for upgrade in CATALOGUE.values() if not upgrade.offered)
    match, _ = drafting(aside)
    assert offered(match) == (aside,)


def test_when_all_chosen_cards_are_owned_the_offers_are_random_again() -> None:
    match, now = drafting("shield")
    match.handle(c.ChooseUpgrade(ONE, "shield"), now)
    lose_a_game(match)
    until(match, "draft")
    assert len(offered(match)) == 3


def test_after_a_draw_both_are_offered_two_of_the_chosen_cards() -> None:
    match, _ = Match.start((ONE, TWO), MatchOptions(cards=("shield", "amazon", "rewind")), SEED, 0)
    agree_on_a_draw(match, until(match, "playing"))
    until(match, "draft")
    assert [offer.upgrades for offer in match.offers(0)] == [("shield", "amazon")] * 2


def test_a_match_says_whether_its_cards_were_chosen_even_after_it_was_stored() -> None:
    match, _ = drafting("shield")
    assert Match.restore(match.snapshot()).chosen_cards == ("shield",)
    assert a_match().chosen_cards == ()


def test_cards_are_named_by_id_or_as_they_are_called() -> None:
    assert upgrades_named("shield, Iron Guard,king's-leap,shield") == ("shield", "iron_guard", "kings_leap")


def test_an_empty_text_names_no_card() -> None:
    assert upgrades_named(" ") == ()


@pytest.mark.parametrize("text", ["nonsense", "shield,,rewind"])
def test_an_unknown_card_is_refused_with_all_that_exist(text: str) -> None:
    with pytest.raises(ValueError, match=r"There is no upgrade '(nonsense)?'. There are: amazon, .*, vanguard"):
        upgrades_named(text)

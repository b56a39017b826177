"""Which cards lie on the table, and for whom."""

from __future__ import annotations

from game.chess.upgrades import CATALOGUE
from game.client import texts
from game.client.chess.draft_logic import Hand, hands
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import ME, OTHER, Line, in_game

THREE = ["trotters", "crab_pawns", "amazon"]
TWO = ["recruit", "siege"]


def a_draft(*offers: m.UpgradeOffer) -> Line:
    """After a game, with these offers open."""
    line = in_game()
    line.say(board_state(phase="draft", phase_ms=12_000), *offers)
    return line


def shown(line: Line, before: Hand | None = None) -> Hand:
    """The hand that lies there."""
    hand = hands(line.match, before)
    assert hand is not None
    return hand


def test_without_an_offer_no_cards_lie_there() -> None:
    assert hands(in_game().match, None) is None


def test_who_lost_may_take_one_of_three() -> None:
    hand = shown(a_draft(m.UpgradeOffer(ME, THREE, 12_000)))
    assert hand.mine
    assert hand.cards == tuple(THREE)
    assert (hand.title, hand.ms) == (texts.DRAFT_TITLE, 12_000)


def test_who_won_watches_the_same_cards() -> None:
    hand = shown(a_draft(m.UpgradeOffer(OTHER, THREE, 12_000)))
    assert not hand.mine
    assert hand.cards == tuple(THREE)
    assert hand.line == texts.draft_watching("Bob")


def test_after_a_draw_ones_own_cards_come_first() -> None:
    hand = shown(a_draft(m.UpgradeOffer(OTHER, THREE[:2], 12_000), m.UpgradeOffer(ME, TWO, 12_000)))
    assert hand.mine
    assert hand.cards == tuple(TWO)
    assert hand.title == texts.DRAFT_TITLE_DRAW


def test_after_a_draw_one_reads_that_the_other_has_chosen_but_not_what() -> None:
    """Live and from a snapshot alike; both picks are shown when both are made."""
    line = a_draft(m.UpgradeOffer(OTHER, THREE[:2], 12_000), m.UpgradeOffer(ME, TWO, 12_000))
    line.say(m.Witness(OTHER, "ChooseUpgrade"))
    told = f"{texts.DRAFT_CHOOSE} {texts.choosing_too('Bob', picked=True)}"
    assert shown(line).line == told
    from_snapshot = a_draft(m.UpgradeOffer(OTHER, THREE[:2], 12_000, picked=True), m.UpgradeOffer(ME, TWO, 12_000))
    assert shown(from_snapshot).line == told
    line.say(m.UpgradeChosen(OTHER, THREE[1]), m.UpgradeChosen(ME, TWO[0]))
    assert THREE[1] not in (shown(line).taken or "")
    assert len(line.match.draft.chosen) == 2


def test_after_ones_own_choice_one_reads_that_the_other_still_chooses() -> None:
    line = a_draft(m.UpgradeOffer(OTHER, THREE[:2], 12_000), m.UpgradeOffer(ME, TWO, 12_000))
    line.say(m.UpgradeChosen(ME, TWO[0]))
    assert shown(line).line.endswith(texts.draft_watching("Bob"))


def test_cards_stay_while_the_choice_among_them_is_revealed() -> None:
    line = a_draft(m.UpgradeOffer(ME, THREE, 12_000))
    before = shown(line)
    line.say(m.UpgradeChosen(ME, "crab_pawns"))
    after = shown(line, before)
    assert after.cards == before.cards
    assert after.taken == "crab_pawns"
    assert not after.mine
    assert not after.open


def test_after_a_draw_ones_own_choice_is_shown_while_the_other_still_thinks() -> None:
    line = a_draft(m.UpgradeOffer(ME, TWO, 12_000), m.UpgradeOffer(OTHER, THREE[:2], 12_000))
    before = shown(line)
    line.say(m.UpgradeChosen(ME, "siege"))
    hand = shown(line, before)
    assert hand.taken == "siege"
    assert hand.open
    assert texts.draft_watching("Bob") in hand.line


def test_after_a_draw_both_choices_are_cards_once_both_are_made() -> None:
    """One's own first, in the order in which the sentence tells them, and each for its owner's colour."""
    line = a_draft(m.UpgradeOffer(ME, TWO, 12_000), m.UpgradeOffer(OTHER, THREE[:2], 12_000))
    before = shown(line)
    line.say(m.UpgradeChosen(OTHER, THREE[1]), m.UpgradeChosen(ME, TWO[1]))
    hand = shown(line, before)
    assert hand.cards == (TWO[1], THREE[1])
    assert hand.both
    assert not hand.open
    assert hand.line == f"You take {CATALOGUE[TWO[1]].name}. Bob takes {CATALOGUE[THREE[1]].name}."


def test_who_comes_back_during_the_reveal_sees_what_was_taken() -> None:
    line = in_game()
    line.say(m.UpgradeChosen(OTHER, "amazon"))
    hand = shown(line)
    assert (hand.cards, hand.taken) == (("amazon",), "amazon")


def test_a_choice_is_told_with_its_name() -> None:
    line = in_game()
    line.say(m.UpgradeChosen(OTHER, "amazon"))
    assert shown(line).line == texts.draft_taken("Bob", CATALOGUE["amazon"].name, auto=False)


def test_what_the_time_chose_is_told_as_given() -> None:
    line = in_game()
    line.say(m.UpgradeChosen(ME, "amazon", auto=True))
    assert shown(line).line == f"You get {CATALOGUE['amazon'].name}."


def test_an_upgrade_of_a_newer_server_is_told_by_its_id() -> None:
    line = in_game()
    line.say(m.UpgradeChosen(OTHER, "from_the_future"))
    assert "from_the_future" in shown(line).line

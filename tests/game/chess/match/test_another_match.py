"""Another match of the same two: on what terms, and who has agreed to which."""

from __future__ import annotations

import pytest

from game.chess.match import Match, MatchOptions, NotNow
from game.chess.match import commands as c
from game.chess.match import events as e
from game.chess.match.terms import Terms
from tests.helpers.matches import ONE, TWO, a_match

OLD = Terms(3, 60_000)
LONGER = Terms(5, 180_000)


def a_finished_match() -> Match:
    match = a_match()
    match.handle(c.Forfeit(ONE, away=True), 0)
    return match


def asked(match: Match, player: int, terms: Terms | None = None, *, again: bool = True) -> list[e.Event]:
    best_of, base_ms = (terms.best_of, terms.base_ms) if terms else (None, None)
    return match.handle(c.PlayAgain(player, again, best_of, base_ms), 0)


def restarted(match: Match) -> bool:
    return match.phase == "countdown"


def test_the_other_is_told_on_which_terms_another_match_is_wanted() -> None:
    assert asked(a_finished_match(), ONE, LONGER) == [e.AgainAsked(ONE, again=True, terms=LONGER)]


def test_without_terms_a_match_like_the_last_is_wanted() -> None:
    assert asked(a_finished_match(), ONE) == [e.AgainAsked(ONE, again=True, terms=OLD)]


def test_a_match_on_changed_terms_begins_when_both_want_these() -> None:
    match = a_finished_match()
    asked(match, ONE, LONGER)
    asked(match, TWO, LONGER)
    view = match.view(None, 0)
    assert restarted(match)
    assert (view.best_of, view.clocks_ms.white, match.options.terms) == (5, 180_000, LONGER)


def test_a_plain_yes_agrees_to_what_the_other_proposed() -> None:
    match = a_finished_match()
    asked(match, ONE, LONGER)
    asked(match, TWO)
    assert restarted(match)
    assert match.options.terms == LONGER


def test_what_is_not_named_stays_as_it_was_proposed() -> None:
    match = a_finished_match()
    asked(match, ONE, LONGER)
    match.handle(c.PlayAgain(ONE, again=True, best_of=7), 0)
    assert match.again_terms == Terms(7, 180_000)


def test_changed_terms_ask_the_other_afresh() -> None:
    """Whoever has said yes to the old terms has not said yes to the new ones."""
    match = a_finished_match()
    asked(match, TWO)
    asked(match, ONE, LONGER)
    assert (match.again, match.again_terms, restarted(match)) == ([ONE], LONGER, False)


def test_two_who_want_different_terms_at_once_start_nothing() -> None:
    """The later proposal stands, and is the other's to answer."""
    match = a_finished_match()
    asked(match, ONE, LONGER)
    asked(match, TWO, OLD)
    assert (match.again, match.again_terms, restarted(match)) == ([TWO], OLD, False)


def test_a_proposal_taken_back_leaves_the_old_terms() -> None:
    match = a_finished_match()
    asked(match, ONE, LONGER)
    asked(match, ONE, again=False)
    assert asked(match, TWO) == [e.AgainAsked(TWO, again=True, terms=OLD)]


def test_a_no_leaves_the_others_proposal_standing() -> None:
    match = a_finished_match()
    asked(match, ONE, LONGER)
    asked(match, TWO, again=False)
    assert (match.again, match.again_terms) == ([ONE], LONGER)


def test_the_match_after_that_is_asked_about_on_the_newest_terms() -> None:
    match = a_finished_match()
    asked(match, ONE, LONGER)
    asked(match, TWO)
    match.handle(c.Forfeit(TWO, away=True), 0)
    assert asked(match, ONE) == [e.AgainAsked(ONE, again=True, terms=LONGER)]


@pytest.mark.parametrize("terms", [Terms(4, 60_000), Terms(3, 9_999), Terms(3, 600_001), Terms(-1, 60_000)])
def test_terms_that_are_no_match_are_refused(terms: Terms) -> None:
    match = a_finished_match()
    before = match.snapshot()
    with pytest.raises(NotNow):
        asked(match, ONE, terms)
    assert match.snapshot() == before


def test_a_proposal_is_part_of_the_snapshot() -> None:
    match = a_finished_match()
    asked(match, ONE, LONGER)
    twin = Match.restore(match.snapshot())
    assert (twin.again, twin.again_terms) == ([ONE], LONGER)


def test_nothing_else_of_the_options_changes() -> None:
    match, _ = Match.start((ONE, TWO), MatchOptions(comeback="gentle", cards=("shield",)), bytes(16), 0)
    match.handle(c.Forfeit(ONE, away=True), 0)
    asked(match, ONE, LONGER)
    asked(match, TWO, LONGER)
    assert (match.options.comeback, match.chosen_cards) == ("gentle", ("shield",))

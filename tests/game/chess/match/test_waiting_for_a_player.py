"""A match that waits for somebody who is away, and what is noted of what was done in their place."""

from __future__ import annotations

import pytest

from game.chess.match import Match, NotNow
from game.chess.match import commands as c
from game.chess.match import events as e
from tests.helpers.matches import ONE, TWO, a_match, black, until, white

T0 = 3_000


def an_abandoned_game() -> Match:
    match = a_match()
    match.handle(c.Abandon(ONE, draw=True), T0)
    return match


def test_a_held_match_goes_no_further() -> None:
    match = an_abandoned_game()
    assert match.handle(c.Hold(ONE), T0) == [e.MatchHeld(ONE)]
    assert match.deadline() is None
    assert match.view(None, T0).phase_ms is None


def test_a_released_match_shows_its_result_again_and_goes_on() -> None:
    match = an_abandoned_game()
    match.handle(c.Hold(ONE), T0)
    assert match.handle(c.Release(ONE), T0 + 100_000) == [e.MatchReleased(ONE)]
    assert match.deadline() == T0 + 100_000 + 3_000
    until(match, "draft")


@pytest.mark.parametrize("command", [c.Hold(ONE), c.Release(ONE)], ids=repr)
def test_a_match_is_held_between_games_only(command: c.Command) -> None:
    with pytest.raises(NotNow):
        a_match().handle(command, T0)


def test_a_match_that_is_not_held_cannot_be_released() -> None:
    with pytest.raises(NotNow):
        an_abandoned_game().handle(c.Release(ONE), T0)


def test_whoever_stays_away_loses_a_match_that_is_ended_for_it() -> None:
    match = an_abandoned_game()
    match.handle(c.Hold(ONE), T0)
    assert match.handle(c.Forfeit(ONE, away=True), T0) == [e.MatchEnded(TWO, "abandoned")]


def test_after_a_match_that_was_ended_for_an_absence_there_can_be_another() -> None:
    """Unlike after somebody has left: the absent one may come back."""
    match = an_abandoned_game()
    match.handle(c.Forfeit(ONE, away=True), T0)
    match.handle(c.PlayAgain(ONE, again=True), T0)
    match.handle(c.PlayAgain(TWO, again=True), T0)
    assert match.phase == "countdown"
    assert match.winner is None


def test_a_card_that_nobody_chose_says_so() -> None:
    match = a_match()
    match.handle(c.Abandon(ONE, draw=False), T0)
    now = until(match, "draft")
    (offer,) = match.offers(now)
    assert match.handle(c.ChooseUpgrade(ONE, offer.upgrades[0], auto=True), now) == [
        e.UpgradeChosen(ONE, offer.upgrades[0], auto=True)
    ]


def test_a_match_knows_which_moves_somebody_else_made_for_a_player() -> None:
    match = a_match()
    match.handle(c.MakeMove(white(match), "e2e4", 0), T0)
    match.handle(c.MakeMove(black(match), "e7e5", 1, standin=True), T0)
    assert match.view(None, T0).by_standin
    match.handle(c.MakeMove(white(match), "g1f3", 2), T0)
    assert not match.view(None, T0).by_standin
    assert match.record().standin_plies == [2]


def test_a_record_tells_what_each_movers_clock_showed_after_the_move() -> None:
    match = a_match()
    match.handle(c.MakeMove(white(match), "e2e4", 0), T0 + 1_000)
    match.handle(c.MakeMove(black(match), "e7e5", 1), T0 + 3_500)
    assert match.record().left_ms == [59_000, 57_500]
    assert Match.restore(match.snapshot()).record() == match.record()

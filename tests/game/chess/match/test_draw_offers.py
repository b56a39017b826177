"""Offers of a draw: who may make one, how it ends, and the game in which there are none."""

from __future__ import annotations

import pytest

from game.chess.match import Match, NotNow
from game.chess.match import commands as c
from game.chess.match import events as e
from tests.helpers.matches import ONE, TWO, a_match, agree_on_a_draw, black, go_on, until, white

T0 = 3_000


def an_armageddon_game() -> tuple[Match, int]:
    """A best of three that was level after three games; White's clock in the fourth has just started."""
    match = a_match()
    now = T0
    for _ in range(3):
        agree_on_a_draw(match, now)
        now = until(match, "playing")
    return match, now


@pytest.mark.parametrize("player", [ONE, TWO])
def test_nobody_can_offer_a_draw_where_a_draw_decides(player: int) -> None:
    match, now = an_armageddon_game()
    before = match.snapshot()
    with pytest.raises(NotNow):
        match.handle(c.OfferDraw(player), now)
    assert match.snapshot() == before


@pytest.mark.parametrize("player", [ONE, TWO])
def test_an_abandoned_armageddon_game_cannot_be_called_a_draw(player: int) -> None:
    """It would be Black's win under another name."""
    match, now = an_armageddon_game()
    with pytest.raises(NotNow):
        match.handle(c.Abandon(player, draw=True), now)


def test_armageddon_has_a_longer_countdown_so_that_its_terms_can_be_read() -> None:
    match = a_match()
    now = T0
    for _ in range(3):
        agree_on_a_draw(match, now)
        now = until(match, "reveal")
        countdown = [event for event in match.tick(match.deadline() or 0) if isinstance(event, e.GameStarted)]
        now = until(match, "playing")
    assert (countdown[0].armageddon, countdown[0].countdown_ms) == (True, 10_000)


def test_an_offer_can_be_withdrawn() -> None:
    match = a_match()
    match.handle(c.OfferDraw(ONE), T0)
    assert match.handle(c.WithdrawDraw(ONE), T0) == [e.DrawWithdrawn(ONE)]
    assert match.view(None, T0).draw_offer is None
    with pytest.raises(NotNow):
        match.handle(c.AnswerDraw(TWO, accept=True), T0)


@pytest.mark.parametrize("player", [ONE, TWO])
def test_only_a_standing_offer_of_ones_own_can_be_withdrawn(player: int) -> None:
    match = a_match()
    if player == TWO:
        match.handle(c.OfferDraw(ONE), T0)
    with pytest.raises(NotNow):
        match.handle(c.WithdrawDraw(player), T0)


def test_the_move_of_the_one_who_was_asked_declines_and_says_so() -> None:
    match = a_match()
    match.handle(c.OfferDraw(black(match)), T0)
    events = match.handle(c.MakeMove(white(match), "e2e4", 0), T0)
    assert events == [e.MoveMade(white(match), "e2e4", 1), e.DrawDeclined(white(match))]
    go_on(match)

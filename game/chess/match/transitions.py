"""What a match does to its state between one phase and the next. `Match` decides when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from game.chess.match import events as e
from game.chess.match.draft import Draft
from game.chess.match.draw_offers import DrawOffers
from game.chess.match.offers import offers_after_game
from game.chess.match.series import Series, armageddon_winner
from game.chess.match.state import NO_UPGRADES, MatchOptions, MatchState, clock_of
from game.chess.match.terms import Rematch
from game.chess.rules import ByColor

if TYPE_CHECKING:
    from game.chess.rules import GameResult


def first_game(
    players: tuple[int, int], white: int, options: MatchOptions, seed: bytes, now_ms: int
) -> tuple[MatchState, e.GameStarted]:
    """The state of a new match whose first countdown begins now, and the event that announces it."""
    first, second = players
    state = MatchState(
        options=options,
        seed=seed,
        series=Series(options.best_of, players),
        owned=dict.fromkeys(players, ()),
        colors=ByColor(white, second if white == first else first),
        game=1,
        clock=clock_of(options, NO_UPGRADES, armageddon=False),
        phase_ends=now_ms + options.countdown_ms,
    )
    return state, _game_started(state)


def deciding_game(
    players: tuple[int, int], white: int, options: MatchOptions, seed: bytes, now_ms: int
) -> tuple[MatchState, e.GameStarted]:
    """The state of a match that consists of the deciding game alone."""
    state, _ = first_game(players, white, options, seed, now_ms)
    state.armageddon = True
    state.clock = clock_of(options, NO_UPGRADES, armageddon=True)
    state.phase_ends = now_ms + options.countdown(armageddon=True)
    return state, _game_started(state)


def end_game(state: MatchState, result: GameResult, now_ms: int) -> list[e.Event]:
    """Count the result. The match is over if that decides it."""
    color = armageddon_winner(result.winner) if state.armageddon else result.winner
    winner = None if color is None else state.colors[color]
    state.clock = state.clock.stop(now_ms)
    state.result = result
    state.draw_offers = state.draw_offers.closed()
    state.series = state.series.after(winner)
    ended: e.Event = e.GameEnded(state.game, winner, result.reason)
    if state.series.winner is None:
        state.enter("result", now_ms + state.options.result_ms)
        return [ended]
    state.enter("over", None)
    return [ended, e.MatchEnded(state.series.winner, "armageddon" if state.armageddon else "score")]


def open_draft(state: MatchState, now_ms: int) -> list[e.Event]:
    """Offer upgrades. Without any upgrade left to offer nothing happens, and the phase stays."""
    offers = offers_after_game(
        state.seed,
        f"{state.round}/{state.game}",
        state.series,
        state.owned,
        winner=state.last_winner,
        offered=state.offered,
        cards=state.options.cards,
        base_ms=state.options.base_ms,
        comeback=state.options.comeback,
    )
    if not offers:
        return []
    state.draft = Draft(offers)
    state.offered = [*state.offered, *(upgrade for offer in offers.values() for upgrade in offer)]
    state.enter("draft", now_ms + state.options.draft_ms)
    return [e.DraftOpened(player, upgrades, state.options.draft_ms) for player, upgrades in offers.items()]


def end_draft(state: MatchState, now_ms: int) -> list[e.Event]:
    """Reveal all picks. A player who has not picked gets the first card of their offer."""
    picks = state.draft.final_picks()
    for player, pick in picks.items():
        state.owned = {**state.owned, player: (*state.owned[player], pick.upgrade)}
    state.draft = Draft()
    state.enter("reveal", now_ms + state.options.reveal_ms)
    return [e.UpgradeChosen(player, pick.upgrade, pick.auto) for player, pick in picks.items()]


def next_game(state: MatchState, now_ms: int) -> e.GameStarted:
    """Set up the next game of the match, with swapped colours."""
    state.game += 1
    state.colors = ByColor(state.colors.black, state.colors.white)
    state.armageddon = state.series.next_is_armageddon
    return _set_up(state, now_ms)


def rematch(state: MatchState, now_ms: int) -> e.GameStarted:
    """Set up the first game of a new match between the same players, on the terms that both want: score 0:0, no
    upgrades, swapped colours.
    """
    terms = state.rematch.terms or state.options.terms
    state.options = replace(state.options, best_of=terms.best_of, base_ms=terms.base_ms)
    players = state.series.players
    state.round += 1
    state.game = 1
    state.series = Series(state.options.best_of, players)
    state.owned = dict.fromkeys(players, ())
    state.offered = []
    state.rematch = Rematch()
    state.armageddon = False
    state.forfeited_by = None
    state.colors = ByColor(state.colors.black, state.colors.white)
    return _set_up(state, now_ms)


def forfeit(state: MatchState, player: int, now_ms: int, *, away: bool) -> list[e.Event]:
    """The opponent wins the match, whatever the score. `away`: the player may still come back to the room."""
    state.forfeited_by, state.left = player, not away
    state.clock = state.clock.stop(now_ms)
    state.draft = Draft()
    state.enter("over", None)
    return [e.MatchEnded(state.series.opponent(player), "abandoned" if away else "forfeit")]


def _set_up(state: MatchState, now_ms: int) -> e.GameStarted:
    state.result = None
    state.upgrades = state.colors.map(state.owned.__getitem__)
    rtt = state.colors.map(lambda player: state.rtt.get(player, 0))
    state.clock = clock_of(state.options, state.upgrades, armageddon=state.armageddon, rtt=rtt)
    state.draw_offers = DrawOffers()
    state.moves, state.left_ms, state.standin_plies = [], [], []
    state.enter("countdown", now_ms + state.options.countdown(armageddon=state.armageddon))
    return _game_started(state)


def _game_started(state: MatchState) -> e.GameStarted:
    return e.GameStarted(
        state.game,
        state.colors.white,
        state.colors.black,
        state.options.countdown(armageddon=state.armageddon),
        armageddon=state.armageddon,
    )

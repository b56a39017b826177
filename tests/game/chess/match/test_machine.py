from __future__ import annotations

from random import Random

import msgspec
import pytest

from game.chess.match import Command, Event, Match, MatchOptions, NotNow, Replay
from game.chess.match import commands as c
from game.chess.match import events as e
from game.chess.match.draft import Draft
from game.chess.match.replay import Step
from game.chess.match.view import MatchView
from game.chess.rules import ByColor
from game.chess.rules.layers import NO_LAYERS
from tests.helpers.matches import (
    ONE,
    SEED,
    TWO,
    a_match,
    agree_on_a_draw,
    black,
    go_on,
    repeat_to_a_draw,
    until,
    white,
)  # fmt: skip

T0 = 3_000
COMMANDS: list[Command] = [
    c.MakeMove(ONE, "e2e4", 0), c.MakeMove(TWO, "e2e4", 0), c.MakeMove(ONE, "e2e5", 0), c.MakeMove(TWO, "?", 7),
    c.ChooseUpgrade(ONE, "amazon"), c.ChooseUpgrade(TWO, "none"), c.Resign(ONE), c.OfferDraw(TWO),
    c.AnswerDraw(ONE, accept=True), c.AnswerDraw(TWO, accept=False), c.PlayAgain(ONE, again=True), c.Forfeit(TWO),
    c.Resign(99), c.Abandon(ONE, draw=True), c.Abandon(TWO, draw=False), c.WithdrawDraw(ONE),
    c.Hold(TWO), c.Release(TWO),
]  # fmt: skip
PHASES = ("countdown", "playing", "result", "draft", "reveal", "over")


def in_phase(phase: str) -> tuple[Match, int]:
    match = a_match(playing=False)
    if phase == "over":
        match.handle(c.Forfeit(ONE), 0)
        return match, 0
    return match, until(match, phase)


def refusal(match: Match, command: Command, now_ms: int) -> str:
    with pytest.raises(NotNow) as caught:
        match.handle(command, now_ms)
    return caught.value.code


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("command", COMMANDS, ids=repr)
def test_a_command_works_or_changes_nothing(phase: str, command: Command) -> None:
    """In every phase a command brings events, or NotNow with a code of the wire and the same state."""
    match, now = in_phase(phase)
    before = match.snapshot()
    try:
        assert match.handle(command, now)
    except NotNow as refused:
        assert refused.code in {"NOT_NOW", "NOT_YOUR_TURN", "ILLEGAL_MOVE", "STALE_PLY"}
        assert match.snapshot() == before


@pytest.mark.parametrize("draw", [True, False])
def test_a_game_that_a_player_stays_away_from_is_drawn_or_the_opponents(draw: bool) -> None:
    match = a_match()
    (ended,) = match.handle(c.Abandon(white(match), draw), T0)
    assert ended == e.GameEnded(1, None if draw else black(match), "abandoned")


def test_moves_are_refused_with_their_reason() -> None:
    """Out of turn, stale, illegal: each has its own code, a resend after one's own move too."""
    match = a_match()
    assert refusal(match, c.MakeMove(black(match), "e7e5", 0), T0) == "NOT_YOUR_TURN"
    assert refusal(match, c.MakeMove(white(match), "e2e5", 0), T0) == "ILLEGAL_MOVE"
    match.handle(c.MakeMove(white(match), "e2e4", 0), T0)
    assert refusal(match, c.MakeMove(white(match), "e2e4", 0), T0) == "STALE_PLY"
    assert refusal(match, c.MakeMove(black(match), "e7e5", 0), T0) == "STALE_PLY"


@pytest.mark.parametrize(
    ("late_ms", "lag_ms", "plays"), [(-1, 0, True), (0, 0, False), (10, 15, True), (15, 15, False)]
)
def test_a_move_near_zero(late_ms: int, lag_ms: int, plays: bool) -> None:
    """A move under way at zero counts as far as its lag is believed; at exactly zero it is too late.

    Then it is refused, because whatever is answered as done was done; and the flag falls.
    """
    match = a_match()
    move, at_ms = c.MakeMove(white(match), "e2e4", 0, lag_ms=lag_ms), T0 + 60_000 + late_ms
    if plays:
        assert isinstance(match.handle(move, at_ms)[0], e.MoveMade)
    else:
        assert refusal(match, move, at_ms) == "NOT_NOW"
        assert match.tick(T0 + 60_015) == [e.GameEnded(1, black(match), "flag")]


def test_the_flag_falls_without_any_command() -> None:
    """Time alone ends the game, within 15 ms of zero for an unmeasured line, and not before."""
    match = a_match()
    assert match.tick(T0 + 60_000 - 1) == []
    assert match.tick(T0 + 60_015) == [e.GameEnded(1, black(match), "flag")]


def test_a_move_under_way_on_a_line_that_got_worse_counts() -> None:
    """The grace follows the newest round trip, not the one of the last move."""
    match = a_match()
    match.handle(c.Measured(white(match), 40), T0)
    match.handle(c.Measured(white(match), 400), T0 + 59_000)
    assert match.tick(T0 + 60_350) == []
    (made,) = match.handle(c.MakeMove(white(match), "e2e4", 0, lag_ms=400), T0 + 60_350)
    assert made == e.MoveMade(white(match), "e2e4", 1)


def test_a_round_trip_is_remembered_into_the_next_game() -> None:
    """With the colours, the figures change sides."""
    match = a_match()
    slow = white(match)
    match.handle(c.Measured(slow, 300), T0)
    match.handle(c.Resign(slow), T0)
    until(match, "countdown")
    now = go_on(match)
    assert black(match) == slow
    match.handle(c.MakeMove(white(match), "e2e4", 0), now)
    assert match.deadline() == now + 60_000 + 315


def test_both_see_the_credit_that_was_used() -> None:
    """The credit is what was given back in this game, and starts at nothing in the next."""
    match = a_match()
    match.handle(c.Measured(white(match), 200), T0)
    match.handle(c.MakeMove(white(match), "e2e4", 0), T0 + 1_000)
    assert match.view(None, T0).credit_ms == ByColor(200, 0)
    match.handle(c.Resign(white(match)), T0)
    until(match, "playing")
    assert match.view(None, T0).credit_ms == ByColor(0, 0)


def test_a_draw_is_offered_again_after_eight_more_own_moves() -> None:
    """The view counts them down for either side."""
    match = a_match()
    knights = ["g1f3", "g8f6", "f3g1", "f6g8", "b1c3", "b8c6", "c3b1", "c6b8"]
    shuffle = [*knights[:4], "a2a3", "a7a6", *knights[4:], "a3a4", "a6a5", *knights[:4]]
    match.handle(c.OfferDraw(white(match)), T0)
    match.handle(c.AnswerDraw(black(match), accept=False), T0)
    for ply, move in enumerate(shuffle[:15]):
        assert match.view(None, T0).draw_wait.white == 8 - (ply + 1) // 2
        assert refusal(match, c.OfferDraw(white(match)), T0) == "NOT_NOW"
        match.handle(c.MakeMove(white(match) if ply % 2 == 0 else black(match), move, ply), T0)
    assert match.view(None, T0).draw_wait == ByColor(0, 0)
    assert match.handle(c.OfferDraw(white(match)), T0) == [e.DrawOffered(white(match))]


def test_who_may_not_offer_yet_may_still_agree() -> None:
    """An offer against a standing one accepts it, however short ago the own one was declined."""
    match = a_match()
    match.handle(c.OfferDraw(ONE), T0)
    match.handle(c.AnswerDraw(TWO, accept=False), T0)
    match.handle(c.OfferDraw(TWO), T0)
    assert match.handle(c.OfferDraw(ONE), T0) == [e.GameEnded(1, None, "agreement")]


def test_after_a_draw_a_pick_is_hidden_until_both_are_made() -> None:
    """Others learn that somebody has chosen; what, they and any snapshot's reader learn when both have."""
    match = a_match()
    agree_on_a_draw(match, T0)
    now = until(match, "draft")
    hands = {offer.player: offer.upgrades for offer in match.offers(now)}
    assert match.handle(c.ChooseUpgrade(ONE, hands[ONE][1]), now) == [e.PickMade(ONE)]
    assert match.pick_of(ONE) == hands[ONE][1]
    assert match.upgrades_of(ONE) == ()
    assert [offer.player for offer in match.offers_seen_by(TWO, now)] == [ONE, TWO]
    assert [offer.player for offer in match.offers_seen_by(None, now)] == [ONE, TWO]
    assert [offer.player for offer in match.offers_seen_by(ONE, now)] == [TWO]
    assert refusal(match, c.ChooseUpgrade(ONE, hands[ONE][0]), now) == "NOT_NOW"
    both = match.handle(c.ChooseUpgrade(TWO, hands[TWO][0]), now)
    assert both == [
        e.UpgradeChosen(ONE, hands[ONE][1], auto=False),
        e.UpgradeChosen(TWO, hands[TWO][0], auto=False),
    ]


def test_a_late_tick_does_everything_that_was_due() -> None:
    """One look much later finds the match where many looks would have brought it."""
    late, often = a_match(playing=False), a_match(playing=False)
    events: list[Event] = []
    for now in range(0, 400_000, 500):
        events += often.tick(now)
    assert late.tick(399_500) == events
    assert late.snapshot() == often.snapshot()


def test_a_draw_offer_falls_with_the_opponents_move() -> None:
    """One's own move leaves the offer, the opponent's declines it."""
    match = a_match()
    match.handle(c.OfferDraw(white(match)), T0)
    assert refusal(match, c.OfferDraw(white(match)), T0) == "NOT_NOW"
    match.handle(c.MakeMove(white(match), "e2e4", 0), T0)
    assert match.view(None, T0).draw_offer == "white"
    match.handle(c.MakeMove(black(match), "e7e5", 1), T0)
    assert match.view(None, T0).draw_offer is None


def test_two_offers_agree() -> None:
    """Offering against an offer accepts it."""
    match = a_match()
    match.handle(c.OfferDraw(ONE), T0)
    assert match.handle(c.OfferDraw(TWO), T0) == [e.GameEnded(1, None, "agreement")]


def test_after_a_draw_both_pick_and_the_slow_one_gets_the_first_card() -> None:
    """Each side has two cards; who does not choose gets the first."""
    match = a_match()
    agree_on_a_draw(match, T0)
    now = until(match, "draft")
    hands = {offer.player: offer.upgrades for offer in match.offers(now)}
    assert {player: len(hand) for player, hand in hands.items()} == {ONE: 2, TWO: 2}
    match.handle(c.ChooseUpgrade(TWO, hands[TWO][1]), now)
    assert match.tick(match.deadline() or 0) == [
        e.UpgradeChosen(ONE, hands[ONE][0], auto=True),
        e.UpgradeChosen(TWO, hands[TWO][1], auto=False),
    ]


@pytest.mark.parametrize("best_of", [3, 5, 7])
def test_nothing_but_draws_leads_to_armageddon(best_of: int) -> None:
    """Level after N games: White 60 s, Black 45 s before upgrades, and a draw is Black's match; no hand was empty."""
    match = a_match(best_of=best_of)
    for _ in range(best_of):
        agree_on_a_draw(match, (match.deadline() or 0) - 40_000)
        now = until(match, "draft")
        assert [len(offer.upgrades) for offer in match.offers(now)] == [2, 2]
        until(match, "playing")
    assert match.view(None, 0).armageddon
    second = black(match)
    repeat_to_a_draw(match, (match.deadline() or 0) - 30_000)
    assert (match.over, match.winner) == (True, second)


def test_armageddon_gives_black_three_quarters() -> None:
    """60 s against 45 s where no upgrade touches the clocks."""
    match = a_match(best_of=1)
    assert not match.view(None, 0).armageddon
    agree_on_a_draw(match, T0)
    until(match, "draft")
    # So that nobody picks an upgrade that changes a clock.
    match._state.draft = Draft()
    until(match, "countdown")
    assert match.view(None, 0).armageddon
    assert match.view(None, 0).clocks_ms == type(match.view(None, 0).clocks_ms)(60_000, 45_000)


def test_playing_again_swaps_colours_and_clears_upgrades() -> None:
    """Both wanting another match start one with a clean slate."""
    match = a_match()
    while not match.over:
        match.handle(c.Resign(ONE), (match.deadline() or 0) - 30_000)
        if not match.over:
            until(match, "playing")
    was_white = white(match)
    match.handle(c.PlayAgain(ONE, again=True), 0)
    match.handle(c.PlayAgain(TWO, again=True), 0)
    view = match.view(None, 0)
    assert (view.players.black, view.game, view.phase) == (was_white, 1, "countdown")
    assert (view.upgrades.white, view.upgrades.black) == ((), ())
    assert match.score() == {ONE: 0, TWO: 0}


@pytest.mark.parametrize("phase", PHASES[:-1])
def test_leaving_loses_the_match_in_any_phase(phase: str) -> None:
    """A forfeit is the opponent's match at once."""
    match, now = in_phase(phase)
    assert match.handle(c.Forfeit(ONE), now) == [e.MatchEnded(TWO, "forfeit")]
    assert (match.over, match.winner, match.deadline()) == (True, TWO, None)


def random_replay(seed: int, steps: int = 150) -> tuple[Replay, list[Event], bytes]:
    """A random match, each step done on a restored copy too: both must agree.

    Their states are compared, not their bytes: defaults are left out only where they are the same object.
    """
    rng = Random(seed)
    replay = Replay((ONE, TWO), MatchOptions(best_of=rng.choice((3, 5, 7))), SEED, 0)
    match, events = Match.start(replay.players, replay.options, replay.seed, 0)
    now = 0
    for _ in range(steps):
        now += rng.choice((0, 50, 700, 3_000, 12_000))
        command = _some_command(rng, match) if rng.random() < 0.7 else None
        twin = Match.restore(match.snapshot())
        try:
            done = match.tick(now) if command is None else match.handle(command, now)
        except NotNow:
            assert match._state == twin._state
            continue
        again = twin.tick(now) if command is None else twin.handle(command, now)
        assert (again, twin._state) == (done, match._state)
        assert all(match.view(viewer, now) == view_by_name(match, viewer, now) for viewer in (None, ONE, TWO, 9))
        events += done
        replay.steps.append(Step(now, command))
    return replay, events, match.snapshot()


def view_by_name(match: Match, viewer: int | None, now_ms: int) -> MatchView:
    """What is seen of a match, field by field."""
    state, game, clock = match._state, match._game, match._state.clock
    names = {state.colors.white: "white", state.colors.black: "black"}
    return MatchView(
        game=state.game,
        best_of=state.series.best_of,
        phase=state.phase,
        phase_ms=None if state.phase_ends is None else max(0, state.phase_ends - now_ms),
        wins=dict(zip(state.series.players, state.series.wins, strict=True)),
        draws=state.series.draws,
        players=state.colors,
        color=names.get(viewer),  # type: ignore[arg-type]
        turn="white" if game.board.turn else "black",
        fen=game.board.fen(),
        layers="" if game.board.layers == NO_LAYERS else game.board.layers.text(),
        start_fen=game.start_fen,
        start_layers=game.start_layers,
        ply=game.ply,
        last_move=game.moves[-1] if game.moves else None,
        check=game.board.is_check(),
        clocks_ms=clock.times(now_ms),
        bank_ms=clock.bank,
        credit_ms=clock.credit,
        running=None if clock.running is None else "white" if clock.running else "black",
        upgrades=state.upgrades,
        armageddon=state.armageddon,
        draw_offer=names.get(state.draw_offers.offered_by),  # type: ignore[arg-type]
        by_standin=game.ply in state.standin_plies[-1:],
        draw_wait=state.colors.map(state.draw_offers.moves_to_wait),
    )


def _some_command(rng: Random, match: Match) -> Command:
    player = rng.choice((ONE, TWO))
    offers = match.offers(0)
    if offers:
        return c.ChooseUpgrade(offers[0].player, rng.choice(offers[0].upgrades))
    legal = [move.uci() for move in match._game.board.legal_moves]
    view = match.view(None, 0)
    mover = view.players.white if view.turn == "white" else view.players.black
    standin = rng.random() < 0.1
    move = c.MakeMove(mover, rng.choice(legal or ["a1a1"]), view.ply, lag_ms=rng.randint(0, 300), standin=standin)
    others: list[Command] = [
        c.OfferDraw(player),
        c.AnswerDraw(player, accept=True),
        c.Resign(player),
        c.PlayAgain(player, again=True),
    ]
    return move if rng.random() < 0.85 else rng.choice(others)


@pytest.mark.parametrize("seed", range(5))
def test_seed_and_commands_give_the_same_match(seed: int) -> None:
    """A replay through JSON ends in the same events and state; snapshots on the way behave alike."""
    replay, events, state = random_replay(seed)
    match, again = Replay.load(replay.dump()).play()
    assert again == events
    assert match.snapshot() == state


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\x00"])
def test_broken_bytes_are_a_decode_error(data: bytes) -> None:
    """Neither a snapshot nor a replay."""
    for load in (Match.restore, Replay.load):
        with pytest.raises(msgspec.DecodeError):
            load(data)


def test_time_goes_through_the_phases_in_order() -> None:
    """Left alone, a match passes from phase to phase and ends."""
    match = a_match(playing=False)
    seen = [match.view(None, 0).phase]
    while not match.over:
        go_on(match)
        seen.append(match.view(None, 0).phase)
    assert seen[:6] == ["countdown", "playing", "result", "draft", "reveal", "countdown"]

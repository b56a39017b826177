"""Whatever players do, in whatever order, at whatever time: what must hold of a match throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from game.chess.match import Command, Event, Match, MatchOptions, NotNow, Replay
from game.chess.match import commands as c
from game.chess.match import events as e
from game.chess.match.phases import PHASES, Phase
from game.chess.match.replay import Step
from game.chess.rules import REWIND
from game.chess.upgrades import CATALOGUE, board_from
from tests.helpers.extent import IN_FULL, repeated
from tests.helpers.matches import ONE, TWO

if TYPE_CHECKING:
    from game.chess.match.view import MatchView

PLAYERS = (ONE, TWO)
CODES = {"NOT_NOW", "NOT_YOUR_TURN", "ILLEGAL_MOVE", "STALE_PLY"}
players = st.sampled_from(PLAYERS)


class AnyOrder(RuleBasedStateMachine):
    """A match and its twin, restored from bytes now and then, which must never be told apart."""

    @initialize(seed=st.binary(min_size=16, max_size=16), best_of=st.sampled_from([1, 3, 5, 7]), first=st.booleans())
    def start(self, seed: bytes, best_of: int, first: bool) -> None:
        self.now_ms = 5_000
        pair = PLAYERS if first else PLAYERS[::-1]
        self.replay = Replay(pair, MatchOptions(best_of=best_of), seed, self.now_ms)
        self.match, events = Match.start(pair, self.replay.options, seed, self.now_ms)
        self.twin = Match.restore(self.match.snapshot())
        self.events = list(events)
        self.wins, self.draws = dict.fromkeys(PLAYERS, 0), 0
        self.held = False

    # --- what may happen ------------------------------------------------------------------------------------------

    @precondition(lambda self: self.match.phase == "playing")
    @rule(choices=st.lists(st.integers(0, 10_000), min_size=4, max_size=30), thought=st.integers(0, 900))
    def play_on(self, choices: list[int], thought: int) -> None:
        """A good part of a game."""
        for choice in choices:
            self.move(choice, thought, 0, None)

    @precondition(lambda self: self.match.phase == "playing")
    @rule(
        choice=st.integers(0, 10_000),
        thought=st.integers(0, 4_000),
        lag=st.integers(-50, 900),
        rtt=st.sampled_from([None, 20, 200]),
    )
    def move(self, choice: int, thought: int, lag: int, rtt: int | None) -> None:
        """Whoever is to move does, some time later."""
        self.wait(thought)
        if self.match.phase == "playing":
            if rtt is not None:
                self.do(c.Measured(self.mover, rtt))
            legal = self.legal_moves()
            self.do(c.MakeMove(self.mover, legal[choice % len(legal)], self.view.ply, lag))

    @rule(
        player=players, move=st.sampled_from(["e2e4", "e2e5", "0000", "N@b1", REWIND, "", "?"]), ply=st.integers(0, 9)
    )
    def try_a_move(self, player: int, move: str, ply: int) -> None:
        """Sensible or not."""
        self.do(c.MakeMove(player, move, ply))

    @precondition(lambda self: self.match.phase == "playing" and self.match._game.can_rewind)
    @rule()
    def rewind(self) -> None:
        self.do(c.MakeMove(self.mover, REWIND, self.view.ply))

    @rule(player=players)
    def offer_a_draw(self, player: int) -> None:
        self.do(c.OfferDraw(player))

    @precondition(lambda self: self.view.draw_offer)
    @rule(player=players)
    def withdraw(self, player: int) -> None:
        self.do(c.WithdrawDraw(player))

    @precondition(lambda self: self.match.phase == "result")
    @rule(player=players, release=st.booleans())
    def hold(self, player: int, release: bool) -> None:
        self.do(c.Release(player) if release else c.Hold(player))

    @precondition(lambda self: self.view.draw_offer)
    @rule(player=players, accept=st.booleans())
    def answer(self, player: int, accept: bool) -> None:
        self.do(c.AnswerDraw(player, accept))

    @precondition(lambda self: self.match.phase == "playing" and len(self.events) % 2 == 1)
    @rule(player=players)
    def resign(self, player: int) -> None:
        self.do(c.Resign(player))

    @precondition(lambda self: len(self.events) % 5 == 0)
    @rule(player=players, draw=st.booleans())
    def stay_away(self, player: int, draw: bool) -> None:
        self.do(c.Abandon(player, draw))

    @precondition(lambda self: self.match.phase == "draft")
    @rule(player=players, card=st.integers(0, 2))
    def choose(self, player: int, card: int) -> None:
        for offer in self.match.offers(self.now_ms):
            if offer.player == player:
                self.do(c.ChooseUpgrade(player, offer.upgrades[card % len(offer.upgrades)]))

    @precondition(lambda self: self.match.phase in ("draft", "reveal"))
    @rule(player=players, upgrade=st.sampled_from(sorted(CATALOGUE)))
    def choose_what_is_hardly_offered(self, player: int, upgrade: str) -> None:
        self.do(c.ChooseUpgrade(player, upgrade))

    @precondition(lambda self: self.match.over or len(self.events) % 17 == 16)
    @rule(player=players)
    def leave(self, player: int) -> None:
        self.do(c.Forfeit(player))

    @precondition(lambda self: self.match.over or len(self.events) % 7 == 6)
    @rule(
        player=players,
        again=st.booleans(),
        best_of=st.sampled_from([None, 3, 5]),
        base_ms=st.sampled_from([None, 30_000]),
    )
    def play_again(self, player: int, again: bool, best_of: int | None, base_ms: int | None) -> None:
        self.do(c.PlayAgain(player, again, best_of, base_ms))

    @rule(ms=st.sampled_from([0, 1, 50, 900, 3_000]))
    def wait(self, ms: int) -> None:
        """Time passes; as on a server, somebody looks at the clock."""
        self.now_ms += ms
        self.do(None)

    @precondition(lambda self: self.match.phase != "playing" or len(self.events) % 4 == 0)
    @rule()
    def wait_for_what_is_due(self) -> None:
        self.wait(max(0, (self.match.deadline() or self.now_ms) - self.now_ms))

    @rule()
    def restore(self) -> None:
        """The twin goes through bytes."""
        self.twin = Match.restore(self.twin.snapshot())

    # --- how ------------------------------------------------------------------------------------------------------

    def do(self, command: Command | None) -> None:
        before = (self.match.snapshot(), self.match.phase)
        try:
            events = self.tell(self.match, command)
        except NotNow as refused:
            assert refused.code in CODES
            assert self.match.snapshot() == before[0]
            self.refuses_too(self.twin, command)
            return
        assert self.tell(self.twin, command) == events
        self.replay.steps.append(Step(self.now_ms, command))
        self.events += events
        self.look_at(events, before[1])

    def tell(self, match: Match, command: Command | None) -> list[Event]:
        return match.tick(self.now_ms) if command is None else match.handle(command, self.now_ms)

    def refuses_too(self, match: Match, command: Command | None) -> None:
        try:
            self.tell(match, command)
        except NotNow:
            return
        raise AssertionError(f"the twin allows {command}")

    def look_at(self, events: list[Event], phase: Phase) -> None:
        for event in events:
            self.keep_score(event)
        if len(events) <= 1 and phase != self.match.phase:
            assert self.match.phase in PHASES[phase].leads_to

    def keep_score(self, event: Event) -> None:
        match event:
            case e.GameEnded(_, None):
                self.draws += 1
            case e.GameEnded(_, winner) if winner is not None:
                self.wins[winner] += 1
            case e.MatchHeld():
                self.held = True
            case e.MatchReleased() | e.GameStarted():
                self.held = False
            case e.MatchRestarted():
                self.wins, self.draws = dict.fromkeys(PLAYERS, 0), 0
            case e.MatchEnded(winner):
                assert winner in PLAYERS
                assert winner == self.match.winner
            case _:
                pass

    @property
    def view(self) -> MatchView:
        return self.match.view(None, self.now_ms)

    @property
    def mover(self) -> int:
        mover = self.match.to_move
        assert mover is not None
        return mover

    def legal_moves(self) -> list[str]:
        """As a client finds them, from what it is sent."""
        view = self.view
        return [move.uci() for move in board_from(view.fen, view.upgrades, view.layers).legal_moves]

    # --- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def the_twin_is_the_same(self) -> None:
        assert self.twin.snapshot() == self.match.snapshot()
        assert self.twin.deadline() == self.match.deadline()
        assert [self.twin.view(each, self.now_ms) for each in (*PLAYERS, None)] == [
            self.match.view(each, self.now_ms) for each in (*PLAYERS, None)
        ]

    @invariant()
    def no_clock_is_negative(self) -> None:
        view = self.view
        for color in chess.COLORS:
            assert view.clocks_ms[color] >= 0
            assert 0 <= view.bank_ms[color] <= self.match._state.clock.rule.cap
        assert (view.running is not None) == (view.phase == "playing")

    @invariant()
    def something_is_due_unless_the_match_is_held_or_over(self) -> None:
        held = self.held and self.match.phase == "result"
        assert (self.match.deadline() is None) == (held or self.match.over)
        assert (self.view.phase_ms is None) == (held or self.match.phase in ("playing", "over"))

    @invariant()
    def the_score_adds_up(self) -> None:
        view = self.view
        assert (view.wins, view.draws) == (self.wins, self.draws)
        assert sum(self.match.score().values()) == sum(self.wins.values()) + self.draws
        open_ones = sum(self.wins.values()) + self.draws + (self.match.phase in ("countdown", "playing"))
        assert view.game == open_ones or self.match.over

    @invariant()
    def offers_stand_in_the_draft_alone(self) -> None:
        offers = self.match.offers(self.now_ms)
        assert bool(offers) == (self.match.phase == "draft")
        for offer in offers:
            assert len(set(offer.upgrades)) == len(offer.upgrades) > 1
            assert not set(offer.upgrades) & set(self.match.upgrades_of(offer.player))

    @invariant()
    def nobody_owns_what_excludes_each_other(self) -> None:
        for player in PLAYERS:
            owned = self.match.upgrades_of(player)
            assert len(set(owned)) == len(owned)
            assert not any(CATALOGUE[each].excludes & set(owned) for each in owned)

    @invariant()
    def a_running_game_has_a_legal_move(self) -> None:
        if self.match.phase == "playing":
            assert self.legal_moves()

    def teardown(self) -> None:
        """All of it once more, from the record."""
        if not hasattr(self, "replay"):
            return
        again, events = Replay.load(self.replay.dump()).play()
        assert events == self.events
        assert again.snapshot() == self.match.snapshot()


def run(examples: int, steps: int, *, derandomize: bool) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=derandomize,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AnyOrder, settings=chosen)


def test_a_match_keeps_its_invariants_for_commands_in_any_order() -> None:
    """Nothing that players do breaks what must hold."""
    run(30, 50, derandomize=True)


@pytest.mark.slow
def test_a_match_keeps_its_invariants_for_commands_in_any_order_for_long() -> None:
    """Longer ones, and in full other orders each time."""
    run(repeated(200, 50), 120, derandomize=not IN_FULL)

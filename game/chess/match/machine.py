"""The match as a state machine: commands and time come in, events come out.

It has no I/O and no clock of its own, and its only random numbers follow from the seed. Times are in ms on the caller's
clock. `phases` has the table of phases and transitions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import chess
import msgspec
from msgspec.structs import replace

from game.chess.match import commands as c
from game.chess.match import events as e
from game.chess.match import transitions
from game.chess.match.draft import Offer, Pick
from game.chess.match.growing import GrowingList
from game.chess.match.phases import PHASES, Phase
from game.chess.match.seeded_random import SeededRandom
from game.chess.match.state import MatchOptions, MatchState
from game.chess.match.targets import Choices, choices
from game.chess.match.terms import Terms
from game.chess.match.view import GameRecord, MatchView, record_of, view_of
from game.chess.rules import Game, GameResult, IllegalMove, Reason
from game.chess.upgrades import new_board

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.chess.match.clock import Clock


class NotNow(Exception):
    """The match refuses a command. `code` is the reason as the wire has it, such as `NOT_YOUR_TURN`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(MatchState)


class Match:
    """One match between two players, from the first countdown to the final score, and their rematches.

    `MatchState` is the whole state. The `Game` beside it only saves replaying the moves.
    """

    def __init__(self, state: MatchState) -> None:
        self._state = state
        # When a clock runs out, of the clock that was asked last: several ask about each.
        self._clock: Clock | None = None
        self._clock_due: int | None = None
        self._moves, self._left_ms = GrowingList(), GrowingList()
        self._load_game()

    # --- starting and storing -------------------------------------------------------------------------------------

    @classmethod
    def start(
        cls, players: tuple[int, int], options: MatchOptions, seed: bytes, now_ms: int, *, deciding: bool = False
    ) -> tuple[Match, list[e.Event]]:
        """A match whose first countdown begins now, and its first events.

        Args:
            players: their numbers in the room.
            options: what the host chose.
            seed: decides who has White first and which upgrades are offered.
            now_ms: the time.
            deciding: whether it consists of the deciding game (Armageddon) alone.
        """
        white = players[0] if SeededRandom(seed, "colours").below(2) else players[1]
        begin = transitions.deciding_game if deciding else transitions.first_game
        state, started = begin(players, white, options, seed, now_ms)
        return cls(state), [started]

    def snapshot(self) -> bytes:
        """The whole state as bytes."""
        state = self._state
        if state.moves:
            moves, left_ms = self._moves.encoded(state.moves), self._left_ms.encoded(state.left_ms)
            state = replace(state, moves=moves, left_ms=left_ms)
        return _encoder.encode(state)

    @classmethod
    def restore(cls, data: bytes) -> Match:
        """The match of a snapshot. It behaves exactly like the match that made the snapshot.

        Raises:
            msgspec.DecodeError: the bytes are not a snapshot.
        """
        return cls(_decoder.decode(data))

    def _load_game(self) -> None:
        state = self._state
        self._game = Game(new_board(state.upgrades), state.moves)
        # The game and the state share one list: the game appends to it, the state stores it.
        state.moves = self._game.moves

    # --- commands -------------------------------------------------------------------------------------------------

    def handle(self, command: c.Command, now_ms: int) -> list[e.Event]:
        """Do what a player asks, and return what has happened.

        Raises:
            NotNow: the command is not allowed now; nothing has changed.
        """
        state = self._state
        if command.player not in state.series.players or type(command) not in PHASES[state.phase].accepts:
            raise NotNow("NOT_NOW")
        match command:
            case c.MakeMove():
                return self._make_move(command, now_ms)
            case c.Measured(player, rtt_ms):
                return self._measured(player, rtt_ms)
            case c.ChooseUpgrade(player, upgrade, auto):
                return self._choose_upgrade(player, upgrade, now_ms, auto=auto)
            case c.Resign(player):
                return self._end_game(GameResult(Reason.RESIGNATION, not state.color_of(player)), now_ms)
            case c.OfferDraw(player):
                return self._offer_draw(player, now_ms)
            case c.WithdrawDraw(player):
                return self._withdraw_draw(player)
            case c.AnswerDraw(player, accept):
                return self._answer_draw(player, accept=accept, now_ms=now_ms)
            case c.Abandon(player, draw):
                return self._abandon(player, now_ms, draw=draw)
            case c.Hold(player):
                state.enter("result", None)
                return [e.MatchHeld(player)]
            case c.Release(player):
                return self._release(player, now_ms)
            case c.PlayAgain():
                return self._play_again(command, now_ms)
            case c.Forfeit(player, away):
                return transitions.forfeit(state, player, now_ms, away=away)
            case _:
                assert_never(command)

    def _make_move(self, command: c.MakeMove, now_ms: int) -> list[e.Event]:
        state, game = self._state, self._game
        color = game.board.turn
        if state.colors[color] != command.player:
            # A client that resends its last move is no longer the one to move.
            raise NotNow("STALE_PLY" if command.ply < game.ply else "NOT_YOUR_TURN")
        if command.ply != game.ply:
            raise NotNow("STALE_PLY")
        clock = state.clock.press(now_ms, claimed_lag_ms=command.lag_ms)
        if clock.remaining[color] <= 0:
            # It is not played, so it must not be answered as done. The flag falls by itself.
            raise NotNow("NOT_NOW")
        try:
            game.play(command.move)
        except IllegalMove as error:
            raise NotNow("ILLEGAL_MOVE") from error
        # After a rewind the same player is to move, and their clock runs on.
        if game.board.turn != color:
            state.clock = clock
            state.draw_offers = state.draw_offers.moved(command.player)
        state.left_ms.append(state.clock.left(color, now_ms))
        if command.standin:
            state.standin_plies.append(game.ply)
        events: list[e.Event] = [e.MoveMade(command.player, command.move, game.ply)]
        if game.result:
            return [*events, *self._end_game(game.result, now_ms)]
        # A move declines the opponent's open draw offer, but leaves the mover's own offer open.
        if state.draw_offers.offered_by not in {None, command.player}:
            state.draw_offers = state.draw_offers.closed()
            events.append(e.DrawDeclined(command.player))
        return events

    def _measured(self, player: int, rtt_ms: int) -> list[e.Event]:
        state = self._state
        state.rtt = {**state.rtt, player: rtt_ms}
        state.clock = state.clock.measured(state.color_of(player), rtt_ms)
        return []

    def _offer_draw(self, player: int, now_ms: int) -> list[e.Event]:
        self._require_that_draws_exist()
        state = self._state
        if state.draw_offers.offered_by not in {None, player}:
            # Both players have offered a draw, so they agree.
            return self._answer_draw(player, accept=True, now_ms=now_ms)
        if state.draw_offers.moves_to_wait(player):
            raise NotNow("NOT_NOW")
        state.draw_offers = state.draw_offers.offered(player)
        return [e.DrawOffered(player)]

    def _withdraw_draw(self, player: int) -> list[e.Event]:
        state = self._state
        if state.draw_offers.offered_by != player:
            raise NotNow("NOT_NOW")
        state.draw_offers = state.draw_offers.closed()
        return [e.DrawWithdrawn(player)]

    def _answer_draw(self, player: int, *, accept: bool, now_ms: int) -> list[e.Event]:
        state = self._state
        if state.draw_offers.offered_by != state.series.opponent(player):
            raise NotNow("NOT_NOW")
        if accept:
            return self._end_game(GameResult(Reason.AGREEMENT), now_ms)
        state.draw_offers = state.draw_offers.closed()
        return [e.DrawDeclined(player)]

    def _abandon(self, player: int, now_ms: int, *, draw: bool) -> list[e.Event]:
        if draw:
            self._require_that_draws_exist()
        winner = None if draw else not self._state.color_of(player)
        return self._end_game(GameResult(Reason.ABANDONED, winner), now_ms)

    def _require_that_draws_exist(self) -> None:
        """Refuse in Armageddon: a draw wins for Black there, so nobody can agree on one."""
        if self._state.armageddon:
            raise NotNow("NOT_NOW")

    def _choose_upgrade(self, player: int, upgrade: str, now_ms: int, *, auto: bool) -> list[e.Event]:
        state = self._state
        if not state.draft.may_pick(player, upgrade):
            raise NotNow("NOT_NOW")
        state.draft = state.draft.with_pick(player, Pick(upgrade, auto))
        return transitions.end_draft(state, now_ms) if state.draft.complete else [e.PickMade(player)]

    def _release(self, player: int, now_ms: int) -> list[e.Event]:
        if self._state.phase_ends is not None:
            raise NotNow("NOT_NOW")
        self._state.enter("result", now_ms + self._state.options.result_ms)
        return [e.MatchReleased(player)]

    def _play_again(self, command: c.PlayAgain, now_ms: int) -> list[e.Event]:
        state, player, standing = self._state, command.player, self.again_terms
        terms = Terms(command.best_of or standing.best_of, command.base_ms or standing.base_ms)
        if state.left or (terms != standing and not terms.sensible):
            raise NotNow("NOT_NOW")
        if not command.again:
            state.rematch = state.rematch.with_no_from(player)
            return [e.AgainAsked(player, again=False)]
        state.rematch = state.rematch.with_yes_from(player, terms, standing)
        asked = e.AgainAsked(player, again=True, terms=terms)
        if len(state.rematch.wanted_by) < len(state.series.players):
            return [asked]
        started = transitions.rematch(state, now_ms)
        self._load_game()
        return [asked, e.MatchRestarted(), started]

    # --- time -----------------------------------------------------------------------------------------------------

    def deadline(self) -> int | None:
        """When `tick` is due next, in ms; None if nothing happens without a command."""
        if self._state.phase != "playing":
            return self._state.phase_ends
        clock = self._state.clock
        if clock is not self._clock:
            self._clock, self._clock_due = clock, clock.deadline()
        return self._clock_due

    def tick(self, now_ms: int) -> list[e.Event]:
        """Do what was due by now, and return what has happened."""
        events: list[e.Event] = []
        while (due := self.deadline()) is not None and due <= now_ms:
            # At the time when it was due, so that a late tick gives the same match as a punctual one.
            events += self._time_is_up(due)
        return events

    def _time_is_up(self, now_ms: int) -> list[e.Event]:
        state = self._state
        match state.phase:
            case "countdown":
                state.clock = state.clock.start(chess.WHITE, now_ms)
                state.enter("playing", None)
                return [e.ClockStarted()]
            case "playing":
                return self._end_game(self._game.result_on_flag(self._game.board.turn), now_ms)
            case "result":
                return transitions.open_draft(state, now_ms) or self._next_game(now_ms)
            case "draft":
                return transitions.end_draft(state, now_ms)
            case "reveal":
                return self._next_game(now_ms)
            case "over":
                return []
            case _:
                assert_never(state.phase)

    def _end_game(self, result: GameResult, now_ms: int) -> list[e.Event]:
        return transitions.end_game(self._state, result, now_ms)

    def _next_game(self, now_ms: int) -> list[e.Event]:
        started = transitions.next_game(self._state, now_ms)
        self._load_game()
        return [started]

    # --- questions ------------------------------------------------------------------------------------------------

    def view(self, viewer: int | None, now_ms: int) -> MatchView:
        """The match as `viewer` sees it. None, or anybody who does not play, sees it as a spectator."""
        return view_of(self._state, self._game, viewer, now_ms)

    def choices(self, color: chess.Color) -> Choices:
        """The moves or premoves of a colour, for clients that do not know the rules."""
        return choices(self._state, self._game, color)

    def offers(self, now_ms: int) -> list[Offer]:
        """The offers of players who have not picked yet. Both players see them."""
        return [offer for offer in self._state.offers(now_ms) if not offer.picked]

    def offers_seen_by(self, viewer: int | None, now_ms: int) -> list[Offer]:
        """All offers of the draft, without the viewer's own once they have picked."""
        return [offer for offer in self._state.offers(now_ms) if offer.player != viewer or not offer.picked]

    def pick_of(self, player: int | None) -> str | None:
        """What `player` has picked in a draft that still runs. Only they may see it."""
        pick = None if player is None else self._state.draft.picks.get(player)
        return pick.upgrade if pick else None

    def moves(self) -> Sequence[str]:
        """The moves of the current game, in UCI."""
        return tuple(self._game.moves)

    def record(self) -> GameRecord:
        """The history of the current game: moves and clock times."""
        return record_of(self._state)

    def score(self) -> dict[int, float]:
        """Player -> points: one for a won game, half for a drawn one."""
        series = self._state.series
        return {player: series.score(player) for player in series.players}

    @property
    def winner(self) -> int | None:
        """The winner of the match; None while it is undecided."""
        if self._state.forfeited_by is not None:
            return self._state.series.opponent(self._state.forfeited_by)
        return self._state.series.winner

    @property
    def chosen_cards(self) -> tuple[str, ...]:
        """The upgrades that testers chose to be offered. A match with any must never be rated."""
        return self._state.options.cards

    @property
    def phase(self) -> Phase:
        """The current phase."""
        return self._state.phase

    @property
    def armageddon(self) -> bool:
        """Whether the current game decides the match, with a draw as a win for Black."""
        return self._state.armageddon

    @property
    def to_move(self) -> int | None:
        """The player whose clock runs; None while no clock runs."""
        return self._state.colors[self._game.board.turn] if self._state.phase == "playing" else None

    @property
    def again(self) -> list[int]:
        """The players who want another match."""
        return list(self._state.rematch.wanted_by)

    @property
    def again_terms(self) -> Terms:
        """The terms of another match, as proposed so far."""
        return self._state.rematch.terms or self._state.options.terms

    @property
    def options(self) -> MatchOptions:
        """The options of this match."""
        return self._state.options

    def opponent(self, player: int) -> int:
        """The other player."""
        return self._state.series.opponent(player)

    def upgrades_of(self, player: int) -> tuple[str, ...]:
        """The upgrades that a player has from the next game on; the oldest first."""
        return self._state.owned[player]

    @property
    def over(self) -> bool:
        """Whether the match has ended. The players may still start another one."""
        return self._state.phase == "over"

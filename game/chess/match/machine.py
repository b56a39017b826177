"""The match as a machine: commands and time in, events out. No I/O, no clock of its own, no dice but the seed's.

A game goes through the phases of `FOLLOWS`; time alone ends all but playing (there a flag falls) and over.

`MatchState` is everything that there is, as plain data; the running `Game` beside it only saves replaying its moves. A
refused command raises `NotNow` and changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import chess
import msgspec

from game.chess.match import commands as c
from game.chess.match import events as e
from game.chess.match.draft import Dice, deal
from game.chess.match.draws import Draws
from game.chess.match.hands import Hands, Pick
from game.chess.match.series import Series, armageddon_winner
from game.chess.match.state import NO_UPGRADES, MatchOptions, MatchState, clock_of
from game.chess.match.targets import Choices, choices
from game.chess.match.view import GameRecord, MatchView, Offer, Phase, record_of, view_of
from game.chess.rules import ByColor, Ending, Game, IllegalMove, Reason
from game.chess.upgrades import new_board

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLLOWS: Mapping[Phase, frozenset[Phase]] = {
    "countdown": frozenset({"playing", "over"}),
    "playing": frozenset({"result", "over"}),
    # From itself to itself while somebody who is away holds the match up.
    "result": frozenset({"draft", "countdown", "result", "over"}),
    "draft": frozenset({"reveal", "over"}),
    "reveal": frozenset({"countdown", "over"}),
    "over": frozenset({"countdown"}),
}
"""From phase to phase; over follows on all, for a player can leave at any time, and a new match on over."""


class NotNow(Exception):
    """The command is not allowed now; `code` says why, in the words of the wire."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(MatchState)


class Match:
    """One match between two players, from the first countdown to the final score (and again)."""

    def __init__(self, state: MatchState) -> None:
        self._state = state
        self._game = Game(new_board(state.upgrades), state.moves)
        # One list for both: the game appends, the state serialises.
        state.moves = self._game.moves

    # --- life -----------------------------------------------------------------------------------------------------

    @classmethod
    def start(
        cls, players: tuple[int, int], options: MatchOptions, seed: bytes, now_ms: int
    ) -> tuple[Match, list[e.Event]]:
        """A match whose first countdown begins now. Lots drawn from `seed` decide who has White."""
        first, second = players if Dice(seed, "colours").below(2) else reversed(players)
        colors = ByColor(first, second)
        state = MatchState(
            options=options,
            seed=seed,
            series=Series(options.best_of, players),
            owned=dict.fromkeys(players, ()),
            colors=colors,
            game=1,
            clock=clock_of(options, NO_UPGRADES, armageddon=False),
            phase_ends=now_ms + options.countdown_ms,
        )
        match = cls(state)
        return match, [match._game_started()]

    def snapshot(self) -> bytes:
        """The state as bytes."""
        return _encoder.encode(self._state)

    @classmethod
    def restore(cls, data: bytes) -> Match:
        """The match of a snapshot, behaving exactly as the one it was taken of.

        Raises:
            msgspec.DecodeError: the bytes are no snapshot.
        """
        return cls(_decoder.decode(data))

    # --- commands -------------------------------------------------------------------------------------------------

    def handle(self, command: c.Command, now_ms: int) -> list[e.Event]:
        """Do what a player asks.

        Raises:
            NotNow: it is not allowed; nothing has changed.
        """
        if command.player not in self._state.series.players:
            raise NotNow("NOT_NOW")
        match command:
            case c.MakeMove():
                return self._make_move(command, now_ms)
            case c.Measured(player, rtt_ms):
                return self._measured(player, rtt_ms)
            case c.ChooseUpgrade(player, upgrade, auto):
                return self._choose_upgrade(player, upgrade, now_ms, auto=auto)
            case c.Resign(player):
                self._require("playing")
                return self._end_game(Ending(Reason.RESIGNATION, not self._state.color_of(player)), now_ms)
            case c.OfferDraw(player):
                return self._offer_draw(player, now_ms)
            case c.WithdrawDraw(player):
                return self._withdraw_draw(player)
            case c.AnswerDraw(player, accept):
                return self._answer_draw(player, accept=accept, now_ms=now_ms)
            case c.Abandon(player, draw):
                self._require("playing")
                if draw:
                    self._require_draws()
                return self._end_game(
                    Ending(Reason.ABANDONED, None if draw else not self._state.color_of(player)), now_ms
                )
            case c.Hold(player):
                self._require("result")
                self._enter("result", None)
                return [e.MatchHeld(player)]
            case c.Release(player):
                return self._release(player, now_ms)
            case c.PlayAgain(player, again):
                return self._play_again(player, again=again, now_ms=now_ms)
            case c.Forfeit(player, away):
                return self._forfeit(player, now_ms, away=away)
            case _:
                assert_never(command)

    def _make_move(self, command: c.MakeMove, now_ms: int) -> list[e.Event]:
        state, game = self._state, self._game
        self._require("playing")
        color = game.board.turn
        if state.colors[color] != command.player:
            # A resend of the move just made comes from the player who is no longer to move.
            raise NotNow("STALE_PLY" if command.ply < game.ply else "NOT_YOUR_TURN")
        if command.ply != game.ply:
            raise NotNow("STALE_PLY")
        clock = state.clock.press(now_ms, claimed_lag_ms=command.lag_ms)
        if clock.remaining[color] <= 0:
            return self._end_game(game.flag(color), now_ms)
        try:
            game.play(command.move)
        except IllegalMove as error:
            raise NotNow("ILLEGAL_MOVE") from error
        # After a rewind the same player is to move, on the same running clock.
        if game.board.turn != color:
            state.clock = clock
            state.draws = state.draws.moved(command.player)
        state.left_ms.append(state.clock.times(now_ms)[color])
        if command.standin:
            state.standin_plies.append(game.ply)
        events: list[e.Event] = [e.MoveMade(command.player, command.move, game.ply)]
        if game.ending:
            return [*events, *self._end_game(game.ending, now_ms)]
        # The opponent's move declines a standing offer; one's own leaves it standing.
        if state.draws.offered_by not in {None, command.player}:
            state.draws = state.draws.closed()
            events.append(e.DrawDeclined(command.player))
        return events

    def _measured(self, player: int, rtt_ms: int) -> list[e.Event]:
        state = self._state
        state.rtt = {**state.rtt, player: rtt_ms}
        state.clock = state.clock.measured(self._state.color_of(player), rtt_ms)
        return []

    def _offer_draw(self, player: int, now_ms: int) -> list[e.Event]:
        self._require("playing")
        self._require_draws()
        state = self._state
        if state.draws.offered_by not in {None, player}:
            # Two who both offer agree.
            return self._answer_draw(player, accept=True, now_ms=now_ms)
        if state.draws.missing(player):
            raise NotNow("NOT_NOW")
        state.draws = state.draws.offered(player)
        return [e.DrawOffered(player)]

    def _withdraw_draw(self, player: int) -> list[e.Event]:
        state = self._state
        if state.draws.offered_by != player:
            raise NotNow("NOT_NOW")
        state.draws = state.draws.closed()
        return [e.DrawWithdrawn(player)]

    def _require_draws(self) -> None:
        """In Armageddon a draw is Black's win: nobody can agree on one."""
        if self._state.armageddon:
            raise NotNow("NOT_NOW")

    def _answer_draw(self, player: int, *, accept: bool, now_ms: int) -> list[e.Event]:
        self._require("playing")
        state = self._state
        if state.draws.offered_by != state.series.opponent(player):
            raise NotNow("NOT_NOW")
        if accept:
            return self._end_game(Ending(Reason.AGREEMENT), now_ms)
        state.draws = state.draws.closed()
        return [e.DrawDeclined(player)]

    def _choose_upgrade(self, player: int, upgrade: str, now_ms: int, *, auto: bool) -> list[e.Event]:
        self._require("draft")
        state = self._state
        if not state.hands.allow(player, upgrade):
            raise NotNow("NOT_NOW")
        state.hands = state.hands.with_pick(player, Pick(upgrade, auto))
        return self._end_draft(now_ms) if state.hands.complete else [e.PickMade(player)]

    def _play_again(self, player: int, *, again: bool, now_ms: int) -> list[e.Event]:
        state = self._state
        self._require("over")
        if state.left:
            raise NotNow("NOT_NOW")
        others = [other for other in state.again if other != player]
        state.again = [*others, player] if again else others
        asked = e.AgainAsked(player, again)
        if len(state.again) < len(state.series.players):
            return [asked]
        return [asked, e.MatchRestarted(), *self._restart(now_ms)]

    def _release(self, player: int, now_ms: int) -> list[e.Event]:
        self._require("result")
        if self._state.phase_ends is not None:
            raise NotNow("NOT_NOW")
        self._enter("result", now_ms + self._state.options.result_ms)
        return [e.MatchReleased(player)]

    def _forfeit(self, player: int, now_ms: int, *, away: bool) -> list[e.Event]:
        state = self._state
        if state.phase == "over":
            raise NotNow("NOT_NOW")
        state.forfeited_by, state.left = player, not away
        state.clock = state.clock.stop(now_ms)
        state.hands = Hands()
        self._enter("over", None)
        return [e.MatchEnded(state.series.opponent(player), "abandoned" if away else "forfeit")]

    def _require(self, phase: Phase) -> None:
        if self._state.phase != phase:
            raise NotNow("NOT_NOW")

    # --- time -----------------------------------------------------------------------------------------------------

    def deadline(self) -> int | None:
        """When `tick` is next due."""
        if self._state.phase == "playing":
            return self._state.clock.deadline()
        return self._state.phase_ends

    def tick(self, now_ms: int) -> list[e.Event]:
        """What time alone has done by now."""
        events: list[e.Event] = []
        while (due := self.deadline()) is not None and due <= now_ms:
            # A late tick does what was due at its own time: what follows is then due that much earlier.
            events += self._time_is_up(due)
        return events

    def _time_is_up(self, now_ms: int) -> list[e.Event]:
        match self._state.phase:
            case "countdown":
                self._state.clock = self._state.clock.start(chess.WHITE, now_ms)
                self._enter("playing", None)
                return [e.ClockStarted()]
            case "playing":
                return self._end_game(self._game.flag(self._game.board.turn), now_ms)
            case "result":
                return self._after_result(now_ms)
            case "draft":
                return self._end_draft(now_ms)
            case "reveal":
                return self._next_game(now_ms)
            case "over":
                return []
            case _:
                assert_never(self._state.phase)

    # --- from one phase to the next -------------------------------------------------------------------------------

    def _enter(self, phase: Phase, ends: int | None) -> None:
        assert phase in FOLLOWS[self._state.phase], f"{phase} cannot follow on {self._state.phase}"
        self._state.phase = phase
        self._state.phase_ends = ends

    def _end_game(self, ending: Ending, now_ms: int) -> list[e.Event]:
        state = self._state
        color = armageddon_winner(ending.winner) if state.armageddon else ending.winner
        winner = None if color is None else state.colors[color]
        state.clock = state.clock.stop(now_ms)
        state.ending = ending
        state.draws = state.draws.closed()
        state.series = state.series.after(winner)
        self._enter("result", now_ms + state.options.result_ms)
        ended: e.Event = e.GameEnded(state.game, winner, ending.reason)
        if state.series.winner is None:
            return [ended]
        self._enter("over", None)
        return [ended, e.MatchEnded(state.series.winner, "armageddon" if state.armageddon else "score")]

    def _after_result(self, now_ms: int) -> list[e.Event]:
        state = self._state
        draft, winner = f"{state.round}/{state.game}", state.last_winner
        dealt = deal(
            state.seed,
            draft,
            state.series,
            state.owned,
            winner=winner,
            offered=state.offered,
            cards=state.options.cards,
            base_ms=state.options.base_ms,
        )
        if not dealt:
            return self._next_game(now_ms)
        state.hands = Hands(dealt)
        state.offered = [*state.offered, *(upgrade for hand in dealt.values() for upgrade in hand)]
        self._enter("draft", now_ms + state.options.draft_ms)
        return [e.DraftOpened(player, upgrades, state.options.draft_ms) for player, upgrades in dealt.items()]

    def _end_draft(self, now_ms: int) -> list[e.Event]:
        """All picks are shown; whoever has made none gets the first card."""
        state = self._state
        picks = state.hands.outcome()
        for player, pick in picks.items():
            state.owned = {**state.owned, player: (*state.owned[player], pick.upgrade)}
        state.hands = Hands()
        self._enter("reveal", now_ms + state.options.reveal_ms)
        return [e.UpgradeChosen(player, pick.upgrade, pick.auto) for player, pick in picks.items()]

    def _next_game(self, now_ms: int) -> list[e.Event]:
        state = self._state
        state.game += 1
        state.colors = ByColor(state.colors.black, state.colors.white)
        state.armageddon = state.series.next_is_armageddon
        return self._set_up(now_ms)

    def _restart(self, now_ms: int) -> list[e.Event]:
        """Another match of the same two: a clean slate and, against the last game, swapped colours."""
        state = self._state
        players = state.series.players
        state.round += 1
        state.game = 1
        state.series = Series(state.options.best_of, players)
        state.owned = dict.fromkeys(players, ())
        state.offered = []
        state.again = []
        state.armageddon = False
        state.forfeited_by = None
        state.colors = ByColor(state.colors.black, state.colors.white)
        return self._set_up(now_ms)

    def _set_up(self, now_ms: int) -> list[e.Event]:
        state = self._state
        state.ending = None
        state.upgrades = state.colors.map(state.owned.__getitem__)
        rtt = state.colors.map(lambda player: state.rtt.get(player, 0))
        state.clock = clock_of(state.options, state.upgrades, armageddon=state.armageddon, rtt=rtt)
        state.draws = Draws()
        self._game = Game(new_board(state.upgrades))
        state.moves = self._game.moves
        state.left_ms, state.standin_plies = [], []
        self._enter("countdown", now_ms + state.options.countdown(armageddon=state.armageddon))
        return [self._game_started()]

    def _game_started(self) -> e.GameStarted:
        state = self._state
        countdown_ms = state.options.countdown(armageddon=state.armageddon)
        return e.GameStarted(
            state.game, state.colors.white, state.colors.black, countdown_ms, armageddon=state.armageddon
        )

    # --- what may be seen -----------------------------------------------------------------------------------------

    def view(self, viewer: int | None, now_ms: int) -> MatchView:
        """The match as `viewer` sees it; anyone who does not play sees it as a spectator."""
        return view_of(self._state, self._game, viewer, now_ms)

    def choices(self, color: chess.Color) -> Choices:
        """What a colour may do on the board now, or choose beforehand: for players' programs that know no rules."""
        return choices(self._state, self._game, color)

    def offers(self, now_ms: int) -> list[Offer]:
        """Who is still to choose, and between what. Both players see it: hands are open."""
        return [offer for offer in self._state.offers(now_ms) if not offer.picked]

    def offers_seen_by(self, viewer: int | None, now_ms: int) -> list[Offer]:
        """The hands in a draft, but the viewer's own once they have chosen: picks are hidden, hands are not."""
        return [offer for offer in self._state.offers(now_ms) if offer.player != viewer or not offer.picked]

    def pick_of(self, player: int | None) -> str | None:
        """What `player` has chosen in a draft that still runs: for their own eyes."""
        pick = None if player is None else self._state.hands.picks.get(player)
        return pick.upgrade if pick else None

    def moves(self) -> Sequence[str]:
        """The current game's moves, UCI."""
        return tuple(self._game.moves)

    def record(self) -> GameRecord:
        """How the current game came to where it is."""
        return record_of(self._state)

    def score(self) -> dict[int, float]:
        """Games won and half the draws, by player."""
        series = self._state.series
        return {player: series.score(player) for player in series.players}

    @property
    def winner(self) -> int | None:
        """Who has won the match; None while it is open."""
        if self._state.forfeited_by is not None:
            return self._state.series.opponent(self._state.forfeited_by)
        return self._state.series.winner

    @property
    def chosen_cards(self) -> tuple[str, ...]:
        """The cards that somebody chose for the draft; a match with any must never be rated."""
        return self._state.options.cards

    @property
    def phase(self) -> Phase:
        """Where the match stands."""
        return self._state.phase

    @property
    def armageddon(self) -> bool:
        """Whether this game decides, and a draw wins for Black."""
        return self._state.armageddon

    @property
    def to_move(self) -> int | None:
        """Whose clock runs; None while nobody's does."""
        return self._state.colors[self._game.board.turn] if self._state.phase == "playing" else None

    @property
    def again(self) -> list[int]:
        """Who wants another match."""
        return list(self._state.again)

    def opponent(self, player: int) -> int:
        """The other one."""
        return self._state.series.opponent(player)

    def upgrades_of(self, player: int) -> tuple[str, ...]:
        """What a player owns from the next game on."""
        return self._state.owned[player]

    @property
    def over(self) -> bool:
        """Whether the match has ended (it may still be played again)."""
        return self._state.phase == "over"

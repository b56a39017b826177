"""Chess as a room plays it: a match, the policy for absent players, and what the match has shown so far.

The machine adds absences to the match and says what each viewer is told (`chess_news`). All rules are the match's.
"""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from game.chess.bot.interface import Situation
from game.chess.match import commands, events
from game.chess.match.machine import Match, NotNow
from game.chess.match.state import MatchOptions
from netcode import messages
from netcode.refusals import Refusal
from server.games.absence import CARD_AFTER_MS, BotSatDown, DecisionAsked, Takeover
from server.games.base import BaseMachine
from server.games.bots import Task
from server.games.chess_history import History
from server.games.chess_news import (
    TARGETS,
    ChessNews,
    board_state,
    game_over,
    match_over,
    player_of,
    question,
    terms_of,
    upgrade_chosen,
    waits,
    with_targets,
)
from server.games.chess_record import outcome_of
from server.games.interface import BotTask
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.chess.match.view import MatchView
    from netcode.messages import Request
    from server.games.interface import Events, Outcome, Recorded, ToCommand, Viewer

_NOBODY: Final[frozenset[int]] = frozenset()

_encode = msgspec.msgpack.Encoder().encode

LEAST_LEVEL: Final = "easy"
"""Of a stand-in, where nobody has said."""


class Decision(Struct, frozen=True, tag=True):
    """The machine's own command: what the waiting `player` decides about the game."""

    player: int
    choice: messages.AbsenceChoice


Command: TypeAlias = "commands.Command | Decision"
Event: TypeAlias = events.Event | BotSatDown | DecisionAsked


class StoredMatch(Struct):
    """The stored state of a machine. `matches`: how many have been begun in this room."""

    match: bytes
    history: History
    takeover: Takeover
    options: messages.ChessOptions
    matches: int = 1


class ChessMachine(BaseMachine):
    """The `GameMachine` of chess: the match, what was shown of it, and who plays for absent players."""

    def __init__(
        self, match: Match, history: History, takeover: Takeover, options: messages.ChessOptions, matches: int = 1
    ) -> None:
        self.match = match
        self.options = options
        self._history = history
        self._takeover = takeover
        self._level = options.standin_level or LEAST_LEVEL
        self._matches = matches

    @classmethod
    def start(
        cls,
        players: tuple[int, int],
        options: messages.ChessOptions,
        seed: bytes,
        now_ms: int,
        cards: tuple[str, ...] = (),
    ) -> tuple[ChessMachine, list[events.Event]]:
        """Set up a match between two members. `cards`: the upgrades that its drafts are to offer."""
        chosen = MatchOptions(
            best_of=options.best_of,
            base_ms=options.base_seconds * 1000,
            comeback=options.comeback,
            cards=cards,
        )
        match, happened = Match.start(players, chosen, seed, now_ms)
        while options.host_color != "lot" and match.view(players[0], now_ms).color != options.host_color:
            # Drawn again until the colours are as agreed, so that the seed still determines the whole match.
            seed = hashlib.sha256(seed).digest()
            match, happened = Match.start(players, chosen, seed, now_ms)
        return cls(match, History(), Takeover(options.ai_takeover), options), happened

    @classmethod
    def restore(cls, data: bytes) -> ChessMachine:
        """The machine of a `snapshot`."""
        kept = msgspec.msgpack.decode(data, type=StoredMatch)
        return cls(Match.restore(kept.match), kept.history, kept.takeover, kept.options, kept.matches)

    def snapshot(self) -> bytes:
        """See `GameMachine.snapshot`."""
        kept = StoredMatch(self.match.snapshot(), self._history, self._takeover, self.options, self._matches)
        return _encode(kept)

    @property
    def over(self) -> bool:
        """See `GameMachine.over`."""
        return self.match.over

    def handle(self, command: object, now_ms: int) -> list[Event]:
        """See `GameMachine.handle`. Raises Refused with the match's own code."""
        return self._handle(cast("Command", command), now_ms)

    def _handle(self, command: Command, now_ms: int) -> list[Event]:
        if isinstance(command, Decision):
            return self._decide(command, now_ms)
        if isinstance(command, commands.Forfeit) and self._takeover.held_for == self.match.opponent(command.player):
            # Nobody loses a match by no longer waiting for the other.
            command = commands.Forfeit(self.match.opponent(command.player), away=True)
        try:
            return self._after(self.match.handle(command, now_ms), now_ms)
        except NotNow as error:
            raise Refused(Refusal(error.code)) from error

    def tick(self, now_ms: int) -> list[Event]:
        """See `GameMachine.tick`."""
        happened: list[Event] = []
        while (due_ms := self.deadline()) is not None and due_ms <= now_ms:
            # One after the other, each at its own time, so that a game's history is kept before the next one begins.
            happened += self._after(self.match.tick(due_ms), due_ms)
            happened += self._choose_for_the_absent(due_ms)
            happened += [] if self.over else self._takeover.tick(due_ms)
        return happened

    def deadline(self) -> int | None:
        """See `GameMachine.deadline`."""
        if not self._takeover.away or self.over:
            # On the path of every move; of a match that is over this is None.
            return self.match.deadline()
        wanted = (self.match.deadline(), self._takeover.deadline(), self._card_due())
        return min((due for due in wanted if due is not None), default=None)

    def _after(self, happened: Sequence[events.Event], now_ms: int) -> list[Event]:
        for event in happened:
            if isinstance(event, events.MoveMade):
                # Nearly all events are moves, and nothing of this follows from them.
                continue
            self._history.note(event)
            if isinstance(event, events.MatchRestarted):
                self._matches += 1
            if isinstance(event, events.GameStarted):
                self._takeover.new_game()
            if isinstance(event, events.GameEnded):
                self._takeover.wait(now_ms)
                self._history.finish(event, self.match.score(), self._whole_board(now_ms))
        if self._takeover.away:
            self._takeover.follow(self.match.to_move, now_ms)
        return list(happened)

    def measured(self, player: int, rtt_ms: int, now_ms: int) -> None:
        """See `GameMachine.measured`."""
        self.match.handle(commands.Measured(player, rtt_ms), now_ms)

    def _whole_board(self, now_ms: int) -> messages.BoardState:
        return board_state(self.match.view(None, now_ms), 0, self.match.record())

    # --- somebody is away -----------------------------------------------------------------------------------

    def joined(self, player: int, now_ms: int) -> list[Event]:
        """See `GameMachine.joined`. Nobody joins a match that has begun."""
        del player, now_ms
        return []

    def left(self, player: int, now_ms: int) -> list[Event]:
        """See `GameMachine.left`. The match is lost."""
        if self.over or player not in self.match.score():
            return []
        return self._handle(commands.Forfeit(player), now_ms)

    def present(self, player: int, now_ms: int, *, here: bool) -> list[Event]:
        """See `GameMachine.present`."""
        happened: list[Event] = []
        if here:
            held = self._takeover.held_for == player and not self.over
            self._takeover.back(player, now_ms)
            if held:
                happened = self._handle(commands.Release(player), now_ms)
        else:
            self._takeover.gone(player, now_ms)
        self._takeover.follow(self.match.to_move, now_ms)
        return happened

    def _card_due(self) -> int | None:
        """When the first upgrade of the offer is picked for an absent player, so that the other one need not wait."""
        absent = self._takeover.absent
        if absent is None or self.match.phase != "draft" or self.bots_seat is not None:
            return None
        return self._takeover.away[absent].since_ms + CARD_AFTER_MS if self._hand(absent) else None

    def _choose_for_the_absent(self, now_ms: int) -> list[Event]:
        due_ms, absent = self._card_due(), self._takeover.absent
        if absent is None or due_ms is None or due_ms > now_ms:
            return []
        return self._handle(commands.ChooseUpgrade(absent, self._hand(absent)[0], auto=True), now_ms)

    def _hand(self, player: int) -> tuple[str, ...]:
        return next((each.upgrades for each in self.match.offers(0) if each.player == player), ())

    @property
    def bots_seat(self) -> int | None:
        """The absent player for whom a bot plays."""
        return None if self.over else self._takeover.bots_seat

    @property
    def bots(self) -> frozenset[int]:
        """See `GameMachine.bots`."""
        seat = self.bots_seat if self._takeover.away else None
        return _NOBODY if seat is None else frozenset({seat})

    @property
    def question(self) -> int | None:
        """The player about whose absence the other one may decide now."""
        return None if self.over else self._takeover.question

    @property
    def choices(self) -> list[messages.AbsenceChoice]:
        """What may be decided about the absent player now."""
        if self._takeover.held_for is not None:
            return ["wait", "end"]
        # In Armageddon a draw would be Black's win under another name.
        draw: list[messages.AbsenceChoice] = [] if self.match.armageddon else ["draw"]
        absent = self._takeover.absent
        bot: list[messages.AbsenceChoice] = ["bot"] if absent and self._takeover.may_seat_bot(absent) else []
        return ["wait", *bot, *draw, "win"]

    def _decide(self, decision: Decision, now_ms: int) -> list[Event]:
        absent = self.question
        if absent is None or absent == decision.player or decision.choice not in self.choices:
            raise Refused(Refusal.NOT_NOW)
        match decision.choice:
            case "bot":
                return [self._takeover.seat_bot(absent)]
            case "wait":
                self._takeover.wait(now_ms)
                self._takeover.follow(self.match.to_move, now_ms)
                return []
            case "end":
                return self._handle(commands.Forfeit(absent, away=True), now_ms)
            case "draw" | "win" as choice:
                happened = self._handle(commands.Abandon(absent, draw=choice == "draw"), now_ms)
                if self.over:
                    return happened
                # The next game is not begun against an empty chair.
                return [*happened, *self._handle(commands.Hold(absent), now_ms), self._takeover.hold(absent, now_ms)]

    def bot_tasks(self, now_ms: int) -> list[BotTask]:
        """See `GameMachine.bot_tasks`."""
        player = self.bots_seat
        if player is None:
            return []
        view = self.match.view(player, now_ms)
        match view.phase:
            case "draft":
                offered = self._hand(player)
                task = Task("upgrade", self._level, offered=offered, owned=self.match.upgrades_of(player))
                return [BotTask(player, (view.game, -1), task)] if offered else []
            case "playing" if view.color is not None and view.draw_offer not in {None, view.color}:
                return [self._task_at_the_board("draw", player, view)]
            case "playing" if view.color == view.turn:
                return [self._task_at_the_board("move", player, view)]
            case _:
                return []

    def _task_at_the_board(self, kind: Literal["move", "draw"], player: int, view: MatchView) -> BotTask:
        assert view.color is not None
        situation = Situation.of_view(view, view.color, self.match.moves())
        return BotTask(player, (view.game, view.ply, kind == "draw"), Task(kind, self._level, situation))

    def bot_command(self, task: BotTask, answer: str | bool) -> Command:
        """See `GameMachine.bot_command`."""
        assert isinstance(task.question, Task)
        if task.question.kind == "draw":
            return commands.AnswerDraw(task.player, accept=bool(answer))
        if task.question.kind == "upgrade":
            return commands.ChooseUpgrade(task.player, str(answer))
        return commands.MakeMove(task.player, str(answer), task.key[1], standin=True)

    # --- what is told ---------------------------------------------------------------------------------------

    def is_away(self, player: int) -> bool:
        """Whether the player's connection is gone."""
        return player in self._takeover.away

    def score(self) -> dict[int, float]:
        """See `GameMachine.score`. Games won plus half the draws."""
        return self.match.score()

    def outcome(self, happened: Events) -> Outcome | None:
        """See `GameMachine.outcome`."""
        ended = self._history.ended
        if ended is None or ended not in happened:
            return None
        last = board_state(self.match.view(None, 0), 0, self.match.record())
        return outcome_of(self.match, self._matches, self._history, ended, last)

    def recorded(self, record: Recorded) -> None:
        """See `GameMachine.recorded`."""
        known = self._history.recorded
        # Another match may have been begun since.
        if self.over and (known is None or known.replay == record.replay):
            self._history.recorded = record

    @property
    def record(self) -> Recorded | None:
        """The id of the record of the match that has ended."""
        return self._history.recorded

    def news(self, happened: Events, seq: int, now_ms: int, *, stands: bool) -> ChessNews:
        """See `GameMachine.news`."""
        return ChessNews(self, cast("Sequence[Event]", happened), seq, now_ms, stands=stands)

    def snapshot_for(self, viewer: Viewer, seq: int, now_ms: int, *, stands: bool) -> messages.ChessSnapshot:
        """See `GameMachine.snapshot_for`."""
        player = player_of(viewer)
        board = board_state(self.match.view(player, now_ms), seq, self.match.record())
        if TARGETS in viewer.wants:
            board = with_targets(board, self.match)
        ended, absent, now = self._history.ended, self.question, terms_of(self.match.options.terms)
        return replace(
            in_lobby(self.options, self.match.chosen_cards),
            best_of=now.best_of,
            base_seconds=now.base_seconds,
            board=replace(board, running=None) if stands else board,
            offers=[
                messages.UpgradeOffer(each.player, list(each.upgrades), each.ms, each.picked)
                for each in self.match.offers_seen_by(player, now_ms)
            ],
            results=[game_over(self, each.event, each.score, player) for each in self._history.results],
            played=[each.played(player) for each in self._history.results],
            chosen=self._chosen(player),
            over=match_over(self, ended, player) if ended else None,
            again=self.match.again,
            again_as=terms_of(self.match.again_terms) if self.match.again else None,
            question=question(self, absent) if absent is not None and waits(self, absent, player) else None,
        )

    def _chosen(self, player: int | None) -> list[messages.UpgradeChosen]:
        """The picks of the draft that is being shown. The viewer's own pick is included while the other one has not
        picked.
        """
        pick = self.match.pick_of(player)
        own = [] if player is None or pick is None else [messages.UpgradeChosen(player, pick)]
        return own + [upgrade_chosen(each) for each in self._history.chosen]


# By type, because this is on the path of every move.
COMMANDS: Final[Mapping[type[Request], ToCommand]] = MappingProxyType(
    {
        messages.MakeMove: lambda request, by: commands.MakeMove(by.pid, request.move, request.ply, request.lag_ms),
        messages.ChooseUpgrade: lambda request, by: commands.ChooseUpgrade(by.pid, request.upgrade),
        messages.Resign: lambda _request, by: commands.Resign(by.pid),
        messages.OfferDraw: lambda _request, by: commands.OfferDraw(by.pid),
        messages.WithdrawDraw: lambda _request, by: commands.WithdrawDraw(by.pid),
        messages.AnswerDraw: lambda request, by: commands.AnswerDraw(by.pid, request.accept),
        messages.PlayAgain: lambda request, by: commands.PlayAgain(
            by.pid, request.again, request.best_of, request.base_seconds and request.base_seconds * 1000
        ),
        messages.DecideAbsence: lambda request, by: Decision(by.pid, request.choice),
    }
)


def in_lobby(options: messages.ChessOptions, cards: Sequence[str]) -> messages.ChessSnapshot:
    """What the match will be like. `cards` are the upgrades that its drafts will offer."""
    return messages.ChessSnapshot(
        best_of=options.best_of,
        base_seconds=options.base_seconds,
        ai_takeover=options.ai_takeover,
        standin_level=options.standin_level,
        comeback=options.comeback,
        watch_delay=options.watch_delay or 0,
        cards=list(cards),
    )

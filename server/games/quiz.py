"""The party quiz as a room plays it: the quiz, the measured latencies of its players, and a host who may be away.

What each viewer is told is in `quiz_news`. A player's `Line` belongs to their connection and is not stored: after a
restart it is measured again.
"""

from __future__ import annotations

import hashlib
import math
from functools import partial
from itertools import cycle
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from game.quiz import commands as c
from game.quiz import events as e
from game.quiz.buzzer import Line
from game.quiz.machine import PACES, Quiz
from game.quiz.pack import BadPack, Pack, pack_from
from game.quiz.results import standings
from game.quiz.state import NotNow, State
from game.quiz.state import Options as Rules
from game.quiz.ties import upcoming
from netcode import messages
from netcode.refusals import Refusal
from server.games.base import BaseKind, BaseMachine
from server.games.duel import Duel, DuelAborted, DuelMove, DuelResigned, DuelWent
from server.games.interface import Outcome, Seats
from server.games.quiz_news import Began, HostAway, HostBack, QuizNews, ResultStands, in_lobby, quiz_state
from server.games.quiz_pictures import KeptOptions, checked, kept, media_type, with_pictures_apart
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from netcode.messages import Notice, QuizOptions, Request
    from netcode.messages.rooms import Role
    from server.games.interface import Beat, Events, GameMachine, Sender, ToCommand, Viewer

MOST_PLAYERS: Final = 100
SETTLES_AFTER_MS: Final = 300_000
"""So long after its end, or the last change, a quiz's result goes on record, unless the room goes on to another one, or
ends, before. From then on it cannot be changed: the record says what everybody sees.
"""
ON_RECORD: Final = "The result is on record, and can no longer be changed."
CHANGES: Final = (e.Ended, e.Settled, e.ScoreSet, e.TeamSet, e.Undone, e.Redone, DuelAborted)
"""What may change the result of a quiz that is over, or when it is known."""
_NO_PACK: Final = Pack(title="", rounds=())


class Press(Struct, frozen=True):
    """A player's buzz as it arrived. `t` is the time of the press by their own clock."""

    player: int
    arrival_ms: float
    t: float | None


class SettleTie(Struct, frozen=True):
    """The host has the next two play for a place that is shared."""

    players: tuple[int, int]


class AbortDuel(Struct, frozen=True):
    """The host calls the game for a place off."""


Command: TypeAlias = "c.Command | Press | SettleTie | AbortDuel | DuelMove | DuelResigned"
_CHANGE: Final = (c.SetScore, c.SetTeam, c.Undo, c.Redo, SettleTie)
"""The commands that may change the result of a quiz that is over."""


Event: TypeAlias = e.Event | Began | HostAway | HostBack | DuelWent | DuelAborted | ResultStands


class StoredQuiz(Struct):
    """The stored state of a machine, without the pack."""

    state: State
    host_here: bool
    waits_for_host: bool
    duels: int = 0
    duel: bytes | None = None
    settles_ms: int | None = None
    on_record: bool = False


class QuizMachine(BaseMachine):
    """The `GameMachine` of a quiz. Its time stands still while the host is away."""

    def __init__(
        self,
        quiz: Quiz,
        options: QuizOptions,
        *,
        host_here: bool = True,
        waits_for_host: bool = False,
    ) -> None:
        self.quiz = quiz
        self.options = options
        self.duel: Duel | None = None
        """The last game for a place, as long as it is of interest."""
        self._duels = 0
        # When the result stands; None: the quiz is not over, or it does already.
        self._settles_ms: int | None = None
        self.on_record = False
        """Whether the result has gone on record."""
        self._host_here = host_here
        # Whether it is paused because of that.
        self._waits_for_host = waits_for_host
        self.lines: dict[int, Line] = {}
        # What each line's `longest_delay` was when it was last asked for; gone when the line has been measured since.
        self._delays: dict[int, float] = {}

    @classmethod
    def start(cls, players: Sequence[int], options: QuizOptions, seed: bytes) -> tuple[QuizMachine, list[Event]]:
        """Begin with the first grid. Players are put into the teams in turn. The seed is used for ties alone."""
        quiz, happened = Quiz.start(players, rules_of(options, pack_from(options.questions)), seed)
        if options.teams:
            for pid, team in zip(players, cycle(options.teams), strict=False):
                quiz.handle(c.SetTeam(pid, team), 0)
        return cls(quiz, options), [Began(), *happened]

    @classmethod
    def restore(cls, data: bytes, options: QuizOptions) -> QuizMachine:
        """The machine of a `snapshot`."""
        kept = msgspec.msgpack.decode(data, type=StoredQuiz)
        state = replace(kept.state, options=rules_of(options, pack_from(options.questions)))
        machine = cls(Quiz(state), options, host_here=kept.host_here, waits_for_host=kept.waits_for_host)
        machine._duels, machine.duel = kept.duels, None if kept.duel is None else Duel.restore(kept.duel)
        machine._settles_ms, machine.on_record = kept.settles_ms, kept.on_record
        return machine

    def snapshot(self) -> bytes:
        """See `GameMachine.snapshot`. The pack is not in it, but in the room's options."""
        state = self.quiz.state
        bare = replace(state, options=replace(state.options, pack=_NO_PACK))
        duel = None if self.duel is None else self.duel.snapshot()
        kept = StoredQuiz(
            bare, self._host_here, self._waits_for_host, self._duels, duel, self._settles_ms, self.on_record
        )
        return msgspec.msgpack.encode(kept)

    @property
    def over(self) -> bool:
        """See `GameMachine.over`. A duel still belongs to the quiz."""
        return self.quiz.over and not self._duel_runs

    @property
    def awaits_result(self) -> bool:
        """See `GameMachine.awaits_result`."""
        return self._settles_ms is not None

    @property
    def _duel_runs(self) -> bool:
        return self.duel is not None and not self.duel.over

    @property
    def racing(self) -> bool:
        """See `GameMachine.racing`. From the choice of a question until somebody has buzzed."""
        return self.quiz.state.phase in {"reading", "armed"}

    def handle(self, command: object, now_ms: int) -> list[Event]:
        """See `GameMachine.handle`."""
        wanted = cast("Command", command)
        if self.on_record and isinstance(wanted, _CHANGE):
            raise Refused(Refusal.NOT_NOW, ON_RECORD)
        try:
            happened = self._handle(wanted, now_ms)
        except NotNow as error:
            raise Refused(self._why(wanted)) from error
        if not self.quiz.over:
            # An Undo has gone back to when there was no tie.
            self.duel = None
        return self._with_host_in_mind(self._unsettled(happened, now_ms), now_ms)

    def _handle(self, wanted: Command, now_ms: int) -> Sequence[Event]:
        match wanted:
            case Press():
                return self._press(wanted, now_ms)
            case SettleTie(players):
                return self._settle_by_duel(players, now_ms)
            case AbortDuel():
                return self._abort_duel()
            case DuelMove() | DuelResigned():
                if self.duel is None:
                    raise NotNow
                self.duel.handle(wanted, now_ms)
                return self._after_duel(now_ms)
            case _:
                return self.quiz.handle(wanted, now_ms)

    def _why(self, command: Command) -> Refusal:
        to_move = isinstance(command, c.AnswerMove) and self.quiz.state.buzzed == command.player
        return Refusal.ILLEGAL_MOVE if to_move else Refusal.NOT_NOW

    def tick(self, now_ms: int) -> list[Event]:
        """See `GameMachine.tick`."""
        if self.duel is not None and self.duel.tick(now_ms):
            return self._unsettled(self._after_duel(now_ms), now_ms)
        happened = self._with_host_in_mind(self._unsettled(self.quiz.tick(now_ms), now_ms), now_ms)
        return [*happened, *self._settle(now_ms)]

    def deadline(self) -> int | None:
        """See `GameMachine.deadline`."""
        if self._duel_runs:
            assert self.duel is not None
            return self.duel.deadline()
        return self.quiz.deadline() if self._settles_ms is None else self._settles_ms

    # --- its result -------------------------------------------------------------------------------------------

    def _unsettled(self, happened: Sequence[Event], now_ms: int) -> list[Event]:
        """Whether the result may still change. For a while after the end it can be undone, and ties can be settled."""
        if not self.quiz.over:
            self._settles_ms = None
        elif any(isinstance(event, CHANGES) for event in happened):
            self._settles_ms = now_ms + SETTLES_AFTER_MS
        return list(happened)

    def _settle(self, now_ms: int) -> list[Event]:
        if self._settles_ms is None or self._settles_ms > now_ms or self._duel_runs:
            return []
        self._settles_ms, self.on_record = None, True
        return [ResultStands()]

    def closing(self, now_ms: int) -> list[Event]:
        """See `GameMachine.closing`."""
        if self._settles_ms is not None:
            self._settles_ms, self.duel = now_ms, None
        return self._settle(now_ms)

    # --- a tie ------------------------------------------------------------------------------------------------

    def _settle_by_duel(self, players: tuple[int, int], now_ms: int) -> list[Event]:
        if self._duel_runs or not self._is_next(*players):
            raise NotNow
        self._duels += 1
        seed = hashlib.sha256(self.quiz.state.lots + self._duels.to_bytes(4)).digest()
        self.duel = Duel.start(players, seed, now_ms)
        return [DuelWent()]

    def _abort_duel(self) -> list[Event]:
        if not self._duel_runs:
            raise NotNow
        self.duel = None
        return [DuelAborted()]

    def _is_next(self, one: int, other: int) -> bool:
        tie = upcoming(self.quiz.state)
        return tie is not None and {one, other} == set(tie.games[0])

    def _after_duel(self, now_ms: int) -> list[Event]:
        """Hand the result of a finished duel to the quiz."""
        duel = self.duel
        if duel is None or duel.winner is None or duel.loser is None:
            return [DuelWent()]
        if not self._is_next(duel.winner, duel.loser):
            # A score was put right meanwhile, or the loser has left: there is nothing to settle any more.
            return [DuelWent()]
        return [DuelWent(), *self.quiz.handle(c.Settle(duel.winner, duel.loser), now_ms)]

    # --- buzzing ----------------------------------------------------------------------------------------------

    def heard(self, player: int, beat: Beat) -> None:
        """See `GameMachine.heard`."""
        if beat.received_ms is None or beat.replied_ms is None:
            return
        system_rtt_ms = math.inf if beat.system_rtt_ms is None else beat.system_rtt_ms
        line = self.lines.setdefault(player, Line())
        line.beat(beat.sent_ms, beat.arrived_ms, beat.received_ms, beat.replied_ms, system_rtt_ms)
        self._delays.pop(player, None)

    def _press(self, press: Press, now_ms: int) -> list[e.Event]:
        line = self.lines.setdefault(press.player, Line())
        pressed_ms = line.pressed(press.arrival_ms, press.t)
        claimed = press.t is not None and 0 <= press.t < math.inf
        uncertainty_ms = line.uncertainty(claimed=claimed)
        buzz = c.Buzz(press.player, press.arrival_ms, pressed_ms, uncertainty_ms, self._longest_delays())
        happened = self.quiz.handle(buzz, now_ms)
        line.charge(press.arrival_ms, pressed_ms)
        return happened

    def _longest_delays(self) -> dict[int, float]:
        for pid, line in self.lines.items():
            if pid not in self._delays:
                self._delays[pid] = line.longest_delay
        return self._delays

    # --- people -----------------------------------------------------------------------------------------------

    def joined(self, player: int, now_ms: int) -> list[Event]:
        """See `GameMachine.joined`. Whoever joins after the end plays in the next quiz."""
        if self.quiz.over:
            return []
        happened = self.quiz.handle(c.Join(player), now_ms)
        if self.options.teams:
            happened = [*happened, *self.quiz.handle(c.SetTeam(player, self._smallest_team()), now_ms)]
        return list(happened)

    def _smallest_team(self) -> str:
        teams = [player.team for player in self.quiz.state.playing]
        return min(self.options.teams, key=teams.count)

    def left(self, player: int, now_ms: int) -> list[Event]:
        """See `GameMachine.left`."""
        self._forget_line(player)
        lost = self.duel is not None and self.duel.left(player, now_ms)
        settled = self._unsettled(self._after_duel(now_ms), now_ms) if lost else []
        return [*settled, *self.quiz.left(player, now_ms)]

    def present(self, player: int, now_ms: int, *, here: bool) -> list[Event]:
        """See `GameMachine.present`. A new connection has a new `Line`."""
        self.quiz.present(player, now_ms, here=here)
        self._forget_line(player)
        return []

    def _forget_line(self, player: int) -> None:
        self.lines.pop(player, None)
        self._delays.pop(player, None)

    def hosted(self, now_ms: int, *, here: bool) -> list[Event]:
        """See `GameMachine.hosted`. Everything waits that only the host can decide."""
        self._host_here = here
        return self._with_host_in_mind([], now_ms)

    def _with_host_in_mind(self, happened: Sequence[Event], now_ms: int) -> list[Event]:
        state = self.quiz.state
        if state.paused_ms is None:
            self._waits_for_host = False
        if self._host_here and self._waits_for_host:
            self._waits_for_host = False
            return [*happened, *self.quiz.handle(c.Resume(), now_ms), HostBack()]
        # Decide who was first before time stands still.
        if not self._host_here and state.paused_ms is None and not state.presses and not self.quiz.over:
            self._waits_for_host = True
            return [*happened, *self.quiz.handle(c.Pause(), now_ms), HostAway()]
        return list(happened)

    # --- what is told -----------------------------------------------------------------------------------------

    def score(self) -> dict[int, float]:
        """See `GameMachine.score`."""
        return {pid: float(player.score) for pid, player in self.quiz.state.players.items()}

    def outcome(self, events: Events) -> Outcome | None:
        """See `GameMachine.outcome`. None if no question was asked."""
        state = self.quiz.state
        if not any(isinstance(event, ResultStands) for event in events) or not (state.taken or state.in_final):
            return None
        return Outcome(
            "quiz",
            1,
            self.score(),
            "final" if state.in_final else "ended",
            # The result of a team says little about each of its players.
            rated=not any(player.team for player in state.players.values()),
            places={each.pid: each.place for each in standings(state)},
            aborted=not any(player.score for player in state.players.values()),
        )

    def news(self, events: Events, seq: int, now_ms: int, *, stands: bool) -> QuizNews:
        """See `GameMachine.news`."""
        tell = partial(self._state_for, seq=seq, now_ms=now_ms, stands=stands)
        return QuizNews(self.quiz.state, self.duel, self.lines, cast("Sequence[Event]", events), now_ms, tell)

    def snapshot_for(self, viewer: Viewer, seq: int, now_ms: int, *, stands: bool) -> messages.QuizSnapshot:
        """See `GameMachine.snapshot_for`."""
        state = self._state_for(viewer, seq=seq, now_ms=now_ms, stands=stands)
        return replace(in_lobby(self.options, seq), state=state)

    def _state_for(self, viewer: Viewer, *, seq: int, now_ms: int, stands: bool) -> messages.QuizState:
        seen = quiz_state(self.quiz.state, viewer, seq, now_ms)
        duel = None if self.duel is None else self.duel.view(viewer.pid if viewer.role == "player" else None, now_ms)
        if stands and duel is not None:
            duel = replace(duel, running=False)
        tie = None if self.on_record else seen.tie
        return replace(seen, duel=duel, tie=tie, stands=stands, on_record=self.on_record)


def rules_of(options: QuizOptions, pack: Pack) -> Rules:
    """The options in the quiz's own type."""
    return Rules(
        pack,
        answer_ms=options.answer_seconds * 1000,
        buzz_ms=options.buzz_seconds * 1000,
        wager_ms=options.wager_seconds * 1000,
        final_ms=options.final_seconds * 1000,
        pace=options.pace,
        show_clues=options.show_clues,
    )


def _of_host(command: Callable[[Any], Command]) -> ToCommand:
    def to_command(request: messages.Request, by: Sender) -> object:
        if not by.host:
            raise Refused(Refusal.NOT_HOST)
        return command(request)

    return to_command


def _of_player(command: Callable[[Any, Sender], Command]) -> ToCommand:
    def to_command(request: messages.Request, by: Sender) -> object:
        if by.role != "player":
            raise Refused(Refusal.NOT_NOW)
        return command(request, by)

    return to_command


def _duel_move(asked: messages.MakeMove, by: Sender) -> DuelMove:
    return DuelMove(by.pid, asked.move, asked.ply, asked.lag_ms, round(by.line.rtt_ms or 0))


COMMANDS: Final[Mapping[type[Request], ToCommand]] = MappingProxyType(
    {
        messages.SelectQuestion: _of_host(lambda asked: c.SelectQuestion(asked.category, asked.row, asked.pid)),
        messages.BuzzEnable: _of_host(lambda _: c.BuzzEnable()),
        messages.BuzzDisable: _of_host(lambda _: c.BuzzDisable()),
        messages.HostChecked: _of_host(lambda asked: c.HostChecked(asked.correct, asked.pid)),
        messages.GiveUp: _of_host(lambda _: c.GiveUp()),
        messages.ShowGrid: _of_host(lambda _: c.ShowGrid()),
        messages.NextRound: _of_host(lambda _: c.NextRound()),
        messages.StartFinal: _of_host(lambda _: c.StartFinal()),
        messages.CloseWagers: _of_host(lambda _: c.CloseWagers()),
        messages.CloseAnswers: _of_host(lambda _: c.CloseAnswers()),
        messages.EndGame: _of_host(lambda _: c.EndGame()),
        messages.SetScore: _of_host(lambda asked: c.SetScore(asked.pid, asked.score)),
        messages.SetTeam: _of_host(lambda asked: c.SetTeam(asked.pid, asked.team)),
        messages.SetPace: _of_host(lambda asked: c.SetPace(asked.pid, asked.factor)),
        messages.SettleTie: _of_host(lambda asked: SettleTie((asked.pids[0], asked.pids[1]))),
        messages.AbortDuel: _of_host(lambda _: AbortDuel()),
        messages.Undo: _of_host(lambda _: c.Undo()),
        messages.Redo: _of_host(lambda _: c.Redo()),
        messages.Pause: _of_host(lambda _: c.Pause()),
        messages.Resume: _of_host(lambda _: c.Resume()),
        messages.Buzz: _of_player(lambda asked, by: Press(by.pid, by.at_ms, asked.t)),
        messages.Wager: _of_player(lambda asked, by: c.Wager(by.pid, asked.amount)),
        messages.FinalAnswer: _of_player(lambda asked, by: c.FinalAnswer(by.pid, asked.text)),
        messages.AnswerMove: _of_player(lambda asked, by: c.AnswerMove(by.pid, asked.move)),
        messages.MakeMove: _of_player(_duel_move),
        messages.Resign: _of_player(lambda _, by: DuelResigned(by.pid)),
    }
)


class QuizKind(BaseKind):
    """The `GameKind` of a quiz."""

    wire = messages.QUIZ
    options = KeptOptions
    players = Seats(1, MOST_PLAYERS, late=True, host="screen")
    commands = COMMANDS
    commanders: frozenset[Role] = frozenset({"player", "screen"})

    def settled(self, options: QuizOptions) -> QuizOptions:
        """See `GameKind.settled`. The pack is parsed and checked."""
        if options.pace not in PACES:
            raise Refused(Refusal.BAD_MESSAGE, "The pace is 1, 1.5 or 2.")
        try:
            return checked(options)
        except BadPack as error:
            raise Refused(Refusal.BAD_PACK, str(error)) from error

    def prepared(self, options: QuizOptions) -> QuizOptions:
        """See `GameKind.prepared`. The pack's pictures are taken out of it."""
        if options.questions is None:
            return options
        try:
            return with_pictures_apart(options)
        except BadPack as error:
            raise Refused(Refusal.BAD_PACK, str(error)) from error

    def renewed(self, options: QuizOptions, before: KeptOptions) -> QuizOptions:
        """See `GameKind.renewed`. Without new questions the pack stays the same."""
        if options.questions is not None:
            return options
        return kept(options, pack_from(before.questions), before.pictures)

    def picture(self, options: KeptOptions, name: str) -> tuple[str, bytes] | None:
        """See `GameKind.picture`."""
        data = options.pictures.get(name)
        return None if data is None else (media_type(name), data)

    def line(self, options: QuizOptions, game: GameMachine | None) -> messages.QuizLine:
        """See `GameKind.line`."""
        return messages.QuizLine(options.questions["title"], game is not None and game.over)

    def lobby(self, options: QuizOptions) -> messages.QuizSnapshot:
        """See `GameKind.lobby`."""
        return in_lobby(options, 0)

    def in_lobby(self, options: QuizOptions, seq: int) -> Sequence[Notice]:
        """See `GameKind.in_lobby`."""
        part = in_lobby(options, seq)
        return [messages.QuizSetUp(part.title, part.show_clues, part.pace, part.team_names), part.state]

    def start(
        self, players: Sequence[int], options: QuizOptions, seed: bytes, now_ms: int
    ) -> tuple[QuizMachine, list[Event]]:
        """See `GameKind.start`. The seed only decides who has White when a tie is settled."""
        del now_ms
        return QuizMachine.start(players, options, seed)

    def restore(self, data: bytes, options: QuizOptions) -> QuizMachine:
        """See `GameKind.restore`."""
        return QuizMachine.restore(data, options)

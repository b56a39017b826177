"""The window's model of a quiz: everything that the server has told. No pygame, no waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from game.client.quiz import texts
from game.client.quiz.player_logic import PlayerLogic
from netcode import messages as m

if TYPE_CHECKING:
    from game.client.gameview import RoomSession
    from netcode.client import RoomClient
    from netcode.messages.base import Notice, Request
    from netcode.messages.quiz import Phase
    from netcode.outbox import Sent


class Press(Struct, frozen=True):
    """A press of a decided buzz, in ms since the buzzers opened; see `game.quiz.results.Trace`."""

    pid: int
    pressed_ms: float
    give_or_take_ms: float = 0.0
    heard_ms: float = 0.0
    won: bool = False
    photo: bool = False


class Verdict(Struct, frozen=True):
    """The last judgement."""

    pid: int
    correct: bool
    delta: int


class Played(Struct, frozen=True):
    """What a room has played until now, the last one last, and how the last one was set up."""

    titles: tuple[str, ...]
    pace: float
    show_clues: bool
    teams: int


BUZZED: Final = m.Buzz.wire_name
JUDGED: Final = m.HostChecked.wire_name


class QuizModel:
    """The quiz of a room, from its lobby to the podium; see `netcode.client.GameModel`."""

    sent_again: tuple[type[m.Request], ...] = (
        *(m.SelectQuestion, m.BuzzEnable, m.HostChecked, m.GiveUp, m.ShowGrid, m.NextRound, m.StartFinal),
        *(m.CloseWagers, m.CloseAnswers, m.EndGame, m.SetScore, m.SetTeam, m.SetPace, m.Undo, m.Redo, m.NewGame),
        *(m.SettleTie, m.AbortDuel),
        *(m.Wager, m.FinalAnswer, m.AnswerMove, m.MakeMove, m.Resign),
    )
    number = 1

    def __init__(self, session: RoomSession) -> None:
        self._session = session
        self.state: m.QuizState | None = None
        self.played = Played((), 1.0, show_clues=True, teams=0)
        self.team_names: list[str] = []
        self.own = PlayerLogic()
        """What somebody who plays in this window may do."""
        self.locked = False
        """Whether nobody new can come in."""
        self.presses: list[Press] = []
        """Who pressed when, for the last buzz that was decided."""
        self.verdict: Verdict | None = None
        """The last judgement of the open question."""
        self.join_shown = True
        self.answers_hidden = False
        """Whether the host hides the answers because others see this window."""
        self.replay_shown = True
        self._deadline_ms: int | None = None
        # Since when the server cannot store anything, and its time stands still.
        self._stood_ms: int | None = None

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def room(self) -> RoomClient:
        """The room in which the quiz is played."""
        return self._session.room

    @property
    def is_host(self) -> bool:
        """Whether this window is the host's."""
        return self.room.is_host

    @property
    def title(self) -> str:
        """What the pack is called; "" as long as nothing is known."""
        return self.played.titles[-1] if self.played.titles else ""

    @property
    def plays(self) -> bool:
        """Whether this window is a player's."""
        pid = self.room.pid
        return pid is not None and self.room.people.plays(pid)

    @property
    def phase(self) -> Phase:
        """The phase of the quiz, "lobby" before it begins."""
        return self.state.phase if self.state is not None else "lobby"

    @property
    def seq(self) -> int:
        """See `GameModel.seq`."""
        return self.state.seq if self.state is not None else 0

    @property
    def under_way(self) -> bool:
        """Always, because the quiz has a lobby screen of its own."""
        return self.state is not None

    @property
    def finished(self) -> bool:
        """See `GameModel.finished`."""
        return self.phase == "over"

    @property
    def players(self) -> list[m.Player]:
        """The players, including former ones, in the order in which they came."""
        scores = self.state.scores if self.state is not None else {}
        left = self.room.people.left
        return [
            each
            for each in self.room.people.players
            if each.role == "player" and (each.pid not in left or (self.phase != "lobby" and str(each.pid) in scores))
        ]

    def rank(self, pid: int) -> tuple[int, int]:
        """What decides a player's place: points, then the ties that they won."""
        return self.score(pid), self.state.tie_ranks.get(str(pid), 0) if self.state is not None else 0

    @property
    def nothing_to_stake(self) -> bool:
        """Whether the player at this window takes part in the final question without any points to stake."""
        return self.own.in_final and self.score(self.room.pid or 0) <= 0

    def score(self, pid: int) -> int:
        """A player's points."""
        return self.state.scores.get(str(pid), 0) if self.state is not None else 0

    def name_of(self, pid: int | None) -> str:
        """A member's name."""
        return self._session.name_of(pid)

    def team_of(self, pid: int) -> str | None:
        """The team that a player is in."""
        teams = self.state.teams if self.state is not None else {}
        return next((name for name, team in teams.items() if pid in team.players), None)

    def left_ms(self, now_ms: int) -> int | None:
        """The time left in the current phase; None: no limit."""
        now_ms = now_ms if self._stood_ms is None else self._stood_ms
        return None if self._deadline_ms is None else max(0, self._deadline_ms - now_ms)

    def time_left(self, now_ms: int) -> int | None:
        """The same, also while time stands still."""
        return self.state.deadline_ms if self.state is not None and self.time_stands else self.left_ms(now_ms)

    @property
    def time_stands(self) -> bool:
        """Whether the host has stopped the time, or players are still coming back to a new server."""
        return self.state is not None and (self.state.paused or self.state.stands)

    # --- asking ---------------------------------------------------------------------------------------------------

    def ask(self, request: Request) -> None:
        """Send a request."""
        self._session.ask(request)

    def tell(self, sentence: str) -> None:
        """Show a sentence."""
        self._session.tell(sentence)

    def show(self, **what: bool) -> None:
        """Show or hide something in this window alone: `join_shown`, `answers_hidden`, and so on."""
        for name, value in what.items():
            setattr(self, name, value)
        self._session.changed()

    # --- what comes in --------------------------------------------------------------------------------------------

    def load(self, snapshot: m.Snapshot, now_ms: int) -> None:
        """See `GameModel.load`."""
        part = snapshot.part
        if not isinstance(part, m.QuizSnapshot):
            raise m.Malformed(f"a snapshot of {snapshot.game!r} is none of a quiz")
        self._set_up(part)
        self.locked, self._stood_ms = snapshot.locked, None
        self._follow(part.state, now_ms)

    def on(self, notice: Notice, now_ms: int) -> None:
        """See `GameModel.on`."""
        self.own.on(notice, now_ms)
        match notice:
            case m.QuizState():
                self._follow(notice, now_ms)
            case m.Stored(stands=stands):
                self._stood_ms = now_ms if stands else None
            case m.QuizSetUp():
                self._set_up(notice)
            case m.Witness(msg=msg, data=data) if msg == BUZZED:
                self.presses = msgspec.convert(data.get("presses", []), list[Press])
            case m.Witness(pid, msg, data) if msg == JUDGED:
                self.verdict = Verdict(pid, bool(data.get("correct")), int(data.get("delta", 0)))
            case m.Witness(msg=msg, data=data) if msg == m.LockRoom.wire_name:
                self.locked = bool(data.get("locked"))
            case _:
                # The rest is the room's.
                return

    def _set_up(self, now: m.QuizSetUp | m.QuizSnapshot) -> None:
        before = tuple(title for title in self.played.titles if title != now.title)
        self.played = Played((*before, now.title), now.pace, show_clues=now.show_clues, teams=len(now.team_names))
        self.team_names = now.team_names

    def _follow(self, state: m.QuizState, now_ms: int) -> None:
        before, self.state = self.state, state
        called_off = before is not None and _runs(before.duel) and state.duel is None and state.phase == "over"
        if called_off and not self.is_host:
            self.tell(texts.DUEL_OFF)
        self.own.follow(state, self.room.pid, now_ms)
        self._deadline_ms = None if state.deadline_ms is None else now_ms + state.deadline_ms
        if before is None or _asked(before) != _asked(state) or state.phase in {"lobby", "grid"}:
            self.presses, self.verdict = [], None

    def resend(self, sent: Sent, now_ms: int) -> bool:
        """See `GameModel.resend`. The host's requests always still make sense, because time stands still while they are
        away.
        """
        del now_ms
        meant = self.own.still_meant(sent.request)
        if not meant:
            self.own.refused(sent.request)
        return meant

    def refused(self, request: Request, answer: m.ActionSuccess, now_ms: int) -> None:
        """See `GameModel.refused`."""
        del answer, now_ms
        self.own.refused(request)

    def line_lost(self, now_ms: int) -> None:
        """See `GameModel.line_lost`. A press is not sent again, because it would come too late."""
        del now_ms
        self.own.pressed = False

    def settle(self, now_ms: int) -> None:
        """See `GameModel.settle`."""


def _runs(duel: m.Duel | None) -> bool:
    return duel is not None and duel.winner is None


def _asked(state: m.QuizState) -> tuple[int, int, int] | None:
    """Which question is open."""
    return None if state.open is None else (state.round, state.open.category, state.open.row)

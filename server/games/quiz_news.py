"""Translates the events and state of a quiz into notices for each viewer, leaving out what a viewer may not know.

Notices that are the same for several viewers are in one packet, so each is encoded once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from msgspec import Struct

from game.quiz import events as e
from game.quiz.buzzer import Line
from game.quiz.results import buzz_replay
from game.quiz.view import Viewer as QuizViewer
from game.quiz.view import view
from netcode import messages
from server.packets import Packet

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from game.quiz.state import State
    from game.quiz.ties import Upcoming
    from game.quiz.view import FinalView, OpenView
    from server.games.duel import Duel, DuelAborted, DuelWent
    from server.games.interface import Viewer


class Began(Struct, frozen=True):
    """The quiz begins."""


class HostAway(Struct, frozen=True):
    """The host's connection is gone, and time stands still."""


class HostBack(Struct, frozen=True):
    """The host is connected again."""


class ResultStands(Struct, frozen=True):
    """The quiz has been over for a while without being continued: its result is final."""


Event: TypeAlias = "e.Event | Began | HostAway | HostBack | DuelWent | DuelAborted | ResultStands"

EARLY: Final = "BuzzEarly"
LATE: Final = "BuzzLate"
# These events change nothing but what their own notices tell.
_NO_NEWS: Final = (e.PressedEarly, e.BuzzedLate)
# For most viewers it is enough to know that these have happened.
_OF_ONE: Final = (e.Wagered, e.FinalAnswered, e.Joined, e.PaceSet)
_NOBODY: Final = Line()


class QuizNews:
    """See `interface.News`."""

    def __init__(
        self,
        state: State,
        duel: Duel | None,
        lines: Mapping[int, Line],
        happened: Sequence[Event],
        now_ms: int,
        state_for: Callable[[Viewer], messages.QuizState],
    ) -> None:
        self._state = state
        self._duel = duel
        self._lines = lines
        self._happened = happened
        self._now_ms = now_ms
        self._state_for = state_for
        self._packets: dict[Hashable, Packet] = {}

    def told_to(self, viewer: Viewer) -> list[Packet]:
        """See `interface.News.told_to`."""
        told = [
            packet
            for number, event in enumerate(self._happened)
            if (packet := self._packet(number, event, viewer)) is not None
        ]
        if self._concerns(viewer):
            told.append(self._shared(("state", *self._alike(viewer)), lambda: self._state_for(viewer)))
        return told

    def _concerns(self, viewer: Viewer) -> bool:
        """Whether the state has changed for this viewer."""
        happened = [event for event in self._happened if not isinstance(event, _NO_NEWS)]
        if not all(isinstance(event, _OF_ONE) for event in happened) or not self._happened:
            return True
        return bool(happened) and (
            viewer.role == "screen" or any(getattr(event, "player", None) == viewer.pid for event in happened)
        )

    def _alike(self, viewer: Viewer) -> tuple[Hashable, ...]:
        """A key that is equal for viewers who are told the same state."""
        own_secrets = self._state.in_final or self._state.phase == "wager"
        own_secrets = own_secrets or (self._duel is not None and self._duel.plays(viewer.pid))
        return viewer.role, viewer.host, viewer.pid if own_secrets and viewer.role == "player" else None

    def _shared(self, key: Hashable, make: Callable[[], messages.Notice]) -> Packet:
        if key not in self._packets:
            self._packets[key] = Packet(make())
        return self._packets[key]

    def _packet(self, number: int, event: Event, viewer: Viewer) -> Packet | None:
        match event:
            case Began():
                return self._shared(number, messages.GameStarted)
            case e.Opened(at_ms):
                return self._opened(at_ms, viewer) if self._plays_on(viewer) else None
            case e.Closed():
                return self._shared(number, messages.BuzzClosed) if self._plays_on(viewer) else None
            case e.Buzzed():
                big = viewer.role == "screen"
                return self._shared((number, big), lambda: _buzzed(event, with_replay=big))
            case e.PressedEarly(player, until_ms):
                data = {"ms": max(0, round(until_ms - self._now_ms))}
                return self._to_player_and_screens(number, viewer, messages.Witness(player, EARLY, data))
            case e.BuzzedLate(player, behind_ms):
                data = {"behind_ms": round(behind_ms)}
                return self._to_player_and_screens(number, viewer, messages.Witness(player, LATE, data))
            case e.Judged(player, correct, delta, score, by):
                judged: dict[str, Any] = {"correct": correct, "delta": delta, "score": score, "by": by}
                name = messages.HostChecked.wire_name
                return self._shared(number, lambda: messages.Witness(player, name, judged))
            case e.Wagered(player):
                return self._shared(number, lambda: messages.Witness(player, messages.Wager.wire_name))
            case e.FinalAnswered(player):
                return self._shared(number, lambda: messages.Witness(player, messages.FinalAnswer.wire_name))
            case e.Ended():
                return self._shared(number, messages.QuizEnded)
            case _:
                return None

    def _plays_on(self, viewer: Viewer) -> bool:
        """Whether this viewer hears of the buzzers. Players who were wrong do not, until the next question."""
        if viewer.role != "player":
            return True
        player = self._state.players.get(viewer.pid)
        return player is not None and self._state.may_buzz(player)

    def _opened(self, at_ms: int, viewer: Viewer) -> Packet:
        """`at_ms` counts from the receipt: each viewer's own delay is subtracted, so that all buzzers open at the same
        moment.
        """
        delay_ms = self._lines.get(viewer.pid, _NOBODY).one_way
        left_ms = max(0, round(at_ms - self._now_ms - delay_ms))
        return self._shared(("open", left_ms), lambda: messages.BuzzOpen(left_ms))

    def _to_player_and_screens(self, number: int, viewer: Viewer, witness: messages.Witness) -> Packet | None:
        if viewer.role != "screen" and viewer.pid != witness.pid:
            return None
        return self._shared(number, lambda: witness)


def _buzzed(buzzed: e.Buzzed, *, with_replay: bool) -> messages.Witness:
    """Who was first. Screens are also told who pressed when, as one `Trace` per press."""
    data: dict[str, Any] = {"photo": list(buzzed.photo)}
    if with_replay:
        data["presses"] = buzz_replay(buzzed)
    return messages.Witness(buzzed.player, messages.Buzz.wire_name, data)


def in_lobby(options: messages.QuizOptions, seq: int) -> messages.QuizSnapshot:
    """The setup of a quiz that has not begun."""
    return messages.QuizSnapshot(
        messages.QuizState(
            seq,
            "lobby",
            rounds=len(options.questions["rounds"]),
            has_final=options.questions.get("final") is not None,
        ),
        title=options.questions["title"],
        show_clues=options.show_clues,
        pace=options.pace,
        team_names=list(options.teams),
    )


def quiz_state(state: State, viewer: Viewer, seq: int, now_ms: int) -> messages.QuizState:
    """What this viewer may see of the quiz alone, in the wire's types."""
    role = "host" if viewer.host else viewer.role
    seen = view(state, QuizViewer(role, viewer.pid), now_ms)
    opens_ms = state.buzzers_open_ms
    return messages.QuizState(
        seq=seq,
        phase=state.phase,
        round=seen.round,
        rounds=seen.rounds,
        grid=[messages.Column(column.name, list(column.values)) for column in seen.grid],
        open=_open(seen.open),
        scores=_by_text(seen.scores),
        buzzed=seen.buzzed,
        locked=list(seen.locked),
        control=seen.control,
        opens_ms=None if opens_ms is None else max(0, opens_ms - now_ms),
        deadline_ms=seen.deadline_ms,
        paused=seen.paused,
        teams={name: messages.Team(list(team.players), team.score) for name, team in seen.teams.items()},
        wagers=_by_text(seen.wagers),
        most=seen.most,
        has_final=seen.has_final,
        paces={str(pid): pace for pid, pace in seen.paces.items()},
        tie_ranks=_by_text(seen.tie_ranks),
        tie=None if seen.tie is None else _tie(seen.tie),
        final=_final(seen.final),
    )


def _open(seen: OpenView | None) -> messages.OpenQuestion | None:
    if seen is None:
        return None
    return messages.OpenQuestion(
        seen.category,
        seen.row,
        seen.value,
        double=seen.double,
        clue=seen.clue,
        choices=list(seen.choices),
        image=seen.image,
        fen=seen.fen,
        targets=seen.targets,
        answers=None if seen.answers is None else list(seen.answers),
        explanation=seen.explanation,
    )


def _final(seen: FinalView | None) -> messages.FinalQuestion | None:
    if seen is None:
        return None
    return messages.FinalQuestion(
        seen.category,
        clue=seen.clue,
        players=list(seen.players),
        wagered=list(seen.wagered),
        answered=list(seen.answered),
        judged=list(seen.judged),
        texts={str(pid): text for pid, text in seen.texts.items()},
        answers=None if seen.answers is None else list(seen.answers),
    )


def _tie(seen: Upcoming) -> messages.TieToSettle:
    return messages.TieToSettle(seen.place, [list(pair) for pair in seen.games], list(seen.through))


def _by_text(numbers: Mapping[int, int]) -> dict[str, int]:
    """By pid as text, because JSON has no other keys."""
    return {str(pid): number for pid, number in numbers.items()}

"""The quiz as a state machine: commands in, events out, and time as an argument. `state.FOLLOWS` has its phases.

It has no I/O, no clock and no random numbers. `handle` raises `NotNow` and changes nothing if a command is not allowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

import msgspec

from game.quiz import commands as c
from game.quiz import events as e
from game.quiz import final, history, judging, questions, ties
from game.quiz.forgetting import forget
from game.quiz.history import note
from game.quiz.state import FOLLOWS, NotNow, Options, Player, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.quiz.state import Phase

PACES: Final = (1.0, 1.5, 2.0)
_WHILE_PAUSED = (c.Join, c.Resume, c.EndGame, c.SetScore, c.SetTeam, c.SetPace, c.Undo, c.Redo)


class Quiz:
    """A quiz from its first grid to its end."""

    def __init__(self, state: State) -> None:
        self._state = state

    @classmethod
    def start(cls, players: Iterable[int], options: Options, lots: bytes = b"") -> tuple[Quiz, list[e.Event]]:
        """Begin with the first round's grid. `lots` decide who plays whom when ties are settled."""
        return cls(State(options, {pid: Player(pid) for pid in players}, lots=lots)), [e.RoundBegan(0)]

    @classmethod
    def restore(cls, data: bytes) -> Quiz:
        """The quiz of a `snapshot`; raises msgspec.DecodeError if the bytes are invalid."""
        return cls(msgspec.msgpack.decode(data, type=State))

    def snapshot(self) -> bytes:
        """The whole state, as bytes."""
        return msgspec.msgpack.encode(self._state)

    @property
    def state(self) -> State:
        """The state, to be read only: `view` is made of it."""
        return self._state

    @property
    def over(self) -> bool:
        """Whether the quiz has ended. An Undo can still take the last judgement back."""
        return self._state.phase == "over"

    # --- commands -------------------------------------------------------------------------------------------------

    def handle(self, command: c.Command, now_ms: int) -> list[e.Event]:
        """The events of a command; raises NotNow."""
        if self._state.paused_ms is not None and not isinstance(command, _WHILE_PAUSED):
            raise NotNow
        before, opened_ms = self._state.phase, self._state.buzzers_open_ms
        happened = self._handle(command, now_ms)
        if not isinstance(command, c.Undo | c.Redo):
            self._check_phase(before)
        return happened + self._ask_if_all_have_wagered(now_ms) + self._buzzers(opened_ms)

    def _handle(self, command: c.Command, now_ms: int) -> list[e.Event]:
        state = self._state
        match command:
            case c.SelectQuestion(category, row, player):
                return questions.select(state, category, row, player, now_ms)
            case c.BuzzEnable():
                return questions.enable(state, now_ms)
            case c.BuzzDisable():
                return questions.disable(state)
            case c.Buzz():
                return questions.buzz(state, command, now_ms)
            case c.GiveUp():
                return questions.give_up(state)
            case c.HostChecked(correct, player) if state.phase == "final":
                return final.check(state, correct, player)
            case c.HostChecked(correct, player):
                return judging.check(state, correct, player, now_ms)
            case c.AnswerMove(player, move):
                return judging.answer_by_move(state, player, move, now_ms)
            case c.SetScore(player, score):
                return judging.set_score(state, player, score)
            case c.Settle(winner, loser):
                return ties.settle(state, winner, loser)
            case c.Undo():
                return history.undo(state, now_ms)
            case c.Redo():
                return history.redo(state, now_ms)
            case c.ShowGrid():
                return questions.show_grid(state)
            case c.NextRound():
                return final.next_round(state)
            case c.StartFinal():
                return final.start(state, now_ms)
            case c.Wager(player, amount):
                return final.wager(state, player, amount)
            case c.FinalAnswer(player, text):
                return final.answer(state, player, text, now_ms)
            case c.CloseWagers():
                return final.close_wagers(state, now_ms)
            case c.CloseAnswers():
                return final.close_early(state, now_ms)
            case c.Join() | c.SetTeam() | c.SetPace():
                return self._seat(command)
            case c.Pause() | c.Resume() | c.EndGame():
                return self._stop_or_go(command, now_ms)
            case _:
                assert_never(command)

    def _check_phase(self, before: Phase) -> None:
        after = self._state.phase
        assert after == before or after in FOLLOWS[before], f"{after} cannot follow {before}"

    def _ask_if_all_have_wagered(self, now_ms: int) -> list[e.Event]:
        """A wager, a corrected score, or somebody who leaves can be what the question waited for."""
        before = self._state.phase
        happened = final.ask_when_all_have_wagered(self._state, self._state.time_of(now_ms))
        self._check_phase(before)
        return happened

    def _buzzers(self, before_ms: int | None) -> list[e.Event]:
        """The events by which a step opened or closed the buzzers. `before_ms` is `buzzers_open_ms` before the step."""
        now_ms = self._state.buzzers_open_ms
        if now_ms == before_ms:
            return []
        return [e.Closed() if now_ms is None else e.Opened(now_ms)]

    # --- people ---------------------------------------------------------------------------------------------------

    def _seat(self, command: c.Join | c.SetTeam | c.SetPace) -> list[e.Event]:
        state = self._state
        match command:
            case c.Join(pid):
                if self.over or pid in state.players:
                    raise NotNow
                state.players[pid] = Player(pid)
                return [e.Joined(pid)]
            case c.SetTeam(pid, team):
                state.player(pid).team = team
                return [e.TeamSet(pid, team)]
            case c.SetPace(pid, factor):
                if factor not in PACES:
                    raise NotNow
                state.player(pid).pace = factor
                return [e.PaceSet(pid, factor)]

    def present(self, pid: int, now_ms: int, *, here: bool) -> None:
        """A player's connection is gone, or back. Decisions about the buzzers do not wait for absent players."""
        player = self._state.players.get(pid)
        if player is not None and player.here != here:
            player.here, player.away_ms = here, None if here else self._state.time_of(now_ms)

    def left(self, pid: int, now_ms: int) -> list[e.Event]:
        """A player has left for good. Nobody waits for them any more, and it costs them nothing. A player who leaves no
        trace is forgotten.
        """
        state = self._state
        if state.has_left(pid):
            return []
        now_ms = state.time_of(now_ms)
        before, opened_ms = state.phase, state.buzzers_open_ms
        state.players[pid].left = True
        happened: list[e.Event] = [e.DroppedOut(pid)]
        if before == "buzzed" and state.buzzed == pid:
            happened += questions.after_wrong(state, now_ms, pid)
        elif before == "armed":
            happened += questions.without_player(state, pid)
        elif before == "wager" and pid in state.wagering:
            happened += final.without_wager(state, pid)
        elif before == "final":
            happened += final.close_when_all_have_answered(state, now_ms) + final.end_when_all_are_judged(state)
        self._check_phase(before)
        happened += self._ask_if_all_have_wagered(now_ms)
        ties.without_leavers(state)
        forget(state, pid)
        return happened + self._buzzers(opened_ms)

    # --- time -----------------------------------------------------------------------------------------------------

    def _stop_or_go(self, command: c.Pause | c.Resume | c.EndGame, now_ms: int) -> list[e.Event]:
        state = self._state
        match command:
            case c.Pause():
                if self.over or state.presses:
                    raise NotNow
                state.paused_ms = now_ms
                return [e.Paused()]
            case c.Resume():
                if state.paused_ms is None:
                    raise NotNow
                stood_ms, state.paused_ms = now_ms - state.paused_ms, None
                state.deadline_ms = None if state.deadline_ms is None else state.deadline_ms + stood_ms
                state.opens_ms = None if state.opens_ms is None else state.opens_ms + stood_ms
                state.early_until_ms = {pid: until + stood_ms for pid, until in state.early_until_ms.items()}
                return [e.Resumed()]
            case c.EndGame():
                if self.over:
                    raise NotNow
                before = state.moment()
                if state.phase == "final" and not state.answers_closed:
                    state.unused_ms = state.left_ms(now_ms)
                state.paused_ms, state.open, state.buzzed, state.locked = None, None, None, ()
                state.go("over")
                note(state, before, {})
                return [e.Ended()]

    def deadline(self) -> int | None:
        """When `tick` is next due."""
        state = self._state
        if state.paused_ms is not None:
            return None
        return state.deadline_ms if state.decides_ms is None else state.decides_ms

    def tick(self, now_ms: int) -> list[e.Event]:
        """Do what is due by time alone, each at the time when it was due."""
        happened: list[e.Event] = []
        while (due_ms := self.deadline()) is not None and due_ms <= now_ms:
            before, opened_ms = self._state.phase, self._state.buzzers_open_ms
            happened += self._at(due_ms)
            self._check_phase(before)
            happened += self._buzzers(opened_ms)
        return happened

    def _at(self, now_ms: int) -> list[e.Event]:
        state = self._state
        if state.decides_ms is not None:
            return questions.decide(state, now_ms)
        match state.phase:
            case "armed":
                return questions.time_is_up(state)
            case "buzzed":
                assert state.buzzed is not None
                return judging.judge(state, state.buzzed, now_ms, correct=False, by="time")
            case "wager":
                return final.ask(state, now_ms)
            case _:
                return final.close(state)

"""Judgements that can be undone and redone, to any depth.

Undoing a SetScore changes the score alone. Undoing any other judgement leads back to its moment, in whichever round
that was; questions that were asked since then are on the grid again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.quiz import events as e
from game.quiz.state import Judgement, NotNow

if TYPE_CHECKING:
    from game.quiz.state import Moment, State


def note(state: State, before: Moment, scores: dict[int, int]) -> None:
    """Change the scores in a way that can be undone. `before` is the moment before the judgement."""
    _add(state, scores)
    state.undo = [*state.undo, Judgement(before, state.moment(), scores)]
    state.redo = []


def _add(state: State, scores: dict[int, int], sign: int = 1) -> None:
    for pid, delta in scores.items():
        state.players[pid].score += sign * delta


def undo(state: State, now_ms: int) -> list[e.Event]:
    """Undo the last judgement."""
    if not state.undo:
        raise NotNow
    *state.undo, last = state.undo
    state.redo = [*state.redo, last]
    _add(state, last.scores, -1)
    if last.before != last.after:
        _go_back_to(state, last.before, now_ms)
    return [e.Undone()]


def redo(state: State, now_ms: int) -> list[e.Event]:
    """Redo the judgement that was undone last."""
    if not state.redo:
        raise NotNow
    *state.redo, last = state.redo
    state.undo = [*state.undo, last]
    _add(state, last.scores)
    if last.before != last.after:
        _go_back_to(state, last.after, now_ms)
    return [e.Redone()]


def _go_back_to(state: State, moment: Moment, now_ms: int) -> None:
    """No timer runs then: the host decides when it goes on. Open buzzers have to be opened again. But nobody can judge
    wagers, which have all their time once more, nor final answers that were not closed, which have what was left of it.
    """
    now_ms = state.time_of(now_ms)
    unused_ms = _unused_ms(state, moment, now_ms)
    state.go("reading" if moment.phase == "armed" else moment.phase)
    state.round, state.taken, state.open, state.control = moment.round, moment.taken, moment.open, moment.control
    state.buzzed, state.locked, state.judged = moment.buzzed, moment.locked, moment.judged
    state.in_final, state.wagering, state.wagers = moment.in_final, moment.wagering, moment.wagers
    # Answers that have been closed by themselves since then stay closed.
    state.unused_ms, state.answers_closed = unused_ms, moment.answers_closed or unused_ms is None
    if state.phase == "wager":
        state.deadline_ms = now_ms + state.wager_ms
    elif state.phase == "final" and not state.answers_closed and unused_ms is not None:
        state.deadline_ms, state.unused_ms = now_ms + unused_ms, None
    elif state.phase == "over":
        state.paused_ms = None


def _unused_ms(state: State, moment: Moment, now_ms: int) -> int | None:
    """What is left of the time for the final answers; None: it is up, or has not begun."""
    if state.phase == "final" and not state.answers_closed:
        return state.left_ms(now_ms)
    return state.unused_ms if state.phase in {"final", "over"} else moment.unused_ms

"""Judging answers, and what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.quiz import events as e
from game.quiz.board import is_right_move
from game.quiz.history import note
from game.quiz.questions import after_wrong, reveal
from game.quiz.state import NotNow

if TYPE_CHECKING:
    from game.quiz.state import State

MOST_POINTS: Final = 10_000_000


def judge(state: State, pid: int, now_ms: int, *, correct: bool, by: e.By) -> list[e.Event]:
    """Add the question's value, or subtract it and let the others try."""
    before = state.moment()
    delta = _stake(state, pid) * (1 if correct else -1)
    if correct:
        state.control = pid
        happened = reveal(state, "answered")
    else:
        happened = after_wrong(state, now_ms, pid)
    note(state, before, {pid: delta})
    return [e.Judged(pid, correct, delta, state.players[pid].score, by), *happened]


def _stake(state: State, pid: int) -> int:
    if state.open is not None and state.open.double is not None:
        return state.wagers.get(pid, 0)
    assert state.question is not None
    return state.question.value


def check(state: State, correct: bool, pid: int | None, now_ms: int) -> list[e.Event]:
    """The host judges the answer of the player who has buzzed."""
    state.need("buzzed")
    if state.buzzed is None or pid not in {None, state.buzzed}:
        raise NotNow
    return judge(state, state.buzzed, now_ms, correct=correct, by="host")


def answer_by_move(state: State, pid: int, move: str, now_ms: int) -> list[e.Event]:
    """The board judges a move. An illegal one is refused, and another may be tried."""
    state.need("buzzed")
    question = state.question
    if question is None or not question.on_board or pid != state.buzzed:
        raise NotNow
    right = is_right_move(question, move)
    if right is None:
        raise NotNow
    return judge(state, pid, now_ms, correct=right, by="board")


def set_score(state: State, pid: int, score: int) -> list[e.Event]:
    """The host corrects a score."""
    player = state.player(pid)
    if abs(score) > MOST_POINTS:
        raise NotNow
    note(state, state.moment(), {pid: score - player.score})
    return [e.ScoreSet(pid, score)]

"""Wagers, the next round, and the final question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.quiz import events as e
from game.quiz.history import note
from game.quiz.questions import reveal
from game.quiz.state import NotNow

if TYPE_CHECKING:
    from game.quiz.state import State

LONGEST_ANSWER: Final = 200


def next_round(state: State) -> list[e.Event]:
    """Show the next grid."""
    state.need("grid", "judged")
    if state.in_final or state.round + 1 >= len(state.options.pack.rounds):
        raise NotNow
    state.round += 1
    state.open, state.buzzed, state.locked = None, None, ()
    state.go("grid")
    return [e.RoundBegan(state.round)]


def start(state: State, now_ms: int) -> list[e.Event]:
    """Ask everybody for their wager on the final question."""
    state.need("grid", "judged")
    if state.options.pack.final is None or state.in_final:
        raise NotNow
    wagering = tuple(player.pid for player in state.playing)
    if not wagering:
        raise NotNow
    state.in_final, state.open, state.buzzed, state.locked = True, None, None, ()
    state.wagers, state.wagering, state.answers, state.judged = {}, wagering, {}, ()
    state.go("wager", until_ms=now_ms + state.wager_ms)
    return [e.Wagering(state.wagering)]


def most_to_wager(state: State, pid: int) -> int:
    """The highest amount that a player can wager; raises NotNow if they do not play."""
    score = max(0, state.player(pid).score)
    if state.in_final:
        return score
    categories = state.options.pack.rounds[state.round].categories
    return max(score, *(question.value for category in categories for question in category.questions))


def wager(state: State, pid: int, amount: int, now_ms: int) -> list[e.Event]:
    """A player wagers. Once all have, the question is asked."""
    state.need("wager")
    if pid not in state.wagering or not 0 <= amount <= most_to_wager(state, pid):
        raise NotNow
    state.wagers = {**state.wagers, pid: amount}
    happened: list[e.Event] = [e.Wagered(pid)]
    return happened + _after_wagers(state, now_ms) if set(state.wagering) <= set(state.wagers) else happened


def time_is_up(state: State, now_ms: int) -> list[e.Event]:
    """Players who have not wagered stake nothing."""
    state.wagers = {**dict.fromkeys(state.wagering, 0), **state.wagers}
    return _after_wagers(state, now_ms)


def _after_wagers(state: State, now_ms: int) -> list[e.Event]:
    if state.in_final:
        return _ask(state, now_ms)
    (pid,) = state.wagering
    state.buzzed = pid
    # The clue is still to be read out, and nobody can have thought about it before.
    state.go("buzzed", until_ms=now_ms + 2 * state.duration(state.options.answer_ms, pid))
    return [e.Asked(pid)]


def _ask(state: State, now_ms: int) -> list[e.Event]:
    longest = max((state.duration(state.options.final_ms, pid) for pid in state.wagering), default=0)
    state.go("final", until_ms=now_ms + longest)
    return [e.FinalAsked()]


def answer(state: State, pid: int, text: str) -> list[e.Event]:
    """A player answers, or changes their answer."""
    state.need("final")
    if pid not in state.wagering or state.deadline_ms is None or len(text) > LONGEST_ANSWER:
        raise NotNow
    state.answers = {**state.answers, pid: text}
    return [e.FinalAnswered(pid), *close_when_all_have_answered(state)]


def close_when_all_have_answered(state: State) -> list[e.Event]:
    """Close the answers if everybody has answered."""
    waiting = [pid for pid in state.wagering if pid not in state.answers and not state.has_left(pid)]
    return [] if waiting or state.deadline_ms is None else close(state)


def close(state: State) -> list[e.Event]:
    """Close the answers: the host may now read and judge them."""
    state.deadline_ms = None
    return [e.FinalClosed()]


def without_wager(state: State, pid: int, now_ms: int) -> list[e.Event]:
    """A player who should have wagered has left."""
    if not state.in_final:
        return reveal(state, "nobody left")
    state.wagering = tuple(other for other in state.wagering if other != pid)
    return _ask(state, now_ms) if set(state.wagering) <= set(state.wagers) else []


def check(state: State, correct: bool, pid: int | None) -> list[e.Event]:
    """The host judges one player's answer, which can no longer be changed."""
    if pid is None or pid not in state.wagering or pid in state.judged or state.has_left(pid):
        raise NotNow
    if state.deadline_ms is not None:
        # Somebody may still answer.
        raise NotNow
    before = state.moment()
    delta = state.wagers.get(pid, 0) * (1 if correct else -1)
    state.judged = (*state.judged, pid)
    happened = end_when_all_are_judged(state)
    note(state, before, {pid: delta})
    return [e.Judged(pid, correct, delta, state.players[pid].score), *happened]


def end_when_all_are_judged(state: State) -> list[e.Event]:
    """End the quiz when every final answer is judged."""
    if any(pid not in state.judged and not state.has_left(pid) for pid in state.wagering):
        return []
    state.go("over")
    return [e.Ended()]

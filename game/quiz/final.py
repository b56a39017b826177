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


def wager(state: State, pid: int, amount: int) -> list[e.Event]:
    """A player wagers."""
    state.need("wager")
    if pid not in state.wagering or not 0 <= amount <= most_to_wager(state, pid):
        raise NotNow
    state.wagers = {**state.wagers, pid: amount}
    # What was undone had ended the wagers without this one.
    state.redo = []
    return [e.Wagered(pid)]


def has_wagered(state: State, pid: int) -> bool:
    """Whether a player's wager is in. Whoever has nothing to stake is not asked for one."""
    return pid in state.wagers or (not state.has_left(pid) and most_to_wager(state, pid) == 0)


def ask_when_all_have_wagered(state: State, now_ms: int) -> list[e.Event]:
    """Ask the question if nobody has to wager any more."""
    if state.phase != "wager" or any(_is_waited_for(state, pid) for pid in state.wagering):
        return []
    return ask(state, now_ms)


def _is_waited_for(state: State, pid: int) -> bool:
    # Of a daily double, only its own player can be asked.
    return not has_wagered(state, pid) and not (state.in_final and state.has_left(pid))


def close_wagers(state: State, now_ms: int) -> list[e.Event]:
    """The host closes the wagers on the final question, which can be undone."""
    state.need("wager")
    if not state.in_final:
        raise NotNow
    before = state.moment()
    happened = ask(state, now_ms)
    # A Redo gives all the time to answer once more.
    state.unused_ms = state.left_ms(now_ms)
    note(state, before, {})
    state.unused_ms = None
    return happened


def ask(state: State, now_ms: int) -> list[e.Event]:
    """Ask the question. Players who have not wagered stake nothing."""
    state.wagers = {**dict.fromkeys(state.wagering, 0), **state.wagers}
    if state.in_final:
        return _ask_all(state, now_ms)
    (pid,) = state.wagering
    state.buzzed = pid
    # The clue is still to be read out, and nobody can have thought about it before.
    state.go("buzzed", until_ms=now_ms + 2 * state.duration(state.options.answer_ms, pid))
    return [e.Asked(pid)]


def _ask_all(state: State, now_ms: int) -> list[e.Event]:
    longest = max((state.duration(state.options.final_ms, pid) for pid in state.wagering), default=0)
    state.answers_closed, state.unused_ms = False, None
    state.go("final", until_ms=now_ms + longest)
    return [e.FinalAsked()]


def answer(state: State, pid: int, text: str, now_ms: int) -> list[e.Event]:
    """A player answers, or changes their answer."""
    state.need("final")
    if pid not in state.wagering or state.answers_closed or len(text) > LONGEST_ANSWER:
        raise NotNow
    state.answers = {**state.answers, pid: text}
    return [e.FinalAnswered(pid), *close_when_all_have_answered(state, now_ms)]


def close_when_all_have_answered(state: State, now_ms: int) -> list[e.Event]:
    """Close the answers if everybody who is connected has answered. A connection that is lost closes nothing: it may
    be back in a moment. Whoever was lost just now is waited for too: time stands still while players come back to a
    server that was away.
    """
    playing = [pid for pid in state.wagering if not state.has_left(pid)]
    waited_for = [pid for pid in playing if state.players[pid].here or state.players[pid].away_ms == now_ms] or playing
    if state.answers_closed or any(pid not in state.answers for pid in waited_for):
        return []
    return close(state)


def close(state: State) -> list[e.Event]:
    """Close the answers: the host may now read and judge them."""
    state.answers_closed, state.deadline_ms, state.unused_ms = True, None, None
    return [e.FinalClosed()]


def close_early(state: State, now_ms: int) -> list[e.Event]:
    """The host closes the answers, which can be undone."""
    state.need("final")
    if state.answers_closed:
        raise NotNow
    before, unused_ms = state.moment(), state.left_ms(now_ms)
    happened = close(state)
    state.unused_ms = unused_ms
    note(state, before, {})
    return happened


def without_wager(state: State, pid: int) -> list[e.Event]:
    """A player who should have wagered has left."""
    if not state.in_final:
        return reveal(state, "nobody left")
    state.wagering = tuple(other for other in state.wagering if other != pid)
    return []


def check(state: State, correct: bool, pid: int | None) -> list[e.Event]:
    """The host judges one player's answer, which can no longer be changed."""
    if pid is None or pid not in state.wagering or pid in state.judged or state.has_left(pid):
        raise NotNow
    if not state.answers_closed:
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

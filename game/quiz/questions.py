"""One question: selected on the grid, read out, opened to the buzzers, judged, and shown with its answer.

`Quiz` derives the events that the buzzers have opened or closed, whatever opened or closed them.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from game.quiz import events as e
from game.quiz.buzzer import Press, decides_at, verdict
from game.quiz.history import note
from game.quiz.state import NotNow, Open

if TYPE_CHECKING:
    from game.quiz import commands as c
    from game.quiz.state import Player, State

OPENS_AFTER_MS: Final = 200
"""From the host's BuzzEnable to open buzzers, so that every phone hears of it in time."""
EARLY_LOCKOUT_MS: Final = 250


def select(state: State, category: int, row: int, pid: int | None, now_ms: int) -> list[e.Event]:
    """Open a question of the grid. A daily double asks its player for a wager first."""
    state.need("grid", "judged")
    categories = state.options.pack.rounds[state.round].categories
    if not (0 <= category < len(categories) and 0 <= row < len(categories[category].questions)):
        raise NotNow
    if state.in_final or (state.round, category, row) in state.taken:
        raise NotNow
    question = categories[category].questions[row]
    chooser = state.control if pid is None else pid
    double = chooser if question.double and chooser is not None and not state.has_left(chooser) else None
    if pid is not None and double is None:
        raise NotNow
    state.taken = (*state.taken, (state.round, category, row))
    state.open, state.buzzed, state.locked = Open(category, row, double), None, ()
    happened: list[e.Event] = [e.Selected(category, row, double)]
    if double is None:
        state.go("reading")
        return happened
    state.wagering, state.wagers = (double,), {}
    state.go("wager", until_ms=now_ms + state.duration(state.options.wager_ms, double))
    return [*happened, e.Wagering(state.wagering)]


def enable(state: State, now_ms: int) -> list[e.Event]:
    """Open the buzzers."""
    state.need("reading")
    if not any(map(state.may_buzz, state.playing)):
        raise NotNow
    _arm(state, now_ms)
    return []


def _arm(state: State, now_ms: int) -> None:
    opens_ms, early_until_ms = now_ms + OPENS_AFTER_MS, state.early_until_ms
    state.go("armed", until_ms=opens_ms + state.duration(state.options.buzz_ms, _slowest(state)))
    state.opens_ms, state.early_until_ms = opens_ms, early_until_ms


def _slowest(state: State) -> int | None:
    """The player with the most time among those who may buzz."""
    able = [player for player in state.playing if state.may_buzz(player)]
    return max(able, key=lambda player: player.pace).pid if able else None


def disable(state: State) -> list[e.Event]:
    """Close the buzzers again."""
    state.need("armed")
    state.go("reading")
    return []


def buzz(state: State, buzz: c.Buzz, now_ms: int) -> list[e.Event]:
    """Take in a press. Who was first is decided once no earlier press can arrive any more."""
    state.need("reading", "armed", "buzzed")
    player = state.player(buzz.player)
    if state.phase == "buzzed":
        return _buzz_late(state, player, buzz.pressed_ms)
    if not state.may_buzz(player) or any(press.pid == player.pid for press in state.presses):
        raise NotNow
    shut_ms = state.early_until_ms.get(player.pid, 0.0)
    if state.opens_ms is None or buzz.pressed_ms < max(state.opens_ms, shut_ms):
        until_ms = buzz.pressed_ms + EARLY_LOCKOUT_MS
        state.early_until_ms = {**state.early_until_ms, player.pid: until_ms}
        return [e.PressedEarly(player.pid, until_ms)]
    press = Press(player.pid, buzz.arrival_ms, buzz.pressed_ms, buzz.uncertainty_ms)
    state.presses = (*state.presses, press)
    heard = {each.pid for each in state.presses}
    waited_for = [
        other.pid for other in state.playing if state.may_buzz(other) and other.here and other.pid not in heard
    ]
    delays = [buzz.delays_ms[pid] for pid in waited_for if pid in buzz.delays_ms]
    state.decides_ms = ceil(decides_at(state.presses, delays))
    return decide(state, now_ms) if now_ms >= state.decides_ms else []


def _buzz_late(state: State, player: Player, pressed_ms: float) -> list[e.Event]:
    if state.buzzed == player.pid or not state.may_buzz(player) or (state.open and state.open.double is not None):
        raise NotNow
    return [e.BuzzedLate(player.pid, max(0.0, pressed_ms - state.won_ms))]


def without_player(state: State, pid: int) -> list[e.Event]:
    """A player who could have buzzed has left, and an undecided press of theirs does not count."""
    if not any(map(state.may_buzz, state.playing)):
        return reveal(state, "nobody left")
    state.presses = tuple(press for press in state.presses if press.pid != pid)
    if not state.presses:
        state.decides_ms = None
    return []


def decide(state: State, now_ms: int) -> list[e.Event]:
    """Decide who was first."""
    presses, opened_ms = state.presses, state.opens_ms
    assert opened_ms is not None
    first = verdict(presses, {player.pid: player.photos_won for player in state.playing})
    if first.photo:
        state.players[first.winner].photos_won += 1
    state.buzzed = first.winner
    state.won_ms = next(press.pressed for press in presses if press.pid == first.winner)
    state.go("buzzed", until_ms=now_ms + state.duration(state.options.answer_ms, first.winner))
    return [e.Buzzed(first.winner, opened_ms, presses, first.photo)]


def give_up(state: State) -> list[e.Event]:
    """Nobody knows the answer, or the player who should wager on a daily double is not there."""
    if state.in_final or state.phase != "wager":
        state.need("reading", "armed")
    return _nobody_knew(state, "given up")


def time_is_up(state: State) -> list[e.Event]:
    """Nobody has buzzed in time."""
    return _nobody_knew(state, "time")


def _nobody_knew(state: State, reason: e.Reason) -> list[e.Event]:
    before = state.moment()
    happened = reveal(state, reason)
    note(state, before, {})
    return happened


def reveal(state: State, reason: e.Reason) -> list[e.Event]:
    """Show the answer."""
    state.buzzed = None
    state.go("judged")
    return [e.Revealed(reason)]


def show_grid(state: State) -> list[e.Event]:
    """Go back to the grid."""
    state.need("judged")
    state.open, state.buzzed, state.locked = None, None, ()
    state.go("grid")
    return [e.GridShown()]


def after_wrong(state: State, now_ms: int, pid: int) -> list[e.Event]:
    """Let the others try, if anybody is left who may."""
    state.buzzed, state.locked = None, (*state.locked, pid)
    double = state.open is not None and state.open.double is not None
    if double or not any(map(state.may_buzz, state.playing)):
        return reveal(state, "nobody left")
    _arm(state, now_ms)
    return []

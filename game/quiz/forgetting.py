"""Forgets players who have left without a trace, so that coming and going cannot make a quiz grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.quiz.state import Moment, State


def forget(state: State, pid: int) -> bool:
    """Forget a player who has left, if nothing depends on them. Whether that was so."""
    player = state.players.get(pid)
    if player is None or not player.left or player.score or _is_named(state, pid):
        return False
    del state.players[pid]
    return True


def _is_named(state: State, pid: int) -> bool:
    """Whether the current question, or a judgement that can be undone or redone, involves this player."""
    if pid in state.answers or any(press.pid == pid for press in state.presses):
        return True
    if any(pid in tie.players for tie in state.ties):
        return True
    judgements = [*state.undo, *state.redo]
    moments = [state.moment(), *(moment for each in judgements for moment in (each.before, each.after))]
    return any(pid in each.scores for each in judgements) or any(_names(moment, pid) for moment in moments)


def _names(moment: Moment, pid: int) -> bool:
    double = moment.open.double if moment.open is not None else None
    return pid in {moment.control, moment.buzzed, double, *moment.locked, *moment.wagering, *moment.judged}

"""Marks what a piece threatens once the pointer has rested on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.kit import theme

if TYPE_CHECKING:
    from game.client.chess.board.state import State


def watch(state: State, square: int | None) -> None:
    """The pointer is at this position now."""
    if square != state.hover.square:
        state.hover.square = square
        forget(state)


def forget(state: State) -> None:
    """Remove the marks and start waiting anew."""
    state.hover.since = None
    if state.hover.threats:
        state.hover.threats = frozenset()
        state.redraw()


def rest(state: State) -> None:
    """Advance the time."""
    hover = state.hover
    if hover.square is None or hover.threats or state.holding:
        return
    hover.since = state.now if hover.since is None else hover.since
    if state.now - hover.since >= theme.REST_MS and (threats := state.events.threats(hover.square)):
        hover.threats = threats
        state.redraw()


def due_ms(state: State, now_ms: int) -> int | None:
    """In how many ms the pointer has rested long enough."""
    return None if state.hover.since is None else theme.REST_MS - (now_ms - state.hover.since)

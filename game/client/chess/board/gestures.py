"""Input on the board: click-click, drag, or arrow keys and Enter; Esc or a right click cancels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import pygame

from game.client.chess.board import drawing, effects, hover
from game.client.chess.board.geometry import square_at
from game.client.chess.board.moveinput import (
    PROMOTIONS,
    go,
    let_go,
    pick_promotion,
    promote,
    put_down,
    set_hand,
)
from game.client.chess.board.state import Drag
from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerMove, PointerUp

if TYPE_CHECKING:
    from game.client.chess.board.state import State
    from game.client.kit.input import Input, Position

_ARROWS = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, 1), pygame.K_DOWN: (0, -1)}
_ENTER = {pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE}


def handle(state: State, event: Input, *, ringed: bool) -> bool:
    """Handle an input; True if it was used. `ringed`: whether the keyboard focus is visible."""
    match event:
        case PointerDown(at, "left"):
            _press(state, at, ctrl=event.ctrl)
        case PointerDown(at, "right"):
            _press_right(state, at)
        case PointerMove(at):
            _move_pointer(state, at)
        case PointerUp(at, "left"):
            _release(state, at, ctrl=event.ctrl)
        case PointerUp(at, "right"):
            _release_right(state, at)
        case Key():
            return _press_key(state, event, ringed=ringed)
        case _:
            return False
    return True


def escape(state: State) -> bool:
    """Cancel what is under way, the queue first. Whether there was anything."""
    return state.events.on_cancel() or put_back(state)


def put_back(state: State) -> bool:
    """Put the held piece back. Whether there was one."""
    if state.selected is None and state.promotion is None and not state.hand[0]:
        return False
    set_hand(state, "", {})
    let_go(state)
    return True


def _press(state: State, at: Position, *, ctrl: bool) -> None:
    square = square_at(state, at)
    state.drawings.current = None
    drawing.clear(state)
    effects.stop(state)
    if state.hand[0] and put_down(state, square):
        return
    if state.promotion is not None:
        pick_promotion(state, at)
    elif square is None:
        let_go(state)
    elif state.selected is not None and square in state.targets_of(state.selected):
        go(state, state.selected, square, ask=ctrl)
    elif square in state.targets:
        state.drag = Drag(square, at, again=square == state.selected)
        state.selected = square
    else:
        let_go(state)
    state.cursor = None
    state.pointer = at
    state.redraw()


def _press_right(state: State, at: Position) -> None:
    square = square_at(state, at)
    if state.drag is not None:
        let_go(state)
    elif square is not None:
        drawing.begin(state, square)


def _release_right(state: State, at: Position) -> None:
    """A right click cancels what is under way, or marks a square. A right drag always draws an arrow."""
    drawn = state.drawings.current
    if drawn is not None and (square_at(state, at) is None or (drawn[0] == drawn[1] and escape(state))):
        drawing.drop(state)
    drawing.finish(state)


def _move_pointer(state: State, at: Position) -> None:
    before, state.pointer = state.pointer, at
    under = square_at(state, at)
    if state.drawings.current is not None:
        drawing.draw_to(state, under)
        return
    hover.watch(state, under)
    drag = state.drag
    if drag is None:
        if (state.selected is not None or state.promotion) and square_at(state, before) != under:
            state.redraw()
        return
    distance = max(abs(at[0] - drag.start[0]), abs(at[1] - drag.start[1]))
    if drag.lifted or (distance >= theme.DRAG_THRESHOLD_PX and state.moving_by != "click"):
        state.drag = drag._replace(lifted=True)
        state.redraw()


def _release(state: State, at: Position, *, ctrl: bool) -> None:
    drag, state.drag = state.drag, None
    if drag is None:
        return
    state.redraw()
    target = square_at(state, at)
    if drag.lifted and target is not None and target in state.targets_of(drag.origin):
        go(state, drag.origin, target, dropped=True, ask=ctrl)
    elif state.moving_by == "drag" or (drag.lifted and target != drag.origin) or (drag.again and not drag.lifted):
        let_go(state)


def _press_key(state: State, event: Key, *, ringed: bool) -> bool:
    if event.key == pygame.K_ESCAPE:
        return escape(state)
    if state.promotion is not None and event.key < 128 and chr(event.key) in PROMOTIONS:
        promote(state, chr(event.key))
    elif event.key in _ARROWS and (ringed or state.cursor is not None):
        _walk(state, *_ARROWS[event.key])
    elif event.key in _ENTER and state.cursor is not None:
        _enter(state, state.cursor)
    else:
        return False
    state.redraw()
    return True


def _walk(state: State, files: int, ranks: int) -> None:
    if state.cursor is None:
        state.cursor = chess.E7 if state.flipped else chess.E2
        return
    sign = -1 if state.flipped else 1
    file = min(max(chess.square_file(state.cursor) + sign * files, 0), 7)
    rank = min(max(chess.square_rank(state.cursor) + sign * ranks, 0), 7)
    state.cursor = chess.square(file, rank)


def _enter(state: State, square: int) -> None:
    if state.selected is not None and square in state.targets_of(state.selected):
        go(state, state.selected, square)
    else:
        state.selected = square if square in state.targets and square != state.selected else None

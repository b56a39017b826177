"""Arrows and marks drawn with the right button, and the numbers of queued moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.chess.board.geometry import arrow, square_rect
from game.client.kit import theme
from game.client.kit.theme import Face

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.chess.board.state import State
    from game.client.kit.painter import Painter

SPARE_ARROWS = 8


def begin(state: State, square: int) -> None:
    """The right button was pressed on a square."""
    state.drawings.current = (square, square)
    state.redraw()


def draw_to(state: State, square: int | None) -> None:
    """The pointer has moved to a square."""
    drawings = state.drawings
    if drawings.current is not None and square is not None and square != drawings.current[1]:
        drawings.current = (drawings.current[0], square)
        state.redraw()


def finish(state: State) -> None:
    """The button was released: keep the drawing, or remove the same one that was there before."""
    drawings = state.drawings
    drawn, drawings.current = drawings.current, None
    if drawn is None:
        return
    if drawn[0] == drawn[1]:
        drawings.marks ^= {drawn[0]}
    else:
        drawings.lines ^= {drawn}
    state.redraw()


def drop(state: State) -> None:
    """Cancel the current drawing."""
    state.drawings.current = None
    state.redraw()


def clear(state: State) -> None:
    """Remove arrows and marks."""
    if state.drawings.marks or state.drawings.lines:
        state.drawings.marks.clear()
        state.drawings.lines.clear()
        state.redraw()


def paint_marks(state: State, painter: Painter) -> None:
    """Paint the rings of marked squares, below the pieces."""
    for square in state.drawings.marks:
        rect = square_rect(state, square)
        painter.circle(rect.center, rect.w * 0.48, state.colors.mark, width=rect.w * 0.06)


def paint_arrows(state: State, painter: Painter) -> None:
    """Paint the arrows, above the pieces."""
    drawings = state.drawings
    if len(drawings.pictures) > 2 * len(drawings.lines) + SPARE_ARROWS:
        drawings.pictures.clear()
    for line in {*drawings.lines, *([drawings.current] if drawings.current else [])}:
        if line[0] != line[1]:
            points = arrow(square_rect(state, line[0]), square_rect(state, line[1]))
            painter.polygon(points, state.colors.mark, kept=drawings.pictures)


def paint_numbers(state: State, painter: Painter) -> None:
    """Paint the order of the queued moves."""
    if len(state.premoves) > 1:
        for number, (_, target) in enumerate(state.premoves, start=1):
            _paint_number(painter, number, square_rect(state, target))


def _paint_number(painter: Painter, number: int, rect: FRect) -> None:
    size = max(11.0, rect.w * 0.17)
    at = (rect.x + size * 0.75, rect.y + size * 0.75)
    painter.circle(at, size * 0.72, theme.ROOM)
    painter.text(str(number), at, size=size, face=Face.STRONG, align="center")

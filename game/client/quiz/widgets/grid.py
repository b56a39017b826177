"""The grid of a round: categories and the values of their questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerMove
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget, paint_focus_ring
from game.client.quiz.widgets import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.client.kit.input import Input, Position
    from game.client.kit.painter import Painter
    from netcode.messages.quiz import Column

HEAD_SHARE = 0.19
HEAD_MOST = 96.0
_STEPS = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1)}


class Square(NamedTuple):
    """A question of the grid."""

    category: int
    row: int


class GridBoard(Widget):
    """The host picks by click, or with the arrows and Enter. For others it only shows."""

    focusable = True

    def __init__(self, on_pick: Callable[[int, int], None]) -> None:
        super().__init__("grid")
        self.columns: Sequence[Column] = ()
        self.can_pick = False
        self._on_pick = on_pick
        self._cursor: Square | None = None
        self._lit: Square | None = None

    def show(self, columns: Sequence[Column], *, can_pick: bool) -> None:
        """Set the grid."""
        if (columns, can_pick) != (self.columns, self.can_pick):
            self.columns, self.can_pick = columns, can_pick
            self.invalidate()

    # --- where what is --------------------------------------------------------------------------------------------

    @property
    def rows(self) -> int:
        """The number of questions in the longest category."""
        return max((len(column.values) for column in self.columns), default=0)

    def _head(self) -> float:
        return min(HEAD_MOST, self.rect.h * HEAD_SHARE)

    def square(self, category: int, row: int) -> FRect:
        """The rectangle of a question."""
        width, head = self.rect.w / len(self.columns), self._head()
        height = (self.rect.h - head) / max(1, self.rows)
        cell = FRect(self.rect.x + category * width, self.rect.y + head + row * height, width, height)
        return cell.inflate(-theme.GRID * 2, -theme.GRID * 2)

    def squares(self) -> list[list[list[float]]]:
        """All rectangles, by category and row, in logical units: for tests that drive the real window."""
        return [
            [list(self.square(i, row)) for row in range(len(column.values))] for i, column in enumerate(self.columns)
        ]

    def _value(self, square: Square) -> int | None:
        values = self.columns[square.category].values
        return values[square.row] if square.row < len(values) else None

    def _at(self, at: Position) -> Square | None:
        squares = (Square(i, row) for i, column in enumerate(self.columns) for row in range(len(column.values)))
        found = next((each for each in squares if self.square(*each).collidepoint(at)), None)
        return found if found is not None and self._value(found) is not None else None

    # --- what a person does ---------------------------------------------------------------------------------------

    def handle(self, event: Input) -> bool:
        if not self.can_pick or not self.columns:
            return False
        match event:
            case PointerMove(at):
                self._light(self._at(at))
            case PointerDown(at, "left"):
                self._pick(self._at(at))
            case Key(key) if key in _STEPS:
                self._step(*_STEPS[key])
            case Key(pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE) if self._cursor is not None:
                self._pick(self._cursor)
            case _:
                return False
        return True

    def set_hovered(self, hovered: bool) -> None:
        super().set_hovered(hovered)
        if not hovered:
            self._light(None)

    def _light(self, square: Square | None) -> None:
        if square != self._lit:
            self._lit = square
            self.invalidate()

    def _step(self, right: int, down: int) -> None:
        """Go to the next open question in that direction."""
        if self._cursor is None:
            free = (Square(i, row) for row in range(self.rows) for i in range(len(self.columns)))
            self._cursor = next((each for each in free if self._value(each) is not None), None)
            self.invalidate()
            return
        square = self._cursor
        for _ in range(max(self.rows, len(self.columns))):
            square = Square((square.category + right) % len(self.columns), (square.row + down) % self.rows)
            if self._value(square) is not None:
                self._cursor = square
                break
        self.invalidate()

    def _pick(self, square: Square | None) -> None:
        if square is not None and self._value(square) is not None:
            self._cursor = self._lit = None
            self._on_pick(*square)

    # --- how it looks ---------------------------------------------------------------------------------------------

    def paint(self, painter: Painter) -> None:
        if not self.columns:
            return
        width, head = self.rect.w / len(self.columns), self._head()
        for i, column in enumerate(self.columns):
            box = FRect(self.rect.x + i * width, self.rect.y, width, head).inflate(-theme.GRID * 2, -theme.GRID * 2)
            painter.panel(box, theme.ROOM_LIGHT, radius=theme.RADIUS_SMALL)
            lines.paragraph(painter, column.name, box.inflate(-12, -8), color=theme.TEXT, size=Size.TITLE)
            for row in range(len(column.values)):
                self._paint_square(painter, Square(i, row))

    def _paint_square(self, painter: Painter, square: Square) -> None:
        box, value = self.square(*square), self._value(square)
        if value is None:
            painter.panel(box, theme.ROOM, radius=theme.RADIUS_SMALL, border=theme.RAISED)
            return
        lit = self.can_pick and square in {self._lit, self._cursor}
        painter.panel(box, theme.RAISED_HOVER if lit else theme.RAISED, radius=theme.RADIUS_SMALL)
        size = min(Size.HUGE, box.h * 0.62)
        lines.line(
            painter, str(value), box.center, box.w - 12, color=theme.AMBER, size=size, face=Face.HEADING, align="center"
        )
        if square == self._cursor and self.focused:
            paint_focus_ring(painter, box, theme.RADIUS_SMALL)

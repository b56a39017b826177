"""The grid of a pack that is being written, with places for one more category or question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import Key, PointerDown
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget, paint_focus_ring
from game.client.quiz.drafting import Spot
from game.client.quiz.widgets import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.client.kit.input import Input, Position
    from game.client.kit.painter import Painter
    from game.client.quiz.drafting import Step

ADD_WIDTH = 44.0
HEAD = 64.0
ROW = 56.0
_STEPS: dict[int, Step] = {pygame.K_LEFT: "left", pygame.K_RIGHT: "right", pygame.K_UP: "up", pygame.K_DOWN: "down"}


class Cell(NamedTuple):
    """A question: its value, and whether something is missing."""

    value: str
    done: bool
    double: bool = False


class Row(NamedTuple):
    """A category with its questions."""

    name: str
    cells: tuple[Cell, ...]


class PackGrid(Widget):
    """A click selects; arrows move, and with Ctrl they move the selected part; Enter edits, Delete removes."""

    focusable = True
    overdraw = 12.0

    def __init__(
        self,
        on_choose: Callable[[Spot], None],
        on_add: Callable[[int | None], None],
        on_walk: Callable[[Step, bool], None],
        on_write: Callable[[], None],
        on_remove: Callable[[], None],
    ) -> None:
        """`on_add` gets the category of the new question, or None for a new category."""
        super().__init__("pack grid")
        self._on_choose, self._on_add, self._on_walk = on_choose, on_add, on_walk
        self._on_write, self._on_remove = on_write, on_remove
        self.columns: Sequence[Row] = ()
        self.at = Spot("category", 0, 0)

    def show(self, columns: Sequence[Row], at: Spot) -> None:
        """Another round, or another state of it."""
        if (list(columns), at) != (list(self.columns), self.at):
            self.columns, self.at = list(columns), at
            self.invalidate()

    # --- where what is --------------------------------------------------------------------------------------------

    def _width(self) -> float:
        return (self.rect.w - ADD_WIDTH) / max(1, len(self.columns))

    def _row_height(self) -> float:
        rows = max((len(column.cells) for column in self.columns), default=0) + 1
        return min(ROW, (self.rect.h - HEAD) / rows)

    def box(self, category: int, row: int) -> FRect:
        """The rectangle of a question; row -1 is the category's name."""
        width, height = self._width(), self._row_height()
        x = self.rect.x + category * width
        if row < 0:
            return FRect(x, self.rect.y, width, HEAD).inflate(-6, -6)
        return FRect(x, self.rect.y + HEAD + row * height, width, height).inflate(-6, -6)

    def add_box(self, category: int | None) -> FRect:
        """Where one more question is added to a category, or (None) one more category."""
        if category is None:
            return FRect(self.rect.right - ADD_WIDTH, self.rect.y, ADD_WIDTH, HEAD).inflate(-6, -6)
        return self.box(category, len(self.columns[category].cells))

    # --- what a person does ---------------------------------------------------------------------------------------

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(at, "left"):
                self._press(at)
            case Key(key) if key in _STEPS and not event.alt:
                self._on_walk(_STEPS[key], event.ctrl)
            case Key(pygame.K_RETURN | pygame.K_KP_ENTER):
                self._on_write()
            case Key(pygame.K_DELETE):
                self._on_remove()
            case Key(pygame.K_INSERT | pygame.K_PLUS | pygame.K_KP_PLUS) if self.at.category >= 0:
                self._on_add(self.at.category)
            case _:
                return False
        return True

    def _press(self, at: Position) -> None:
        for c, column in enumerate(self.columns):
            for row in range(-1, len(column.cells)):
                if self.box(c, row).collidepoint(at):
                    spot = Spot("category" if row < 0 else "question", self.at.round, c, row)
                    self._on_choose(spot)
                    return
            if self.add_box(c).collidepoint(at):
                self._on_add(c)
                return
        if self.add_box(None).collidepoint(at):
            self._on_add(None)

    # --- how it looks ---------------------------------------------------------------------------------------------

    def paint(self, painter: Painter) -> None:
        for c, column in enumerate(self.columns):
            self._paint_head(painter, c, column.name)
            for row, cell in enumerate(column.cells):
                self._paint_cell(painter, self.box(c, row), cell, chosen=self._chosen(c, row))
            _paint_add(painter, self.add_box(c))
        _paint_add(painter, self.add_box(None))
        if self.focused and self.ringed and self.at.category >= 0:
            paint_focus_ring(painter, self.box(self.at.category, self.at.question), theme.RADIUS_SMALL)

    def _chosen(self, category: int, row: int) -> bool:
        return (category, row) == (self.at.category, self.at.question)

    def _paint_head(self, painter: Painter, category: int, name: str) -> None:
        box = self.box(category, -1)
        border = theme.AMBER if self._chosen(category, -1) else None
        painter.panel(box, theme.ROOM_LIGHT, radius=theme.RADIUS_SMALL, border=border, border_width=2.5)
        color = theme.TEXT if name else theme.ROSE
        lines.paragraph(painter, name or "?", box.inflate(-8, -4), color=color, size=Size.LARGE)

    def _paint_cell(self, painter: Painter, box: FRect, cell: Cell, *, chosen: bool) -> None:
        border = theme.AMBER if chosen else None
        painter.panel(box, theme.RAISED, radius=theme.RADIUS_SMALL, border=border, border_width=2.5)
        color = theme.AMBER if cell.done else theme.QUIET
        lines.line(painter, cell.value, box.center, box.w - 56, color=color, size=24, face=Face.HEADING, align="center")
        side = 18.0
        sign = FRect(box.right - side - 8, box.centery - side / 2, side, side)
        painter.icon("icons/tick" if cell.done else "icons/cross", sign, theme.LEAF if cell.done else theme.ROSE)
        if cell.double:
            painter.icon("icons/crown", FRect(box.x + 8, box.centery - side / 2, side, side), theme.TEAL)


def _paint_add(painter: Painter, box: FRect) -> None:
    painter.panel(box, theme.ROOM, radius=theme.RADIUS_SMALL, border=theme.LINE)
    painter.text("+", box.center, size=Size.TITLE, face=Face.HEADING, color=theme.TEAL, align="center")

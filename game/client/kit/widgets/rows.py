"""A scrollable list of rows, one of which is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerMove
from game.client.kit.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.input import Input, Position
    from game.client.kit.painter import Painter

ROW_HEIGHT = 44.0
_BAR_ZONE = 18.0


class Rows(Pane):
    """Arrow keys select; Enter and a double click open. Subclasses paint the rows."""

    def __init__(
        self, on_choose: Callable[[], None] = lambda: None, on_open: Callable[[], None] = lambda: None, *, name: str
    ) -> None:
        super().__init__(name)
        self._on_choose = on_choose
        self._on_open = on_open
        self._count = 0
        self._lit: int | None = None
        self.chosen = 0
        """Which row it is, from 0."""

    def paint_row(self, painter: Painter, box: FRect, index: int) -> None:
        """Draw what stands in a row."""
        raise NotImplementedError

    def set_count(self, count: int, *, chosen: int = 0) -> None:
        """Other rows, from the first on."""
        self._count, self.chosen, self._offset = count, chosen, 0.0
        self.invalidate()

    def content_height(self, painter: Painter) -> float:
        del painter
        return self._count * ROW_HEIGHT + theme.GRID

    def handle(self, event: Input) -> bool:
        match event:
            case Key(pygame.K_UP):
                self._choose(self.chosen - 1)
            case Key(pygame.K_DOWN):
                self._choose(self.chosen + 1)
            case Key(pygame.K_HOME):
                self._choose(0)
            case Key(pygame.K_END):
                self._choose(self._count - 1)
            case Key(pygame.K_PAGEUP | pygame.K_PAGEDOWN as key):
                page = max(1, int(self._inner.h // ROW_HEIGHT))
                self._choose(self.chosen + (page if key == pygame.K_PAGEDOWN else -page))
            case Key(pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE) if self._count:
                self._on_open()
            case PointerDown(at, "left", clicks) if (index := self._row_at(at)) is not None:
                self._choose(index)
                if clicks == 2:
                    self._on_open()
            case PointerMove(at) if self._grip is None:
                self._light(self._row_at(at))
                return True
            case _:
                return super().handle(event)
        return True

    def set_hovered(self, hovered: bool) -> None:
        super().set_hovered(hovered)
        if not hovered:
            self._light(None)

    def _light(self, index: int | None) -> None:
        if index != self._lit:
            self._lit = index
            self.invalidate()

    def _choose(self, index: int) -> None:
        index = min(max(index, 0), max(0, self._count - 1))
        top, bottom = index * ROW_HEIGHT, (index + 1) * ROW_HEIGHT + theme.GRID
        self.scroll_to(min(max(self._offset, bottom - self._inner.h), top))
        if index != self.chosen:
            self.chosen = index
            self.invalidate()
            self._on_choose()

    def _row_at(self, at: Position) -> int | None:
        if not self._inner.collidepoint(at) or at[0] >= self.rect.right - _BAR_ZONE:
            return None
        index = int((at[1] - self._inner.y + self._offset - theme.GRID / 2) // ROW_HEIGHT)
        return index if 0 <= index < self._count else None

    def paint_content(self, painter: Painter, box: FRect, shown: FRect) -> None:
        for index in range(self._count):
            row = FRect(box.x, box.y + theme.GRID / 2 + index * ROW_HEIGHT, box.w, ROW_HEIGHT - 2)
            if not row.colliderect(shown):
                continue
            if index in {self.chosen, self._lit}:
                fill = theme.RAISED_HOVER if index == self._lit else theme.RAISED
                border = theme.AMBER if index == self.chosen else None
                painter.panel(row, fill, radius=theme.RADIUS_SMALL, border=border)
            self.paint_row(painter, row.inflate(-2 * theme.GAP, 0), index)

"""A scrollable pane, and texts to read in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerMove, PointerUp, Wheel
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget, paint_focus_ring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter

_WHEEL = 72.0
_LINE = 36.0
_BAR = 6.0
_LEAST_BAR = 32.0


class Pane(Widget):
    """Scrolls by wheel, keys and its bar."""

    focusable = True
    overdraw = 8.0

    def __init__(self, name: str = "pane") -> None:
        super().__init__(name)
        self._offset = 0.0
        self._tall = 0.0
        """How tall the content was when it was last painted."""
        self._grip: float | None = None

    def content_height(self, painter: Painter) -> float:
        """The height of the whole content."""
        raise NotImplementedError

    def paint_content(self, painter: Painter, box: FRect, shown: FRect) -> None:
        """Paint the content into a box of its full height. Only what reaches into `shown` is visible."""
        raise NotImplementedError

    # --- scrolling ------------------------------------------------------------------------------------------------

    @property
    def _inner(self) -> FRect:
        return FRect(
            self.rect.x + theme.PAD, self.rect.y + theme.GRID, self.rect.w - 2 * theme.PAD - _BAR, self.rect.h - 8
        )

    @property
    def _most(self) -> float:
        return max(0.0, self._tall - self._inner.h)

    def scroll_to(self, offset: float) -> None:
        """Scroll to this distance from the top."""
        offset = min(max(offset, 0.0), self._most)
        if offset != self._offset:
            self._offset = offset
            self.invalidate()

    def handle(self, event: Input) -> bool:
        page = self._inner.h * 0.9
        match event:
            case Wheel(_, steps):
                self.scroll_to(self._offset - steps * _WHEEL)
            case Key(pygame.K_UP):
                self.scroll_to(self._offset - _LINE)
            case Key(pygame.K_DOWN):
                self.scroll_to(self._offset + _LINE)
            case Key(pygame.K_PAGEUP):
                self.scroll_to(self._offset - page)
            case Key(pygame.K_PAGEDOWN | pygame.K_SPACE):
                self.scroll_to(self._offset + page)
            case Key(pygame.K_HOME):
                self.scroll_to(0)
            case Key(pygame.K_END):
                self.scroll_to(self._most)
            case PointerDown(at, "left") if at[0] >= self.rect.right - 3 * _BAR:
                self._grip = at[1]
            case PointerMove(at) if self._grip is not None:
                self.scroll_to(self._offset + (at[1] - self._grip) * self._tall / self._inner.h)
                self._grip = at[1]
            case PointerUp():
                self._grip = None
            case _:
                return False
        return True

    # --- painting -------------------------------------------------------------------------------------------------

    def paint(self, painter: Painter) -> None:
        painter.panel(self.rect, theme.ROOM, border=theme.LINE)
        if self.focused and self.ringed:
            paint_focus_ring(painter, self.rect)
        inner = self._inner
        self._tall = self.content_height(painter)
        self._offset = min(self._offset, self._most)
        with painter.clipped(inner):
            self.paint_content(painter, FRect(inner.x, inner.y - self._offset, inner.w, self._tall), inner)
        if self._most:
            height = max(_LEAST_BAR, inner.h * inner.h / self._tall)
            y = inner.y + (inner.h - height) * self._offset / self._most
            painter.panel(FRect(self.rect.right - _BAR - 5, y, _BAR, height), theme.LINE, radius=_BAR / 2)


Style: TypeAlias = Literal["title", "heading", "text", "small"]
_STYLES: dict[Style, tuple[Size, Face, theme.Color, float]] = {
    "title": (Size.LARGE, Face.HEADING, theme.AMBER, 10.0),
    "heading": (Size.BODY, Face.HEADING, theme.TEXT, 12.0),
    "text": (Size.SMALL, Face.TEXT, theme.TEXT, 4.0),
    "small": (Size.TINY, Face.TEXT, theme.QUIET, 2.0),
}
"""Size, face, colour, and the room above."""


class Paragraph(NamedTuple):
    """A text and how it is set."""

    style: Style
    text: str


class _Line(NamedTuple):
    y: float
    style: Style
    text: str


class TextPane(Pane):
    """Paragraphs to read."""

    def __init__(self, paragraphs: Sequence[Paragraph] = (), name: str = "text") -> None:
        super().__init__(name)
        self._paragraphs = list(paragraphs)
        self._lines: list[_Line] = []
        self._height = 0.0
        self._set_for: tuple[float, float, float] | None = None

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Something else, from its beginning."""
        self._paragraphs = list(paragraphs)
        self._set_for = None
        self._offset = 0.0
        self.invalidate()

    def content_height(self, painter: Painter) -> float:
        key = (self._inner.w, painter.scale, painter.text_factor)
        if key != self._set_for:
            self._set_for = key
            self._set_lines(painter)
        return self._height

    def _set_lines(self, painter: Painter) -> None:
        self._lines, y = [], theme.GRID * 1.0
        for style, text in self._paragraphs:
            size, face, _, above = _STYLES[style]
            y += above
            for line in painter.wrap(text, self._inner.w - theme.GRID, size=size, face=face):
                self._lines.append(_Line(y, style, line))
                y += painter.line_height(size)
        self._height = y + theme.PAD

    def paint_content(self, painter: Painter, box: FRect, shown: FRect) -> None:
        for y, style, text in self._lines:
            size, face, color, _ = _STYLES[style]
            middle = box.y + y + painter.line_height(size) / 2
            if shown.top - 2 * size < middle < shown.bottom + 2 * size:
                painter.text(text, (box.x, middle), size=size, face=face, color=color)

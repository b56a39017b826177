"""A window onto something taller than itself: texts to read, upgrades to look up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import pygame
from pygame import FRect

from game.client import theme
from game.client.input import Key, PointerDown, PointerMove, PointerUp, Wheel
from game.client.theme import Face, Size
from game.client.widgets.badge import RARITY_COLORS, paint_pips, paint_rarity
from game.client.widgets.base import Widget, paint_focus_ring
from game.client.widgets.cardpicture import paint_card_picture
from game.upgrades import picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.client.input import Input
    from game.client.painter import Painter
    from game.upgrades import Upgrade

_WHEEL = 72.0
_LINE = 36.0
_BAR = 6.0
_LEAST_BAR = 32.0


class Pane(Widget):
    """Scrolls by wheel, keys and its bar."""

    focusable = True
    spill = 8.0

    def __init__(self, name: str = "pane") -> None:
        super().__init__(name)
        self._offset = 0.0
        self._tall = 0.0
        """How tall the content was when it was last painted."""
        self._grip: float | None = None

    def content_height(self, painter: Painter) -> float:
        """How tall all of it is."""
        raise NotImplementedError

    def paint_content(self, painter: Painter, box: FRect, shown: FRect) -> None:
        """Draw it into a box as tall as the content; only what reaches into `shown` is seen."""
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
        """So far from the top."""
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


_TILE = 132.0
_TILE_PICTURE = 104.0
_LEAST_TILE = 340.0


class UpgradeGrid(Pane):
    """Upgrades with picture, rarity and sentence."""

    def __init__(self, upgrades: Sequence[Upgrade], name: str = "upgrades") -> None:
        super().__init__(name)
        self._upgrades = list(upgrades)

    def show(self, upgrades: Sequence[Upgrade]) -> None:
        """Others, from the first on."""
        self._upgrades = list(upgrades)
        self._offset = 0.0
        self.invalidate()

    @property
    def _columns(self) -> int:
        return max(1, int(self._inner.w // _LEAST_TILE))

    def content_height(self, painter: Painter) -> float:
        del painter
        return -(-len(self._upgrades) // self._columns) * (_TILE + theme.GAP) + theme.GRID

    def paint_content(self, painter: Painter, box: FRect, shown: FRect) -> None:
        width = (box.w - (self._columns - 1) * theme.GAP) / self._columns
        for i, upgrade in enumerate(self._upgrades):
            x = box.x + i % self._columns * (width + theme.GAP)
            tile = FRect(x, box.y + theme.GRID + i // self._columns * (_TILE + theme.GAP), width, _TILE)
            if tile.colliderect(shown):
                self._paint_tile(painter, tile, upgrade)

    def _paint_tile(self, painter: Painter, tile: FRect, upgrade: Upgrade) -> None:
        """Drawn once and kept: the small boards are dear."""
        key = ("upgrade tile", upgrade.id, painter.box(FRect(0, 0, tile.w, tile.h)).size)
        painter.blit(painter.cached(key, lambda: _draw_tile(painter, tile.w, tile.h, upgrade)), tile.topleft)


def _draw_tile(painter: Painter, width: float, height: float, upgrade: Upgrade) -> pygame.Surface:
    surface = painter.new_surface(width, height)
    on, tile = painter.onto(surface), FRect(0, 0, width, height)
    rarity = RARITY_COLORS[upgrade.rarity]
    on.panel(tile, theme.RAISED, border=rarity)
    board = FRect(theme.GAP, (height - _TILE_PICTURE) / 2, _TILE_PICTURE, _TILE_PICTURE)
    paint_card_picture(on, board, upgrade, picture(upgrade), 1.0)
    x = board.right + theme.GAP
    room = width - x - theme.GAP
    on.text(upgrade.name, (x, 24), size=Size.BODY, face=Face.HEADING, max_width=room - 24)
    paint_rarity(on, upgrade.rarity, (width - theme.PAD - 4, 24), 8)
    on.paragraph(upgrade.text, FRect(x, 40, room, height - 64), size=Size.SMALL, color=theme.QUIET)
    paint_pips(on, upgrade, width - theme.PAD, height - theme.PAD)
    return surface

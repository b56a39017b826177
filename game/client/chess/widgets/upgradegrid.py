"""A grid of upgrades with picture, rarity and sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.chess.upgrades import picture
from game.client.chess.widgets.badge import RARITY_COLORS, paint_pips, paint_rarity
from game.client.chess.widgets.cardpicture import paint_card_picture
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pygame

    from game.chess.upgrades import Upgrade
    from game.client.kit.painter import Painter

_TILE = 132.0
_TILE_PICTURE = 104.0
_LEAST_TILE = 340.0
_TEXT_TOP = 40.0
_BETWEEN = 4.0
_FOOT = 24.0
"""For the pips of its strength."""


class UpgradeGrid(Pane):
    """Upgrades with picture, rarity and sentence."""

    def __init__(self, upgrades: Sequence[Upgrade], name: str = "upgrades") -> None:
        super().__init__(name)
        self._upgrades = list(upgrades)

    def show(self, upgrades: Sequence[Upgrade]) -> None:
        """Show these upgrades, from the first one on."""
        self._upgrades = list(upgrades)
        self._offset = 0.0
        self.invalidate()

    @property
    def _columns(self) -> int:
        return max(1, int(self._inner.w // _LEAST_TILE))

    def content_height(self, painter: Painter) -> float:
        rows = self._rows(painter, self._tile_width(self._inner.w))
        return sum(tall + theme.GAP for _, tall in rows) + theme.GRID

    def _tile_width(self, whole: float) -> float:
        return (whole - (self._columns - 1) * theme.GAP) / self._columns

    def _rows(self, painter: Painter, width: float) -> list[tuple[list[Upgrade], float]]:
        """The tiles side by side, as tall as the one with the most to say: no text is set smaller than another."""
        count, room = self._columns, _text_room(width)
        rows = [self._upgrades[i : i + count] for i in range(0, len(self._upgrades), count)]
        return [(row, max(_TILE, *(_text_height(painter, upgrade, room) for upgrade in row))) for row in rows]

    def paint_content(self, painter: Painter, box: FRect, shown: FRect) -> None:
        width = self._tile_width(box.w)
        y = box.y + theme.GRID
        for row, tall in self._rows(painter, width):
            for i, upgrade in enumerate(row):
                tile = FRect(box.x + i * (width + theme.GAP), y, width, tall)
                if tile.colliderect(shown):
                    self._paint_tile(painter, tile, upgrade)
            y += tall + theme.GAP

    def _paint_tile(self, painter: Painter, tile: FRect, upgrade: Upgrade) -> None:
        """Drawn once and kept: the small boards are dear."""
        key = ("upgrade tile", upgrade.id, painter.box(FRect(0, 0, tile.w, tile.h)).size)
        painter.blit(painter.cached(key, lambda: _draw_tile(painter, tile.w, tile.h, upgrade)), tile.topleft)


def _text_room(width: float) -> float:
    return width - _TILE_PICTURE - 3 * theme.GAP


def _text_height(painter: Painter, upgrade: Upgrade, room: float) -> float:
    """Of a tile that shows everything in its usual size."""
    text = painter.line_height(Size.SMALL) * len(painter.wrap(upgrade.text, room, size=Size.SMALL))
    note = painter.line_height(Size.TINY) * len(painter.wrap(upgrade.note, room, size=Size.TINY)) if upgrade.note else 0
    return _TEXT_TOP + text + _BETWEEN + note + _FOOT


def _draw_tile(painter: Painter, width: float, height: float, upgrade: Upgrade) -> pygame.Surface:
    surface = painter.new_surface(width, height)
    on, tile = painter.onto(surface), FRect(0, 0, width, height)
    rarity = RARITY_COLORS[upgrade.rarity]
    on.panel(tile, theme.RAISED, border=rarity)
    board = FRect(theme.GAP, (height - _TILE_PICTURE) / 2, _TILE_PICTURE, _TILE_PICTURE)
    paint_card_picture(on, board, upgrade, picture(upgrade), 1.0)
    x = board.right + theme.GAP
    room = _text_room(width)
    on.text(upgrade.name, (x, 24), size=Size.BODY, face=Face.HEADING, max_width=room - 24)
    paint_rarity(on, upgrade.rarity, (width - theme.PAD - 4, 24), 8)
    used = on.paragraph(
        upgrade.text, FRect(x, _TEXT_TOP, room, height - _TEXT_TOP - _FOOT), size=Size.SMALL, color=theme.QUIET
    )
    if upgrade.note:
        y = _TEXT_TOP + used + _BETWEEN
        on.paragraph(upgrade.note, FRect(x, y, room, height - y - _FOOT), size=Size.TINY, color=theme.FAINT)
    paint_pips(on, upgrade, width - theme.PAD, height - theme.PAD)
    return surface

"""The book of upgrades: each with its picture, rarity and sentence."""

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
    used = on.paragraph(upgrade.text, FRect(x, 40, room, height - 64), size=Size.SMALL, color=theme.QUIET)
    if upgrade.note:
        on.paragraph(upgrade.note, FRect(x, 44 + used, room, height - 68 - used), size=Size.TINY, color=theme.FAINT)
    paint_pips(on, upgrade, width - theme.PAD, height - theme.PAD)
    return surface

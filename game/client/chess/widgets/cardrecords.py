"""The record of somebody's upgrades, the best one first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.chess.upgrades import CATALOGUE, picture
from game.client import texts
from game.client.chess.widgets.badge import RARITY_COLORS, paint_rarity
from game.client.chess.widgets.cardpicture import paint_card_picture
from game.client.gameview import CardRecords
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pygame

    from game.chess.upgrades import Upgrade
    from game.client.kit.painter import Painter
    from netcode.messages.records import UpgradeRecord

_TILE = 84.0
_PICTURE = 68.0
_LEAST_TILE = 270.0


def by_merit(records: Mapping[str, UpgradeRecord], best: str | None) -> list[str]:
    """The best first, then whatever has won most; an upgrade that only a newer server knows is left out."""
    known = [each for each in records if each in CATALOGUE]
    return sorted(known, key=lambda each: (each != best, -records[each].won, -records[each].taken, each))


class CardRecordGrid(Pane, CardRecords):
    """Upgrades with picture, name, and how often they were taken and won with."""

    def __init__(self) -> None:
        super().__init__("cards")
        self._records: dict[str, UpgradeRecord] = {}
        self._order: list[str] = []
        self._best: str | None = None

    def show(self, records: Mapping[str, UpgradeRecord], best: str | None) -> None:
        if (dict(records), best) != (self._records, self._best):
            self._records, self._best = dict(records), best
            self._order = by_merit(records, best)
            self._offset = 0.0
            self.invalidate()

    @property
    def _columns(self) -> int:
        return max(1, int(self._inner.w // _LEAST_TILE))

    def content_height(self, painter: Painter) -> float:
        if not self._order:
            return painter.line_height(Size.SMALL) * 2
        return -(-len(self._order) // self._columns) * (_TILE + theme.GAP) + theme.GRID

    def paint_content(self, painter: Painter, box: FRect, shown: FRect) -> None:
        if not self._order:
            painter.paragraph(texts.PROFILE_NO_CARDS, box.inflate(0, -theme.GAP), size=Size.SMALL, color=theme.QUIET)
            return
        width = (box.w - (self._columns - 1) * theme.GAP) / self._columns
        for i, each in enumerate(self._order):
            x = box.x + i % self._columns * (width + theme.GAP)
            tile = FRect(x, box.y + theme.GRID + i // self._columns * (_TILE + theme.GAP), width, _TILE)
            if tile.colliderect(shown):
                record = self._records[each]
                self._paint_tile(painter, tile, CATALOGUE[each], record, best=each == self._best)

    def _paint_tile(
        self, painter: Painter, tile: FRect, upgrade: Upgrade, record: UpgradeRecord, *, best: bool
    ) -> None:
        """Drawn once and kept: the small boards are dear."""
        key = ("card record", upgrade.id, record, best, painter.box(FRect(0, 0, tile.w, tile.h)).size)
        drawn = painter.cached(key, lambda: _draw_tile(painter, tile.w, upgrade, record, best=best))
        painter.blit(drawn, tile.topleft)


def _draw_tile(
    painter: Painter, width: float, upgrade: Upgrade, record: UpgradeRecord, *, best: bool
) -> pygame.Surface:
    surface = painter.new_surface(width, _TILE)
    on, tile = painter.onto(surface), FRect(0, 0, width, _TILE)
    on.panel(tile, theme.RAISED, border=RARITY_COLORS[upgrade.rarity])
    board = FRect(theme.GRID * 2, (_TILE - _PICTURE) / 2, _PICTURE, _PICTURE)
    paint_card_picture(on, board, upgrade, picture(upgrade), 1.0)
    x = board.right + theme.GAP
    room = width - x - theme.GAP
    y = tile.centery - (20 if best else 11)
    on.text(upgrade.name, (x, y), size=on.fitting(upgrade.name, room - 20, size=Size.BODY, face=Face.HEADING),
            face=Face.HEADING, max_width=room - 20)  # fmt: skip
    paint_rarity(on, upgrade.rarity, (width - theme.PAD, y), 7)
    told = texts.card_record(record.taken, record.games, record.won)
    on.text(told, (x, y + 22), size=on.fitting(told, room, size=Size.SMALL), color=theme.QUIET, max_width=room)
    if best:
        on.text(texts.BEST_CARD, (x, y + 42), size=Size.TINY, face=Face.HEADING, color=theme.AMBER, max_width=room)
    return surface

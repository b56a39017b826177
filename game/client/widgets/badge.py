"""Upgrades as badges: rarity by colour and by shape, never by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import theme
from game.client.theme import Face, Size
from game.client.widgets.base import Widget
from game.upgrades import CATALOGUE, Rarity

if TYPE_CHECKING:
    from game.client.painter import Painter
    from game.client.theme import Color
    from game.upgrades import Upgrade

RARITY_COLORS: dict[Rarity, Color] = {
    Rarity.COMMON: theme.SLATE,
    Rarity.RARE: theme.TEAL,
    Rarity.EPIC: theme.AMBER,
}
HEIGHT = 28.0


def paint_rarity(painter: Painter, rarity: Rarity, center: tuple[float, float], radius: float) -> None:
    """The mark of a rarity: circle, diamond, or crown."""
    x, y = center
    color = RARITY_COLORS[rarity]
    match rarity:
        case Rarity.COMMON:
            painter.circle(center, radius * 0.8, color)
        case Rarity.RARE:
            painter.polygon([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], color)
        case Rarity.EPIC:
            points = [(-1, 0.7), (-1, -0.6), (-0.45, 0), (0, -0.9), (0.45, 0), (1, -0.6), (1, 0.7)]
            painter.polygon([(x + dx * radius, y + dy * radius) for dx, dy in points], color)


class Badges(Widget):
    """A player's upgrades in rows; hovering one explains it in its sentence."""

    spill = 4.0

    def __init__(self, name: str = "", *, from_bottom: bool = False, centered: bool = False) -> None:
        super().__init__(name)
        self.from_bottom = from_bottom
        self.centered = centered
        self._upgrades: list[Upgrade] = []
        self._places: list[tuple[FRect, Upgrade]] = []

    def set_upgrades(self, ids: list[str]) -> None:
        """Catalogue ids, oldest first; one that a newer server knows and this client does not is left out."""
        upgrades = [CATALOGUE[each] for each in ids if each in CATALOGUE]
        if upgrades != self._upgrades:
            self._upgrades = upgrades
            self.invalidate()

    def tooltip_at(self, at: tuple[float, float]) -> str:
        for rect, upgrade in self._places:
            if rect.collidepoint(at):
                return f"{upgrade.name}. {upgrade.text}"
        return ""

    def paint(self, painter: Painter) -> None:
        self._places = []
        if not self._upgrades:
            return
        rows = max(1, int((self.rect.h + theme.GRID) // (HEIGHT + theme.GRID)))
        columns = max(2, -(-len(self._upgrades) // rows))
        width = (self.rect.w - theme.GRID * (columns - 1)) / columns
        used = -(-len(self._upgrades) // columns) * (HEIGHT + theme.GRID) - theme.GRID
        top = self.rect.bottom - used if self.from_bottom else self.rect.y
        spare = self.rect.w - min(columns, len(self._upgrades)) * (width + theme.GRID) + theme.GRID
        left = self.rect.x + (spare / 2 if self.centered else 0)
        for i, upgrade in enumerate(self._upgrades):
            x = left + i % columns * (width + theme.GRID)
            y = top + i // columns * (HEIGHT + theme.GRID)
            rect = FRect(x, y, width, HEIGHT)
            self._places.append((rect, upgrade))
            self._paint_badge(painter, rect, upgrade)

    def _paint_badge(self, painter: Painter, rect: FRect, upgrade: Upgrade) -> None:
        painter.panel(rect, theme.RAISED, radius=HEIGHT / 2, border=RARITY_COLORS[upgrade.rarity], border_width=1.2)
        paint_rarity(painter, upgrade.rarity, (rect.x + 15, rect.centery), 6)
        painter.text(
            upgrade.name,
            (rect.x + 27, rect.centery),
            size=Size.TINY,
            face=Face.HEADING,
            max_width=rect.w - 36,
        )


class ScorePips(Widget):
    """The series as a row of pips: mine filled amber, theirs ringed teal, a draw half of either."""

    spill = 4.0

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._facts = (3, 0, 0, 0)

    def set_score(self, best_of: int, mine: int, theirs: int, draws: int) -> None:
        """Games won by the player at the bottom, by the one at the top, and drawn."""
        if (best_of, mine, theirs, draws) != self._facts:
            self._facts = (best_of, mine, theirs, draws)
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        best_of, mine, theirs, draws = self._facts
        kinds = ["mine"] * mine + ["draw"] * draws + ["open"] * max(0, best_of - mine - theirs - draws)
        kinds += ["theirs"] * theirs
        step = min(24.0, self.rect.w / len(kinds))
        x = self.rect.right - 10 - step * (len(kinds) - 1)
        for kind in kinds:
            self._paint_pip(painter, kind, (x, self.rect.centery))
            x += step

    def _paint_pip(self, painter: Painter, kind: str, at: tuple[float, float]) -> None:
        match kind:
            case "mine":
                painter.circle(at, 8, theme.AMBER)
            case "theirs":
                painter.circle(at, 8, theme.TEAL, width=4)
            case "draw":
                painter.circle(at, 8, theme.QUIET, width=2)
                painter.circle(at, 4, theme.QUIET)
            case _:
                painter.circle(at, 8, theme.LINE, width=2)

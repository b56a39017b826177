"""Upgrades as badges: rarity by colour and by shape, never by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.chess.upgrades import CATALOGUE, Rarity
from game.chess.upgrades.strength import pips
from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.chess.upgrades import Upgrade
    from game.client.kit.painter import Painter
    from game.client.kit.theme import Color

RARITY_COLORS: dict[Rarity, Color] = {
    Rarity.COMMON: theme.SLATE,
    Rarity.RARE: theme.TEAL,
    Rarity.EPIC: theme.AMBER,
}
HEIGHT = 28.0
_SIGN, _END = 27.0, 11.0
"""The room for the rarity before a badge's name, and for the rounding behind it."""


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


def badge_width(painter: Painter, upgrade: Upgrade, charges: int = 0) -> float:
    """What an upgrade's badge needs for its whole name, and for the marks of its charges."""
    name = painter.text_width(upgrade.name, size=Size.TINY, face=Face.HEADING)
    return name + _SIGN + _END + charges * CHARGE_STEP


def paint_badge(painter: Painter, rect: FRect, upgrade: Upgrade, left: int = 0, charges: int = 0) -> None:
    """Its rarity, its name, and a mark for each of its charges: full when it is `left`, else a ring."""
    painter.panel(rect, theme.RAISED, radius=HEIGHT / 2, border=RARITY_COLORS[upgrade.rarity], border_width=1.2)
    paint_rarity(painter, upgrade.rarity, (rect.x + 15, rect.centery), 6)
    at = (rect.x + _SIGN, rect.centery)
    room = rect.w - _SIGN - _END + 1 - charges * CHARGE_STEP
    ink = theme.FAINT if charges and not left else theme.TEXT
    painter.text(upgrade.name, at, size=Size.TINY, face=Face.HEADING, color=ink, max_width=room)
    for i in range(charges):
        center = (rect.right - _END + 4 - (charges - i - 0.5) * CHARGE_STEP, rect.centery)
        if i < left:
            painter.circle(center, CHARGE_RADIUS, theme.AMBER)
        else:
            painter.circle(center, CHARGE_RADIUS, theme.FAINT, width=1.5)


CHARGE_STEP, CHARGE_RADIUS = 12.0, 4.0
MOST_PIPS = 5
_PIP_STEP, _PIP_RADIUS = 11.0, 3.4


def paint_pips(painter: Painter, upgrade: Upgrade, right: float, y: float) -> None:
    """How strong an upgrade measured: that many of five dots are full. `right` is where the last one ends."""
    full, color = pips(upgrade.id), RARITY_COLORS[upgrade.rarity]
    for i in range(MOST_PIPS):
        center = (right - _PIP_RADIUS - (MOST_PIPS - 1 - i) * _PIP_STEP, y)
        painter.circle(center, _PIP_RADIUS, color if i < full else theme.LINE)


class Badges(Widget):
    """A player's upgrades in rows; hovering one explains it."""

    overdraw = 4.0

    def __init__(self, name: str = "", *, from_bottom: bool = False, centered: bool = False) -> None:
        super().__init__(name)
        self.from_bottom = from_bottom
        self.centered = centered
        self._upgrades: list[Upgrade] = []
        self._charges: dict[str, tuple[int, int]] = {}
        self._places: list[tuple[FRect, Upgrade]] = []

    def set_upgrades(self, ids: list[str], charges: Mapping[str, tuple[int, int]] | None = None) -> None:
        """Catalogue ids, oldest first; one that a newer server knows and this client does not is left out.

        `charges` tells of those that can be used so and so often: how often yet, and how often in all.
        """
        if dict(charges or {}) != self._charges:
            self._charges = dict(charges or {})
            self.invalidate()
        upgrades = [CATALOGUE[each] for each in ids if each in CATALOGUE]
        if upgrades != self._upgrades:
            self._upgrades = upgrades
            self.invalidate()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._upgrades)

    def tooltip_at(self, at: tuple[float, float]) -> str:
        for rect, upgrade in self._places:
            if rect.collidepoint(at):
                return f"{upgrade.described} {self._use_of(upgrade)}".strip()
        return ""

    def _use_of(self, upgrade: Upgrade) -> str:
        left, charges = self._charges.get(upgrade.id, (0, 0))
        if not charges:
            return ""
        return texts.CHARGE_LEFT if left else texts.CHARGE_USED

    def paint(self, painter: Painter) -> None:
        self._places = []
        if not self._upgrades:
            return
        rows = self._rows(painter)
        used = len(rows) * (HEIGHT + theme.GRID) - theme.GRID
        y = self.rect.bottom - used if self.from_bottom else self.rect.y
        for row in rows:
            spare = self.rect.w - sum(width for _, width in row) - theme.GRID * (len(row) - 1)
            x = self.rect.x + (spare / 2 if self.centered else 0)
            for upgrade, width in row:
                rect = FRect(x, y, width, HEIGHT)
                self._places.append((rect, upgrade))
                paint_badge(painter, rect, upgrade, *self._charges.get(upgrade.id, (0, 0)))
                x += width + theme.GRID
            y += HEIGHT + theme.GRID

    def _rows(self, painter: Painter) -> list[list[tuple[Upgrade, float]]]:
        """Each as wide as its name, as many to a row as there is room for; only where that is too little, cut."""
        rows: list[list[tuple[Upgrade, float]]] = [[]]
        used = 0.0
        for upgrade in self._upgrades:
            width = min(badge_width(painter, upgrade, self._charges.get(upgrade.id, (0, 0))[1]), self.rect.w)
            if rows[-1] and used + theme.GRID + width > self.rect.w:
                rows.append([])
                used = 0.0
            used += width + (theme.GRID if rows[-1] else 0)
            rows[-1].append((upgrade, width))
        most = max(1, int((self.rect.h + theme.GRID) // (HEIGHT + theme.GRID)))
        return rows if len(rows) <= most else self._grid(most)

    def _grid(self, rows: int) -> list[list[tuple[Upgrade, float]]]:
        columns = -(-len(self._upgrades) // rows)
        width = (self.rect.w - theme.GRID * (columns - 1)) / columns
        cut = [(upgrade, width) for upgrade in self._upgrades]
        return [cut[i : i + columns] for i in range(0, len(cut), columns)]


class ScorePips(Widget):
    """The series as a row of pips: own wins filled amber, the opponent's ringed teal, a draw half of either."""

    overdraw = 4.0

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

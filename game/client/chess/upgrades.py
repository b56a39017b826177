"""The list of all upgrades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.chess.upgrades import CATALOGUE, Rarity
from game.client import texts
from game.client.chess.widgets.upgradegrid import UpgradeGrid
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label
from game.client.screens.dialog import Dialog

if TYPE_CHECKING:
    from game.chess.upgrades import Upgrade
    from game.client.context import Context

MOST_WIDTH = 1_180.0
FILTER_WIDTH = 420.0


class UpgradesScene(Dialog):
    """All upgrades, or those of one rarity."""

    name = "upgrades"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = Label(texts.UPGRADES, size=Size.TITLE, face=Face.HEADING)
        self._line = Label(texts.upgrades_line(len(_of("all"))), size=Size.SMALL, color=theme.QUIET)
        self._filter = Choice(texts.RARITIES, "all", self._show, name="rarity")
        self._grid = UpgradeGrid(_of("all"))
        self._back = Button(texts.BACK, context.pop, kind="primary")
        self.group.add(self._title, self._line, self._filter, self._grid, self._back)
        self.group.set_focus(self._grid, by_pointer=True)

    def layout(self, width: float, height: float) -> None:
        inner = self.put(min(MOST_WIDTH, width - 2 * theme.MARGIN), height - 2 * theme.MARGIN, width, height)
        self._title.place(inner.x, inner.y - 4, inner.w - FILTER_WIDTH, 34)
        self._line.place(inner.x, inner.y + 30, inner.w - FILTER_WIDTH - theme.GAP, 24)
        self._filter.place(inner.right - FILTER_WIDTH, inner.y + 4, FILTER_WIDTH, theme.FIELD_HEIGHT)
        foot = inner.bottom - theme.BUTTON_HEIGHT
        top = inner.y + 4 + theme.FIELD_HEIGHT + theme.PAD
        self._grid.place(inner.x, top, inner.w, foot - theme.PAD - top)
        self._back.place(inner.right - 160, foot, 160, theme.BUTTON_HEIGHT)

    def _show(self, rarity: str) -> None:
        self._grid.show(_of(rarity))


def _of(rarity: str) -> list[Upgrade]:
    """The upgrades of a rarity, or all, that a draft can offer: the common ones first, by name."""
    order = list(Rarity)
    found = [upgrade for upgrade in CATALOGUE.values() if upgrade.offered and rarity in {"all", upgrade.rarity}]
    return sorted(found, key=lambda upgrade: (order.index(upgrade.rarity), upgrade.name))

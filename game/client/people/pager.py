"""Buttons to turn the pages of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.widgets.base import Widget

BUTTON, LABEL = 48.0, 84.0
WIDTH = 2 * BUTTON + LABEL


class Pager:
    """Two buttons and the page's number; hidden if there is only one page."""

    def __init__(self, on_turn: Callable[[], None]) -> None:
        self._on_turn = on_turn
        self._pages = 1
        self.page = 1
        self._back = Button(texts.EARLIER, lambda: self._turn(-1), name=texts.PAGE_BACK)
        self._on = Button(texts.LATER, lambda: self._turn(1), name=texts.PAGE_ON)
        self._where = Label(size=Size.SMALL, color=theme.QUIET, align="center")
        self.widgets: tuple[Widget, ...] = (self._back, self._where, self._on)

    def place(self, x: float, y: float) -> None:
        """Lay it out to the right of this position."""
        self._back.place(x, y, BUTTON, theme.BUTTON_HEIGHT)
        self._where.place(x + BUTTON, y, LABEL, theme.BUTTON_HEIGHT)
        self._on.place(x + BUTTON + LABEL, y, BUTTON, theme.BUTTON_HEIGHT)

    def show(self, pages: int) -> None:
        """Set the number of pages."""
        self._pages = pages
        self._where.set_text(texts.page_of(self.page, pages))
        for widget in self.widgets:
            widget.set_visible(self.needed)
        self._back.set_enabled(self.page > 1)
        self._on.set_enabled(self.page < pages)

    @property
    def needed(self) -> bool:
        """Whether there is more than one page."""
        return self._pages > 1 or self.page > 1

    def begin(self) -> None:
        """Go to the first page."""
        self.page = 1

    def _turn(self, by: int) -> None:
        self.page = min(max(self.page + by, 1), max(1, self._pages))
        self._on_turn()

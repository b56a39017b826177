"""The line that shows a typed move: the text so far, and the moves that it may become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.client.kit.input import Position
    from game.client.kit.painter import Painter

TEXT_WIDTH = 92.0


class EntryLine(Widget):
    """Only shows; the scene handles the keys."""

    overdraw = 12.0

    def __init__(self, name: str = "entry") -> None:
        super().__init__(name)
        self._text = ""
        self._found: tuple[str, ...] = ()
        self._nothing = ""
        self._lit: int | None = None
        self.visible = False

    def show(self, text: str, found: Sequence[str], nothing: str, *, lit: int | None = None) -> None:
        """Set the text, the moves that begin with it, and the sentence for when there are none. Hidden without text.

        `lit` is the move that Return plays.
        """
        if (text, tuple(found), nothing, lit) != (self._text, self._found, self._nothing, self._lit):
            self._text, self._found, self._nothing, self._lit = text, tuple(found), nothing, lit
            self.invalidate()
        self.set_visible(bool(text))

    def contains(self, at: Position) -> bool:
        """Never, because it disappears when the pointer is used."""
        del at
        return False

    def paint(self, painter: Painter) -> None:
        known = bool(self._found)
        painter.panel(self.rect, theme.RAISED, border=theme.AMBER if known else theme.ROSE, border_width=2)
        x, y = self.rect.x + theme.PAD, self.rect.centery
        width = painter.text(self._text, (x, y), size=Size.LARGE, face=Face.STRONG, max_width=TEXT_WIDTH)
        painter.rect(FRect(x + width + 2, y - 10, 2, 20), theme.AMBER)
        x, right = x + TEXT_WIDTH, self.rect.right - theme.GAP
        if not known:
            painter.text(self._nothing, (x, y), size=Size.SMALL, color=theme.QUIET, max_width=right - x)
            return
        # What is lit is always to be seen.
        first = max(0, (self._lit or 0) - 2)
        for i, move in enumerate(self._found[first:], start=first):
            x = self._paint_chip(painter, move, x, right, lit=i == self._lit)
            if x > right:
                return

    def _paint_chip(self, painter: Painter, move: str, x: float, right: float, *, lit: bool) -> float:
        """Paint one possible move; returns where the next one goes."""
        width = painter.text_width(move, size=Size.SMALL, face=Face.STRONG) + 2 * theme.GRID * 2
        if x + width > right:
            painter.text("…", (x, self.rect.centery), size=Size.SMALL, color=theme.QUIET)
            return right + 1
        fill, ink = (theme.CALL, theme.CALL_INK) if lit else (theme.RAISED_HOVER, theme.TEXT)
        painter.panel(FRect(x, self.rect.centery - 13, width, 26), fill, radius=theme.RADIUS_SMALL)
        at = (x + width / 2, self.rect.centery)
        painter.text(move, at, size=Size.SMALL, face=Face.STRONG, color=ink, align="center")
        return x + width + theme.GRID

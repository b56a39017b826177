"""An announcement before a game, over the upper part of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from game.client.chess.armageddon import Terms
    from game.client.kit.input import Position
    from game.client.kit.painter import Painter

WIDTH = 500.0
HEAD = 46.0


class Announcement(Widget):
    """A headline and a few lines. Ignores the pointer."""

    overdraw = 24.0

    def __init__(self) -> None:
        super().__init__()
        self._terms: Terms | None = None

    def show(self, terms: Terms | None) -> None:
        """What it says; None: it is not there."""
        if terms != self._terms:
            self._terms = terms
            self.invalidate()

    def contains(self, at: Position) -> bool:
        """Never: the board below stays usable."""
        del at
        return False

    def paint(self, painter: Painter) -> None:
        if self._terms is None:
            return
        width = min(WIDTH, self.rect.w - 2 * theme.GAP)
        lines = [line for text in self._terms.lines for line in painter.wrap(text, width - 2 * theme.GAP)]
        step = painter.line_height(Size.BODY)
        box = FRect(0, 0, width, HEAD + step * len(lines) + theme.GAP)
        box.midtop = (self.rect.centerx, self.rect.y + theme.GAP)
        painter.panel(box, theme.PANEL, border=theme.AMBER, border_width=3, shadow=True)
        at = (box.centerx, box.y + HEAD / 2 + 4)
        painter.text(self._terms.title, at, size=Size.TITLE, face=Face.HEADING, color=theme.AMBER, align="center")
        for i, line in enumerate(lines):
            painter.text(line, (box.centerx, box.y + HEAD + (i + 0.5) * step), align="center")

"""One line about the connection at the upper edge of the window. It blocks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from game.client.kit.input import Position
    from game.client.kit.painter import Painter

HEIGHT: Final = float(theme.MARGIN)
"""What every screen leaves free at its top, so that nothing of a board is covered."""


class Banner(Widget):
    """A sentence, or nothing if it is empty."""

    overdraw = theme.RADIUS

    def __init__(self) -> None:
        super().__init__("banner")
        self.text = ""

    def set_text(self, text: str) -> None:
        """What it says."""
        if text != self.text:
            self.text = text
            self.invalidate()

    def contains(self, at: Position) -> bool:
        """Never, so that everything below stays usable."""
        del at
        return False

    def paint(self, painter: Painter) -> None:
        if not self.text:
            return
        width = painter.text_width(self.text, size=Size.SMALL, face=Face.HEADING) + 4 * theme.PAD
        box = FRect(self.rect.centerx - width / 2, self.rect.y - theme.RADIUS, width, HEIGHT + theme.RADIUS)
        painter.panel(box, theme.mix(theme.PANEL, theme.ROSE, 0.4), border=theme.ROSE, radius=theme.RADIUS_SMALL)
        middle = (box.centerx, self.rect.y + HEIGHT / 2)
        painter.text(self.text, middle, size=Size.SMALL, face=Face.HEADING, align="center", max_width=self.rect.w)

"""Time that runs out, as a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.kit import theme
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from game.client.kit.painter import Painter

URGENT = 0.25


class TimeBar(Widget):
    """Full at first, empty at the end; rose for the last quarter."""

    spill = 4.0

    def __init__(self) -> None:
        super().__init__()
        self._share = 1.0

    def set_share(self, share: float) -> None:
        """How much is left, 0 to 1."""
        share = round(min(max(share, 0.0), 1.0), 3)
        if share != self._share:
            self._share = share
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        painter.panel(self.rect, theme.RAISED, radius=self.rect.h / 2)
        width = self.rect.w * self._share
        if width >= self.rect.h:
            color = theme.ROSE if self._share < URGENT else theme.AMBER
            box = FRect(self.rect.centerx - width / 2, self.rect.y, width, self.rect.h)
            painter.panel(box, color, radius=self.rect.h / 2)

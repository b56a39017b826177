"""A picture that hops a few times."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.client.kit import theme
from game.client.kit.widgets.label import Picture

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.kit.painter import Painter

HOPS = 4
HEIGHT = 26.0


class HoppingPicture(Picture):
    """Still until `hop` is called."""

    overdraw = HEIGHT + 4

    def __init__(self, picture: str) -> None:
        super().__init__(picture)
        self.reduced_motion = False
        self._asked = False
        self._since: int | None = None
        self._share = 1.0

    def hop(self) -> None:
        """Begin to hop, unless motion is reduced."""
        if not self.reduced_motion:
            self._asked, self._since, self._share = True, None, 0.0
            self.invalidate()

    def tick(self, now_ms: int) -> bool:
        if not self._asked:
            return False
        self._since = now_ms if self._since is None else self._since
        self._share = min(1.0, (now_ms - self._since) / theme.HOPS_MS)
        self._asked = self._share < 1
        return self._asked

    def paint(self, painter: Painter) -> None:
        painter.picture(self.picture, self._lifted())

    def _lifted(self) -> FRect:
        """The current height. Each hop is lower than the one before."""
        height = HEIGHT * abs(math.sin(math.pi * HOPS * self._share)) * (1 - self._share)
        return self.rect.move(0, -height)

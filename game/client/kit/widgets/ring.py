"""Remaining time, as a ring around something."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from game.client.kit import theme
from game.client.kit.widgets.label import Backdrop

if TYPE_CHECKING:
    from game.client.kit.painter import Painter
    from game.client.kit.theme import Color

URGENT = 0.25
STEPS = 120
"""In how many steps it empties; each is drawn once."""
_FINER = 4


class TimeRing(Backdrop):
    """Full at first, empty at the end; rose for the last quarter."""

    overdraw = 4.0

    def __init__(self, width: float = 5.0) -> None:
        super().__init__()
        self._width = width
        self._step = STEPS

    def set_share(self, share: float) -> None:
        """Set the remaining share, 0 to 1."""
        step = round(min(max(share, 0.0), 1.0) * STEPS)
        if step != self._step:
            self._step = step
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        radius = self.rect.w / 2
        painter.circle(self.rect.center, radius, theme.RAISED, width=self._width)
        if self._step == 0:
            return
        color = painter.palette.resolve(theme.ROSE if self._step < URGENT * STEPS else theme.AMBER)
        box, width = painter.box(self.rect), max(2, painter.px(self._width))
        key = ("ring", box.w, width, self._step, color)
        ring = painter.cached(key, lambda: _draw_arc(box.w, width, self._step / STEPS, color))
        painter.surface.blit(ring, ring.get_rect(center=box.center))


def _draw_arc(size: int, width: int, share: float, color: Color) -> pygame.Surface:
    """An arc from the top, clockwise, drawn large and scaled down."""
    large = size * _FINER
    surface = pygame.Surface((large, large), pygame.SRCALPHA)
    surface.fill((*color[:3], 0))
    points = max(2, round(STEPS * share))
    outer, inner = large / 2 - 1, large / 2 - width * _FINER
    angles = [math.tau * (share * i / points - 0.25) for i in range(points + 1)]
    shape = [(large / 2 + outer * math.cos(a), large / 2 + outer * math.sin(a)) for a in angles]
    shape += [(large / 2 + inner * math.cos(a), large / 2 + inner * math.sin(a)) for a in reversed(angles)]
    pygame.draw.polygon(surface, color, shape)
    return pygame.transform.smoothscale(surface, (size, size)).convert_alpha()

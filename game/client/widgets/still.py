"""What does not move, kept as one picture: blitting one large surface is far cheaper than many small ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from pygame import FRect, Rect

    from game.client.painter import Painter


_ROW_PIXELS = 16
"""Rows of whole cache lines (64 bytes) are copied up to ten times as fast as others."""


class Still:
    """The picture of a rectangle of the window. For widgets that leave nothing of what lies behind them in motion."""

    def __init__(self) -> None:
        self._picture: pygame.Surface | None = None
        self._shows: Hashable = None

    def drop(self) -> None:
        """It looks different now."""
        self._picture = None

    def paint(
        self, painter: Painter, rect: FRect, draw: Callable[[], None], *, shows: Hashable = None, keep: bool = True
    ) -> None:
        """Paint the kept picture if it still shows that; otherwise `draw`, and keep what came of it."""
        shows = (painter.scale, tuple(rect), shows)
        box = painter.box(rect)
        if self._picture is not None and shows == self._shows:
            painter.surface.blit(self._picture, box, (0, 0, *box.size))
            return
        draw()
        self._shows = shows
        # What is cut off now is not the whole picture.
        whole = painter.surface.get_rect().contains(box) and painter.surface.get_clip().contains(box)
        self._picture = _copied(painter.surface, box) if keep and whole else None


def _copied(surface: pygame.Surface, box: Rect) -> pygame.Surface:
    """What the surface shows there, with some room to its right."""
    picture = pygame.Surface((-(-box.w // _ROW_PIXELS) * _ROW_PIXELS, box.h), 0, surface)
    picture.blit(surface, (0, 0), box)
    return picture

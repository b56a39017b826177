"""Static content cached as one picture: one large blit is far cheaper than many small ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import pygame
    from pygame import FRect, Rect

    from game.client.kit.painter import Painter


_COLUMN_PIXELS = 16
"""Pixels in a cache line of 64 bytes. Measured: where the rows of a copy neither begin nor end with such a line, it can
take ten times as long, unless the part of a line at their end is copied on its own."""


class CachedPicture:
    """The picture of a rectangle of the window, for opaque widgets."""

    def __init__(self) -> None:
        self._picture: pygame.Surface | None = None
        self._shows: Hashable = None

    @property
    def kept(self) -> bool:
        """Whether there is a picture."""
        return self._picture is not None

    def drop(self) -> None:
        """Drop the picture, because its content has changed."""
        self._picture = None

    def paint(
        self, painter: Painter, rect: FRect, draw: Callable[[], None], *, shows: Hashable = None, keep: bool = True
    ) -> None:
        """Paint the cached picture if its key is the same. Otherwise call `draw` and cache the result."""
        shows = (painter.scale, painter.palette.name, painter.text_factor, tuple(rect), shows)
        box = painter.box(rect)
        if self._picture is not None and shows == self._shows:
            _copy(self._picture, painter.surface, box)
            return
        draw()
        self._shows = shows
        # What is cut off now is not the whole picture.
        whole = painter.surface.get_rect().contains(box) and painter.surface.get_clip().contains(box)
        self._picture = painter.surface.subsurface(box).copy() if keep and whole else None


def _copy(picture: pygame.Surface, surface: pygame.Surface, box: Rect) -> None:
    """Copy the picture onto the surface: whole cache lines first, the rest separately."""
    whole = box.w - box.w % _COLUMN_PIXELS
    surface.blit(picture, box, (0, 0, whole, box.h))
    surface.blit(picture, (box.x + whole, box.y), (whole, 0, box.w - whole, box.h))

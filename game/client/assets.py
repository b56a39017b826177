"""Fonts and pictures from assets/, loaded once for each size they are shown at."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from game.client.theme import Face

FALLBACK_FONT = "DejaVuSans.ttf"
"""For what the Latin subsets lack: other scripts, and symbols such as the chess pieces."""


@cache
def _read(*path: str) -> bytes:
    place: Traversable = files("assets")
    for part in path:
        place = place / part
    return place.read_bytes()


class Assets:
    """Everything loaded for one window; a cache each for fonts and pictures, keyed by size in pixels."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[str, int], pygame.font.Font] = {}
        self._pictures: dict[tuple[str, int, int], pygame.Surface] = {}

    def font(self, face: Face, pixels: int) -> pygame.font.Font:
        """A face at a size in pixels."""
        return self._font(f"{face}.woff2", pixels)

    def font_for(self, text: str, face: Face, pixels: int) -> pygame.font.Font:
        """The face, or the fallback when the face lacks one of the text's characters."""
        font = self.font(face, pixels)
        if text.isascii() or all(metric is not None for metric in font.metrics(text)):
            return font
        return self._font(FALLBACK_FONT, pixels)

    def _font(self, file: str, pixels: int) -> pygame.font.Font:
        found = self._fonts.get((file, pixels))
        if found is None:
            found = self._fonts[file, pixels] = pygame.font.Font(io.BytesIO(_read("fonts", file)), pixels)
        return found

    def picture(self, name: str, width: int, height: int | None = None) -> pygame.Surface:
        """An SVG of assets/ ("pieces/wK", "pictures/pup") rasterised to fit `width` x `height` pixels."""
        height = width if height is None else height
        found = self._pictures.get((name, width, height))
        if found is None:
            found = self._pictures[name, width, height] = _rasterise(name, width, height)
        return found

    def forget(self) -> None:
        """Drop every size: the scale has changed."""
        self._fonts.clear()
        self._pictures.clear()


def _rasterise(name: str, width: int, height: int) -> pygame.Surface:
    *folder, file = name.split("/")
    data = io.BytesIO(_read(*folder, f"{file}.svg"))
    surface = pygame.image.load_sized_svg(data, (max(1, width), max(1, height)))
    return surface.convert_alpha() if pygame.display.get_surface() else surface

"""Fonts and pictures from assets/, loaded once for each size."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pygame

from game.client.kit import fontruns
from game.client.kit.theme import Face

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from game.client.kit.theme import Color

_PROBE_PIXELS = 48
_NO_CHARACTER = "\uffff"


@cache
def _read(*path: str) -> bytes:
    place: Traversable = files("assets")
    for part in path:
        place = place / part
    return place.read_bytes()


MOST_BROUGHT = 150
"""Each takes a quarter of a megabyte."""


class Assets:
    """Everything that one window has loaded: caches of fonts and pictures by size in pixels."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[str, int], pygame.font.Font] = {}
        self._pictures: dict[tuple[str, int, int], pygame.Surface] = {}
        self._covered: dict[tuple[str, str], bool] = {}
        self._brought: dict[str, pygame.Surface] = {}

    def font(self, face: Face, pixels: int) -> pygame.font.Font:
        """A face at a size in pixels."""
        return self._font(fontruns.main_file(face), pixels)

    def text_width(self, text: str, face: Face, pixels: int) -> int:
        """The width of a line in pixels."""
        return sum(self._font(file, pixels).size(run)[0] for file, run in self._runs(text, face))

    def render(self, text: str, face: Face, pixels: int, color: Color) -> pygame.Surface:
        """One line in a face. Characters that the face lacks come from its fallbacks, on the same baseline."""
        runs = self._runs(text, face)
        if len(runs) == 1 and runs[0][0] == fontruns.main_file(face):
            return self.font(face, pixels).render(runs[0][1], True, color).convert_alpha()
        main = self.font(face, pixels)
        fonts = [self._font(file, pixels) for file, _ in runs]
        parts = [font.render(run, True, color) for font, (_, run) in zip(fonts, runs, strict=True)]
        # Capitals with accents are taller than the face says: SDL makes the picture taller at its top.
        heights = [font.get_ascent() + part.height - font.get_height() for font, part in zip(fonts, parts, strict=True)]
        beyond = max(0, *(height - main.get_ascent() for height in heights))
        # As much below as above, so that the letters' middle is where it always is.
        size = (sum(part.width for part in parts), main.get_height() + 2 * beyond)
        line = pygame.Surface(size, pygame.SRCALPHA).convert_alpha()
        x = 0
        for part, height in zip(parts, heights, strict=True):
            line.blit(part, (x, beyond + main.get_ascent() - height))
            x += part.width
        return line

    def missing(self, text: str, face: Face) -> str:
        """The characters that no font here can draw, each once."""
        return fontruns.missing(text, face, self._covers)

    def _runs(self, text: str, face: Face) -> list[tuple[str, str]]:
        return fontruns.runs(text, face, self._covers)

    def _covers(self, file: str, char: str) -> bool:
        """Whether a file has the character. A missing one has the metrics of the replacement box."""
        found = self._covered.get((file, char))
        if found is None:
            place: Traversable = files("assets") / "fonts" / file
            found = place.is_file() and self._has_glyph(file, char)
            self._covered[file, char] = found
        return found

    def _has_glyph(self, file: str, char: str) -> bool:
        here, missing = self._font(file, _PROBE_PIXELS).metrics(char + _NO_CHARACTER)
        return here is not None and here != missing

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

    def vector(self, svg: str, width: int, height: int) -> pygame.Surface:
        """An SVG given as text, rasterised to fit. Not cached."""
        return _rasterised(svg.encode(), width, height)

    def bring(self, name: str, picture: pygame.Surface) -> None:
        """Store a picture that is not from assets/ under a name."""
        self._brought.pop(name, None)
        self._brought[name] = picture
        while len(self._brought) > MOST_BROUGHT:
            del self._brought[next(iter(self._brought))]

    def brought(self, name: str) -> pygame.Surface | None:
        """The picture that was stored under this name."""
        found = self._brought.pop(name, None)
        if found is not None:
            self._brought[name] = found
        return found

    def forget(self) -> None:
        """Drop all sizes, because the scale has changed."""
        self._fonts.clear()
        self._pictures.clear()


@cache
def _probe() -> Assets:
    return Assets()


def cannot_be_shown(text: str) -> str:
    """The characters of a text that the window cannot draw, each once."""
    return _probe().missing(text, Face.HEADING)


def _rasterise(name: str, width: int, height: int) -> pygame.Surface:
    *folder, file = name.split("/")
    return _rasterised(_read(*folder, f"{file}.svg"), width, height)


def _rasterised(svg: bytes, width: int, height: int) -> pygame.Surface:
    surface = pygame.image.load_sized_svg(io.BytesIO(svg), (max(1, width), max(1, height)))
    return surface.convert_alpha() if pygame.display.get_surface() else surface

"""Draws in logical units onto pixels, with everything slow cached: texts, rounded shapes, shadows, glows.

The only module that turns logical units into pixels. Widgets never handle fonts or scales.
"""

from __future__ import annotations

import contextlib
import math
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

import pygame
from pygame import FRect, Rect, Surface

from game.client.kit import theme
from game.client.kit.theme import Color, Face, Size

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from game.client.kit.assets import Assets
    from game.client.kit.theme import Palette

Align: TypeAlias = Literal["left", "center", "right"]
Box: TypeAlias = FRect | Rect
_SUPERSAMPLE = 4
_MOST_CACHED = 1500
_LARGE_SHAPE = 100 * 100


class Painter:
    """Paints on one surface at one scale."""

    def __init__(
        self, surface: Surface, scale: float, assets: Assets, palette: Palette = theme.DARK, text_factor: float = 1.0
    ) -> None:
        self.surface = surface
        self.scale = scale
        self.palette = palette
        self.text_factor = text_factor
        self.assets = assets
        self._cache: dict[Hashable, Surface] = {}
        self._widths: dict[Hashable, float] = {}

    def onto(self, surface: Surface) -> Painter:
        """A painter with the same cache for another surface of the same scale."""
        other = Painter(surface, self.scale, self.assets, self.palette, self.text_factor)
        other._cache, other._widths = self._cache, self._widths
        return other

    # --- units ----------------------------------------------------------------------------------------------------

    def px(self, units: float) -> int:
        """A length in whole pixels."""
        return round(units * self.scale)

    def box(self, rect: Box) -> Rect:
        """A rectangle in pixels. Edges are rounded, so that neighbours meet."""
        left, top = round(rect.x * self.scale), round(rect.y * self.scale)
        right, bottom = round((rect.x + rect.w) * self.scale), round((rect.y + rect.h) * self.scale)
        return Rect(left, top, right - left, bottom - top)

    def clip(self, part: Box | None) -> None:
        """Paint only inside this rectangle from now on, on whole pixels; None: everywhere."""
        self.surface.set_clip(None if part is None else self.box(part).inflate(2, 2))

    @contextlib.contextmanager
    def clipped(self, part: Box) -> Iterator[None]:
        """Paint only inside this rectangle, and the current clip, until the end of the block."""
        before = self.surface.get_clip()
        self.surface.set_clip(before.clip(self.box(part)))
        try:
            yield
        finally:
            self.surface.set_clip(before)

    # --- shapes ---------------------------------------------------------------------------------------------------

    def fill(self, color: Color) -> None:
        """Fill the whole surface."""
        self.surface.fill(self.palette.resolve(color))

    def rect(self, rect: Box, color: Color) -> None:
        """A plain rectangle; translucent if its colour is."""
        box, color = self.box(rect), self.palette.resolve(color)
        if len(color) == 3:
            self.surface.fill(color, box)
            return
        self.surface.blit(self.cached(("rect", box.size, color), lambda: _plain(box.size, color)), box)

    def panel(
        self,
        rect: Box,
        color: Color = theme.PANEL,
        *,
        radius: float = theme.RADIUS,
        border: Color | None = None,
        border_width: float = 1.5,
        shadow: bool = False,
    ) -> None:
        """A rounded rectangle, optionally with a border and a soft shadow below."""
        box = self.box(rect)
        if box.w <= 0 or box.h <= 0:
            return
        color = self.palette.resolve(color)
        border = None if border is None else self.palette.resolve(border)
        solid = len(color) == 3
        if shadow:
            self.shadow(rect, radius=radius, covered=solid)
        pixels = min(self.px(radius), box.w // 2, box.h // 2)
        width = max(1, self.px(border_width)) if border else 0
        if solid and (border is None or len(border) == 3):
            self._solid_panel(box, color, pixels, border, width)
            return
        key = ("panel", box.size, color, pixels, border, width)
        self.surface.blit(self.cached(key, lambda: _rounded(box.size, color, pixels, border, width)), box)

    def _solid_panel(self, box: Rect, color: Color, radius: int, border: Color | None, width: int) -> None:
        """An opaque panel from plain fills and four corners. Blending the whole would cost ten times as much."""
        fill, (x, y), (w, h) = self.surface.fill, box.topleft, box.size
        fill(color, (x + radius, y, w - 2 * radius, h))
        fill(color, (x, y + radius, radius, h - 2 * radius))
        fill(color, (x + w - radius, y + radius, radius, h - 2 * radius))
        if border:
            fill(border, (x + radius, y, w - 2 * radius, width))
            fill(border, (x + radius, y + h - width, w - 2 * radius, width))
            fill(border, (x, y + radius, width, h - 2 * radius))
            fill(border, (x + w - width, y + radius, width, h - 2 * radius))
        self._blit_corners(box, radius, color, border, width)

    def _blit_corners(self, box: Rect, radius: int, color: Color, border: Color | None = None, width: int = 0) -> None:
        size = (2 * radius, 2 * radius)
        key = ("corners", radius, color, border, width)
        corners = self.cached(key, lambda: _rounded(size, color, radius, border, width))
        for right in (0, 1):
            for low in (0, 1):
                at = (box.x + right * (box.w - radius), box.y + low * (box.h - radius))
                self.surface.blit(corners, at, (right * radius, low * radius, radius, radius))

    def rim(self, rect: Box, color: Color, *, radius: float = theme.RADIUS_SMALL) -> None:
        """The outermost `radius` units of a panel with its shadow, for panels whose middle will be covered."""
        self.shadow(rect, radius=radius, covered=True)
        box, r, color = self.box(rect), self.px(radius), self.palette.resolve(color)
        for part in _around(box, box.inflate(-2 * r, -2 * r)):
            self.surface.fill(color, part.clip(box.inflate(-2 * r, 0)))
            self.surface.fill(color, part.clip(box.inflate(0, -2 * r)))
        self._blit_corners(box, r, color)

    def shadow(self, rect: Box, *, radius: float = theme.RADIUS, spread: float = 14, covered: bool = False) -> None:
        """The soft shadow, a little below the rectangle. The part that the rectangle itself covers is not drawn."""
        box, blur = self.box(rect).move(0, self.px(5)), max(2, self.px(spread))
        depth = 2 * blur + self.px(radius)
        if min(box.size) <= 2 * depth:
            self._small_shadow(box, radius, blur, covered=covered)
            return
        # Of a large one only the edge is soft: four corners, and lengths of the same profile between them.
        self._shadow_edges(box, radius, blur, depth)
        if not covered:
            self.surface.blit(
                self.cached(
                    ("shade", box.size, depth), lambda: _plain(box.inflate(-2 * depth, -2 * depth).size, theme.SHADOW)
                ),
                (box.x + depth, box.y + depth),
            )

    def _shadow_edges(self, box: Rect, radius: float, blur: int, depth: int) -> None:
        side, reach = 2 * depth + 2, depth + 2 * blur
        corners = self.cached(("shadow", side, radius, blur), lambda: _shadow((side, side), self.px(radius), blur))
        whole = box.inflate(4 * blur, 4 * blur)
        for right in (0, 1):
            for low in (0, 1):
                at = (whole.right - reach if right else whole.x, whole.bottom - reach if low else whole.y)
                part = (corners.width - reach if right else 0, corners.height - reach if low else 0, reach, reach)
                self.surface.blit(corners, at, part)
        across, down = whole.w - 2 * reach, whole.h - 2 * reach
        for far in (0, 1):
            key = ("shadow edge", side, radius, blur, far)
            lying = self.cached((*key, across), partial(_stretched, corners, reach, far, across, lying=True))
            self.surface.blit(lying, (whole.x + reach, whole.bottom - reach if far else whole.y))
            standing = self.cached((*key, -down), partial(_stretched, corners, reach, far, down, lying=False))
            self.surface.blit(standing, (whole.right - reach if far else whole.x, whole.y + reach))

    def _small_shadow(self, box: Rect, radius: float, blur: int, *, covered: bool) -> None:
        key = ("shadow", box.size, radius, blur)
        surface = self.cached(key, lambda: _shadow(box.size, self.px(radius), blur))
        at = Rect((box.x - 2 * blur, box.y - 2 * blur), surface.get_size())
        inset = 2 * self.px(radius)
        hole = box.move(0, -self.px(5)).inflate(-inset, -inset).clip(at) if covered else Rect(at.topleft, (0, 0))
        for part in _around(at, hole):
            self.surface.blit(surface, part, part.move(-at.x, -at.y))

    def circle(self, center: tuple[float, float], radius: float, color: Color, *, width: float = 0) -> None:
        """A smooth disc, or a ring of `width`."""
        r, line = max(1, self.px(radius)), max(1, self.px(width)) if width else 0
        color = self.palette.resolve(color)
        surface = self.cached(("circle", r, color, line), lambda: _disc(r, color, line))
        x, y = center[0] * self.scale, center[1] * self.scale
        self.surface.blit(surface, surface.get_rect(center=(round(x), round(y))))

    def glow(self, center: tuple[float, float], radius: float, color: Color, strength: float = 1.0) -> None:
        """Light that fades from the centre. `strength` is 0 to 1 in sixteenths, so that animations stay cheap."""
        r, level, color = max(2, self.px(radius)), round(strength * 16), self.palette.resolve(color)
        surface = self.cached(("glow", r, color, level), lambda: _glow(r, color, level / 16))
        x, y = center[0] * self.scale, center[1] * self.scale
        self.surface.blit(surface, surface.get_rect(center=(round(x), round(y))))

    def line(self, start: tuple[float, float], end: tuple[float, float], color: Color, width: float = 1) -> None:
        """A smooth straight line."""
        a = (start[0] * self.scale, start[1] * self.scale)
        b = (end[0] * self.scale, end[1] * self.scale)
        pygame.draw.aaline(self.surface, self.palette.resolve(color), a, b, max(1, self.px(width)))

    def polygon(
        self, points: list[tuple[float, float]], color: Color, *, kept: dict[Hashable, Surface] | None = None
    ) -> None:
        """A smooth filled shape, cached by its form, wherever it is.

        `kept` is the caller's own cache, for large shapes that would fill the memory here.
        """
        color = self.palette.resolve(color)
        left, top = min(x for x, _ in points), min(y for _, y in points)
        form = tuple((round((x - left) * self.scale, 1), round((y - top) * self.scale, 1)) for x, y in points)
        key = ("polygon", form, color)
        if kept is None:
            surface = self.cached(key, lambda: _polygon(form, color))
        else:
            surface = kept[key] = kept.get(key) or _polygon(form, color)
        self.surface.blit(surface, (round(left * self.scale), round(top * self.scale)))

    def picture(self, name: str, rect: Box, *, alpha: int = 255) -> None:
        """An SVG of assets/, fitted into the rectangle."""
        box = self.box(rect)
        surface = self.assets.picture(name, box.w, box.h)
        if alpha < 255:
            surface = self.cached(("faded", name, box.size, alpha), lambda: _faded(surface, alpha))
        self.surface.blit(surface, surface.get_rect(center=box.center))

    def vector(self, key: Hashable, make: Callable[[], str], rect: Box, *, alpha: int = 255) -> None:
        """An SVG given as text, fitted into the rectangle; made and rasterised once for each key and size."""
        box = self.box(rect)
        surface = self.cached(("vector", key, box.size), lambda: self.assets.vector(make(), *box.size))
        if alpha < 255:
            surface = self.cached(("faded vector", key, box.size, alpha), lambda: _faded(surface, alpha))
        self.surface.blit(surface, box)

    def icon(self, name: str, rect: Box, color: Color) -> None:
        """A white SVG of assets/icons/, tinted."""
        box, color = self.box(rect), self.palette.resolve(color)
        surface = self.cached(
            ("icon", name, box.size, color), lambda: _tinted(self.assets.picture(name, box.w, box.h), color)
        )
        self.surface.blit(surface, surface.get_rect(center=box.center))

    def blit(self, surface: Surface, at: tuple[float, float]) -> None:
        """A surface of pixels, with its corner at logical `at`."""
        self.surface.blit(surface, (round(at[0] * self.scale), round(at[1] * self.scale)))

    def new_surface(self, width: float, height: float) -> Surface:
        """A transparent surface of this logical size."""
        return Surface((max(1, self.px(width)), max(1, self.px(height))), pygame.SRCALPHA).convert_alpha()

    # --- text -----------------------------------------------------------------------------------------------------

    def text(
        self,
        text: str,
        at: tuple[float, float],
        *,
        size: float = Size.BODY,
        face: Face = Face.TEXT,
        color: Color = theme.TEXT,
        align: Align = "left",
        max_width: float | None = None,
    ) -> float:
        """One line, vertically centred on `at`'s y by its capitals. A text that is too long ends in "…".

        Returns:
            The width drawn, in logical units.
        """
        if max_width is not None:
            text = self.elide(text, max_width, size=size, face=face)
        if not text:
            return 0.0
        surface = self._text_surface(text, size, face, self.palette.resolve(color))
        x = round(at[0] * self.scale)
        if align == "center":
            x -= surface.get_width() // 2
        elif align == "right":
            x -= surface.get_width()
        self.surface.blit(surface, (x, round(at[1] * self.scale - surface.get_height() / 2)))
        return surface.get_width() / self.scale

    def digits(
        self,
        text: str,
        at: tuple[float, float],
        *,
        size: float,
        face: Face = Face.STRONG,
        color: Color = theme.TEXT,
        align: Align = "left",
    ) -> float:
        """Like `text`, but all figures have the same width, so that a running clock does not jitter."""
        advance = self._widths.get(("figure", size, face))
        if advance is None:
            advance = max(self.text_width(figure, size=size, face=face) for figure in "0123456789")
            self._widths["figure", size, face] = advance
        widths = [advance if char.isdigit() else self.text_width(char, size=size, face=face) for char in text]
        x = at[0] - (sum(widths) / 2 if align == "center" else sum(widths) if align == "right" else 0)
        for char, width in zip(text, widths, strict=True):
            self.text(char, (x + width / 2, at[1]), size=size, face=face, color=color, align="center")
            x += width
        return sum(widths)

    def text_width(self, text: str, *, size: float = Size.BODY, face: Face = Face.TEXT) -> float:
        """The width of a line, in logical units."""
        key = ("width", text, size, face)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) >= _MOST_CACHED:
                self._widths.clear()
            found = self._widths[key] = self.assets.text_width(text, face, self._font_pixels(size)) / self.scale
        return found

    def line_height(self, size: float = Size.BODY) -> float:
        """The distance from one line to the next."""
        return self._enlarged(size) * 1.4

    def elide(self, text: str, width: float, *, size: float = Size.BODY, face: Face = Face.TEXT) -> str:
        """The text, shortened with "…" if it does not fit."""
        if self.text_width(text, size=size, face=face) <= width:
            return text
        while text and self.text_width(text + "…", size=size, face=face) > width:
            text = text[:-1]
        return text.rstrip() + "…"

    def fitting(self, text: str, width: float, *, size: float, face: Face = Face.TEXT) -> float:
        """The largest size, from `size` down to `TINY`, in which a line fits into a width."""
        while size > Size.TINY and self.text_width(text, size=size, face=face) > width:
            size -= 1
        return size

    def wrap(self, text: str, width: float, *, size: float = Size.BODY, face: Face = Face.TEXT) -> list[str]:
        """The text in lines no wider than `width`. Words that are longer than a line are broken."""
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split(" "):
                candidate = f"{line} {word}" if line else word
                if self.text_width(candidate, size=size, face=face) <= width:
                    line = candidate
                    continue
                if line:
                    lines.append(line)
                *broken, line = self._break_word(word, width, size, face)
                lines += broken
            lines.append(line)
        return lines

    def paragraph(
        self,
        text: str,
        rect: Box,
        *,
        size: float = Size.BODY,
        face: Face = Face.TEXT,
        color: Color = theme.TEXT,
        align: Align = "left",
    ) -> float:
        """Draw wrapped lines from the rectangle's top down; returns the height used.

        A text that is too long is set smaller, down to `TINY`. What still does not fit is not drawn.
        """
        while size > Size.TINY and self.line_height(size) * len(self.wrap(text, rect.w, size=size, face=face)) > rect.h:
            size -= 1
        step = self.line_height(size)
        x = {"left": rect.x, "center": rect.x + rect.w / 2, "right": rect.x + rect.w}[align]
        used = 0.0
        for line in self.wrap(text, rect.w, size=size, face=face):
            if used + step > rect.h + 1:
                break
            self.text(line, (x, rect.y + used + step / 2), size=size, face=face, color=color, align=align)
            used += step
        return used

    def _break_word(self, word: str, width: float, size: float, face: Face) -> list[str]:
        parts = [""]
        for char in word:
            if parts[-1] and self.text_width(parts[-1] + char, size=size, face=face) > width:
                parts.append("")
            parts[-1] += char
        return parts

    def _font_pixels(self, size: float) -> int:
        return max(6, self.px(self._enlarged(size)))

    def _enlarged(self, size: float) -> float:
        return size * self.text_factor if size <= Size.LARGE else size

    def _text_surface(self, text: str, size: float, face: Face, color: Color) -> Surface:
        key = ("text", text, size, face, color)
        return self.cached(key, lambda: self.assets.render(text, face, self._font_pixels(size), color))

    def cached(self, key: Hashable, make: Callable[[], Surface]) -> Surface:
        """The surface for this key, made now if it is not cached."""
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) >= _MOST_CACHED:
                # The oldest half: dicts keep the order of insertion.
                for old in list(self._cache)[: _MOST_CACHED // 2]:
                    del self._cache[old]
            found = self._cache[key] = make()
        return found


def _around(whole: Rect, hole: Rect) -> list[Rect]:
    """Up to four rectangles that cover the whole without the hole."""
    if hole.w <= 0 or hole.h <= 0:
        return [whole]
    return [
        Rect(whole.x, whole.y, whole.w, hole.y - whole.y),
        Rect(whole.x, hole.bottom, whole.w, whole.bottom - hole.bottom),
        Rect(whole.x, hole.y, hole.x - whole.x, hole.h),
        Rect(hole.right, hole.y, whole.right - hole.right, hole.h),
    ]


def _plain(size: tuple[int, int], color: Color) -> Surface:
    surface = Surface(size, pygame.SRCALPHA)
    surface.fill(color)
    return surface.convert_alpha()


def _rounded(size: tuple[int, int], color: Color, radius: int, border: Color | None, width: int) -> Surface:
    """A rounded rectangle. Only the corners are supersampled, as the rest has no curves."""
    surface = Surface(size, pygame.SRCALPHA)
    surface.fill(color)
    if border:
        pygame.draw.rect(surface, border, surface.get_rect(), width)
    if radius > 0:
        corner = _corner(radius, color, border, width)
        for flip_x in (False, True):
            for flip_y in (False, True):
                piece = pygame.transform.flip(corner, flip_x, flip_y)
                at = (size[0] - radius if flip_x else 0, size[1] - radius if flip_y else 0)
                surface.fill((0, 0, 0, 0), (at, (radius, radius)))
                surface.blit(piece, at)
    return surface.convert_alpha()


def _corner(radius: int, color: Color, border: Color | None, width: int) -> Surface:
    """The top left corner, drawn large and scaled down."""
    large = radius * _SUPERSAMPLE
    rgb = border or color
    surface = Surface((large, large), pygame.SRCALPHA)
    surface.fill((*rgb[:3], 0))
    pygame.draw.circle(surface, rgb, (large, large), large)
    if border:
        pygame.draw.circle(surface, color, (large, large), large - width * _SUPERSAMPLE)
    return pygame.transform.smoothscale(surface, (radius, radius))


def _stretched(corners: Surface, reach: int, far: int, length: int, *, lying: bool) -> Surface:
    """The edge of a shadow between two corners: one line of its profile, repeated."""
    if lying:
        line = corners.subsurface((reach, (corners.height - reach) * far, 1, reach))
        return pygame.transform.scale(line, (length, reach))
    line = corners.subsurface(((corners.width - reach) * far, reach, reach, 1))
    return pygame.transform.scale(line, (reach, length))


def _disc(radius: int, color: Color, width: int) -> Surface:
    large = radius * _SUPERSAMPLE
    surface = Surface((2 * large, 2 * large), pygame.SRCALPHA)
    surface.fill((*color[:3], 0))
    pygame.draw.circle(surface, color, (large, large), large, width * _SUPERSAMPLE)
    return pygame.transform.smoothscale(surface, (2 * radius, 2 * radius)).convert_alpha()


def _polygon(form: tuple[tuple[float, float], ...], color: Color) -> Surface:
    width = math.ceil(max(x for x, _ in form)) + 1
    height = math.ceil(max(y for _, y in form)) + 1
    # A large shape needs less: its edges are long, and the surface would be huge.
    finer = _SUPERSAMPLE if width * height < _LARGE_SHAPE else _SUPERSAMPLE // 2
    surface = Surface((width * finer, height * finer), pygame.SRCALPHA)
    surface.fill((*color[:3], 0))
    pygame.draw.polygon(surface, color, [(x * finer, y * finer) for x, y in form])
    return pygame.transform.smoothscale(surface, (width, height)).convert_alpha()


def _faded(surface: Surface, alpha: int) -> Surface:
    faded = surface.copy()
    faded.set_alpha(alpha)
    return faded


def _tinted(surface: Surface, color: Color) -> Surface:
    tinted = surface.copy()
    tinted.fill(color[:3], special_flags=pygame.BLEND_RGB_MULT)
    return tinted


def _glow(radius: int, color: Color, strength: float) -> Surface:
    # Drawn smaller and scaled up: a gradient has no detail to lose, and only if too small visible steps.
    small = max(1, min(radius, 128))
    surface = Surface((2 * small, 2 * small), pygame.SRCALPHA)
    surface.fill((*color[:3], 0))
    for r in range(small, 0, -1):
        alpha = round(235 * strength * (1 - r / small) ** 1.4)
        pygame.draw.circle(surface, (*color[:3], alpha), (small, small), r)
    return pygame.transform.smoothscale(surface, (2 * radius, 2 * radius)).convert_alpha()


def _shadow(size: tuple[int, int], radius: int, blur: int) -> Surface:
    """A blurred rectangle, blurred at a quarter of its size, which costs a hundredth of a full blur."""
    whole = (size[0] + 4 * blur, size[1] + 4 * blur)
    quarter = (max(1, whole[0] // 4), max(1, whole[1] // 4))
    surface = Surface(quarter, pygame.SRCALPHA)
    box = Rect(blur // 2, blur // 2, size[0] // 4, size[1] // 4)
    pygame.draw.rect(surface, theme.SHADOW, box, border_radius=max(1, radius // 4))
    soft = pygame.transform.gaussian_blur(surface, max(1, blur // 4))
    return pygame.transform.smoothscale(soft, whole).convert_alpha()

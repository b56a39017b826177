"""Named colours: widgets say AMBER, and the painter's palette decides which colour that is.

A tone is an ordinary tuple with its value in the dark room. Mixed and faded tones remember what they were made of, so
widgets can compute with colours without knowing the palette.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Color: TypeAlias = tuple[int, int, int] | tuple[int, int, int, int]


class Tone(tuple[int, int, int]):  # noqa: SLOT001 - has attributes - a tuple can have no slots that hold something
    """A colour that palettes know by its name."""

    name: str

    @classmethod
    def of(cls, name: str, text: str) -> Tone:
        """A tone with the value `text` ("FFB347") in the dark room."""
        tone = cls(bytes.fromhex(text))
        tone.name = name
        return tone


class Mixed(tuple[int, int, int]):  # noqa: SLOT001 - has attributes
    """`a` with a share of `b`."""

    recipe: tuple[Color, Color, float]


class Faded(tuple[int, int, int, int]):  # noqa: SLOT001 - has attributes
    """A translucent colour."""

    base: Color


def mix(a: Color, b: Color, share: float) -> tuple[int, int, int]:
    """`a` with `share` (0 to 1) of `b`."""
    mixed = Mixed(round(x + (y - x) * share) for x, y in zip(a[:3], b[:3], strict=True))
    mixed.recipe = (a, b, share)
    return mixed


def faded(color: Color, opacity: float) -> tuple[int, int, int, int]:
    """The colour with its opacity multiplied by `opacity` (0 to 1)."""
    alpha = color[3] if len(color) == 4 else 255
    veil = Faded((*color[:3], round(alpha * opacity)))
    veil.base = color
    return veil


def rgb(text: str) -> Color:
    """A plain colour written as in CSS, with or without alpha; the same in every palette."""
    red, green, blue, *alpha = bytes.fromhex(text)
    return (red, green, blue, alpha[0]) if alpha else (red, green, blue)


class Palette(NamedTuple):
    """The colours of tones. A tone that is not listed has its value in the dark room."""

    name: str
    tones: Mapping[str, Color]

    def resolve(self, color: Color) -> Color:
        """The colour to paint with. Plain colours are unchanged."""
        if not self.tones or type(color) is tuple:
            return color
        match color:
            case Tone():
                return self.tones.get(color.name, color)
            case Mixed():
                a, b, share = color.recipe
                return mix(self.resolve(a), self.resolve(b), share)
            case Faded():
                base = self.resolve(color.base)
                return (base[0], base[1], base[2], color[3])
            case _:
                return color


def luminance(color: Color) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    channels = [value / 255 for value in color[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio, 1 to 21, as WCAG 2.2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)

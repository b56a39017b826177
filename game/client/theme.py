"""How everything looks: one palette, one type scale, one grid, one set of durations. No scene has a number of its own.

Sizes are logical units (a unit is a pixel in a 1280 x 800 window); colours are RGB or RGBA.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum, unique
from typing import NamedTuple, TypeAlias

Color: TypeAlias = tuple[int, int, int] | tuple[int, int, int, int]

# --- palette --------------------------------------------------------------------------------------

ROOM = (0x1F, 0x1A, 0x24)
ROOM_LIGHT = (0x2B, 0x23, 0x31)
PANEL = (0x2A, 0x24, 0x31)
RAISED = (0x37, 0x2F, 0x40)
RAISED_HOVER = (0x45, 0x3B, 0x50)
LINE = (0x4A, 0x40, 0x55)
TEXT = (0xF4, 0xEE, 0xE6)
QUIET = (0xB5, 0xA9, 0xB8)
FAINT = (0x9A, 0x8F, 0xA4)
INK = (0x2A, 0x1D, 0x0C)
"""Text on amber, teal, rose and leaf."""
AMBER = (0xFF, 0xB3, 0x47)
AMBER_HOVER = (0xFF, 0xC4, 0x6E)
TEAL = (0x4F, 0xC1, 0xB0)
ROSE = (0xE8, 0x60, 0x7A)
ROSE_HOVER = (0xF2, 0x7D, 0x93)
LEAF = (0x8B, 0xC6, 0x6A)
SLATE = (0x9A, 0xA5, 0xB8)
SHADE = (0x12, 0x0E, 0x17, 0xE4)
"""What dims the room behind a dialog or the draft."""
SHADOW = (0, 0, 0, 90)


def mix(a: Color, b: Color, share: float) -> tuple[int, int, int]:
    """`a` with `share` (0 to 1) of `b`."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


class BoardColors(NamedTuple):
    """One look of the board."""

    light: Color
    dark: Color
    light_text: Color
    """Coordinates on light squares."""
    dark_text: Color
    last_move: Color
    selected: Color
    target: Color
    new_target: Color
    """Targets that an upgrade grants."""
    premove: Color
    mark: Color
    """Squares and arrows that the player draws."""
    frame: Color


def _rgb(text: str) -> Color:
    """A colour written as in CSS, with or without its alpha."""
    red, green, blue, *alpha = bytes.fromhex(text)
    return (red, green, blue, alpha[0]) if alpha else (red, green, blue)


BOARDS: dict[str, BoardColors] = {
    "walnut": BoardColors(
        light=_rgb("EBD3B0"),
        dark=_rgb("A9774F"),
        light_text=_rgb("8A5C38"),
        dark_text=_rgb("F1DDC0"),
        last_move=_rgb("FFC84A78"),
        selected=_rgb("4FC1B096"),
        target=_rgb("2B1D126E"),
        new_target=_rgb("E05A00D2"),
        premove=_rgb("7A5BD08C"),
        mark=_rgb("3E9C5ABE"),
        frame=_rgb("4A3326"),
    ),
    "slate": BoardColors(
        light=_rgb("D9DFE6"),
        dark=_rgb("7A8CA3"),
        light_text=_rgb("5B6C82"),
        dark_text=_rgb("E6EBF0"),
        last_move=_rgb("FFD15C82"),
        selected=_rgb("4FC1B0A0"),
        target=_rgb("1C25306E"),
        new_target=_rgb("D85800D2"),
        premove=_rgb("7A5BD08C"),
        mark=_rgb("2F9050BE"),
        frame=_rgb("3B4655"),
    ),
    "paper": BoardColors(
        light=_rgb("FAF6EC"),
        dark=_rgb("C9BFAB"),
        light_text=_rgb("8A7F6B"),
        dark_text=_rgb("6C6250"),
        last_move=_rgb("FFC23D82"),
        selected=_rgb("3EAE9D96"),
        target=_rgb("3A32266E"),
        new_target=_rgb("D05000D2"),
        premove=_rgb("8A6BE08C"),
        mark=_rgb("3E9C5ABE"),
        frame=_rgb("8F8470"),
    ),
    "high contrast": BoardColors(
        light=_rgb("FFFFFF"),
        dark=_rgb("585870"),
        light_text=_rgb("202030"),
        dark_text=_rgb("FFFFFF"),
        last_move=_rgb("FFD000A0"),
        selected=_rgb("00C8B0B4"),
        target=_rgb("000000A0"),
        new_target=_rgb("E63C00E6"),
        premove=_rgb("7A40FFA0"),
        mark=_rgb("008A3CD2"),
        frame=_rgb("101018"),
    ),
}
DEFAULT_BOARD = "walnut"
CHECK_GLOW = (0xE8, 0x30, 0x50)
SHIELD = (0x4F, 0xA8, 0xE0)
FROST = (0xBE, 0xE6, 0xFA, 0x78)
ICE = (0xD8, 0xF2, 0xFF)

# --- type -----------------------------------------------------------------------------------------


class Size(IntEnum):
    """The type scale."""

    TINY = 12
    SMALL = 14
    BODY = 16
    LARGE = 20
    TITLE = 28
    HUGE = 40
    GIANT = 64


@unique
class Face(StrEnum):
    """A typeface in a weight; the value is its file in assets/fonts, without ending."""

    TEXT = "inter-500"
    STRONG = "inter-700"
    DISPLAY = "fredoka-500"
    HEADING = "fredoka-600"


# --- space ----------------------------------------------------------------------------------------

GRID = 4
GAP = 12
PAD = 16
MARGIN = 24
RADIUS = 12
RADIUS_SMALL = 8
FIELD_HEIGHT = 44
BUTTON_HEIGHT = 44
BUTTON_LARGE_HEIGHT = 56
DESIGN_SIZE = (1280, 800)
SMALLEST_WINDOW = (1024, 640)
SMALLEST_SCALE = 0.85

# --- motion (milliseconds) ------------------------------------------------------------------------

PIECE_MS = 150
BREATH_MS = 1_400
PANEL_MS = 240
HOVER_MS = 120
PUFF_MS = 260
ANIMATION_SPEEDS = {"none": 0.0, "fast": 0.5, "normal": 1.0, "slow": 1.8}
"""By what the durations of pieces on the board are multiplied."""
FRAME_MS = 16
DRAG_THRESHOLD_PX = 3


def ease_out(share: float) -> float:
    """Cubic ease-out of a time share from 0 to 1."""
    left = 1 - min(max(share, 0.0), 1.0)
    return 1 - left * left * left


def scale_for(width: int, height: int) -> float:
    """Pixels in a logical unit, for a window of this many pixels."""
    return max(SMALLEST_SCALE, min(width / DESIGN_SIZE[0], height / DESIGN_SIZE[1]))

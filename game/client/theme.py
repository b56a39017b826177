"""How everything looks: one palette, one type scale, one grid, one set of durations. No scene has a number of its own.

Sizes are logical units (a unit is a pixel in a 1280 x 800 window); colours are RGB or RGBA.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum, unique
from typing import NamedTuple, TypeAlias

Color: TypeAlias = tuple[int, int, int] | tuple[int, int, int, int]

# --- palette ------------------------------------------------------------------------------------------------------------

ROOM = (0x1F, 0x1A, 0x24)
ROOM_LIGHT = (0x2B, 0x23, 0x31)
PANEL = (0x2A, 0x24, 0x31)
RAISED = (0x37, 0x2F, 0x40)
RAISED_HOVER = (0x45, 0x3B, 0x50)
LINE = (0x4A, 0x40, 0x55)
TEXT = (0xF4, 0xEE, 0xE6)
QUIET = (0xB5, 0xA9, 0xB8)
FAINT = (0x7D, 0x72, 0x86)
INK = (0x2A, 0x1D, 0x0C)
"""Text on amber, teal, rose and leaf."""
AMBER = (0xFF, 0xB3, 0x47)
AMBER_HOVER = (0xFF, 0xC4, 0x6E)
TEAL = (0x4F, 0xC1, 0xB0)
ROSE = (0xE8, 0x60, 0x7A)
ROSE_HOVER = (0xF2, 0x7D, 0x93)
LEAF = (0x8B, 0xC6, 0x6A)
SLATE = (0x9A, 0xA5, 0xB8)
SHADE = (0x10, 0x0C, 0x14, 0xB8)
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
    frame: Color


BOARDS: dict[str, BoardColors] = {
    "walnut": BoardColors(
        (0xEB, 0xD3, 0xB0), (0xA9, 0x77, 0x4F), (0x8A, 0x5C, 0x38), (0xF1, 0xDD, 0xC0),
        (0xFF, 0xC8, 0x4A, 0x78), (0x4F, 0xC1, 0xB0, 0x96), (0x2B, 0x1D, 0x12, 0x6E), (0xE0, 0x5A, 0x00, 0xD2), (0x4A, 0x33, 0x26),
    ),
    "slate": BoardColors(
        (0xD9, 0xDF, 0xE6), (0x7A, 0x8C, 0xA3), (0x5B, 0x6C, 0x82), (0xE6, 0xEB, 0xF0),
        (0xFF, 0xD1, 0x5C, 0x82), (0x4F, 0xC1, 0xB0, 0xA0), (0x1C, 0x25, 0x30, 0x6E), (0xD8, 0x58, 0x00, 0xD2), (0x3B, 0x46, 0x55),
    ),
    "paper": BoardColors(
        (0xFA, 0xF6, 0xEC), (0xC9, 0xBF, 0xAB), (0x8A, 0x7F, 0x6B), (0x6C, 0x62, 0x50),
        (0xFF, 0xC2, 0x3D, 0x82), (0x3E, 0xAE, 0x9D, 0x96), (0x3A, 0x32, 0x26, 0x6E), (0xD0, 0x50, 0x00, 0xD2), (0x8F, 0x84, 0x70),
    ),
    "high contrast": BoardColors(
        (0xFF, 0xFF, 0xFF), (0x58, 0x58, 0x70), (0x20, 0x20, 0x30), (0xFF, 0xFF, 0xFF),
        (0xFF, 0xD0, 0x00, 0xA0), (0x00, 0xC8, 0xB0, 0xB4), (0x00, 0x00, 0x00, 0xA0), (0xE6, 0x3C, 0x00, 0xE6), (0x10, 0x10, 0x18),
    ),
}  # fmt: skip
DEFAULT_BOARD = "walnut"
CHECK_GLOW = (0xE8, 0x30, 0x50)

# --- type ---------------------------------------------------------------------------------------------------------------


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


# --- space --------------------------------------------------------------------------------------------------------------

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

# --- motion (milliseconds) ----------------------------------------------------------------------------------------------

PIECE_MS = 150
PANEL_MS = 240
HOVER_MS = 120
PUFF_MS = 260
FRAME_MS = 16
DRAG_THRESHOLD_PX = 3


def ease_out(share: float) -> float:
    """Cubic ease-out of a time share from 0 to 1."""
    left = 1 - min(max(share, 0.0), 1.0)
    return 1 - left * left * left


def scale_for(width: int, height: int) -> float:
    """Pixels in a logical unit, for a window of this many pixels."""
    return max(SMALLEST_SCALE, min(width / DESIGN_SIZE[0], height / DESIGN_SIZE[1]))

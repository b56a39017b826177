"""The look of everything: one palette, one type scale, one grid, one set of durations. No scene has numbers of its own.

Sizes are logical units (a unit is a pixel in a 1280 x 800 window); colours are RGB or RGBA.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum, unique
from typing import NamedTuple

from game.client.kit.tones import Color, Palette, Tone, contrast, faded, luminance, mix, rgb

__all__ = ["Color", "Palette", "Tone", "contrast", "faded", "luminance", "mix", "rgb"]

# --- palette --------------------------------------------------------------------------------------

ROOM = Tone.of("room", "1F1A24")
ROOM_LIGHT = Tone.of("room light", "2B2331")
PANEL = Tone.of("panel", "2A2431")
RAISED = Tone.of("raised", "372F40")
RAISED_HOVER = Tone.of("raised hover", "453B50")
LINE = Tone.of("line", "4A4055")
TEXT = Tone.of("text", "F4EEE6")
QUIET = Tone.of("quiet", "B5A9B8")
FAINT = Tone.of("faint", "A79CB0")
INK = Tone.of("ink", "2A1D0C")
"""Text on amber, teal, rose and leaf."""
CALL = Tone.of("call", "FFB347")
"""What one may press, has chosen, or whose turn it is: bright in every room, with an edge in amber."""
CALL_HOVER = Tone.of("call hover", "FFC46E")
CALL_INK = Tone.of("call ink", "2A1D0C")
"""Text on it."""
AMBER = Tone.of("amber", "FFB347")
AMBER_HOVER = Tone.of("amber hover", "FFC46E")
TEAL = Tone.of("teal", "4FC1B0")
ROSE = Tone.of("rose", "F0788F")
ROSE_HOVER = Tone.of("rose hover", "F68FA3")
LEAF = Tone.of("leaf", "8BC66A")
SLATE = Tone.of("slate", "9AA5B8")
BRONZE = Tone.of("bronze", "D9976A")
"""The third place."""
SHADE = faded(Tone.of("shade", "120E17"), 0.894)
"""What dims the room behind a dialog or the draft."""
PICKER_SHADE = rgb("100C1478")
"""What dims the board while a promotion is chosen."""
SHADOW = (0, 0, 0, 90)
GLOW = Tone.of("glow", "FFB347")
"""The lamp over the table."""
DUST = Tone.of("dust", "F6E7CC")
"""What flies up where a piece was taken."""
CONFETTI = (AMBER, TEAL, ROSE, LEAF, DUST)

_LIGHT: dict[str, Color] = {
    "room": rgb("EFE5D6"),
    "room light": rgb("F6EEE2"),
    "panel": rgb("FAF5EC"),
    "raised": rgb("FFFDF8"),
    "raised hover": rgb("F3E9DA"),
    "line": rgb("CDBDA8"),
    "text": rgb("2B2130"),
    "quiet": rgb("5A4E60"),
    "faint": rgb("685B6C"),
    "ink": rgb("FFF9EE"),
    "amber": rgb("985400"),
    "amber hover": rgb("87490A"),
    "teal": rgb("0C6B60"),
    "rose": rgb("B02A48"),
    "rose hover": rgb("982039"),
    "leaf": rgb("3D7022"),
    "slate": rgb("56637A"),
    "bronze": rgb("8F4A1E"),
    "shade": rgb("EFE5D6"),
    "dust": rgb("B79A74"),
    "glow": rgb("FFD38A"),
}
# Gold, blue, magenta and violet can be told apart with any colour vision; still, hue alone never carries a meaning.
_SAFE: dict[str, Color] = {
    "call": rgb("FFB000"),
    "call hover": rgb("FFC440"),
    "amber": rgb("FFB000"),
    "amber hover": rgb("FFC440"),
    "teal": rgb("79A8FF"),
    "rose": rgb("F874B4"),
    "rose hover": rgb("FB93C6"),
    "leaf": rgb("D9D2FF"),
}
_SAFE_LIGHT: dict[str, Color] = {
    "call": rgb("FFB000"),
    "call hover": rgb("FFC440"),
    "amber": rgb("8A5A00"),
    "amber hover": rgb("754C00"),
    "teal": rgb("1E4FC2"),
    "rose": rgb("B0156A"),
    "rose hover": rgb("950F58"),
    "leaf": rgb("432A86"),
}
PALETTES = {
    palette.name: palette
    for palette in (
        Palette("dark", {}),
        Palette("light", _LIGHT),
        Palette("dark, safe", _SAFE),
        Palette("light, safe", {**_LIGHT, **_SAFE_LIGHT}),
    )
}
DARK = PALETTES["dark"]


def palette_for(room: str, *, safe: bool) -> Palette:
    """The palette of a room ("dark", "light"), optionally with colours that are safe for any colour vision."""
    return PALETTES[f"{room}, safe" if safe else room]


class BoardColors(NamedTuple):
    """The colours of one board theme."""

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


BOARDS: dict[str, BoardColors] = {
    "walnut": BoardColors(
        light=rgb("EBD3B0"),
        dark=rgb("A9774F"),
        light_text=rgb("8A5C38"),
        dark_text=rgb("F1DDC0"),
        last_move=rgb("FFC84A78"),
        selected=rgb("4FC1B096"),
        target=rgb("2B1D126E"),
        new_target=rgb("E05A00D2"),
        premove=rgb("7A5BD08C"),
        mark=rgb("3E9C5ABE"),
        frame=rgb("4A3326"),
    ),
    "slate": BoardColors(
        light=rgb("D9DFE6"),
        dark=rgb("7A8CA3"),
        light_text=rgb("5B6C82"),
        dark_text=rgb("E6EBF0"),
        last_move=rgb("FFD15C82"),
        selected=rgb("4FC1B0A0"),
        target=rgb("1C25306E"),
        new_target=rgb("D85800D2"),
        premove=rgb("7A5BD08C"),
        mark=rgb("2F9050BE"),
        frame=rgb("3B4655"),
    ),
    "paper": BoardColors(
        light=rgb("FAF6EC"),
        dark=rgb("C9BFAB"),
        light_text=rgb("8A7F6B"),
        dark_text=rgb("6C6250"),
        last_move=rgb("FFC23D82"),
        selected=rgb("3EAE9D96"),
        target=rgb("3A32266E"),
        new_target=rgb("D05000D2"),
        premove=rgb("8A6BE08C"),
        mark=rgb("3E9C5ABE"),
        frame=rgb("8F8470"),
    ),
    "high contrast": BoardColors(
        light=rgb("FFFFFF"),
        dark=rgb("585870"),
        light_text=rgb("202030"),
        dark_text=rgb("FFFFFF"),
        last_move=rgb("FFD000A0"),
        selected=rgb("00C8B0B4"),
        target=rgb("000000A0"),
        new_target=rgb("E63C00E6"),
        premove=rgb("7A40FFA0"),
        mark=rgb("008A3CD2"),
        frame=rgb("101018"),
    ),
}
DEFAULT_BOARD = "walnut"
CHECK_GLOW = (0xE8, 0x30, 0x50)
QR_LIGHT, QR_DARK = (0xFF, 0xFF, 0xFF), (0x14, 0x10, 0x18)
"""The same in light and dark rooms: many cameras read no light code on a dark ground."""
THREAT = (0xB8, 0x10, 0x38, 0xB4)
"""Where a piece of the opponent's could capture."""
SHIELD = (0x4F, 0xA8, 0xE0)

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


TEXT_SIZES = {"normal": 1.0, "large": 1.12, "largest": 1.25}
"""By what texts up to `LARGE` are enlarged; headlines are large already."""


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
REST_MS = 350
LAST_LOOK_MS = 1_600
"""For how long the final position of a game is seen alone."""
TELLING_MS = 1_800
"""For how long the board tells what an upgrade has done."""
FADE_MS = 420
RING_MS = 700
"""How long the pointer rests on something before it is explained."""
GUARD_MS = 300
"""For how long what has just appeared takes no press."""
TIP_MS = 700
HOPS_MS = 1_800
PANEL_MS = 240
HOVER_MS = 120
PUFF_MS = 260
LOW_TIME_MS = 10_000
"""From here down the clock is red, and the heart beats."""
ANIMATION_SPEEDS = {"none": 0.0, "fast": 0.5, "normal": 1.0, "slow": 1.8}
"""By what the durations of pieces on the board are multiplied."""
FRAME_MS = 16
DRAG_THRESHOLD_PX = 3


def ease_out(share: float) -> float:
    """Cubic ease-out of a share of time from 0 to 1."""
    left = 1 - min(max(share, 0.0), 1.0)
    return 1 - left * left * left


def scale_for(width: int, height: int) -> float:
    """Pixels per logical unit, for a window of this many pixels."""
    return max(SMALLEST_SCALE, min(width / DESIGN_SIZE[0], height / DESIGN_SIZE[1]))

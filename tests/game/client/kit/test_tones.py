from __future__ import annotations

import pytest

from game.client.kit import theme
from game.client.kit.theme import PALETTES, Color, Palette, contrast, faded, luminance, mix

LIGHT = PALETTES["light"]
GROUNDS: dict[str, Color] = {"shade": theme.SHADE, "room": theme.ROOM, "panel": theme.PANEL, "raised": theme.RAISED}
TEXTS: dict[str, Color] = {"text": theme.TEXT, "quiet": theme.QUIET, "faint": theme.FAINT}
ACCENTS: dict[str, Color] = {"amber": theme.AMBER, "teal": theme.TEAL, "rose": theme.ROSE, "leaf": theme.LEAF}
INKS: dict[str, Color] = {**TEXTS, **ACCENTS}
FILLS: dict[str, Color] = {**ACCENTS, "amber hover": theme.AMBER_HOVER, "rose hover": theme.ROSE_HOVER}
READABLE = 4.5
"""WCAG 2.2, 1.4.3, for text; 3 for what is not text (1.4.11)."""

# What dichromats see, in linear RGB (Machado, Oliveira and Fernandes 2009, severity 1.0).
VISION = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def seen(color: Color, vision: str) -> tuple[float, float, float]:
    linear = [(c / 255) ** 2.2 for c in color[:3]]
    shown = [sum(w * c for w, c in zip(row, linear, strict=True)) for row in VISION[vision]]
    red, green, blue = (255 * min(max(value, 0.0), 1.0) ** (1 / 2.2) for value in shown)
    return red, green, blue


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_every_text_can_be_read_on_every_ground(palette: Palette, ground: str, ink: str) -> None:
    assert contrast(palette.resolve(INKS[ink]), palette.resolve(GROUNDS[ground])) >= READABLE


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
@pytest.mark.parametrize("fill", FILLS)
def test_every_button_can_be_read(palette: Palette, fill: str) -> None:
    assert contrast(palette.resolve(theme.INK), palette.resolve(FILLS[fill])) >= READABLE


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_what_calls_to_be_pressed_is_bright_in_every_room_and_has_an_edge_that_is_seen(palette: Palette) -> None:
    call, hover, ink, amber = map(palette.resolve, (theme.CALL, theme.CALL_HOVER, theme.CALL_INK, theme.AMBER))
    assert min(contrast(ink, call), contrast(ink, hover)) >= 7
    assert luminance(call) > 0.5
    assert min(contrast(amber, palette.resolve(ground)) for ground in GROUNDS.values()) >= 3


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("name", ["dark, safe", "light, safe"])
def test_the_safe_colours_can_be_told_apart_without_red_or_green_cones(name: str, vision: str) -> None:
    colors = [seen(PALETTES[name].resolve(color), vision) for color in ACCENTS.values()]
    distances = [
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for i, one in enumerate(colors)
        for other in colors[:i]
    ]
    assert min(distances) > 60


@pytest.mark.parametrize("name", theme.BOARDS)
def test_the_squares_of_every_board_differ(name: str) -> None:
    board = theme.BOARDS[name]
    assert contrast(board.light, board.dark) > 1.5


def test_a_mixed_and_a_faded_tone_follow_the_palette() -> None:
    blend = faded(mix(theme.PANEL, theme.ROSE, 0.5), 0.5)
    assert blend != LIGHT.resolve(blend)
    assert LIGHT.resolve(blend)[:3] == mix(LIGHT.resolve(theme.PANEL), LIGHT.resolve(theme.ROSE), 0.5)
    assert len(LIGHT.resolve(blend)) == 4


def test_a_plain_colour_is_the_same_everywhere() -> None:
    assert LIGHT.resolve((1, 2, 3)) == (1, 2, 3)


def test_the_dark_room_is_what_the_tones_are() -> None:
    assert theme.DARK.resolve(theme.AMBER) == (0xFF, 0xB3, 0x47)

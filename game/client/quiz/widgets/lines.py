"""Text that can be read from across a room: as large as its place allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.client.kit.theme import Face, Size

if TYPE_CHECKING:
    from game.client.kit.painter import Align, Box, Painter
    from game.client.kit.theme import Color

SMALLEST: Final = Size.LARGE
"""27 pixels, 20 points, on a projector of 1080 lines."""


def line(
    painter: Painter,
    text: str,
    at: tuple[float, float],
    width: float,
    *,
    color: Color,
    size: float = SMALLEST,
    face: Face = Face.TEXT,
    align: Align = "left",
    whole: bool = False,
) -> float:
    """Draw one line, set smaller to fit into the width, then elided. Returns its width.

    `whole`: a part of it is of no use, so that it is set too small for a room before it is elided.
    """
    if whole:
        size = painter.fitting(text, width, size=size, face=face)
    while size > SMALLEST and painter.text_width(text, size=size, face=face) > width:
        size -= 1
    return painter.text(text, at, size=size, face=face, color=color, align=align, max_width=width)


def paragraph(
    painter: Painter,
    text: str,
    rect: Box,
    *,
    color: Color,
    size: float,
    face: Face = Face.HEADING,
    align: Align = "center",
) -> float:
    """Draw lines centred in the rectangle, as large as they fit. Returns their height.

    A text that does not fit in the smallest size for a room is set smaller still, because it has to be readable.
    """
    while size > SMALLEST and _height(painter, text, rect.w, size, face) > rect.h:
        size -= 2
    height = min(rect.h, _height(painter, text, rect.w, size, face))
    box = rect.copy()
    box.y, box.h = rect.y + (rect.h - height) / 2, height + 1
    return painter.paragraph(text, box, size=size, face=face, color=color, align=align)


def _height(painter: Painter, text: str, width: float, size: float, face: Face) -> float:
    return painter.line_height(size) * len(painter.wrap(text, width, size=size, face=face))

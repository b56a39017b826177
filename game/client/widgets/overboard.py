"""What may lie over the board: the countdown, and how a game ended. Nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from pygame import FRect

from game.client import theme
from game.client.theme import Face, Size
from game.client.widgets.base import Widget
from game.client.widgets.motion import Glide

if TYPE_CHECKING:
    from game.client.input import Position
    from game.client.painter import Painter


_STEPS = 12
"""In how many sizes a number of the countdown settles: each is scaled once and kept."""
_TALLEST = 0.6
"""By how much of its size a number is larger when it appears."""


class OverBoard(Widget):
    """A big number with a line below it, or a banner with a headline and a sentence, or nothing."""

    spill = 48.0

    def __init__(self) -> None:
        super().__init__()
        self._number: int | None = None
        self._line = ""
        self._banner: tuple[str, str] | None = None
        self._settled = Glide(1.0, theme.PANEL_MS)
        self.reduced_motion = False

    def show(self, number: int | None, line: str, banner: tuple[str, str] | None) -> None:
        """What lies there now."""
        if (number, line, banner) != (self._number, self._line, self._banner):
            if number is not None and number != self._number:
                self._settled = Glide(0.0, theme.PANEL_MS)
                self._settled.send(1.0)
            self._number, self._line, self._banner = number, line, banner
            self.invalidate()

    def tick(self, now_ms: int) -> bool:
        return self._settled.tick(now_ms)

    def contains(self, at: Position) -> bool:
        """Never: the board below stays usable."""
        del at
        return False

    def paint(self, painter: Painter) -> None:
        if self._number is not None:
            self._paint_countdown(painter, self._number)
        elif self._banner is not None:
            self._paint_banner(painter, *self._banner)

    def _paint_countdown(self, painter: Painter, number: int) -> None:
        x, y = self.rect.center
        painter.circle((x, y), 84, theme.faded(theme.ROOM, 0.88))
        painter.circle((x, y), 84, theme.AMBER, width=4)
        self._paint_number(painter, str(number), (x, y - 10))
        painter.text(self._line, (x, y + 48), size=Size.SMALL, face=Face.HEADING, align="center", max_width=150)

    def _paint_number(self, painter: Painter, number: str, center: Position) -> None:
        """It appears large and faint, and settles; in reduced motion it only becomes clear."""
        step = round(self._settled.value * _STEPS)
        grown = 1.0 if self.reduced_motion else 1 + _TALLEST * (1 - step / _STEPS)
        key = ("countdown", number, step, grown)
        picture = painter.cached(key, lambda: _number_picture(painter, number, grown, step / _STEPS))
        painter.blit(
            picture, (center[0] - picture.width / 2 / painter.scale, center[1] - picture.height / 2 / painter.scale)
        )

    def _paint_banner(self, painter: Painter, headline: str, sentence: str) -> None:
        width = min(self.rect.w - 2 * theme.MARGIN, 460.0)
        lines = painter.wrap(sentence, width - 2 * theme.MARGIN, size=Size.BODY)
        step = painter.line_height(Size.BODY)
        height = 92 + step * len(lines)
        box = FRect(self.rect.centerx - width / 2, self.rect.centery - height / 2, width, height)
        painter.panel(box, theme.faded(theme.PANEL, 0.96), border=theme.AMBER, border_width=2, shadow=True)
        painter.text(
            headline, (box.centerx, box.y + 42), size=Size.TITLE, face=Face.HEADING, color=theme.AMBER, align="center"
        )
        for i, line in enumerate(lines):
            painter.text(line, (box.centerx, box.y + 72 + (i + 0.5) * step), align="center")


def _number_picture(painter: Painter, number: str, grown: float, clear: float) -> pygame.Surface:
    """A number of the countdown, `grown` times its size, as clear as 0 to 1."""
    size = Size.GIANT * 1.3
    surface = painter.new_surface(size * 1.5, size * 1.5)
    painter.onto(surface).text(
        number, (size * 0.75, size * 0.75), size=size, face=Face.HEADING, color=theme.AMBER, align="center"
    )
    if grown != 1:
        surface = pygame.transform.smoothscale_by(surface, grown)
    surface.set_alpha(round(255 * clear))
    return surface


class Strip(Widget):
    """One line of news that does not get in the way: a lost connection, an absent opponent."""

    spill = 4.0

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def set_text(self, text: str) -> None:
        """What it says; empty: it is not there."""
        if text != self._text:
            self._text = text
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        if not self._text:
            return
        painter.panel(self.rect, theme.mix(theme.PANEL, theme.ROSE, 0.3), border=theme.ROSE, radius=theme.RADIUS_SMALL)
        lines = painter.wrap(self._text, self.rect.w - 2 * theme.GAP, size=Size.SMALL)[:2]
        step = painter.line_height(Size.SMALL)
        for i, line in enumerate(lines):
            y = self.rect.centery + (i - (len(lines) - 1) / 2) * step
            painter.text(
                line, (self.rect.centerx, y), size=Size.SMALL, align="center", max_width=self.rect.w - theme.GAP
            )

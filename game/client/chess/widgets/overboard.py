"""The only widget over the board: the countdown, and the result of a game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget
from game.client.kit.widgets.motion import Glide

if TYPE_CHECKING:
    from game.client.kit.input import Position
    from game.client.kit.painter import Painter
    from game.client.kit.theme import Color


Mood: TypeAlias = Literal["won", "lost", "draw"]
_MOODS: dict[Mood, tuple[Color, str]] = {
    "won": (theme.LEAF, "pictures/pup_happy"),
    "lost": (theme.ROSE, "pictures/pup_sad"),
    "draw": (theme.AMBER, "pictures/pup"),
}
COUNTDOWN = 96.0
"""The radius of its disc."""
COUNTDOWN_LINE = 144.0
"""How wide the line below the number may be, to stay within the disc."""
BANNER_WIDTH = 460.0
PUP = 88.0
RISE = 24.0
"""From how far below its place a banner comes up."""
SHADOW_ROOM = 40.0
_STEPS = 12
"""In how many sizes a number of the countdown settles: each is scaled once and kept."""
_TALLEST = 0.6
"""By how much of its size a number is larger when it appears."""


class ResultWords(NamedTuple):
    """The result of a game in words."""

    headline: str
    sentence: str
    mood: Mood = "draw"


class OverBoard(Widget):
    """A number with a line below it, or a banner with a headline and a sentence, or nothing."""

    overdraw = 48.0

    def __init__(self) -> None:
        super().__init__()
        self._number: int | None = None
        self._line = ""
        self._banner: ResultWords | None = None
        self._settled = Glide(1.0, theme.PANEL_MS)
        self.reduced_motion = False

    def show(self, number: int | None, line: str, banner: ResultWords | None) -> None:
        """What lies there now."""
        if (number, line, banner) != (self._number, self._line, self._banner):
            if (number, banner) != (self._number, self._banner):
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
            self._paint_banner(painter, self._banner)

    def _paint_countdown(self, painter: Painter, number: int) -> None:
        x, y = self.rect.center
        painter.circle((x, y), COUNTDOWN, theme.faded(theme.ROOM, 0.88))
        painter.circle((x, y), COUNTDOWN, theme.AMBER, width=4)
        self._paint_number(painter, str(number), (x, y - 12))
        size = painter.fitting(self._line, COUNTDOWN_LINE, size=Size.SMALL, face=Face.HEADING)
        at = (x, y + COUNTDOWN / 2)
        painter.text(self._line, at, size=size, face=Face.HEADING, align="center", max_width=COUNTDOWN_LINE)

    def _paint_number(self, painter: Painter, number: str, center: Position) -> None:
        """It appears large and faint, and settles; in reduced motion it only becomes clear."""
        step = round(self._settled.value * _STEPS)
        grown = 1.0 if self.reduced_motion else 1 + _TALLEST * (1 - step / _STEPS)
        key = ("countdown", number, step, grown)
        picture = painter.cached(key, lambda: _number_picture(painter, number, grown, step / _STEPS))
        painter.blit(
            picture, (center[0] - picture.width / 2 / painter.scale, center[1] - picture.height / 2 / painter.scale)
        )

    def _paint_banner(self, painter: Painter, banner: ResultWords) -> None:
        width = min(self.rect.w - 2 * theme.MARGIN, BANNER_WIDTH)
        lines = painter.wrap(banner.sentence, width - 2 * theme.MARGIN, size=Size.BODY)
        step = painter.line_height(Size.BODY)
        size = (width, PUP / 2 + 88 + step * len(lines))
        key = ("banner", banner, size)
        picture = painter.cached(key, lambda: _banner_picture(painter, banner, size, lines))
        left = 1 - self._settled.value
        drop = 0.0 if self.reduced_motion else left * RISE
        picture.set_alpha(round(255 * (1 - left)))
        x, y = self.rect.centerx - width / 2 - SHADOW_ROOM, self.rect.centery - (size[1] + PUP / 2) / 2 + drop
        painter.blit(picture, (x, y - SHADOW_ROOM))


def _banner_picture(
    painter: Painter, banner: ResultWords, size: tuple[float, float], lines: list[str]
) -> pygame.Surface:
    """The whole banner, with room for its shadow and for the pup that looks over its edge."""
    width, height = size
    picture = painter.new_surface(width + 2 * SHADOW_ROOM, height + PUP / 2 + 2 * SHADOW_ROOM)
    inner = painter.onto(picture)
    box = FRect(SHADOW_ROOM, SHADOW_ROOM + PUP / 2, width, height)
    color, pup = _MOODS[banner.mood]
    inner.panel(box, theme.PANEL, border=color, border_width=3, shadow=True)
    inner.circle((box.centerx, box.y + 4), PUP / 2 + 4, theme.PANEL)
    inner.circle((box.centerx, box.y + 4), PUP / 2 + 4, color, width=3)
    inner.picture(pup, FRect(box.centerx - PUP * 0.42, box.y + 2 - PUP * 0.42, PUP * 0.84, PUP * 0.84))
    y = box.y + PUP / 2 + 34
    inner.text(banner.headline, (box.centerx, y), size=Size.TITLE, face=Face.HEADING, color=color, align="center")
    step = painter.line_height(Size.BODY)
    for i, line in enumerate(lines):
        inner.text(line, (box.centerx, y + 28 + (i + 0.5) * step), align="center")
    return picture


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
    """One line of news that covers nothing: a lost connection, an absent opponent."""

    overdraw = 4.0

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._alarm = False

    def say(self, text: str, *, alarm: bool) -> None:
        """What it says; empty: it is not there. `alarm`: something has gone wrong."""
        if (text, alarm) != (self._text, self._alarm):
            self._text, self._alarm = text, alarm
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        if not self._text:
            return
        color = theme.ROSE if self._alarm else theme.AMBER
        painter.panel(self.rect, theme.mix(theme.PANEL, color, 0.3), border=color, radius=theme.RADIUS_SMALL)
        size, lines = self._set(painter)
        step = painter.line_height(size)
        for i, line in enumerate(lines):
            y = self.rect.centery + (i - (len(lines) - 1) / 2) * step
            painter.text(line, (self.rect.centerx, y), size=size, align="center", max_width=self.rect.w - theme.GAP)

    def _set(self, painter: Painter) -> tuple[float, list[str]]:
        """The lines, at the largest size at which they lie within the edges."""
        size: float = Size.SMALL
        while True:
            lines = painter.wrap(self._text, self.rect.w - 2 * theme.GAP, size=size)
            if size <= Size.TINY or len(lines) * painter.line_height(size) <= self.rect.h:
                return size, lines[: max(1, int(self.rect.h / painter.line_height(size)))]
            size -= 1

"""Emotes: pups that leap from a nameplate, and the wheel to choose one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame
from msgspec import Struct
from pygame import FRect

from game.client import texts
from game.client.art.emotes import EMOTES, frame
from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerMove, Position
from game.client.kit.theme import Face, Size
from game.client.kit.tones import Color
from game.client.kit.widgets.base import Widget
from game.client.kit.widgets.label import Backdrop
from game.client.kit.widgets.motion import Glide

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter

SIDE = 104.0
"""A leaping pup's disc."""
_LEAP_MS, _GO_MS = 420, 200
_LEAST_MS = 2_200
_FRAME_MS = 50
"""How long one picture of a loop is shown."""
_SIZES = 8
_MOST = 4
_PEEK = 1.22
"""The pup is larger than its disc, and looks out of it at the top."""


def paint_emote(painter: Painter, emote: str, rect: FRect, at_ms: float, *, coat: str = "", alpha: int = 255) -> None:
    """An emote at this moment of its loop; the same moment is rasterised once."""
    loop = EMOTES[emote].loop_ms
    index = int(at_ms % loop) // _FRAME_MS
    share = index * _FRAME_MS / loop
    painter.vector(("emote", emote, coat, index), lambda: frame(emote, share, coat), rect, alpha=alpha)


def still_ms(emote: str) -> float:
    """The moment of its loop that stands for an emote where nothing moves."""
    return EMOTES[emote].still * EMOTES[emote].loop_ms


class _Leap(Struct):
    emote: str
    start: Position
    end: Position
    color: Color
    coat: str = ""
    born_ms: int | None = None

    def life_ms(self) -> int:
        """The duration: whole loops, and long enough to be seen."""
        loop = EMOTES[self.emote].loop_ms
        return loop * math.ceil(_LEAST_MS / loop)


class EmoteLayer(Backdrop):
    """Flying pups over a screen. Ignores the pointer."""

    def __init__(self) -> None:
        super().__init__("emotes")
        self.reduced_motion = False
        """They only come up and go then, and do not move."""
        self._leaps: list[_Leap] = []
        self._now = 0
        self._was: list[FRect] = []

    @property
    def shown(self) -> list[str]:
        """The emotes that can be seen."""
        return [leap.emote for leap in self._leaps]

    def leap(self, emote: str, start: Position, end: Position, color: Color, coat: str = "") -> None:
        """Let a pup leap from here to there. A new one from the same place replaces the earlier one."""
        others = [leap for leap in self._leaps if leap.start != start]
        self._leaps = [*others, _Leap(emote, start, end, color, coat)][-_MOST:]
        self.invalidate()

    def tick(self, now_ms: int) -> bool:
        self._now = now_ms
        for leap in self._leaps:
            if leap.born_ms is None:
                leap.born_ms = now_ms
        self._leaps = [leap for leap in self._leaps if self._age(leap) < leap.life_ms()]
        return bool(self._leaps)

    def _age(self, leap: _Leap) -> int:
        return 0 if leap.born_ms is None else self._now - leap.born_ms

    def _grown(self, leap: _Leap) -> float:
        """The pup's scale, 0 to a little over 1: a spring when it appears, quick when it disappears."""
        age = self._age(leap)
        if self.reduced_motion:
            return 1.0
        going = (leap.life_ms() - age) / _GO_MS
        if going < 1:
            return max(0.0, going)
        x = age / _LEAP_MS
        return 1 - math.exp(-5 * x) * math.cos(7 * x) if x < 2 else 1.0

    def _disc(self, leap: _Leap) -> FRect:
        grown = self._grown(leap)
        way = 1.0 if self.reduced_motion else theme.ease_out(self._age(leap) / _LEAP_MS)
        x = leap.start[0] + (leap.end[0] - leap.start[0]) * way
        y = leap.start[1] + (leap.end[1] - leap.start[1]) * way - 40 * math.sin(math.pi * min(1.0, way)) * (way < 1)
        side = SIDE * max(1, round(grown * _SIZES)) / _SIZES
        return FRect(x - side / 2, y - side / 2, side, side)

    def _reach(self, leap: _Leap) -> FRect:
        return self._disc(leap).inflate(SIDE * 0.7, SIDE * 0.7)

    def extent(self) -> FRect:
        return self.rect

    def damage(self) -> list[FRect]:
        return [*self._was, *(self._reach(leap) for leap in self._leaps)]

    def paint(self, painter: Painter) -> None:
        for leap in self._leaps:
            self._paint_leap(painter, leap)
        self._was = [self._reach(leap) for leap in self._leaps]

    def _paint_leap(self, painter: Painter, leap: _Leap) -> None:
        disc, age = self._disc(leap), self._age(leap)
        clear = min(1.0, age / theme.PANEL_MS, (leap.life_ms() - age) / theme.PANEL_MS) if self.reduced_motion else 1.0
        clear = max(1, round(clear * _SIZES)) / _SIZES
        painter.circle(disc.center, disc.w / 2 + 3, theme.faded(leap.color, clear))
        painter.circle(disc.center, disc.w / 2, theme.faded(theme.RAISED, clear))
        side = disc.w * _PEEK
        box = FRect(disc.centerx - side / 2, disc.bottom - side * 1.01, side, side)
        at_ms = still_ms(leap.emote) if self.reduced_motion else age
        paint_emote(painter, leap.emote, box, at_ms, coat=leap.coat, alpha=round(255 * clear))


class EmoteWheel(Widget):
    """All emotes in a ring. A click or Enter sends one; the first nine have the keys 1 to 9."""

    focusable = True
    overdraw = 24.0
    SIDE = 372.0

    def __init__(self, on_pick: Callable[[str], None], on_close: Callable[[], None]) -> None:
        super().__init__("emote wheel")
        self.visible = False
        self.reduced_motion = False
        self.coat = ""
        """Whose pup it shows: set before it opens."""
        self._on_pick = on_pick
        self._on_close = on_close
        self._emotes = list(EMOTES)
        self._lit: int | None = None
        self._since = self._now = 0
        self._open = Glide(0.0, theme.PANEL_MS)

    def show(self) -> None:
        """Open the wheel, with nothing chosen."""
        self._lit = None
        self._open = Glide(0.0, theme.PANEL_MS)
        self._open.send(1.0)
        self.set_visible(True)

    def contains(self, at: Position) -> bool:
        return math.hypot(at[0] - self.rect.centerx, at[1] - self.rect.centery) <= self.rect.w / 2

    def handle(self, event: Input) -> bool:
        match event:
            case PointerMove(at):
                self._light(self._at(at))
            case PointerDown(at, "left"):
                self._pick(self._at(at))
            case Key(pygame.K_LEFT | pygame.K_UP | pygame.K_RIGHT | pygame.K_DOWN as key):
                step = 1 if key in {pygame.K_RIGHT, pygame.K_DOWN} else -1
                first = 0 if step > 0 else len(self._emotes) - 1
                self._light(first if self._lit is None else (self._lit + step) % len(self._emotes))
            case Key(pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE):
                self._pick(self._lit)
            case Key(pygame.K_ESCAPE):
                self._on_close()
            case _:
                return False
        return True

    def _pick(self, index: int | None) -> None:
        """None, the middle, closes it."""
        if index is None:
            self._on_close()
        else:
            self._on_pick(self._emotes[index])

    def _light(self, index: int | None) -> None:
        if index != self._lit:
            self._lit, self._since = index, self._now
            self.invalidate()

    def _at(self, at: Position) -> int | None:
        dx, dy = at[0] - self.rect.centerx, at[1] - self.rect.centery
        if math.hypot(dx, dy) < self.rect.w * 0.2:
            return None
        turn = (math.atan2(dy, dx) / math.tau + 0.25) % 1
        return round(turn * len(self._emotes)) % len(self._emotes)

    def set_hovered(self, hovered: bool) -> None:
        super().set_hovered(hovered)
        if not hovered and not self.focused:
            self._light(None)

    def tick(self, now_ms: int) -> bool:
        self._now = now_ms
        opening = self._open.tick(now_ms)
        return opening or (self._lit is not None and not self.reduced_motion)

    def paint(self, painter: Painter) -> None:
        x, y = self.rect.center
        share = 1.0 if self.reduced_motion else 0.75 + 0.25 * round(self._open.value * _SIZES) / _SIZES
        radius = self.rect.w / 2 * share
        painter.circle((x, y), radius, theme.PANEL)
        painter.circle((x, y), radius, theme.LINE, width=1.5)
        painter.circle((x, y), radius * 0.38, theme.ROOM)
        for i in range(len(self._emotes)):
            self._paint_pup(painter, i, radius)
        name = texts.EMOTE_NAMES[self._emotes[self._lit]] if self._lit is not None else texts.EMOTE_PICK
        lines = painter.wrap(name, radius * 0.66, size=Size.SMALL, face=Face.HEADING)
        step = painter.line_height(Size.SMALL)
        for i, line in enumerate(lines):
            at = (x, y + (i - (len(lines) - 1) / 2) * step)
            painter.text(line, at, size=Size.SMALL, face=Face.HEADING, color=theme.QUIET, align="center")

    def _paint_pup(self, painter: Painter, index: int, radius: float) -> None:
        angle = math.tau * index / len(self._emotes) - math.pi / 2
        x, y = self.rect.centerx + radius * 0.72 * math.cos(angle), self.rect.centery + radius * 0.72 * math.sin(angle)
        emote, lit = self._emotes[index], index == self._lit
        side = radius * (0.5 if lit else 0.44)
        if lit:
            painter.circle((x, y), radius * 0.22, theme.RAISED_HOVER)
            painter.circle((x, y), radius * 0.22, theme.AMBER, width=2)
        moving = lit and not self.reduced_motion
        at_ms = self._now - self._since if moving else still_ms(emote)
        paint_emote(painter, emote, FRect(x - side / 2, y - side * 0.53, side, side), at_ms, coat=self.coat)
        if index < 9:
            key = (x + radius * 0.155, y + radius * 0.14)
            painter.circle(key, 9, theme.ROOM)
            painter.text(str(index + 1), key, size=Size.TINY, face=Face.STRONG, color=theme.QUIET, align="center")

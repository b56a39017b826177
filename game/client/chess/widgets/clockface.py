"""A player's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget
from game.client.kit.widgets.motion import swing

if TYPE_CHECKING:
    from game.client.kit.painter import Painter
    from game.client.kit.theme import Color

TIPPED_DEGREES = -9.0
_BEAT_FROM_MS = 800
"""A short clock lights up for what a second has above this: at every whole second, as a heart beats."""


def clock_text(ms: int) -> str:
    """Minutes and seconds, with tenths below ten seconds. A started second counts, a started tenth does not."""
    if ms >= theme.LOW_TIME_MS:
        seconds = -(-ms // 1000)
        return f"{seconds // 60}:{seconds % 60:02d}"
    return f"{ms // 1000}.{ms // 100 % 10}"


def until_next_change_ms(ms: int) -> int:
    """In how many ms a running clock that shows `ms` looks different."""
    if ms >= theme.LOW_TIME_MS:
        return min(ms % 1000 or 1000, ms - theme.LOW_TIME_MS + 1)
    return ms % 100 + 1


class ClockFace(Widget):
    """Amber while it runs; rose, with an hourglass, when time is short, and then it pulses."""

    overdraw = 24.0

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._text = clock_text(0)
        self._running = False
        self._low = False
        self._beat = False
        self.reduced_motion = False
        self._tipped = False
        self._tipped_at: int | None = None
        self._tilt = 0.0

    def set_tipped(self, tipped: bool) -> None:
        """Whether its flag has fallen: then the clock itself falls over."""
        if tipped != self._tipped:
            self._tipped, self._tipped_at = tipped, None
            self._tilt = TIPPED_DEGREES if tipped and self.reduced_motion else 0.0
            self.invalidate()

    def tick(self, now_ms: int) -> bool:
        if not self._tipped or self.reduced_motion:
            return False
        self._tipped_at = now_ms if self._tipped_at is None else self._tipped_at
        share = (now_ms - self._tipped_at) / theme.TIP_MS
        if self._tilt == TIPPED_DEGREES:
            return False
        self._tilt = TIPPED_DEGREES * swing(share)
        return self._tilt != TIPPED_DEGREES

    def set_time(self, ms: int, *, running: bool) -> None:
        """What it shows, and whether it runs."""
        low = ms < theme.LOW_TIME_MS
        # Follows from the time alone: the tenths repaint it anyway, so that beating asks for no frames of its own.
        beat = running and low and not self.reduced_motion and ms % 1000 >= _BEAT_FROM_MS
        new = (clock_text(ms), running, low, beat)
        if new != (self._text, self._running, self._low, self._beat):
            self._text, self._running, self._low, self._beat = new
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        if self._tilt == 0:
            self._paint_face(painter, self.rect)
            return
        upright = painter.new_surface(self.rect.w, self.rect.h)
        self._paint_face(painter.onto(upright), FRect(0, 0, self.rect.w, self.rect.h))
        tilted = pygame.transform.rotozoom(upright, self._tilt, 1.0)
        center = painter.box(self.rect).center
        painter.surface.blit(tilted, tilted.get_rect(center=center))

    def _colors(self) -> tuple[Color, Color, Color | None]:
        """Of the face, of what is written on it, and of its edge."""
        if not self._running:
            return theme.RAISED, theme.ROSE if self._low else theme.QUIET, None
        if self._low:
            return theme.ROSE_HOVER if self._beat else theme.ROSE, theme.INK, None
        return theme.CALL, theme.CALL_INK, theme.AMBER

    def _paint_face(self, painter: Painter, rect: FRect) -> None:
        fill, ink, edge = self._colors()
        painter.panel(rect, fill, border=edge)
        size = min(Size.HUGE, rect.h * 0.78)
        painter.digits(
            self._text,
            (rect.right - theme.GAP, rect.centery),
            size=size,
            face=Face.STRONG,
            color=ink,
            align="right",
        )
        if self._running or self._low:
            side = rect.h * 0.42
            icon = "pictures/hourglass" if self._low else "pictures/running"
            painter.picture(icon, FRect(rect.x + theme.GAP, rect.centery - side / 2, side, side))

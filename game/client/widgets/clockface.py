"""A player's clock: the largest thing beside the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import theme
from game.client.theme import Face, Size
from game.client.widgets.base import Widget

if TYPE_CHECKING:
    from game.client.painter import Painter

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
    """Amber while it runs; rose, with an hourglass beside it, when time is short, and then it beats."""

    spill = 4.0

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._text = clock_text(0)
        self._running = False
        self._low = False
        self._beat = False
        self.reduced_motion = False

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
        lit = (theme.ROSE_HOVER if self._beat else theme.ROSE) if self._low else theme.AMBER
        fill = lit if self._running else theme.RAISED
        ink = theme.INK if self._running else theme.ROSE if self._low else theme.QUIET
        painter.panel(self.rect, fill)
        size = min(Size.HUGE, self.rect.h * 0.78)
        painter.digits(
            self._text,
            (self.rect.right - theme.GAP, self.rect.centery),
            size=size,
            face=Face.STRONG,
            color=ink,
            align="right",
        )
        if self._running or self._low:
            side = self.rect.h * 0.42
            icon = "pictures/hourglass" if self._low else "pictures/running"
            painter.picture(icon, FRect(self.rect.x + theme.GAP, self.rect.centery - side / 2, side, side))

"""The line by which a playback is moved forwards and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import PointerDown, PointerMove, PointerUp
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.input import Input, Position
    from game.client.kit.painter import Painter

THICK = 6.0
KNOB = 9.0


class Scrubber(Widget):
    """From 0 to `count`. A press or a drag goes there."""

    overdraw = 12.0

    def __init__(self, on_go: Callable[[int], None], name: str = "scrubber") -> None:
        super().__init__(name)
        self._on_go = on_go
        self._at, self._count = 0, 1
        self._held = False

    def set_place(self, at: int, count: int) -> None:
        """Set its position and its end."""
        if (at, count) != (self._at, self._count):
            self._at, self._count = at, max(1, count)
            self.invalidate()

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(at, "left"):
                self._held = True
                self._go(at)
            case PointerMove(at) if self._held:
                self._go(at)
            case PointerUp(_, "left"):
                self._held = False
            case _:
                return False
        return True

    def _go(self, at: Position) -> None:
        share = (at[0] - self.rect.x - KNOB) / max(1.0, self.rect.w - 2 * KNOB)
        self._on_go(round(min(max(share, 0.0), 1.0) * self._count))

    def paint(self, painter: Painter) -> None:
        x, width = self.rect.x + KNOB, self.rect.w - 2 * KNOB
        y, done = self.rect.centery, width * self._at / self._count
        painter.panel(FRect(x, y - THICK / 2, width, THICK), theme.RAISED, radius=THICK / 2)
        if done > THICK:
            painter.panel(FRect(x, y - THICK / 2, done, THICK), theme.AMBER, radius=THICK / 2)
        painter.circle((x + done, y), KNOB, theme.AMBER_HOVER if self.hovered else theme.AMBER)

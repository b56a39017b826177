"""The performance line (F3): frames, milliseconds, latency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from game.client.kit.input import Position
    from game.client.kit.painter import Painter

EVERY_MS = 500
WIDTH, HEIGHT = 560.0, 18.0


class PerfLine(Widget):
    """One line at the bottom left, updated twice a second while it is visible."""

    overdraw = 4.0

    def __init__(self) -> None:
        super().__init__("perf")
        self.visible = False
        self._text = ""
        self._since: int | None = None
        self._frames = 0

    def settle(self, width: float, height: float) -> None:
        """Its place in a window of this logical size."""
        del width
        self.place(theme.GRID, height - HEIGHT - 1, WIDTH, HEIGHT)

    def measure(self, now_ms: int, frames: int, frame_ms: float, network: str) -> None:
        """Take in the number of frames so far, the time of the last one, and facts about the network."""
        if self._since is not None and now_ms - self._since < EVERY_MS:
            return
        passed = now_ms - self._since if self._since is not None else EVERY_MS
        fps = (frames - self._frames) * 1000 / max(1, passed) if self._since is not None else 0
        self._since, self._frames = now_ms, frames
        text = f"{fps:.0f} fps · {frame_ms:.2f} ms · {frames} drawn · {network}"
        if text != self._text:
            self._text = text
            self.invalidate()

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms it wants to measure again."""
        return max(1, EVERY_MS - (now_ms - (self._since or now_ms))) if self.visible else None

    def contains(self, at: Position) -> bool:
        """Never: it only shows."""
        del at
        return False

    def paint(self, painter: Painter) -> None:
        box = FRect(self.rect.x, self.rect.y, self.rect.w, self.rect.h)
        painter.panel(box, theme.ROOM, radius=6, border=theme.LINE)
        painter.text(
            self._text,
            (box.x + theme.GRID * 2, box.centery),
            size=Size.TINY,
            face=Face.TEXT,
            color=theme.QUIET,
            max_width=box.w - theme.GRID * 4,
        )

"""A sentence beside the pointer that explains what is below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Size
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from game.client.kit.input import Position
    from game.client.kit.painter import Painter

WIDTH = 280.0
SHADOW_SPILL = 48.0


class Tooltip(Widget):
    """Lies above everything else of its scene, and ignores inputs."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._at: Position = (0.0, 0.0)
        self._about: FRect | None = None
        self._wanted: tuple[str, Position] = ("", (0.0, 0.0))
        self._since: int | None = None
        self._painted: FRect | None = None
        """Where it was last to be seen."""

    def explain(self, text: str, at: Position, about: FRect | None = None) -> None:
        """Show this text at this position once the pointer has rested. "" hides it at once.

        `about` is the rectangle that it explains, which it must not cover.
        """
        if text == self._wanted[0] and about == self._about:
            return
        self._wanted, self._since, self._about = (text, at), None, about
        if self._text:
            self._text = ""
            self.invalidate()

    @property
    def shown_at(self) -> FRect | None:
        """Where it was last painted; None if it is hidden."""
        return None if self._painted is None else self._painted.inflate(-2 * SHADOW_SPILL, -2 * SHADOW_SPILL)

    def tick(self, now_ms: int) -> bool:
        text, at = self._wanted
        if text and not self._text:
            self._since = now_ms if self._since is None else self._since
            if now_ms - self._since >= theme.REST_MS:
                self._text, self._at = text, at
                self.invalidate()
        return False

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms it appears."""
        waiting = self._wanted[0] and not self._text
        return max(1, theme.REST_MS - (now_ms - (self._since or now_ms))) if waiting else None

    def contains(self, at: Position) -> bool:
        """Never: what it explains is below it."""
        del at
        return False

    def damage(self) -> list[FRect] | None:
        """Its last position. Its next size is known to the painter alone."""
        return None if self._text or self._painted is None else [self._painted]

    def paint(self, painter: Painter) -> None:
        if not self._text:
            self._painted = None
            return
        lines = painter.wrap(self._text, WIDTH, size=Size.SMALL)
        step = painter.line_height(Size.SMALL)
        width = max(painter.text_width(line, size=Size.SMALL) for line in lines) + 2 * theme.GAP
        height = step * len(lines) + 1.4 * theme.GAP
        about = self._about or FRect(self._at[0], self._at[1] - theme.GRID, 0, theme.MARGIN)
        x = min(max(about.centerx - width / 2, self.rect.x + theme.GRID), self.rect.right - width - theme.GRID)
        above = about.y - height - theme.GRID * 2
        y = above if above > self.rect.y else about.bottom + theme.GRID
        box = FRect(x, y, width, height)
        self._painted = box.inflate(2 * SHADOW_SPILL, 2 * SHADOW_SPILL)
        painter.panel(box, theme.RAISED_HOVER, border=theme.LINE, radius=theme.RADIUS_SMALL, shadow=True)
        for i, line in enumerate(lines):
            painter.text(line, (box.x + theme.GAP, box.y + 0.7 * theme.GAP + (i + 0.5) * step), size=Size.SMALL)

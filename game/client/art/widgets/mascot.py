"""The mascot, and the lit board that it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.art.emotes import EMOTES
from game.client.art.widgets.emote import paint_emote, still_ms
from game.client.kit import theme
from game.client.kit.input import PointerDown
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.input import Input, Position
    from game.client.kit.painter import Painter

GREETING = "hi"
_COLUMNS, _ROWS = 6, 3
_NEAR, _FAR, _DEEP, _THICK = 440.0, 330.0, 96.0, 16.0


class Mascot(Widget):
    """Greets once when it appears, and whenever it is clicked. Otherwise it is still and costs nothing."""

    overdraw = 4.0

    def __init__(self, on_pet: Callable[[], None]) -> None:
        super().__init__("mascot")
        self.reduced_motion = False
        self._on_pet = on_pet
        self._coat = ""
        self._since: int | None = None
        self._now = 0
        self._greets = True

    def show(self, coat: str) -> None:
        """Which pup it is."""
        if coat != self._coat:
            self._coat = coat
            self.invalidate()

    def handle(self, event: Input) -> bool:
        if isinstance(event, PointerDown):
            self._since, self._greets = None, True
            self._on_pet()
            self.invalidate()
            return True
        return False

    def tick(self, now_ms: int) -> bool:
        self._now = now_ms
        if not self._greets or self.reduced_motion:
            return False
        if self._since is None:
            self._since = now_ms
        self._greets = now_ms - self._since < 2 * EMOTES[GREETING].loop_ms
        return self._greets

    def paint(self, painter: Painter) -> None:
        moving = self._greets and not self.reduced_motion and self._since is not None
        at_ms = self._now - self._since if moving and self._since is not None else still_ms(GREETING)
        paint_emote(painter, GREETING, self.rect, at_ms, coat=self._coat)


def paint_lit_board(painter: Painter, center: Position, colors: theme.BoardColors) -> None:
    """Three rows of a board in perspective. `center` is their middle."""
    x, y = center

    def point(column: int, row: int) -> tuple[float, float]:
        """A corner of the squares: row 0 is the far edge."""
        share = (row / _ROWS) ** 1.25
        width = _FAR + (_NEAR - _FAR) * share
        return x + width * (column / _COLUMNS - 0.5), y + _DEEP * (share - 0.5)

    near = y + _DEEP / 2
    front = [(x - _NEAR / 2, near), (x + _NEAR / 2, near), (x + _NEAR / 2 - 5, near + _THICK)]
    painter.polygon([*front, (x - _NEAR / 2 + 5, near + _THICK)], colors.frame)
    painter.shadow(FRect(x - _NEAR / 2 + 20, near + _THICK - 8, _NEAR - 40, 8))
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            square = colors.light if (row + column) % 2 else colors.dark
            corners = [point(column, row), point(column + 1, row), point(column + 1, row + 1), point(column, row + 1)]
            # The lamp hangs over the near rows.
            painter.polygon(corners, theme.mix(square, theme.ROOM, 0.34 - 0.14 * row))

"""A preview of a board theme: two squares and two pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.kit import theme
from game.client.kit.widgets.label import Backdrop

if TYPE_CHECKING:
    from game.client.kit.painter import Painter


class BoardSwatch(Backdrop):
    """Named like the board theme."""

    def __init__(self, board: str) -> None:
        super().__init__()
        self._colors = theme.BOARDS[board]

    def paint(self, painter: Painter) -> None:
        half = self.rect.w / 2
        for i, (color, piece) in enumerate(((self._colors.light, "bN"), (self._colors.dark, "wN"))):
            square = FRect(self.rect.x + i * half, self.rect.y, half, self.rect.h)
            painter.rect(square, color)
            side = self.rect.h * 0.9
            painter.picture(f"pieces/{piece}", FRect(square.centerx - side / 2, square.centery - side / 2, side, side))

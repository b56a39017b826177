"""The bar at the top of a player's screen: who they are and how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from pygame import FRect

from game.client.art.widgets.portrait import paint_portrait
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.label import Backdrop
from game.client.quiz.widgets import lines

if TYPE_CHECKING:
    from game.client.kit.painter import Painter


class Me(Struct, frozen=True):
    """A player."""

    name: str
    pup: str
    team: str = ""
    score: str = ""
    place: str = ""


class MePlate(Backdrop):
    """Pup, name and team at the left, points and place at the right."""

    overdraw = 8.0

    def __init__(self) -> None:
        super().__init__()
        self.name = "me"
        self.shown = Me("", "")

    def show(self, shown: Me) -> None:
        """Other points, another place."""
        if shown != self.shown:
            self.shown = shown
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        shown, box = self.shown, self.rect
        painter.panel(box, theme.PANEL, border=theme.LINE)
        side = box.h - 12
        face = FRect(box.x + 12, box.y + 6, side, side)
        painter.circle(face.center, side / 2, theme.RAISED_HOVER)
        paint_portrait(painter, shown.pup, face.inflate(-6, -6))
        x, room = face.right + theme.PAD, box.w * 0.5 - side
        y = box.y + box.h * (0.32 if shown.team else 0.5)
        lines.line(painter, shown.name, (x, y), room, color=theme.TEXT, size=26, face=Face.HEADING)
        lines.line(painter, shown.team, (x, box.y + box.h * 0.74), room, color=theme.QUIET)
        right = box.right - theme.PAD
        width = lines.line(
            painter, shown.place, (right, box.centery), 120, color=theme.QUIET, size=Size.TITLE, align="right"
        )
        right -= width + (theme.MARGIN if shown.place else 0)
        at = (right, box.centery)
        lines.line(painter, shown.score, at, 200, color=theme.AMBER, size=36, face=Face.HEADING, align="right")

"""A nameplate beside the board: colour, captures, and whether the player is here."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pygame import FRect

from game.client.art.widgets.portrait import paint_portrait
from game.client.chess.platefacts import PlateFacts
from game.client.chess.widgets.figures import piece_picture
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from game.client.kit.painter import Painter


_GROUND = theme.mix(theme.RAISED, theme.TEXT, 0.45)
"""Between the two colours of pieces, so that both can be seen on it."""


BARS = 4
BARS_WIDTH = 22.0


class PlayerPlate(Widget):
    """Name and captures on two lines."""

    overdraw = 4.0

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._facts = PlateFacts()

    def set_facts(self, facts: PlateFacts) -> None:
        """Show these."""
        if facts != self._facts:
            self._facts = facts
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        facts, rect = self._facts, self.rect
        side = min(rect.h, 44.0)
        token = FRect(rect.x, rect.centery - side / 2, side, side)
        painter.panel(token, theme.RAISED_HOVER if facts.portrait else _GROUND, radius=theme.RADIUS_SMALL)
        if facts.portrait:
            paint_portrait(painter, facts.portrait, token, alpha=255 if facts.here else 110)
            king = FRect(token.right - side * 0.44, token.bottom - side * 0.5, side * 0.6, side * 0.6)
            painter.circle(king.center, king.w / 2 + 2, theme.ROOM)
            painter.circle(king.center, king.w / 2, _GROUND)
            painter.picture(piece_picture(facts.piece), king.inflate(-4, -4))
        else:
            painter.picture(piece_picture(facts.piece), token.inflate(-6, -6))
        # The king looks over the edge.
        x, room = token.right + theme.GAP + theme.GRID, rect.right - token.right - theme.GAP - theme.GRID
        second_line = bool(facts.note or facts.captured or facts.lead > 0)
        y = rect.centery - (10 if second_line else 0)
        ink = theme.TEXT if facts.here else theme.FAINT
        painter.text(facts.name, (x, y), size=Size.BODY, face=Face.HEADING, color=ink, max_width=room - BARS_WIDTH)
        if facts.line is not None:
            self._paint_line(painter, facts.line, FRect(rect.right - BARS_WIDTH, y - 8, BARS_WIDTH, 16))
        if facts.note:
            painter.text(facts.note, (x, rect.centery + 11), size=Size.TINY, color=theme.ROSE, max_width=room)
        elif second_line:
            self._paint_captures(painter, x, rect.centery + 11, room)

    def _paint_line(self, painter: Painter, quality: int, box: FRect) -> None:
        """Bars of growing height, as many filled as the connection is good: their number says it, not the colour."""
        color = theme.ROSE if quality <= 1 else theme.AMBER if quality == 2 else theme.TEAL
        step = box.w / BARS
        for i in range(BARS):
            height = box.h * (i + 2) / (BARS + 1)
            bar = FRect(box.x + i * step, box.bottom - height, step - 2, height)
            painter.rect(bar, color if i < quality else theme.LINE)

    def _paint_captures(self, painter: Painter, x: float, y: float, room: float) -> None:
        side = 17.0
        pieces = self._facts.captured
        # Pieces of a kind overlap, and everything moves closer when there is little room.
        step = min(11.0, (room - 34) / max(1, len(pieces)))
        if pieces:
            kinds = sum(before != after for before, after in pairwise(pieces))
            width = step * (len(pieces) - 1) + min(4.0, step / 2) * kinds + side
            painter.panel(FRect(x, y - side / 2 - 1, width + 4, side + 2), _GROUND, radius=5)
            x += 2
        for before, piece in zip(" " + pieces, pieces, strict=False):
            if before not in (" ", piece):
                x += min(4.0, step / 2)
            painter.picture(piece_picture(piece), FRect(x, y - side / 2, side, side))
            x += step
        if self._facts.lead > 0:
            painter.text(
                f"+{self._facts.lead}",
                (x + (14 if pieces else 0), y),
                size=Size.TINY,
                face=Face.STRONG,
                color=theme.QUIET,
            )

"""The final question: who has wagered, who has answered, and then one answer after the other."""

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

HEAD = 44.0
JUDGED_HEIGHT = 190.0


class Judged(Struct, frozen=True):
    """The player whose answer is being judged."""

    name: str
    pup: str
    text: str
    wager: str = ""


class FinalShown(Struct, frozen=True):
    """The contents of the card."""

    category: str
    clue: str = ""
    news: str = ""
    """How many wagers or answers are in."""
    answer: str = ""
    judged: Judged | None = None


class FinalCard(Backdrop):
    """The category first, then the clue, then the answers."""

    def __init__(self) -> None:
        super().__init__()
        self.name = "final"
        self.shown = FinalShown("")

    def show(self, shown: FinalShown) -> None:
        """Set the contents."""
        if shown != self.shown:
            self.shown = shown
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        shown = self.shown
        painter.panel(self.rect, theme.PANEL, shadow=True)
        inner = self.rect.inflate(-2 * theme.MARGIN, -2 * theme.PAD)
        at = (inner.centerx, inner.y + HEAD / 2)
        lines.line(painter, shown.category, at, inner.w, color=theme.AMBER, size=36, face=Face.HEADING, align="center")
        body = FRect(inner.x, inner.y + HEAD, inner.w, inner.h - HEAD)
        if shown.judged is not None:
            body.h -= JUDGED_HEIGHT
            self._paint_judged(painter, shown.judged, FRect(inner.x, body.bottom, inner.w, JUDGED_HEIGHT))
        if shown.answer:
            body.h -= 48
            at = (inner.centerx, body.bottom + 22)
            lines.line(painter, shown.answer, at, inner.w, color=theme.LEAF, size=26, face=Face.HEADING, align="center")
        if shown.news and shown.judged is None:
            body.h -= 48
            at = (inner.centerx, body.bottom + 24)
            lines.line(painter, shown.news, at, inner.w, color=theme.QUIET, size=Size.TITLE, align="center")
        lines.paragraph(painter, shown.clue, body.inflate(0, -16), color=theme.TEXT, size=56)

    def _paint_judged(self, painter: Painter, judged: Judged, box: FRect) -> None:
        box = FRect(box.x, box.y + 12, box.w, box.h - 12)
        painter.panel(box, theme.ROOM, border=theme.AMBER)
        side = box.h - 32
        face = FRect(box.x + 16, box.y + 16, side, side)
        painter.circle(face.center, side / 2, theme.RAISED_HOVER)
        paint_portrait(painter, judged.pup, face.inflate(-6, -6))
        x, room = face.right + theme.MARGIN, box.right - face.right - 2 * theme.MARGIN
        lines.line(painter, judged.name, (x, box.y + 32), room - 200, color=theme.AMBER, size=28, face=Face.HEADING)
        at = (x + room, box.y + 32)
        lines.line(painter, judged.wager, at, 190, color=theme.QUIET, size=28, face=Face.HEADING, align="right")
        text = FRect(x, box.y + 52, room, box.h - 60)
        lines.paragraph(painter, judged.text, text, color=theme.TEXT, size=Size.HUGE, align="left")

"""The buzz replay: who pressed when, and how certain that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face
from game.client.kit.widgets.label import Backdrop
from game.client.quiz import texts
from game.client.quiz.widgets import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.client.kit.painter import Painter

MOST: Final = 5
ROW: Final = 58.0
HEAD: Final = 42.0
LEAST_SPAN_MS: Final = 60.0


class Mark(Struct, frozen=True):
    """One press, in ms after the first."""

    name: str
    behind_ms: float
    give_or_take_ms: float
    won: bool = False
    photo: bool = False


class BuzzReplay(Backdrop):
    """A track for each press, all on one scale."""

    def __init__(self) -> None:
        super().__init__()
        self.name = "replay"
        self.marks: Sequence[Mark] = ()

    def show(self, marks: Sequence[Mark]) -> None:
        """Other presses."""
        if list(marks) != list(self.marks):
            self.marks = list(marks)
            self.invalidate()

    def wanted_height(self) -> float:
        """The height that all tracks need."""
        return HEAD + ROW * min(MOST, len(self.marks)) + theme.PAD

    def paint(self, painter: Painter) -> None:
        painter.panel(self.rect, theme.ROOM_LIGHT, border=theme.LINE, shadow=True)
        inner = self.rect.inflate(-2 * theme.PAD, -theme.PAD)
        photo = sum(mark.photo for mark in self.marks) > 1
        title = texts.PHOTO_FINISH if photo else texts.WHO_PRESSED
        color = theme.AMBER if photo else theme.QUIET
        lines.line(painter, title, (inner.x, inner.y + 16), inner.w, color=color, face=Face.HEADING, size=24)
        shown = self.marks[:MOST]
        reach = max((mark.behind_ms + mark.give_or_take_ms for mark in shown), default=0.0)
        before = max((mark.give_or_take_ms - mark.behind_ms for mark in shown), default=0.0)
        span = max(LEAST_SPAN_MS, reach + before)
        for i, mark in enumerate(shown):
            row = FRect(inner.x, inner.y + HEAD + i * ROW - 8, inner.w, ROW)
            _paint_row(painter, mark, row, before, span)


def _paint_row(painter: Painter, mark: Mark, row: FRect, before: float, span: float) -> None:
    color = theme.AMBER if mark.won else theme.TEXT
    half = row.w / 2
    lines.line(painter, mark.name, (row.x, row.y + 16), half, color=color, face=Face.HEADING)
    when = texts.pressed(mark.behind_ms, mark.give_or_take_ms)
    lines.line(painter, when, (row.right, row.y + 16), half, color=theme.QUIET, align="right")
    track = FRect(row.x, row.y + 34, row.w, 12)
    painter.panel(track, theme.ROOM, radius=6)
    unit = track.w / span
    x = track.x + (mark.behind_ms + before) * unit
    reach = max(4.0, mark.give_or_take_ms * unit)
    left, right = max(track.x, x - reach), min(track.right, x + reach)
    painter.panel(FRect(left, track.y, right - left, track.h), theme.RAISED_HOVER, radius=6)
    painter.circle(
        (min(max(x, track.x + 7), track.right - 7), track.centery), 7, theme.AMBER if mark.won else theme.TEAL
    )

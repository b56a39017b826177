"""The end of a quiz: the best three on a podium, the others beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from pygame import FRect

from game.client.art.widgets.portrait import paint_portrait
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.label import Backdrop
from game.client.quiz import texts
from game.client.quiz.widgets import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.client.kit.painter import Painter

STEPS: Final = (1, 0, 2)
"""From left to right: whose step it is (0: the best)."""
ROW: Final = 46.0
LIST_WIDTH: Final = 340.0
_LOOKS: Final = {1: (1.0, theme.AMBER), 2: (0.62, theme.SLATE), 3: (0.42, theme.BRONZE)}
"""For each place: how high its step is, and its colour."""


class Winner(Struct, frozen=True):
    """A player or a team."""

    place: int
    name: str
    score: str
    pup: str


def step_of(winner: Winner, box: FRect) -> FRect:
    """The step for one of the best three in the column `box`; shared places are equally high."""
    tall = (box.h - _pup(box) - 96) * _LOOKS[winner.place][0]
    return FRect(box.x, box.bottom - tall, box.w, tall)


def _pup(box: FRect) -> float:
    """The size of the pups above steps and names."""
    return min(box.w * 0.72, box.h * 0.3)


class Podium(Backdrop):
    """Pups on steps."""

    def __init__(self) -> None:
        super().__init__()
        self.name = "podium"
        self.winners: Sequence[Winner] = ()

    def show(self, winners: Sequence[Winner]) -> None:
        """The result, best first."""
        if list(winners) != list(self.winners):
            self.winners = list(winners)
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        others = self.winners[3:]
        stage = FRect(self.rect.x, self.rect.y, self.rect.w - (LIST_WIDTH + theme.MARGIN if others else 0), self.rect.h)
        painter.glow((stage.centerx, stage.y + stage.h * 0.35), min(stage.w, stage.h) * 0.7, theme.GLOW, 0.24)
        width = min(stage.w / 3, 300.0)
        left = stage.centerx - 1.5 * width
        for column, rank in enumerate(STEPS):
            if rank < len(self.winners):
                box = FRect(left + column * width, stage.y, width, stage.h)
                self._paint_step(painter, self.winners[rank], box.inflate(-theme.GAP, 0))
        if others:
            self._paint_others(painter, others, FRect(self.rect.right - LIST_WIDTH, stage.y, LIST_WIDTH, stage.h))

    def _paint_step(self, painter: Painter, winner: Winner, box: FRect) -> None:
        step, color = step_of(winner, box), _LOOKS[winner.place][1]
        painter.panel(step, theme.RAISED, border=color)
        at = (step.centerx, step.y + min(56.0, step.h / 2))
        place = texts.place(winner.place)
        lines.line(painter, place, at, step.w - 20, color=color, size=64, face=Face.HEADING, align="center")
        pup = _pup(box)
        face = FRect(step.centerx - pup / 2, step.y - pup - 92, pup, pup)
        painter.circle(face.center, pup / 2, theme.RAISED_HOVER)
        paint_portrait(painter, winner.pup, face.inflate(-6, -6))
        at = (step.centerx, step.y - 68)
        lines.line(painter, winner.name, at, box.w, color=theme.TEXT, size=30, face=Face.HEADING, align="center")
        at = (step.centerx, step.y - 28)
        lines.line(painter, winner.score, at, box.w, color=theme.AMBER, size=34, face=Face.HEADING, align="center")

    def _paint_others(self, painter: Painter, others: Sequence[Winner], box: FRect) -> None:
        box.h = min(box.h, len(others) * ROW + 2 * theme.PAD)
        painter.panel(box, theme.PANEL, border=theme.LINE)
        fitting = int((box.h - 2 * theme.PAD) / ROW)
        shown = others if len(others) <= fitting else others[: fitting - 1]
        for i, winner in enumerate(shown):
            y = box.y + theme.PAD + (i + 0.5) * ROW
            place = texts.place(winner.place)
            lines.line(painter, place, (box.x + 60, y), 50, color=theme.QUIET, size=24, align="right")
            lines.line(painter, winner.name, (box.x + 74, y), box.w - 190, color=theme.TEXT, size=24)
            at = (box.right - theme.PAD, y)
            lines.line(painter, winner.score, at, 96, color=theme.AMBER, size=24, face=Face.HEADING, align="right")
        if len(shown) < len(others):
            at = (box.centerx, box.bottom - theme.PAD - ROW / 2)
            more = texts.and_more(len(others) - len(shown))
            lines.line(painter, more, at, box.w, color=theme.QUIET, size=Size.LARGE, align="center")

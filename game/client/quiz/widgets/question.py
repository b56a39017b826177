"""A question on the whole screen: its clue, a picture or board, and the answer for those who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.label import Backdrop
from game.client.quiz.widgets import lines
from game.client.quiz.widgets.picture import paint_picture
from game.client.quiz.widgets.position import paint_position

if TYPE_CHECKING:
    from game.client.kit.painter import Painter
    from game.client.quiz.pictures import Pictures

ANSWER_HEIGHT = 84.0
HEAD_HEIGHT = 44.0
CHOICE_HEIGHT = 62.0
CLUE_SIZE = 60.0
BESIDE_SHARE = 0.46
"""How much of the width a picture or a board takes."""


class QuestionShown(Struct, frozen=True):
    """The contents of the card."""

    title: str
    clue: str = ""
    choices: tuple[str, ...] = ()
    image: str = ""
    fen: str = ""
    answer: str = ""
    explanation: str = ""
    revealed: bool = False
    """Whether everybody knows the answer now."""


class QuestionCard(Backdrop):
    """Only shows: the host's keys and buttons are below."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.name = "question"
        self.shown = QuestionShown("")
        self.colors = theme.BOARDS[theme.DEFAULT_BOARD]
        self._pictures = pictures
        self._has_picture = False

    def show(self, shown: QuestionShown, colors: theme.BoardColors) -> None:
        """Another question, or more of it."""
        has_picture = bool(shown.image) and self._pictures.picture(shown.image) is not None
        if (shown, colors, has_picture) != (self.shown, self.colors, self._has_picture):
            self.shown, self.colors, self._has_picture = shown, colors, has_picture
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        shown = self.shown
        painter.panel(self.rect, theme.PANEL, shadow=True)
        inner = self.rect.inflate(-2 * theme.MARGIN, -2 * theme.PAD)
        lines.line(
            painter,
            shown.title,
            (inner.centerx, inner.y + HEAD_HEIGHT / 2),
            inner.w,
            color=theme.AMBER,
            size=Size.TITLE,
            face=Face.HEADING,
            align="center",
        )
        body = FRect(inner.x, inner.y + HEAD_HEIGHT, inner.w, inner.h - HEAD_HEIGHT)
        if shown.answer:
            body.h -= ANSWER_HEIGHT
            self._paint_answer(painter, FRect(inner.x, body.bottom, inner.w, ANSWER_HEIGHT))
        picture = self._pictures.picture(shown.image) if shown.image else None
        if shown.fen or picture is not None:
            aside = FRect(body.right - body.w * BESIDE_SHARE, body.y, body.w * BESIDE_SHARE, body.h).inflate(-8, -16)
            body.w -= aside.w + theme.MARGIN
            if picture is not None:
                paint_picture(painter, picture, aside)
            else:
                paint_position(painter, shown.fen, aside, self.colors)
        self._paint_clue(painter, body)

    def _paint_clue(self, painter: Painter, body: FRect) -> None:
        shown = self.shown
        rows = (len(shown.choices) + 1) // 2
        height = rows * CHOICE_HEIGHT
        clue = FRect(body.x, body.y, body.w, body.h - height).inflate(0, -8)
        lines.paragraph(painter, shown.clue, clue, color=theme.TEXT, size=CLUE_SIZE)
        for i, choice in enumerate(shown.choices):
            width = body.w / 2
            box = FRect(body.x + i % 2 * width, body.bottom - height + i // 2 * CHOICE_HEIGHT, width, CHOICE_HEIGHT)
            box = box.inflate(-8, -8)
            painter.panel(box, theme.RAISED, radius=theme.RADIUS_SMALL)
            lines.line(
                painter, choice, (box.x + theme.PAD, box.centery), box.w - 2 * theme.PAD, color=theme.TEXT, size=26
            )

    def _paint_answer(self, painter: Painter, box: FRect) -> None:
        shown = self.shown
        box = FRect(box.x, box.y + 8, box.w, box.h - 8)
        painter.panel(box, theme.ROOM, radius=theme.RADIUS_SMALL, border=theme.LEAF if shown.revealed else theme.LINE)
        text = f"{shown.answer}  ·  {shown.explanation}" if shown.explanation else shown.answer
        color = theme.LEAF if shown.revealed else theme.QUIET
        lines.paragraph(painter, text, box.inflate(-2 * theme.PAD, -8), color=color, size=Size.TITLE)

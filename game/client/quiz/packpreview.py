"""A preview of a question as the big screen will show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import Key, PointerDown
from game.client.kit.scene import Scene
from game.client.kit.theme import Size
from game.client.kit.widgets.label import Label
from game.client.quiz import texts
from game.client.quiz.packpictures import content_of
from game.client.quiz.pictures import Pictures
from game.client.quiz.widgets.question import QuestionCard, QuestionShown
from game.quiz.board import answers_of

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.kit.input import Input
    from game.quiz.pack import Question

EDGE = 20.0
LOOK_AGAIN_MS = 60


class PackPreview(Scene):
    """Any key or click goes back."""

    name = "pack preview"

    def __init__(self, context: Context, category: str, question: Question) -> None:
        super().__init__()
        self._context = context
        self._pictures = Pictures(content_of)
        self._card = QuestionCard(self._pictures)
        self._shown = QuestionShown(
            texts.question(category, question.value),
            question.clue,
            tuple(texts.choice(i, choice) for i, choice in enumerate(question.choices)),
            image=question.image,
            fen=question.fen,
            answer=texts.answer(answers_of(question)),
            explanation=question.explanation,
            revealed=True,
        )
        self._show()
        self._hint = Label(texts.PREVIEW_HINT, size=Size.LARGE, color=theme.QUIET, align="center")
        self.group.add(self._card, self._hint)

    def _show(self) -> None:
        self._card.show(self._shown, theme.BOARDS[self._context.settings.board])

    def due_ms(self, now_ms: int) -> int | None:
        del now_ms
        self._show()
        return LOOK_AGAIN_MS if self._pictures.coming else None

    def left(self) -> None:
        self._pictures.close()

    def layout(self, width: float, height: float) -> None:
        box = FRect(EDGE, EDGE, width - 2 * EDGE, height - 3 * EDGE - 30)
        self._card.place(*box)
        self._hint.place(EDGE, box.bottom + EDGE / 2, box.w, 36)

    def unhandled(self, event: Input) -> bool:
        match event:
            case Key(pygame.K_ESCAPE | pygame.K_RETURN | pygame.K_SPACE) | PointerDown(button="left"):
                self._context.pop()
                return True
            case _:
                return False

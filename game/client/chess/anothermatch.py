"""The terms of another match: how many games, and how much time. The other player is asked to agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label
from game.client.screens.dialog import Dialog
from netcode.messages.chess import PlayAgain

if TYPE_CHECKING:
    from game.client.chess.model import ChessModel
    from game.client.context import Context
    from netcode.messages.chess import BestOf

WIDTH = 520.0
CAPTION = 26.0
TEXT = 52.0
TITLE = 42.0


class AnotherMatchScene(Dialog):
    """Begins with the terms that are already proposed."""

    name = "another match"

    def __init__(self, context: Context, match: ChessModel) -> None:
        super().__init__(context)
        self._match = match
        terms = match.again_as or match.terms
        self._best_of: BestOf = terms.best_of  # type: ignore[assignment] # 3, 5 or 7
        self._base_seconds = terms.base_seconds
        self._title = Label(texts.AGAIN_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._text = Label(texts.AGAIN_TEXT, color=theme.QUIET, wrap=True)
        times = texts.base_times(self._base_seconds)
        self._rows: tuple[tuple[Label, Choice[Any]], ...] = (
            (_caption(texts.BEST_OF), Choice(texts.BEST_OF_OPTIONS, self._best_of, self._set_best_of, name="best of")),
            (_caption(texts.BASE_TIME), Choice(times, self._base_seconds, self._set_base, name="base_seconds")),
        )
        self._back = Button(texts.BACK, context.pop)
        self._ask = Button(texts.AGAIN_ASK, self._propose, kind="primary")
        self.group.add(self._title, self._text, *(widget for row in self._rows for widget in row))
        self.group.add(self._back, self._ask)
        self.group.begin_at(self._ask)

    def layout(self, width: float, height: float) -> None:
        row = CAPTION + theme.FIELD_HEIGHT + theme.GAP
        tall = 2 * theme.MARGIN + TITLE + TEXT + row * len(self._rows) + theme.GAP + theme.BUTTON_HEIGHT
        inner = self.put(WIDTH, tall, width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._text.place(inner.x, inner.y + TITLE, inner.w, TEXT)
        y = inner.y + TITLE + TEXT
        for caption, choice in self._rows:
            caption.place(inner.x, y, inner.w, CAPTION)
            choice.place(inner.x, y + CAPTION, inner.w, theme.FIELD_HEIGHT)
            y += row
        half = (inner.w - theme.GAP) / 2
        y = inner.bottom - theme.BUTTON_HEIGHT
        self._back.place(inner.x, y, half, theme.BUTTON_HEIGHT)
        self._ask.place(inner.x + half + theme.GAP, y, half, theme.BUTTON_HEIGHT)

    def _set_best_of(self, best_of: BestOf) -> None:
        self._best_of = best_of

    def _set_base(self, seconds: int) -> None:
        self._base_seconds = seconds

    def _propose(self) -> None:
        self._context.pop()
        if self._match.over is not None:
            self._match.ask(PlayAgain(again=True, best_of=self._best_of, base_seconds=self._base_seconds))


def _caption(text: str) -> Label:
    return Label(text, size=Size.SMALL, face=Face.HEADING, color=theme.QUIET)

"""The question to a player whose opponent stays away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.screens.dialog import Dialog

if TYPE_CHECKING:
    from game.client.chess.model import ChessModel
    from game.client.context import Context
    from netcode.messages import AbsenceQuestion

WIDTH = 460.0
TOP = 104.0
"""How far below the upper edge the choices begin."""
END_HEIGHT = 24.0
"""Of the line that says what a choice leads to."""
END_GAP = 5.0
"""Between a choice and that line: what the ring around the focus takes."""


class AbsenceScene(Dialog):
    """Esc waits. The focus is on waiting, so that a stray Enter ends no game."""

    name = "absence"

    def __init__(self, context: Context, match: ChessModel, question: AbsenceQuestion) -> None:
        super().__init__(context)
        self._match = match
        name, between_games = match.name_of(question.pid), "end" in question.choices
        self._title = Label(texts.absence_title(name), size=Size.TITLE, face=Face.HEADING, align="center", shrink=True)
        self._text = Label(
            texts.absence_text(between_games=between_games), color=theme.QUIET, wrap=True, align="center"
        )
        self._buttons = [
            Button(
                texts.ABSENCE_CHOICES[choice],
                partial(match.decide, choice),
                kind="primary" if choice == "wait" else "secondary",
                guarded=True,
            )
            for choice in question.choices
        ]
        self._ends = [
            Label(
                texts.absence_leads_to(choice, between_games=between_games),
                size=Size.SMALL,
                color=theme.QUIET,
                align="center",
                shrink=True,
            )
            for choice in question.choices
        ]
        self.group.add(self._title, self._text, *self._buttons, *self._ends)
        self.group.begin_at(self._buttons[0])

    def layout(self, width: float, height: float) -> None:
        step = theme.BUTTON_HEIGHT + END_GAP + END_HEIGHT + theme.GAP
        inner = self.put(WIDTH, 2 * theme.MARGIN + TOP + step * len(self._buttons), width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._text.place(inner.x, inner.y + 42, inner.w, 52)
        for i, (button, end) in enumerate(zip(self._buttons, self._ends, strict=True)):
            y = inner.y + TOP + i * step
            button.place(inner.x, y, inner.w, theme.BUTTON_HEIGHT)
            end.place(inner.x, y + theme.BUTTON_HEIGHT + END_GAP, inner.w, END_HEIGHT)

    def dismiss(self) -> None:
        self._match.decide("wait")

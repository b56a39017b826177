"""The question to somebody whose opponent stays away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label, Panel
from game.client.tables.dialog import Dialog

if TYPE_CHECKING:
    from game.client.context import Context
    from netcode.messages import AbsenceQuestion

WIDTH = 420.0


class AbsenceScene(Dialog):
    """Esc waits. Waiting has the focus: a stray Enter must end no game."""

    name = "absence"

    def __init__(self, context: Context, question: AbsenceQuestion) -> None:
        super().__init__(context)
        text = texts.absence_text(context.session.name_of(question.pid))
        self._panel = Panel(border=theme.LINE, shadow=True)
        self._title = Label(texts.ABSENCE_TITLE, size=Size.TITLE, face=Face.HEADING, align="center")
        self._text = Label(text, color=theme.QUIET, wrap=True, align="center")
        self._buttons = [
            Button(
                texts.ABSENCE_CHOICES[choice],
                partial(context.session.decide, choice),
                kind="primary" if choice == "wait" else "secondary",
                guarded=True,
            )
            for choice in question.choices
        ]
        self.group.add(self._panel, self._title, self._text, *self._buttons)
        self.group.set_focus(self._buttons[0])

    def layout(self, width: float, height: float) -> None:
        step = theme.BUTTON_HEIGHT + theme.GAP / 2
        box = FRect(0, 0, WIDTH, 2 * theme.MARGIN + 104 + step * len(self._buttons))
        self.put(box, width, height)
        self._panel.place(*box)
        inner = box.inflate(-2 * theme.MARGIN, -2 * theme.MARGIN)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._text.place(inner.x, inner.y + 42, inner.w, 52)
        for i, button in enumerate(self._buttons):
            button.place(inner.x, inner.y + 104 + i * step, inner.w, theme.BUTTON_HEIGHT)

    def dismiss(self) -> None:
        self._context.session.decide("wait")

"""A question with two answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.screens.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.context import Context

WIDTH, HEIGHT = 460.0, 208.0


class ConfirmScene(Dialog):
    """Esc says no. "Yes" is not focused, so that a stray Enter does not resign a game."""

    name = "confirm"

    def __init__(
        self, context: Context, *, title: str, text: str, yes: str, no: str, on_yes: Callable[[], None]
    ) -> None:
        super().__init__(context)
        self._on_yes = on_yes
        self._title = Label(title, size=Size.TITLE, face=Face.HEADING)
        self._text = Label(text, color=theme.QUIET, wrap=True)
        self._no = Button(no, context.pop)
        self._yes = Button(yes, self._confirm, kind="danger", guarded=True)
        self.group.add(self._title, self._text, self._no, self._yes)
        self.group.begin_at(self._no)

    def layout(self, width: float, height: float) -> None:
        inner = self.put(WIDTH, HEIGHT, width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._text.place(inner.x, inner.y + 44, inner.w, 56)
        half = (inner.w - theme.GAP) / 2
        y = inner.bottom - theme.BUTTON_HEIGHT
        self._no.place(inner.x, y, half, theme.BUTTON_HEIGHT)
        self._yes.place(inner.x + half + theme.GAP, y, half, theme.BUTTON_HEIGHT)

    def _confirm(self) -> None:
        self._context.pop()
        self._on_yes()


def leave_question(context: Context, on_yes: Callable[[], None]) -> ConfirmScene:
    """The question before somebody leaves a match that is under way."""
    return ConfirmScene(
        context,
        title=texts.LEAVE_TITLE,
        text=texts.LEAVE_TEXT,
        yes=texts.LEAVE_YES,
        no=texts.LEAVE_NO,
        on_yes=on_yes,
    )

"""Asks the host, before somebody is removed, whether they may come back."""

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
    from game.client.context import Context

WIDTH = 420.0


class RemoveScene(Dialog):
    """Esc keeps them, and that button has the focus."""

    name = "door"

    def __init__(self, context: Context, pid: int) -> None:
        super().__init__(context)
        self._pid = pid
        name = context.session.name_of(pid)
        self._title = Label(texts.remove_title(name), size=Size.TITLE, face=Face.HEADING, align="center")
        self._text = Label(texts.REMOVE_TEXT, color=theme.QUIET, wrap=True, align="center")
        self._buttons = [
            Button(texts.REMOVE_NO, context.pop, kind="primary"),
            Button(texts.REMOVE_YES, partial(self._show_out, ban=False), guarded=True),
            Button(texts.REMOVE_AND_BAN, partial(self._show_out, ban=True), kind="danger", guarded=True),
        ]
        self.group.add(self._title, self._text, *self._buttons)
        self.group.begin_at(self._buttons[0])

    def layout(self, width: float, height: float) -> None:
        step = theme.BUTTON_HEIGHT + theme.GAP / 2
        inner = self.put(WIDTH, 2 * theme.MARGIN + 104 + step * len(self._buttons), width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._text.place(inner.x, inner.y + 42, inner.w, 52)
        for i, button in enumerate(self._buttons):
            button.place(inner.x, inner.y + 104 + i * step, inner.w, theme.BUTTON_HEIGHT)

    def _show_out(self, *, ban: bool) -> None:
        self._context.pop()
        self._context.session.kick(self._pid, ban=ban)

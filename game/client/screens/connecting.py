"""The screen while connecting to a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label, Picture
from game.client.screens.dialog import Dialog

if TYPE_CHECKING:
    from game.client.context import Context

WIDTH, HEIGHT = 380.0, 236.0


class ConnectingScene(Dialog):
    """Can be cancelled at any time."""

    name = "connecting"

    def __init__(self, context: Context, text: str = texts.CONNECTING) -> None:
        """`text` is shown as long as all goes well."""
        super().__init__(context)
        self._usual = text
        self._pup = Picture("pictures/pup")
        self._text = Label(text, size=Size.LARGE, face=Face.HEADING, align="center")
        self._cancel = Button(texts.CANCEL, context.leave)
        self.group.add(self._pup, self._text, self._cancel)
        self.group.begin_at(self._cancel)

    def layout(self, width: float, height: float) -> None:
        inner = self.put(WIDTH, HEIGHT, width, height)
        self._pup.place(inner.centerx - 36, inner.y, 72, 72)
        self._text.place(inner.x, inner.y + 108 - theme.MARGIN, inner.w, 30)
        self._cancel.place(inner.centerx - 90, inner.bottom - theme.BUTTON_HEIGHT, 180, theme.BUTTON_HEIGHT)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        self._text.set_text(self._context.session.connection_text or self._usual)

    def dismiss(self) -> None:
        self._context.leave()

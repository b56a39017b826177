"""The credits and licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label, Picture
from game.client.kit.widgets.pane import TextPane
from game.client.screens import abouttexts
from game.client.screens.dialog import Dialog

if TYPE_CHECKING:
    from game.client.context import Context

WIDTH = 760.0
PUP = 72.0


class AboutScene(Dialog):
    """One page at a time."""

    name = "about"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._pup = Picture("pictures/pup_happy")
        self._title = Label(texts.TITLE, size=Size.TITLE, face=Face.HEADING)
        self._line = Label(texts.ABOUT_LINE, size=Size.SMALL, color=theme.QUIET, shrink=True)
        self._pages = Choice(texts.ABOUT_PAGES, "credits", self._turn_to, name="page")
        self._text = TextPane(abouttexts.page("credits"))
        self._back = Button(texts.BACK, context.pop, kind="primary")
        self.group.add(self._pup, self._title, self._line, self._pages, self._text, self._back)
        self.group.set_focus(self._text, by_pointer=True)

    def layout(self, width: float, height: float) -> None:
        inner = self.put(WIDTH, height - 2 * theme.MARGIN, width, height)
        self._pup.place(inner.x, inner.y - 4, PUP, PUP)
        self._title.place(inner.x + PUP + theme.PAD, inner.y + 4, inner.w - PUP - theme.PAD, 34)
        self._line.place(inner.x + PUP + theme.PAD, inner.y + 38, inner.w - PUP - theme.PAD, 24)
        y = inner.y + PUP + theme.GAP
        self._pages.place(inner.x, y, inner.w, theme.FIELD_HEIGHT)
        y += theme.FIELD_HEIGHT + theme.GAP
        foot = inner.bottom - theme.BUTTON_HEIGHT
        self._text.place(inner.x, y, inner.w, foot - theme.PAD - y)
        self._back.place(inner.right - 160, foot, 160, theme.BUTTON_HEIGHT)

    def _turn_to(self, page: str) -> None:
        self._text.show(abouttexts.page(page))

"""Resigning: a button, and the question in its place, so that nothing covers the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Size
from game.client.kit.widgets.button import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygame import FRect

    from game.client.kit.widgets.base import Widget


class Resigning:
    """Asks before it resigns, unless the player has turned that off."""

    def __init__(
        self, resign: Callable[[], None], must_ask: Callable[[], bool], set_focus: Callable[[Widget], None]
    ) -> None:
        self._resign = resign
        self._must_ask = must_ask
        self._set_focus = set_focus
        self._usable = False
        self.asking = False
        """Whether the question is open."""
        self._button = Button(texts.RESIGN, self.press, icon="icons/flag", size=Size.SMALL)
        self._yes = Button(
            texts.RESIGN_YES, self._confirm, kind="danger", size=Size.SMALL, name="resign: yes", guarded=True
        )
        self._no = Button(texts.RESIGN_NO, lambda: self._ask(asking=False), size=Size.SMALL, name="resign: no")
        self.widgets: tuple[Widget, ...] = (self._button, self._yes, self._no)

    def place(self, box: FRect) -> None:
        """The button, and the two answers, in the same place."""
        half = (box.w - theme.GRID) / 2
        self._button.place(*box)
        self._yes.place(box.x, box.y, half, box.h)
        self._no.place(box.x + half + theme.GRID, box.y, half, box.h)

    def show(self, *, visible: bool, usable: bool) -> None:
        """Whether there is a game to give up; when it ends, what was asked about it is over, too."""
        self._usable = usable
        self.asking = self.asking and visible and usable
        self._button.set_enabled(usable)
        self._button.set_visible(visible and not self.asking)
        for answer in (self._yes, self._no):
            answer.set_visible(visible and self.asking)

    def press(self) -> None:
        """By the button or by its key: ask, or answer yes to what was asked."""
        if not self._usable:
            return
        if self.asking:
            if self._yes.ready:
                self._confirm()
        elif self._must_ask():
            self._ask(asking=True)
        else:
            self._resign()

    def take_back(self) -> bool:
        """No; whether anything was asked."""
        was_asking = self.asking
        self._ask(asking=False)
        return was_asking

    def _confirm(self) -> None:
        self._ask(asking=False)
        self._resign()

    def _ask(self, *, asking: bool) -> None:
        by_keyboard = any(widget.focused and widget.ringed for widget in self.widgets)
        self.asking = asking
        self.show(visible=True, usable=self._usable)
        if by_keyboard:
            # What had the focus is gone: it stays in its place.
            self._set_focus(self._yes if asking else self._button)

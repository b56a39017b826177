"""Shown in place of a page: that it is loading, why it is not available, or that it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygame import FRect

    from game.client.kit.widgets.base import Widget
    from game.client.people.pages import Page

RETRY_WIDTH = 180.0
TEXT_WIDTH = 520.0


class PageStatus:
    """A sentence and, if that may help, a button to try again."""

    def __init__(self, retry: Callable[[], None]) -> None:
        self._text = Label(size=Size.BODY, color=theme.QUIET, align="center", wrap=True)
        self._retry = Button(texts.RETRY, retry, name="retry")
        self.widgets: tuple[Widget, ...] = (self._text, self._retry)

    def place(self, box: FRect) -> None:
        """In the middle of where the page would be."""
        width = min(TEXT_WIDTH, box.w)
        self._text.place(box.centerx - width / 2, box.y + box.h * 0.3, width, 76)
        self._retry.place(box.centerx - RETRY_WIDTH / 2, box.y + box.h * 0.3 + 88, RETRY_WIDTH, theme.BUTTON_HEIGHT)

    def say(self, text: str, *, retry: bool = False) -> None:
        """Show this sentence, or nothing."""
        self._text.set_text(text)
        self._text.set_visible(bool(text))
        self._retry.set_visible(retry)

    def follow(self, page: Page[Any] | None, problem: str, *, nothing: str) -> bool:
        """Follow the state of a page. `problem`: why there is none. Whether the page is there."""
        if page is None:
            self.say(problem or texts.PROFILE_COMING, retry=bool(problem))
        elif page.problem:
            self.say(page.problem, retry=True)
        elif page.missing:
            self.say(nothing)
        elif page.coming:
            self.say(texts.PROFILE_COMING)
        else:
            self.say("")
        return page is not None and page.value is not None

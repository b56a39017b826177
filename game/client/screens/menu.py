"""The menu over a running match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.client import texts
from game.client.kit import theme
from game.client.kit.input import Key
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.screens.confirm import leave_question
from game.client.screens.dialog import Dialog
from game.client.screens.settings import SettingsScene
from game.client.screens.watchers import WatchersScene

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.kit.input import Input

WIDTH = 360.0


class MenuScene(Dialog):
    """Back to the game, settings, or leave."""

    name = "menu"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = Label(texts.MENU, size=Size.TITLE, face=Face.HEADING, align="center")
        self._buttons = [
            Button(texts.RESUME, context.pop, kind="primary"),
            Button(texts.SETTINGS, lambda: context.push(SettingsScene(context))),
            *([Button(texts.WATCHERS_SHOW, self._show_watchers)] if self._may_be_listed() else []),
            Button(texts.LEAVE_MATCH, self._ask_leave, kind="danger"),
        ]
        self.group.add(self._title, *self._buttons)
        self.group.begin_at(self._buttons[0])

    def layout(self, width: float, height: float) -> None:
        step = theme.BUTTON_HEIGHT + theme.GAP
        inner = self.put(WIDTH, 2 * theme.MARGIN + 48 + step * len(self._buttons), width, height)
        self._title.place(inner.x, inner.y, inner.w, 32)
        for i, button in enumerate(self._buttons):
            y = inner.y + 54 + i * step
            button.place(inner.x, y, inner.w, theme.BUTTON_HEIGHT)

    def unhandled(self, event: Input) -> bool:
        """Up and down go through the menu; what is not for it goes to the game beside it."""
        if isinstance(event, Key) and event.key in (pygame.K_UP, pygame.K_DOWN):
            return self.group.handle(Key(pygame.K_TAB, shift=event.key == pygame.K_UP))
        return super().unhandled(event)

    def _may_be_listed(self) -> bool:
        """Whether there are spectators whose names may be seen."""
        return bool(self._context.session.room.people.watchers) and not self._context.settings.streamer

    def _show_watchers(self) -> None:
        self._context.pop()
        self._context.push(WatchersScene(self._context))

    def _ask_leave(self) -> None:
        session = self._context.session
        self._context.pop()
        if session.watching or session.finished:
            self._context.leave()
            return
        self._context.push(leave_question(self._context, self._context.leave))

"""The spectators; the host can remove them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.screens.dialog import Dialog
from game.client.screens.namerow import NameRow
from game.client.screens.removing import RemoveScene

if TYPE_CHECKING:
    from game.client.context import Context

WIDTH = 440.0
ROW_HEIGHT = 48.0
MOST_ROWS = 7
_BUTTON = 120.0


class WatchersScene(Dialog):
    """A list that follows the room."""

    name = "watchers"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = Label(texts.WATCHERS_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._pids: list[int] = []
        self._rows = [self._row(i) for i in range(MOST_ROWS)]
        self._more = Label(size=Size.SMALL, color=theme.QUIET)
        self._back = Button(texts.BACK, context.pop)
        self.group.add(self._title, self._more, self._back)
        self.group.add(*(widget for row in self._rows for widget in row.widgets))
        self.group.begin_at(self._back)

    def _row(self, index: int) -> NameRow:
        remove = Button(texts.REMOVE_BUTTON, lambda: self._ask(index), size=Size.SMALL, name=f"show out {index + 1}")
        return NameRow(remove, button_width=_BUTTON)

    def layout(self, width: float, height: float) -> None:
        inner = self.put(
            WIDTH, 2 * theme.MARGIN + 48 + MOST_ROWS * ROW_HEIGHT + theme.GAP + theme.BUTTON_HEIGHT, width, height
        )
        self._title.place(inner.x, inner.y, inner.w, 34)
        for i, row in enumerate(self._rows):
            row.place(FRect(inner.x, inner.y + 48 + i * ROW_HEIGHT, inner.w, ROW_HEIGHT))
        y = inner.bottom - theme.BUTTON_HEIGHT
        self._more.place(inner.x, y + 10, inner.w - 160, 22)
        self._back.place(inner.right - 140, y, 140, theme.BUTTON_HEIGHT)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        session = self._context.session
        watchers = [player for player in session.room.people.players if player.role == "spectator" and player.connected]
        self._pids = [each.pid for each in watchers]
        for i, row in enumerate(self._rows):
            row.show(watchers[i].name if i < len(watchers) else None, buttons=session.room.is_host)
        self._more.set_text(texts.and_more(len(watchers) - MOST_ROWS) if len(watchers) > MOST_ROWS else "")

    def _ask(self, index: int) -> None:
        self._context.push(RemoveScene(self._context, self._pids[index]))

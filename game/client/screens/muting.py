"""Muting members of this room, and the people blocked on this server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.screens.dialog import Dialog
from game.client.screens.namerow import NameRow
from netcode import messages as m

if TYPE_CHECKING:
    from game.client.context import Context

WIDTH = 500.0
ROW_HEIGHT: Final = 46.0
MOST_ROWS: Final = 5
MOST_BLOCKED: Final = 3
_BUTTON: Final = 100.0


class MutingScene(Dialog):
    """A list that follows the room."""

    name = "muting"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._pids: list[int] = []
        self._title = Label(texts.MUTING_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._nobody = Label(texts.MUTING_NOBODY, color=theme.QUIET)
        self._rows = [self._row(i) for i in range(MOST_ROWS)]
        self._blocked_title = Label(texts.MUTING_BLOCKED, size=Size.SMALL, color=theme.QUIET)
        self._blocked = [self._blocked_row(i) for i in range(MOST_BLOCKED)]
        self._more = Label(size=Size.SMALL, color=theme.QUIET)
        self._back = Button(texts.BACK, context.pop, kind="primary")
        self.group.add(self._title, self._nobody, self._blocked_title, self._more)
        for row in (*self._rows, *self._blocked):
            self.group.add(*row.widgets)
        self.group.add(self._back)
        self.group.begin_at(self._back)

    def entered(self) -> None:
        self._context.session.ask(m.ListBlocked())

    def _row(self, index: int) -> NameRow:
        mute = Button("", lambda: self._mute(index), size=Size.SMALL, name=f"mute {index + 1}", guarded=True)
        block = Button(
            texts.BLOCK, lambda: self._block(index), size=Size.SMALL, name=f"block {index + 1}", guarded=True
        )
        block.tooltip = texts.BLOCK_TOOLTIP
        return NameRow(mute, block, button_width=_BUTTON)

    def _blocked_row(self, index: int) -> NameRow:
        unblock = Button(
            texts.UNBLOCK, lambda: self._unblock(index), size=Size.SMALL, name=f"unblock {index + 1}", guarded=True
        )
        return NameRow(unblock, button_width=_BUTTON)

    def layout(self, width: float, height: float) -> None:
        rows = MOST_ROWS + MOST_BLOCKED
        inner = self.put(
            WIDTH, min(2 * theme.MARGIN + 80 + rows * ROW_HEIGHT + 60, height - 2 * theme.GAP), width, height
        )
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._nobody.place(inner.x, inner.y + 48, inner.w, 28)
        y = inner.y + 44
        for row in self._rows:
            row.place(FRect(inner.x, y, inner.w, ROW_HEIGHT))
            y += ROW_HEIGHT
        self._blocked_title.place(inner.x, y + 4, inner.w, 22)
        y += 28
        for row in self._blocked:
            row.place(FRect(inner.x, y, inner.w, ROW_HEIGHT))
            y += ROW_HEIGHT
        y = inner.bottom - theme.BUTTON_HEIGHT
        self._more.place(inner.x, y + 10, inner.w - 160, 22)
        self._back.place(inner.right - 140, y, 140, theme.BUTTON_HEIGHT)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        session = self._context.session
        others = [each for each in session.room.people.players if each.pid != session.room.pid]
        # The latest speaker first, who is probably the one to mute.
        spoken = [line.pid for line in session.room.chat.lines]
        others.sort(key=lambda each: spoken[::-1].index(each.pid) if each.pid in spoken else len(spoken))
        self._pids = [each.pid for each in others]
        for i, row in enumerate(self._rows):
            shown = i < len(others)
            row.show(others[i].name if shown else None)
            muted = shown and session.muting.mutes(others[i].pid)
            row.buttons[0].set_text(texts.UNMUTE if muted else texts.MUTE)
        self._nobody.set_visible(not others)
        blocked = session.muting.blocked
        for i, row in enumerate(self._blocked):
            row.show((blocked[i].name or texts.SOMEBODY) if i < len(blocked) else None)
        self._blocked_title.set_visible(bool(blocked))
        unseen = max(0, len(others) - MOST_ROWS) + max(0, len(blocked) - MOST_BLOCKED)
        self._more.set_text(texts.and_more(unseen) if unseen else "")

    def _mute(self, index: int) -> None:
        session = self._context.session
        session.muting.toggle(self._pids[index])
        session.changed()

    def _block(self, index: int) -> None:
        self._context.session.ask(m.Block(self._pids[index]))

    def _unblock(self, index: int) -> None:
        self._context.session.ask(m.Unblock(self._context.session.muting.blocked[index].id))

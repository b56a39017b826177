"""How latecomers join, in a corner of a running match, and the same enlarged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label, Panel
from game.client.kit.widgets.qr import QRCode
from game.client.screens.dialog import Dialog
from game.client.screens.invitation import copy_link, invitation

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.context import Context
    from game.client.kit.widgets.base import Widget

HEIGHT: Final = 104.0
_CLOSE: Final = 26.0
WIDTH: Final = 420.0
SIDE: Final = 340.0


def wanted(context: Context) -> bool:
    """Whether to show it: the player hosts, others may watch, and nothing is to be hidden."""
    settings, session = context.settings, context.session
    shown = settings.join_card and not settings.streamer
    return shown and settings.watchers and session.room.is_host and bool(context.addresses)


class JoinCard:
    """A QR code, the code and the address. A scene adds its `widgets`, and gives it the room that it needs."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.visible = False
        self._panel = Panel(theme.RAISED)
        self._qr = QRCode(name="join card")
        self._tell = Label(texts.CARD_TELL, size=Size.SMALL, color=theme.QUIET, shrink=True)
        self._code = Label(size=Size.TITLE, face=Face.STRONG, color=theme.AMBER, shrink=True)
        self._address = Label(size=Size.SMALL, shrink=True)
        self._large = Button(
            texts.CARD_LARGER, lambda: context.push(InviteScene(context)), kind="quiet", size=Size.SMALL, name="larger"
        )
        self._close = Button("", self._hide, kind="quiet", icon="icons/cross", name="hide join card")
        self._close.tooltip = texts.CARD_HIDE
        self.widgets: list[Widget] = [
            self._panel,
            self._qr,
            self._tell,
            self._code,
            self._address,
            self._large,
            self._close,
        ]
        self.refresh()

    def place(self, box: FRect) -> None:
        """Lay it out in a box of its height."""
        gap = theme.GRID
        self._panel.place(*box)
        side = box.h - 2 * gap
        self._qr.place(box.x + gap, box.y + gap, side, side)
        x = box.x + gap + side + theme.GAP / 2
        room = box.right - gap - x
        self._tell.place(x, box.y + gap, room - _CLOSE, 20)
        self._close.place(box.right - _CLOSE - gap / 2, box.y + gap / 2, _CLOSE, _CLOSE)
        self._code.place(x, box.y + 22, room, 28)
        self._address.place(x, box.y + 48, room, 18)
        self._large.place(x, box.bottom - 30, room, 26)

    def refresh(self) -> bool:
        """Follow the session. Whether the card has appeared or disappeared."""
        before, self.visible = self.visible, wanted(self._context)
        for widget in self.widgets:
            widget.set_visible(self.visible)
        if self.visible:
            invited = invitation(self._context)
            self._qr.set_text(invited.link)
            self._code.set_text(invited.code)
            self._address.set_text(next(iter(invited.addresses), ""))
            self._tell.set_text(texts.watching(self._context.session.room.people.watchers) or texts.CARD_TELL)
        return before != self.visible

    def _hide(self) -> None:
        self._context.change_settings(replace(self._context.settings, join_card=False))
        self._context.session.tell(texts.CARD_HIDDEN)


class InviteScene(Dialog):
    """A QR code that a phone across the room can read."""

    name = "invite"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._qr = QRCode(name="qr")
        self._code = Label(size=Size.HUGE, face=Face.STRONG, color=theme.AMBER, align="center", shrink=True)
        self._address = Label(size=Size.LARGE, face=Face.STRONG, align="center", shrink=True)
        self._copy = Button(texts.COPY_LINK, lambda: copy_link(context), icon="icons/copy", name="copy link")
        self._back = Button(texts.BACK, context.pop, kind="primary")
        self.group.add(self._qr, self._code, self._address, self._copy, self._back)
        self.group.begin_at(self._back)

    def layout(self, width: float, height: float) -> None:
        inner = self.put(WIDTH, 2 * theme.MARGIN + SIDE + 112 + theme.BUTTON_HEIGHT, width, height)
        self._qr.place(inner.centerx - SIDE / 2, inner.y, SIDE, SIDE)
        self._code.place(inner.x, inner.y + SIDE + 8, inner.w, 50)
        self._address.place(inner.x, inner.y + SIDE + 60, inner.w, 30)
        half = (inner.w - theme.GAP) / 2
        y = inner.bottom - theme.BUTTON_HEIGHT
        self._copy.place(inner.x, y, half, theme.BUTTON_HEIGHT)
        self._back.place(inner.x + half + theme.GAP, y, half, theme.BUTTON_HEIGHT)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        invited, hidden = invitation(self._context), self._context.settings.streamer
        self._qr.set_text("" if hidden else invited.link)
        self._code.set_text(texts.CODE_HIDDEN if hidden else invited.code)
        self._address.set_text("" if hidden else next(iter(invited.addresses), ""))

"""How others join the current room: its code, addresses and link, and the panel that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from msgspec import Struct
from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label, Panel
from game.client.kit.widgets.qr import QRCode
from netcode.address import DEFAULT_PORT, link

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.kit.widgets.base import Widget

_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1", None})


class Invitation(Struct, frozen=True):
    """What to tell a friend."""

    code: str
    addresses: tuple[str, ...]
    """Where the server is found, the likeliest first; none where only programs of this computer reach it."""
    link: str
    """What a browser opens, and *Join* takes; empty without an address. It has the room's key."""


def invitation(context: Context) -> Invitation:
    """The invitation to the current room, on the server in this program or elsewhere."""
    session, addresses = context.session, tuple(context.addresses)
    if not addresses and urlsplit(session.url).hostname not in _HERE:
        # Somebody else's server: it can be reached as we have reached it.
        addresses = (_shown(session.url),)
        base = session.url
    else:
        base = f"http://{addresses[0]}" if addresses else ""
    room = session.room
    return Invitation(room.code, addresses, link(base, room.code, room.key) if base else "")


def _shown(url: str) -> str:
    """An address in the form that people type."""
    parts = urlsplit(url)
    return url if parts.scheme == "https" else parts.netloc if parts.port else f"{parts.netloc}:{DEFAULT_PORT}"


def copy_link(context: Context) -> None:
    """Copy the link. It has the key, so that other people's wrong codes do not shut a friend out."""
    invited = invitation(context)
    context.copy(invited.link or invited.code, texts.COPIED)


class InvitationPanel:
    """The QR code, the address, the code, and a button for the link. A scene adds its `widgets`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._panel = Panel()
        self._qr = QRCode(name="qr")
        self._tell = Label(size=Size.SMALL, color=theme.QUIET, wrap=True)
        self._code = Label(size=Size.HUGE, face=Face.STRONG, color=theme.AMBER, shrink=True, name="code")
        self._address = Label(size=Size.LARGE, face=Face.STRONG, shrink=True, name="address")
        self._more = Label(size=Size.SMALL, color=theme.FAINT, shrink=True)
        self._copy = Button(
            texts.COPY_LINK, lambda: copy_link(context), icon="icons/copy", size=Size.SMALL, name="copy link"
        )
        self._box = FRect(0, 0, 0, 0)
        self.widgets: list[Widget] = [
            self._panel,
            self._qr,
            self._tell,
            self._code,
            self._address,
            self._more,
            self._copy,
        ]

    def place(self, box: FRect) -> None:
        """Lay it out, with the QR code at the left, as large as the box is high."""
        self._box = box
        pad = theme.GAP
        self._panel.place(*box)
        side = box.h - 2 * pad
        self._qr.place(box.x + pad, box.y + pad, side, side)
        x = box.x + pad + (side + theme.PAD if self._qr.visible else theme.GRID)
        room = box.right - theme.PAD - x
        self._code.place(x, box.y + 8, room - 136, 52)
        self._copy.place(box.right - pad - 128, box.y + 16, 128, 38)
        self._address.place(x, box.y + 62, room, 30)
        self._more.place(x, box.y + 94, room, 22)
        y = box.y + (116 if self._address.text else 66)
        self._tell.place(x, y, room, box.bottom - 8 - y)

    def refresh(self) -> None:
        """Follow the session."""
        context = self._context
        invited, hidden = invitation(context), context.settings.streamer
        shown = bool(invited.link) and not hidden
        self._qr.set_text(invited.link if shown else "")
        self._qr.set_visible(shown)
        self._code.set_text(texts.CODE_HIDDEN if hidden else invited.code)
        self._address.set_text("" if hidden or not invited.addresses else invited.addresses[0])
        self._more.set_text("" if hidden else texts.or_else(list(invited.addresses[1:])))
        host, reachable = context.session.room.is_host, bool(invited.addresses)
        self._tell.set_text(texts.invitation_words(hidden=hidden, reachable=reachable, host=host))
        self.place(self._box)

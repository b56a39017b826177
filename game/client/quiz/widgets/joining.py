"""How to join: small in a corner during a quiz, large in its lobby."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.label import Backdrop
from game.client.kit.widgets.qr import QRCode
from game.client.quiz import texts
from game.client.quiz.widgets import lines

if TYPE_CHECKING:
    from game.client.kit.painter import Painter

CORNER_WIDTH = 300.0


class Invitation(Struct, frozen=True):
    """The room's code, the address for phones, and the content of the QR code."""

    code: str
    address: str = ""
    link: str = ""
    screen: str = ""
    """Where the board without answers is."""
    locked: bool = False


class JoinCorner(Backdrop):
    """Small, beside the scores."""

    def __init__(self) -> None:
        super().__init__()
        self.name = "join corner"
        self.invitation = Invitation("")
        self._qr = QRCode()

    def show(self, invitation: Invitation) -> None:
        """Another one."""
        if invitation != self.invitation:
            self.invitation = invitation
            self._qr.set_text(invitation.link)
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        shown, box = self.invitation, self.rect
        painter.panel(box, theme.PANEL, border=theme.LINE)
        x = box.x + theme.PAD
        if shown.link and not shown.locked:
            side = box.h - 12
            self._qr.place(box.x + 6, box.y + 6, side, side)
            self._qr.paint(painter)
            x = box.x + 6 + side + theme.GAP
        room = box.right - 8 - x
        text = texts.LOCKED if shown.locked else shown.address or texts.JOIN
        lines.line(painter, text, (x, box.y + box.h * 0.3), room, color=theme.QUIET, whole=True)
        at = (x, box.y + box.h * 0.68)
        lines.line(painter, shown.code, at, room, color=theme.AMBER, size=Size.HUGE, face=Face.HEADING)


class JoinPanel(Backdrop):
    """Large, to be scanned from across the room."""

    def __init__(self) -> None:
        super().__init__()
        self.name = "join panel"
        self.invitation = Invitation("")
        self._qr = QRCode("", "join code")

    def show(self, invitation: Invitation) -> None:
        """Another one."""
        if invitation != self.invitation:
            self.invitation = invitation
            self._qr.set_text(invitation.link)
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        shown = self.invitation
        painter.panel(self.rect, theme.PANEL, shadow=True)
        inner = self.rect.inflate(-2 * theme.MARGIN, -2 * theme.PAD)
        middle, y = inner.centerx, inner.y
        low = 200.0 if shown.screen else 150.0
        if shown.link and not shown.locked:
            side = min(inner.w, inner.h - low - 36)
            lines.line(painter, texts.SCAN, (middle, y + 16), inner.w, color=theme.QUIET, align="center")
            self._qr.place(middle - side / 2, y + 36, side, side)
            self._qr.paint(painter)
        bottom = FRect(inner.x, inner.bottom - low, inner.w, low)
        text = texts.LOCKED if shown.locked else shown.address
        lines.line(
            painter, text, (middle, bottom.y + 22), inner.w, color=theme.TEXT, size=30, face=Face.STRONG, align="center"
        )
        lines.line(painter, texts.CODE, (middle, bottom.y + 56), inner.w, color=theme.QUIET, align="center")
        lines.line(
            painter,
            shown.code,
            (middle, bottom.y + 106),
            inner.w,
            color=theme.AMBER,
            size=72,
            face=Face.HEADING,
            align="center",
        )
        if shown.screen:
            box = FRect(inner.x, bottom.y + 140, inner.w, 60)
            lines.paragraph(
                painter, texts.screen_at(shown.screen), box, color=theme.QUIET, size=Size.LARGE, face=Face.TEXT
            )

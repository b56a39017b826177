"""A QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pygame

from game.client.kit import theme
from game.client.kit.widgets.label import Backdrop

if TYPE_CHECKING:
    from game.client.kit.painter import Painter

QUIET_ZONE: Final = 4
"""The light margin that the standard wants around a code, in modules."""


class QRCode(Backdrop):
    """As large as whole pixels per module allow, centred in its square."""

    def __init__(self, text: str = "", name: str = "") -> None:
        super().__init__()
        self.name = name
        self.text = text

    def set_text(self, text: str) -> None:
        """Show the code of another text; nothing for ""."""
        if text != self.text:
            self.text = text
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        if not self.text:
            return
        painter.panel(self.rect, theme.QR_LIGHT, radius=theme.RADIUS_SMALL)
        box = painter.box(self.rect)
        side = min(box.size)
        code = painter.cached(("qr", self.text, side), lambda: _picture(self.text, side))
        painter.surface.blit(code, code.get_rect(center=box.center))


def _picture(text: str, side: int) -> pygame.Surface:
    """The code with its margin, at most so many pixels wide."""
    # Only hosts need it, and the first frame does not wait for it.
    import segno

    modules = segno.make(text, error="l", micro=False).matrix
    wide = len(modules) + 2 * QUIET_ZONE
    small = pygame.Surface((wide, wide))
    small.fill(theme.QR_LIGHT)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                small.set_at((x + QUIET_ZONE, y + QUIET_ZONE), theme.QR_DARK)
    return pygame.transform.scale_by(small, max(1, side // wide))

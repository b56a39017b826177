"""The QR code: what is painted is, module for module, what a camera has to find."""

from __future__ import annotations

import pytest
import segno

from game.client.kit import theme
from game.client.kit.widgets.qr import QUIET_ZONE, QRCode
from tests.helpers.golden import share_different
from tests.helpers.pilot import Pilot

LINK = "http://192.168.178.20:8765/join/WXYZ?key=AbCdEfGhIjKlMnOp"


def painted(side: float, palette: theme.Palette = theme.DARK, size: tuple[int, int] = (1280, 800)) -> list[list[bool]]:
    """Which modules are dark, margin included, read from the window's pixels."""
    code = QRCode(LINK)
    code.place(100, 60, side, side)
    pilot = Pilot(code, size=size)
    pilot.window.set_look(palette, 1.0)
    pilot.advance(100)
    shot, box = pilot.shot(), pilot.window.painter.box(code.rect)
    wide = len(segno.make(LINK, error="l", micro=False).matrix) + 2 * QUIET_ZONE
    module = min(box.size) // wide
    left, top = box.centerx - wide * module // 2, box.centery - wide * module // 2
    middle = [round((i + 0.5) * module) for i in range(wide)]
    return [[shot.get_at((left + x, top + y))[0] < 128 for x in middle] for y in middle]


@pytest.mark.parametrize("palette", [theme.DARK, theme.PALETTES["light"]], ids=["dark room", "light room"])
@pytest.mark.parametrize(("side", "size"), [(126, (1024, 640)), (150, (1280, 800)), (150, (2560, 1600))])
def test_every_module_is_where_it_belongs(side: float, size: tuple[int, int], palette: theme.Palette) -> None:
    """Dark on light in either room, with the margin that cameras need."""
    code = [[bool(module) for module in row] for row in segno.make(LINK, error="l", micro=False).matrix]
    empty = [[False] * (len(code) + 2 * QUIET_ZONE)] * QUIET_ZONE
    margin = [False] * QUIET_ZONE
    assert painted(side, palette, size) == [*empty, *([*margin, *row, *margin] for row in code), *empty]


def test_no_text_is_no_code() -> None:
    code = QRCode()
    code.place(100, 60, 150, 150)
    empty, none = Pilot(code, size=(1280, 800)), Pilot(size=(1280, 800))
    empty.advance(100)
    none.advance(100)
    assert share_different(empty.shot(), none.shot()) == 0

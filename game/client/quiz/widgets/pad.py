"""The buzzer of a player at the window: each state has a colour, a word and a shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct
from pygame import FRect

from game.client.art.widgets.portrait import paint_portrait
from game.client.kit import theme
from game.client.kit.input import PointerDown
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget
from game.client.quiz.player_logic import PadState
from game.client.quiz.widgets import lines
from game.client.quiz.widgets.shapes import paint_shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter
    from game.client.kit.theme import Color
    from game.client.quiz.widgets.shapes import Shape

SLIM: Final = 130.0
"""Below this height shape and words stand side by side."""


class PadLook(NamedTuple):
    """The look of a state: its shape and colour. `filled`: the whole pad has the colour."""

    shape: Shape
    color: Color
    filled: bool = False
    ink: Color = theme.INK
    """On the colour of a filled one."""


LOOKS: Final[dict[PadState, PadLook]] = {
    "lobby": PadLook("paw", theme.AMBER),
    "grid": PadLook("square", theme.SLATE),
    "your pick": PadLook("star", theme.AMBER),
    "reading": PadLook("square", theme.SLATE),
    "armed": PadLook("paw", theme.CALL, filled=True, ink=theme.CALL_INK),
    "sent": PadLook("diamond", theme.TEAL),
    "early": PadLook("triangle", theme.ROSE),
    "yours": PadLook("star", theme.LEAF, filled=True),
    "other": PadLook("bubble", theme.TEAL),
    "locked": PadLook("cross", theme.ROSE),
    "right": PadLook("tick", theme.LEAF, filled=True),
    "wrong": PadLook("cross", theme.ROSE),
    "shown": PadLook("bubble", theme.SLATE),
    "staking": PadLook("coin", theme.AMBER),
    "closed": PadLook("ring", theme.SLATE),
    "paused": PadLook("bars", theme.SLATE),
    "over": PadLook("paw", theme.AMBER),
    "away": PadLook("ring", theme.ROSE),
}


class PadShown(Struct, frozen=True):
    """The contents of the pad."""

    state: PadState
    word: str
    hint: str = ""
    pup: str = ""
    """A portrait in the shape's place."""


class Pad(Widget):
    """Reacts to the press of the button, not to its release."""

    overdraw = 24.0

    def __init__(self, on_press: Callable[[], None]) -> None:
        super().__init__("pad")
        self.shown = PadShown("lobby", "")
        self._on_press = on_press

    def show(self, shown: PadShown) -> None:
        """Another state."""
        if shown != self.shown:
            self.shown = shown
            self.invalidate()

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(button="left"):
                self._on_press()
                return True
            case _:
                return False

    def paint(self, painter: Painter) -> None:
        look = LOOKS[self.shown.state]
        fill = look.color if look.filled else theme.PANEL
        painter.panel(self.rect, fill, border=look.color, border_width=4, shadow=True)
        inner = self.rect.inflate(-2 * theme.MARGIN, -2 * theme.GAP)
        if self.rect.h < SLIM:
            self._paint_slim(painter, look, inner)
        else:
            self._paint_tall(painter, look, inner)

    def _paint_tall(self, painter: Painter, look: PadLook, inner: FRect) -> None:
        side = min(inner.h * 0.42, inner.w * 0.4)
        shape = FRect(inner.centerx - side / 2, inner.y + inner.h * 0.06, side, side)
        self._paint_shape(painter, look, shape)
        word = FRect(inner.x, inner.y + inner.h * 0.52, inner.w, inner.h * 0.28)
        lines.paragraph(painter, self.shown.word, word, color=_ink(look), size=min(72.0, inner.h * 0.26))
        hint = FRect(inner.x, word.bottom, inner.w, inner.bottom - word.bottom)
        color = look.ink if look.filled else theme.QUIET
        lines.paragraph(painter, self.shown.hint, hint, color=color, size=Size.TITLE, face=Face.TEXT)

    def _paint_slim(self, painter: Painter, look: PadLook, inner: FRect) -> None:
        side = inner.h * 0.8
        self._paint_shape(painter, look, FRect(inner.x, inner.centery - side / 2, side, side))
        x = inner.x + side + theme.MARGIN
        text = "  ·  ".join(part for part in (self.shown.word, self.shown.hint) if part)
        box = FRect(x, inner.y, inner.right - x, inner.h)
        lines.paragraph(painter, text, box, color=_ink(look), size=min(40.0, inner.h * 0.5), align="left")

    def _paint_shape(self, painter: Painter, look: PadLook, box: FRect) -> None:
        if self.shown.pup:
            painter.circle(box.center, box.w / 2, theme.RAISED_HOVER)
            paint_portrait(painter, self.shown.pup, box.inflate(-8, -8))
        else:
            paint_shape(painter, look.shape, box, look.ink if look.filled else look.color)


def _ink(look: PadLook) -> Color:
    return look.ink if look.filled else theme.TEXT

"""Text, pictures and surfaces that only show something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from game.client.kit.input import Position
    from game.client.kit.painter import Align, Painter
    from game.client.kit.theme import Color


class Label(Widget):
    """One line, elided if it does not fit; or, with `wrap`, a paragraph.

    With `shrink` it is set smaller before it is elided.
    """

    overdraw = 12.0

    def __init__(
        self,
        text: str = "",
        *,
        size: float = Size.BODY,
        face: Face = Face.TEXT,
        color: Color = theme.TEXT,
        align: Align = "left",
        wrap: bool = False,
        shrink: bool = False,
        name: str = "",
    ) -> None:
        super().__init__(name)
        self.text = text
        self.size = size
        self.face = face
        self.color = color
        self.align = align
        self.wrap = wrap
        self.shrink = shrink

    def set_text(self, text: str) -> None:
        """Say something else."""
        if text != self.text:
            self.text = text
            self.invalidate()

    def set_color(self, color: Color) -> None:
        """Say it in another colour."""
        if color != self.color:
            self.color = color
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        if self.wrap:
            painter.paragraph(self.text, self.rect, size=self.size, face=self.face, color=self.color, align=self.align)
            return
        x = {"left": self.rect.x, "center": self.rect.centerx, "right": self.rect.right}[self.align]
        size = self.size
        if self.shrink:
            size = painter.fitting(self.text, self.rect.w, size=size, face=self.face)
        painter.text(
            self.text,
            (x, self.rect.centery),
            size=size,
            face=self.face,
            color=self.color,
            align=self.align,
            max_width=self.rect.w,
        )


class Backdrop(Widget):
    """A widget that ignores the pointer."""

    def contains(self, at: Position) -> bool:
        """Never: what lies behind has no business with the pointer."""
        del at
        return False


class Picture(Backdrop):
    """A picture of assets/."""

    overdraw = 4.0

    def __init__(self, picture: str) -> None:
        super().__init__()
        self.picture = picture

    def set_picture(self, picture: str) -> None:
        """Show another one."""
        if picture != self.picture:
            self.picture = picture
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        painter.picture(self.picture, self.rect)


class Panel(Backdrop):
    """A raised surface behind other widgets."""

    overdraw = 48.0

    def __init__(self, color: Color = theme.PANEL, *, border: Color | None = None, shadow: bool = False) -> None:
        super().__init__()
        self.color = color
        self.border = border
        self.shadow = shadow

    def paint(self, painter: Painter) -> None:
        painter.panel(self.rect, self.color, border=self.border, shadow=self.shadow)

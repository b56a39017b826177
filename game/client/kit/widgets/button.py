"""Buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import pygame

from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerUp
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget, paint_focus_ring
from game.client.kit.widgets.guard import Guard
from game.client.kit.widgets.motion import Glide

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter

Kind: TypeAlias = Literal["primary", "secondary", "danger", "quiet"]

_FILL: dict[Kind, tuple[theme.Color, theme.Color, theme.Color]] = {
    "primary": (theme.CALL, theme.CALL_HOVER, theme.CALL_INK),
    "secondary": (theme.RAISED, theme.RAISED_HOVER, theme.TEXT),
    "danger": (theme.ROSE, theme.ROSE_HOVER, theme.INK),
    "quiet": (theme.PANEL, theme.RAISED, theme.QUIET),
}
_EDGE: dict[Kind, theme.Color | None] = {"primary": theme.AMBER, "danger": None}
"""Of those that are not edged like a panel."""
_STEPS = 8
FAINT_ALPHA = 70


class Button(Widget):
    """Calls `on_press` on click, Enter or Space. An optional icon of assets/icons/ stands before the text."""

    focusable = True
    overdraw = 12.0

    def __init__(
        self,
        text: str,
        on_press: Callable[[], None],
        *,
        kind: Kind = "secondary",
        name: str = "",
        size: float = Size.BODY,
        icon: str | None = None,
        guarded: bool = False,
    ) -> None:
        """`guarded`: a press counts only a moment after it has appeared, because something else may just have been
        there.
        """
        super().__init__(name or text)
        self.text = text
        self.kind = kind
        self.size = size
        self.icon = icon
        self.picture = ""
        """A picture of assets/, in its own colours, in the icon's place."""
        self._guard = Guard() if guarded else None
        self.inset = 0.0
        """Room at the left that something else takes."""
        self._on_press = on_press
        self._pressed = False
        self._glow = Glide()

    def set_kind(self, kind: Kind) -> None:
        """Make it more or less prominent."""
        if kind != self.kind:
            self.kind = kind
            self.invalidate()

    def set_text(self, text: str) -> None:
        """Set the text."""
        if text != self.text:
            self.text = text
            self.invalidate()

    def set_icon(self, icon: str) -> None:
        """Set the icon."""
        if icon != self.icon:
            self.icon = icon
            self.invalidate()

    def set_picture(self, picture: str) -> None:
        """Set the picture before the text; "": none."""
        if picture != self.picture:
            self.picture = picture
            self.invalidate()

    def set_visible(self, visible: bool) -> None:
        if visible and not self.visible:
            self.guard()
        super().set_visible(visible)

    def guard(self) -> None:
        """Ignore presses for a moment, because its meaning has just changed."""
        if self._guard is not None:
            self._guard.close()
            self._pressed = False
            self.invalidate()

    @property
    def ready(self) -> bool:
        return self.enabled and (self._guard is None or self._guard.open)

    @property
    def spoken(self) -> str:
        return self.text or self.tooltip or self.name

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(button="left") | Key(pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE) if not (
                self.ready
            ):
                return True
            case PointerDown(button="left"):
                self._set_pressed(True)
                return True
            case PointerUp(at, "left") if self._pressed:
                self._set_pressed(False)
                if self.contains(at):
                    self._on_press()
                return True
            case Key(pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE):
                self._on_press()
                return True
            case _:
                return False

    def tick(self, now_ms: int) -> bool:
        self._glow.send(float(self.hovered))
        closed = self._guard is not None and self._guard.tick(now_ms)
        return self._glow.tick(now_ms) or closed

    def _set_pressed(self, pressed: bool) -> None:
        self._pressed = pressed
        self.invalidate()

    def paint(self, painter: Painter) -> None:
        fill, hover, ink = _FILL[self.kind]
        if not self.ready:
            fill, ink = theme.PANEL, theme.FAINT
        elif self._glow.value:
            # In steps, so that a glide makes a handful of pictures and not one for each frame.
            fill = theme.mix(fill, hover, round(self._glow.value * _STEPS) / _STEPS)
        rect = self.rect.move(0, 1 if self._pressed else 0)
        painter.panel(rect, fill, border=_EDGE.get(self.kind, theme.LINE) if self.ready else theme.LINE)
        if self.focused and self.ringed:
            paint_focus_ring(painter, self.rect)
        self._paint_label(painter, rect, ink)

    def _paint_label(self, painter: Painter, rect: pygame.FRect, ink: theme.Color) -> None:
        rect = pygame.FRect(rect.x + self.inset, rect.y, rect.w - self.inset, rect.h)
        room = rect.w - 4 * theme.GRID
        side = self.rect.h * 0.7 if self.picture else self.size * 1.3 if self.icon else 0
        space = theme.GRID * 2 if side and self.text else 0
        size = painter.fitting(self.text, room - side - space, size=self.size, face=Face.HEADING)
        text = painter.elide(self.text, room - side - space, size=size, face=Face.HEADING) if self.text else ""
        width = painter.text_width(text, size=size, face=Face.HEADING) if text else 0
        x = rect.centerx - (side + space + width) / 2
        if self.picture:
            alpha = 255 if self.ready else FAINT_ALPHA
            painter.picture(self.picture, pygame.FRect(x, rect.centery - side / 2, side, side), alpha=alpha)
        elif self.icon:
            painter.icon(self.icon, pygame.FRect(x, rect.centery - side / 2, side, side), ink)
        painter.text(text, (x + side + space, rect.centery), size=size, face=Face.HEADING, color=ink)

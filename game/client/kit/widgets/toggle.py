"""A switch with its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.input import Key, PointerDown
from game.client.kit.widgets.base import Widget, paint_focus_ring
from game.client.kit.widgets.motion import Glide

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter

_WIDTH, _HEIGHT = 48.0, 28.0
_INSET = 4.0
_STEPS = 8


class Toggle(Widget):
    """On or off, with its text to the left. The knob's position and a tick show which, not the colour alone."""

    focusable = True

    def __init__(self, text: str, on: bool, on_change: Callable[[bool], None], *, name: str = "") -> None:
        super().__init__(name or text)
        self.text = text
        self.on = on
        self._on_change = on_change
        self._place = Glide(float(on))

    def set_on(self, on: bool) -> None:
        """Set it on or off, without reporting that."""
        if on != self.on:
            self.on = on
            self._place.send(float(on))
            self.invalidate()

    @property
    def spoken(self) -> str:
        return f"{self.text}: {texts.TOGGLE_ON if self.on else texts.TOGGLE_OFF}"

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(_, "left") | Key(pygame.K_RETURN | pygame.K_KP_ENTER | pygame.K_SPACE):
                self.set_on(not self.on)
                self._on_change(self.on)
                return True
            case _:
                return False

    def tick(self, now_ms: int) -> bool:
        return self._place.tick(now_ms)

    def paint(self, painter: Painter) -> None:
        track = FRect(self.rect.right - _WIDTH, self.rect.centery - _HEIGHT / 2, _WIDTH, _HEIGHT)
        ink = theme.TEXT if self.enabled else theme.FAINT
        room = self.rect.w - _WIDTH - theme.PAD
        painter.text(self.text, (self.rect.x, self.rect.centery), color=ink, max_width=room)
        if self.focused and self.ringed:
            paint_focus_ring(painter, track, _HEIGHT / 2)
        # In steps, so that a slide makes a handful of pictures and not one for each frame.
        share = round(self._place.value * _STEPS) / _STEPS
        off = theme.RAISED_HOVER if self.hovered else theme.RAISED
        border = theme.mix(theme.LINE, theme.AMBER, share)
        painter.panel(track, theme.mix(off, theme.CALL, share), radius=_HEIGHT / 2, border=border)
        self._paint_knob(painter, track, share)

    def _paint_knob(self, painter: Painter, track: FRect, share: float) -> None:
        radius = track.h / 2 - _INSET
        x = track.x + track.h / 2 + (track.w - track.h) * self._place.value
        painter.circle((x, track.centery), radius, theme.mix(theme.QUIET, theme.CALL_INK, share))
        if share == 1:
            side = radius * 1.5
            painter.icon("icons/tick", FRect(x - side / 2, track.centery - side / 2, side, side), theme.CALL)

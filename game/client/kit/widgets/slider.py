"""A slider from 0 to 100 percent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerMove, PointerUp, Wheel
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget, paint_focus_ring

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter

_STEP = 10
_TRACK_HEIGHT = 8.0
_KNOB = 11.0
_LABEL_SHARE = 0.42
_NUMBER_WIDTH = 52.0


class Slider(Widget):
    """Its text is to the left. Reports while it is dragged; `on_settle` is called once, on release."""

    focusable = True
    overdraw = 12.0

    def __init__(
        self,
        text: str,
        value: int,
        on_change: Callable[[int], None],
        *,
        on_settle: Callable[[], None] | None = None,
        name: str = "",
    ) -> None:
        super().__init__(name or text)
        self.text = text
        self.value = value
        self._on_change = on_change
        self._on_settle = on_settle
        self._held = False

    @property
    def spoken(self) -> str:
        return f"{self.text}: {self.value}"

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(at, "left"):
                self._held = True
                self._set(self._value_at(at[0]))
            case PointerMove(at) if self._held:
                self._set(self._value_at(at[0]))
            case PointerUp():
                self._held = False
                self._settle()
            case Key(pygame.K_LEFT | pygame.K_DOWN):
                self._step(-_STEP)
            case Key(pygame.K_RIGHT | pygame.K_UP):
                self._step(_STEP)
            case Wheel(_, steps):
                self._step(_STEP if steps > 0 else -_STEP)
            case _:
                return False
        return True

    def _track(self) -> FRect:
        x = self.rect.x + self.rect.w * _LABEL_SHARE
        return FRect(x, self.rect.centery - _TRACK_HEIGHT / 2, self.rect.right - _NUMBER_WIDTH - x, _TRACK_HEIGHT)

    def _value_at(self, x: float) -> int:
        track = self._track()
        return round(min(max((x - track.x) / track.w, 0.0), 1.0) * 20) * 5

    def _step(self, by: int) -> None:
        self._set(min(max(self.value + by, 0), 100))
        self._settle()

    def _set(self, value: int) -> None:
        if value != self.value:
            self.value = value
            self.invalidate()
            self._on_change(value)

    def _settle(self) -> None:
        if self._on_settle is not None:
            self._on_settle()

    def paint(self, painter: Painter) -> None:
        track = self._track()
        room = self.rect.w * _LABEL_SHARE - theme.GAP
        painter.text(self.text, (self.rect.x, self.rect.centery), max_width=room)
        painter.panel(track, theme.RAISED, radius=_TRACK_HEIGHT / 2, border=theme.LINE)
        knob = (track.x + track.w * self.value / 100, track.centery)
        if self.value:
            painter.panel(FRect(track.x, track.y, knob[0] - track.x, track.h), theme.AMBER, radius=_TRACK_HEIGHT / 2)
        if self.focused and self.ringed:
            paint_focus_ring(painter, FRect(knob[0] - _KNOB, knob[1] - _KNOB, 2 * _KNOB, 2 * _KNOB), _KNOB)
        painter.circle(knob, _KNOB + 1.5, theme.LINE)
        painter.circle(knob, _KNOB, theme.AMBER_HOVER if self.hovered or self._held else theme.AMBER)
        painter.text(
            texts.percent(self.value),
            (self.rect.right, self.rect.centery),
            size=Size.SMALL,
            face=Face.STRONG,
            color=theme.QUIET,
            align="right",
        )

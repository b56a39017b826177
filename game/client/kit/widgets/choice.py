"""A choice of one out of several options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import Key, PointerDown
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.base import Widget, paint_focus_ring

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter

T = TypeVar("T")

PADDING = 20.0
"""Beside the text of a segment, on both sides together."""


class Choice(Widget, Generic[T]):
    """Segments side by side, one of them chosen. Arrow keys change the choice."""

    focusable = True

    def __init__(
        self, options: Sequence[tuple[T, str]], chosen: T, on_choose: Callable[[T], None], *, name: str = ""
    ) -> None:
        super().__init__(name)
        self.options = list(options)
        self.chosen = chosen
        self._on_choose = on_choose
        self._hover: int | None = None

    def choose(self, value: T) -> None:
        """Choose another one, and report it."""
        if value != self.chosen:
            self.chosen = value
            self.invalidate()
            self._on_choose(value)

    def set_value(self, value: T) -> None:
        """Show another one as chosen, without reporting it."""
        if value != self.chosen:
            self.chosen = value
            self.invalidate()

    @property
    def spoken(self) -> str:
        return ": ".join(filter(None, (self.name, dict(self.options)[self.chosen])))

    def handle(self, event: Input) -> bool:
        match event:
            case PointerDown(at, "left"):
                index = int((at[0] - self.rect.x) / self.rect.w * len(self.options))
                self.choose(self.options[min(max(index, 0), len(self.options) - 1)][0])
                return True
            case Key(pygame.K_LEFT | pygame.K_RIGHT as key):
                values = [value for value, _ in self.options]
                step = 1 if key == pygame.K_RIGHT else -1
                self.choose(values[min(max(values.index(self.chosen) + step, 0), len(values) - 1)])
                return True
            case _:
                return False

    def paint(self, painter: Painter) -> None:
        painter.panel(self.rect, theme.ROOM, border=theme.LINE)
        if self.focused and self.ringed:
            paint_focus_ring(painter, self.rect)
        width = self.rect.w / len(self.options)
        size = self._common_size(painter, width - PADDING)
        for i, (value, text) in enumerate(self.options):
            rect = FRect(self.rect.x + i * width, self.rect.y, width, self.rect.h)
            chosen = value == self.chosen
            if chosen:
                painter.panel(rect.inflate(-8, -8), theme.CALL, border=theme.AMBER, radius=theme.RADIUS_SMALL)
            face = Face.HEADING if chosen else Face.DISPLAY
            painter.text(
                text,
                rect.center,
                size=size,
                face=face,
                color=theme.CALL_INK if chosen else theme.QUIET,
                align="center",
                max_width=width - PADDING,
            )

    def _common_size(self, painter: Painter, room: float) -> float:
        """The largest text size in which all options fit."""
        return min(painter.fitting(text, room, size=Size.BODY, face=Face.HEADING) for _, text in self.options)

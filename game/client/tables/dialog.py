"""What dialogs share: they lie over a dimmed screen, and Esc closes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.client.kit import theme
from game.client.kit.input import Key
from game.client.kit.scene import Scene

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.context import Context
    from game.client.kit.input import Input


class Dialog(Scene):
    """A modal scene that can be dismissed."""

    modal = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def put(self, box: FRect, width: float, height: float) -> None:
        """Its panel: in the middle of a window of that size, or at its right edge, beside a scene that cannot wait."""
        box.center = (width / 2, height / 2)
        if self.aside:
            box.right = width - theme.GAP
        self.box = box

    def dismiss(self) -> None:
        """What Esc does."""
        self._context.pop()

    def unhandled(self, event: Input) -> bool:
        if isinstance(event, Key) and event.key == pygame.K_ESCAPE:
            self.dismiss()
            return True
        return False

"""The base of dialogs, which lie over a dimmed screen and are closed by Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import Key
from game.client.kit.scene import Scene
from game.client.kit.widgets.label import Panel

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.kit.input import Input


class Dialog(Scene):
    """A modal scene on a panel."""

    modal = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._panel = Panel(border=theme.LINE, shadow=True)
        self.group.add(self._panel)

    def put(self, wide: float, tall: float, width: float, height: float) -> FRect:
        """Place the panel, `wide` by `tall`, in the middle of a window of `width` by `height`, or at its right edge,
        beside a scene that cannot wait; returns the room within the panel's margins. All in logical units.
        """
        box = FRect(0, 0, wide, tall)
        box.center = (width / 2, height / 2)
        if self.aside:
            box.right = width - theme.GAP
        self.box = box
        self._panel.place(*box)
        return box.inflate(-2 * theme.MARGIN, -2 * theme.MARGIN)

    def dismiss(self) -> None:
        """What Esc does: close the dialog."""
        self._context.pop()

    def unhandled(self, event: Input) -> bool:
        if isinstance(event, Key) and event.key == pygame.K_ESCAPE:
            self.dismiss()
            return True
        return False

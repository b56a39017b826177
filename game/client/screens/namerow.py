"""A row in a list of people: a name, and buttons for that person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.kit import theme
from game.client.kit.theme import Face
from game.client.kit.widgets.label import Label

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.kit.widgets.button import Button


class NameRow:
    """The buttons stand at the right, all of one width."""

    def __init__(self, *buttons: Button, button_width: float) -> None:
        self.name = Label(face=Face.HEADING)
        self.buttons = buttons
        self.widgets = (self.name, *buttons)
        self._button_width = button_width

    def place(self, box: FRect) -> None:
        """Lay them out in a row of the list."""
        width = self._button_width
        step = width + theme.GAP
        self.name.place(box.x, box.y, box.w - len(self.buttons) * step, box.h)
        for i, button in enumerate(reversed(self.buttons)):
            button.place(box.right - width - i * step, box.y + 5, width, box.h - 10)

    def show(self, name: str | None, *, buttons: bool = True) -> None:
        """Somebody's row, with or without the buttons; None: nobody's, and nothing is seen."""
        if name != self.name.text:
            # Whoever was about to press one meant somebody else.
            for button in self.buttons:
                button.guard()
        self.name.set_text(name or "")
        self.name.set_visible(name is not None)
        for button in self.buttons:
            button.set_visible(name is not None and buttons)

"""A row in a list of matches: who is there, facts, and a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.label import Label, Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.client.kit.widgets.button import Button

ROW_HEIGHT = 58.0
BUTTON_WIDTH = 130.0


class TableRow:
    """Widgets that are shown or hidden together."""

    def __init__(self, go: Button, *, shrink: bool = False) -> None:
        """`shrink`: long texts are set smaller instead of being elided."""
        self.panel = Panel(theme.RAISED)
        self.host = Label(size=Size.BODY, face=Face.HEADING, shrink=shrink)
        self.facts = Label(size=Size.SMALL, color=theme.QUIET, shrink=shrink)
        self.go = go
        self.widgets = (self.panel, self.host, self.facts, self.go)

    def place(self, box: FRect) -> None:
        """Lay them out in a row of the list."""
        self.panel.place(*box)
        room = box.w - BUTTON_WIDTH - 3 * theme.GAP
        self.host.place(box.x + theme.GAP, box.y + 6, room, 26)
        self.facts.place(box.x + theme.GAP, box.y + 31, room, 20)
        y = box.centery - theme.BUTTON_HEIGHT / 2
        self.go.place(box.right - BUTTON_WIDTH - theme.GAP / 2, y, BUTTON_WIDTH, theme.BUTTON_HEIGHT)

    def show(self, host: str, facts: str, go: str) -> None:
        """Set the row's texts."""
        self.set_visible(True)
        if (host, go) != (self.host.text, self.go.text):
            # Whoever was about to press it meant another match.
            self.go.guard()
        self.host.set_text(host)
        self.facts.set_text(facts)
        self.go.set_text(go)

    def set_visible(self, visible: bool) -> None:
        """Show or hide all of it."""
        for widget in self.widgets:
            widget.set_visible(visible)


def place_rows(rows: Sequence[TableRow], box: FRect) -> None:
    """Lay rows out one below the other, from the top of the box."""
    for i, row in enumerate(rows):
        row.place(FRect(box.x, box.y + i * (ROW_HEIGHT + theme.GAP / 2), box.w, ROW_HEIGHT))

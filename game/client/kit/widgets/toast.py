"""Toasts: sentences that appear for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import PointerDown
from game.client.kit.theme import Size
from game.client.kit.widgets.base import Widget

if TYPE_CHECKING:
    from game.client.kit.input import Input
    from game.client.kit.painter import Painter

SHOWN_MS = 2_500
SHOWN_MS_A_LETTER = 45
MOST = 3
WIDTH = 520.0


class _Note(NamedTuple):
    text: str
    until: int


class Toasts(Widget):
    """The last few sentences, at the top of the window. A click removes one."""

    def __init__(self) -> None:
        super().__init__("toasts")
        self._notes: list[_Note] = []
        self._boxes: list[tuple[FRect, _Note]] = []

    @property
    def texts(self) -> list[str]:
        """What is shown."""
        return [note.text for note in self._notes]

    def add(self, text: str, now_ms: int) -> None:
        """Show a sentence, for as long as it takes to read. A repeated one stays longer."""
        note = _Note(text, now_ms + SHOWN_MS + SHOWN_MS_A_LETTER * len(text))
        self._notes = [*(other for other in self._notes if other.text != text), note][-MOST:]
        self.invalidate()

    def clear(self) -> None:
        """Remove all."""
        self._notes = []
        self.invalidate()

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms the next one disappears."""
        left = [note for note in self._notes if note.until > now_ms]
        if len(left) < len(self._notes):
            self._notes = left
            self.invalidate()
        return min((note.until - now_ms for note in left), default=None)

    def handle(self, event: Input) -> bool:
        if not isinstance(event, PointerDown):
            return False
        for box, note in self._boxes:
            if note in self._notes and box.collidepoint(event.at):
                self._notes.remove(note)
                self.invalidate()
                return True
        return False

    def paint(self, painter: Painter) -> None:
        self._boxes = []
        y = self.rect.y + theme.PAD
        for note in self._notes:
            width = min(WIDTH, self.rect.w - 2 * theme.GRID)
            lines = painter.wrap(note.text, width - 3 * theme.MARGIN)
            step = painter.line_height(Size.BODY)
            box = FRect(self.rect.centerx - width / 2, y, width, step * len(lines) + 2 * theme.GAP)
            painter.panel(box, theme.RAISED, border=theme.AMBER, shadow=True)
            painter.picture("pictures/pup", FRect(box.x + theme.GAP, box.centery - 16, 32, 32))
            for i, line in enumerate(lines):
                painter.text(line, (box.x + 2.4 * theme.MARGIN, box.y + theme.GAP + (i + 0.5) * step))
            self._boxes.append((box, note))
            y = box.bottom + theme.GAP

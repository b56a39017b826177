"""The latest lines of a room's chat, and how many there were in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcode.messages.rooms import ChatLine

MOST_LINES = 200


class ChatLog:
    """Keeps the last lines and counts all of them, because the length of the list stops growing."""

    def __init__(self) -> None:
        self.lines: list[ChatLine] = []
        self.heard = 0
        """How many lines there were in all, those included that are no longer kept."""

    def add(self, line: ChatLine) -> None:
        """Append a line that has just been said."""
        self.lines = [*self.lines, line][-MOST_LINES:]
        self.heard += 1

    def load(self, lines: Sequence[ChatLine]) -> None:
        """Replace the lines by the server's. Only those that are new count as heard."""
        known, told = self.lines, list(lines)
        overlap = next((n for n in range(min(len(known), len(told)), 0, -1) if known[-n:] == told[:n]), 0)
        self.lines = told[-MOST_LINES:]
        self.heard += len(told) - overlap

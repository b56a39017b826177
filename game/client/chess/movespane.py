"""The moves beside the board, and which of the game's positions is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.chess.widgets.steps import step_buttons
from game.client.kit import theme
from game.client.kit.theme import Size
from game.client.kit.widgets.scrolling import MoveList

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygame import FRect

    from game.client.chess.model import ChessModel
    from game.client.kit.widgets.base import Widget

STEPS_HEIGHT = 32.0


class LookingBack:
    """Which position of the running game is shown: an earlier one, or (None) the current one."""

    def __init__(self) -> None:
        self.ply: int | None = None
        """How many moves were made when it was there."""

    def go(self, ply: int, latest: int) -> None:
        """Show the position after `ply` of `latest` moves."""
        self.ply = None if ply >= latest else max(0, ply)

    def step(self, by: int, latest: int) -> None:
        """Go so many moves forward or back."""
        self.go((latest if self.ply is None else self.ply) + by, latest)


class MovesPane:
    """The list of moves, and the buttons below it."""

    def __init__(self, match: ChessModel, on_look: Callable[[], None]) -> None:
        """`on_look` is called when another position is to be shown."""
        self._match = match
        self._on_look = on_look
        self.past = LookingBack()
        self.moves = MoveList(empty=texts.MOVES_EMPTY, on_pick=self._go_to)
        self.steps = step_buttons(self.step, Size.SMALL)

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """All of them."""
        return self.moves, *self.steps

    def place(self, box: FRect) -> None:
        """The list with the buttons below it."""
        gap = theme.GRID
        self.moves.place(box.x, box.y, box.w, box.h - STEPS_HEIGHT - gap)
        each = (box.w - 3 * gap) / 4
        for i, button in enumerate(self.steps):
            button.place(box.x + i * (each + gap), box.bottom - STEPS_HEIGHT, each, STEPS_HEIGHT)

    def refresh(self) -> None:
        """Follow the game."""
        feed, ply = self._match.feed, self.past.ply
        if feed is not None:
            self.moves.set_moves(feed.sans, ply, feed.numbers(), feed.notes(), feed.standin_plies)
        here = len(self._match.moves) if ply is None else ply
        for button in self.steps[:2]:
            button.set_enabled(here > 0)
        for button in self.steps[2:]:
            button.set_enabled(ply is not None)

    def step(self, by: int) -> None:
        """Go some moves forward or back."""
        self.past.step(by, len(self._match.moves))
        self._look()

    def _go_to(self, ply: int) -> None:
        self.past.go(ply, len(self._match.moves))
        self._look()

    def _look(self) -> None:
        if self.past.ply is not None:
            # What is queued cannot be seen in an earlier position, so it must not be played meanwhile.
            self._match.queue.cancel()
        self._on_look()

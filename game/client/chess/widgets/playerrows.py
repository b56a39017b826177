"""The rows of both players beside the board: name, clock and upgrades of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.client.chess.widgets.badge import Badges
from game.client.chess.widgets.clockface import ClockFace
from game.client.chess.widgets.plate import PlayerPlate
from game.client.kit import theme

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.kit.input import Position
    from game.client.kit.widgets.base import Widget

PLATE_HEIGHT: Final = 60.0
CLOCK_WIDTH: Final = 158.0
BADGES_HEIGHT: Final = 28.0 * 2 + theme.GRID


class PlayerRows:
    """The rows of a match or its replay, by "top" and "bottom"."""

    def __init__(self) -> None:
        self.plates = {"top": PlayerPlate(), "bottom": PlayerPlate()}
        self.clocks = {"top": ClockFace(), "bottom": ClockFace()}
        self.badges = {"top": Badges(), "bottom": Badges(from_bottom=True)}

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """All of them, in the order in which they are painted."""
        return (*self.plates.values(), *self.clocks.values(), *self.badges.values())

    def place(self, where: str, row: FRect) -> None:
        """Plate and clock in a row; the badges on its side towards the other player."""
        self.plates[where].place(row.x, row.y, row.w - CLOCK_WIDTH - theme.GAP, row.h)
        self.clocks[where].place(row.right - CLOCK_WIDTH, row.y, CLOCK_WIDTH, row.h)
        y = row.bottom + theme.GAP if where == "top" else row.y - theme.GAP - BADGES_HEIGHT
        self.badges[where].place(row.x, y, row.w, BADGES_HEIGHT)

    def hint_at(self, at: Position) -> str | None:
        """What the upgrade under the pointer does; None where no upgrades are."""
        return next((badges.tooltip_at(at) for badges in self.badges.values() if badges.contains(at)), None)

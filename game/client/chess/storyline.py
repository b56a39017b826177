"""The games of a match, a line each: plain data between the last screen's logic and its widgets. No pygame."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Side: TypeAlias = Literal["near", "far", "draw"]
"""Near is the player at the bottom: the user, or White for a spectator."""


class Gain(Struct, frozen=True):
    """An upgrade that a player got after a game."""

    side: Side
    name: str
    upgrade: str


class GameLine(Struct, frozen=True):
    """How one game went."""

    number: int
    side: Side
    winner: str
    how: str
    gains: tuple[Gain, ...] = ()
    kept: bool = False
    """Whether it can be watched again."""

"""Who offers a draw, and who may again when: as values."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

MOVES_BETWEEN_OFFERS = 8
"""Whoever has offered a draw plays so many more moves before the next offer."""


class Draws(Struct, frozen=True):
    """The draw offers of one game. Immutable: every change returns another one."""

    offered_by: int | None = None
    """Whose offer stands."""
    wait: dict[int, int] = {}
    """How many own moves are missing until a player may offer again; nothing: may do so now."""

    def offered(self, player: int) -> Draws:
        """This player offers a draw."""
        return Draws(player, {**self.wait, player: MOVES_BETWEEN_OFFERS})

    def closed(self) -> Draws:
        """The standing offer is gone, whatever became of it."""
        return replace(self, offered_by=None)

    def moved(self, player: int) -> Draws:
        """This player has made a move."""
        if player not in self.wait:
            return self
        left = {other: missing - (other == player) for other, missing in self.wait.items()}
        return replace(self, wait={other: missing for other, missing in left.items() if missing})

    def missing(self, player: int) -> int:
        """After how many more own moves the player may offer; 0: now."""
        return self.wait.get(player, 0)

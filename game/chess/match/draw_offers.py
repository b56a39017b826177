"""Draw offers of one game, as a value: whose offer is open, and when each player may offer again."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

MOVES_BETWEEN_OFFERS = 8
"""After a draw offer, a player must make so many moves before their next one."""


class DrawOffers(Struct, frozen=True):
    """The draw offers of one game. Immutable: every change returns a new value."""

    offered_by: int | None = None
    """The player whose offer is open; None if there is no open offer."""
    wait: dict[int, int] = {}
    """Player -> how many moves of their own they must still make before they may offer again. Zeros are left out."""

    def offered(self, player: int) -> DrawOffers:
        """After this player's offer."""
        return DrawOffers(player, {**self.wait, player: MOVES_BETWEEN_OFFERS})

    def closed(self) -> DrawOffers:
        """Without the open offer, whatever ended it."""
        return replace(self, offered_by=None)

    def moved(self, player: int) -> DrawOffers:
        """After a move by this player."""
        if player not in self.wait:
            return self
        left = {other: moves - (other == player) for other, moves in self.wait.items()}
        return replace(self, wait={other: moves for other, moves in left.items() if moves})

    def moves_to_wait(self, player: int) -> int:
        """How many moves the player must make before they may offer; 0 if they may offer now."""
        return self.wait.get(player, 0)

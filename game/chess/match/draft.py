"""One draft, as a value: what each player is offered, and what they have picked so far.

Both players see all offers. A pick stays hidden until both have picked.
"""

from __future__ import annotations

from msgspec import Struct


class Offer(Struct, frozen=True):
    """The upgrades between which one player chooses in a draft. Everybody sees it."""

    player: int
    upgrades: tuple[str, ...]
    """Catalogue ids."""
    ms: int
    """The time left to choose."""
    picked: bool = False
    """Whether the player has picked. What they picked stays hidden until both have."""


class Pick(Struct, frozen=True):
    """The upgrade that a player takes from their offer."""

    upgrade: str
    auto: bool
    """Whether the player did not choose it: their time ran out, or they were away."""


class Draft(Struct, frozen=True):
    """The offers and picks of one draft, by player. Immutable: a pick returns a new draft."""

    offered: dict[int, tuple[str, ...]] = {}
    picks: dict[int, Pick] = {}

    def may_pick(self, player: int, upgrade: str) -> bool:
        """Whether the player is offered this upgrade and has not picked yet."""
        return player not in self.picks and upgrade in self.offered.get(player, ())

    def with_pick(self, player: int, pick: Pick) -> Draft:
        """The draft after this pick."""
        return Draft(self.offered, {**self.picks, player: pick})

    @property
    def complete(self) -> bool:
        """Whether everybody with an offer has picked."""
        return len(self.picks) == len(self.offered)

    def final_picks(self) -> dict[int, Pick]:
        """What each player gets. Players who have not picked get the first card of their offer."""
        return {
            player: self.picks.get(player, Pick(upgrades[0], auto=True)) for player, upgrades in self.offered.items()
        }

    def offers(self, ms: int) -> list[Offer]:
        """Every offer, with `ms` left to choose."""
        return [Offer(player, upgrades, ms, player in self.picks) for player, upgrades in self.offered.items()]

"""What two players can change before they play another match."""

from __future__ import annotations

from msgspec import Struct

SHORTEST_BASE_MS = 10_000
LONGEST_BASE_MS = 600_000
LENGTHS = (3, 5, 7)


class Terms(Struct, frozen=True):
    """The length of a match and its base time."""

    best_of: int
    base_ms: int

    @property
    def sensible(self) -> bool:
        """Whether a match can have these terms."""
        return self.best_of in LENGTHS and SHORTEST_BASE_MS <= self.base_ms <= LONGEST_BASE_MS


class Rematch(Struct, frozen=True):
    """Who wants another match, and on which terms. Immutable: every change returns a new value."""

    wanted_by: tuple[int, ...] = ()
    terms: Terms | None = None
    """What was proposed; None stands for the terms of the last match. Everybody in `wanted_by` wants these terms."""

    def with_no_from(self, player: int) -> Rematch:
        """After a player says no. What the other has proposed stays."""
        others = self._others(player)
        return Rematch(others, self.terms if others else None)

    def with_yes_from(self, player: int, terms: Terms, standing: Terms) -> Rematch:
        """After a player says yes to `terms`. If these differ from the `standing` ones, the other must agree again."""
        return Rematch((*(self._others(player) if terms == standing else ()), player), terms)

    def _others(self, player: int) -> tuple[int, ...]:
        return tuple(other for other in self.wanted_by if other != player)

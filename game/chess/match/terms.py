"""What two players can agree on anew before they play another match."""

from __future__ import annotations

from msgspec import Struct

SHORTEST_BASE_MS = 10_000
LONGEST_BASE_MS = 600_000
LENGTHS = (3, 5, 7)


class Terms(Struct, frozen=True):
    """How long a match is, and what its clocks begin with."""

    best_of: int
    base_ms: int

    @property
    def sensible(self) -> bool:
        """Whether a match can be played like that."""
        return self.best_of in LENGTHS and SHORTEST_BASE_MS <= self.base_ms <= LONGEST_BASE_MS


class Rematch(Struct, frozen=True):
    """Who wants another match, and on which terms. Immutable: every change returns another one."""

    wanted_by: tuple[int, ...] = ()
    terms: Terms | None = None
    """What was proposed; None: the terms of the match before. `wanted_by` are those who want exactly that."""

    def with_no_from(self, player: int) -> Rematch:
        """This player wants none; what the other has proposed stands."""
        others = self._others(player)
        return Rematch(others, self.terms if others else None)

    def with_yes_from(self, player: int, terms: Terms, standing: Terms) -> Rematch:
        """This player wants one on these terms; whoever has agreed to the others, that stood, is asked afresh."""
        return Rematch((*(self._others(player) if terms == standing else ()), player), terms)

    def _others(self, player: int) -> tuple[int, ...]:
        return tuple(other for other in self.wanted_by if other != player)

"""The cards on the table in a draft: open to all. What is picked out of them stays hidden until everybody has."""

from __future__ import annotations

from msgspec import Struct

from game.chess.match.view import Offer


class Pick(Struct, frozen=True):
    """A card taken out of a hand; `auto`: nobody chose it."""

    upgrade: str
    auto: bool


class Hands(Struct, frozen=True):
    """What each drafting player was dealt and has picked. Immutable: a pick returns another one."""

    dealt: dict[int, tuple[str, ...]] = {}
    picks: dict[int, Pick] = {}

    def allow(self, player: int, upgrade: str) -> bool:
        """Whether the player may pick this."""
        return player not in self.picks and upgrade in self.dealt.get(player, ())

    def with_pick(self, player: int, pick: Pick) -> Hands:
        """The same hands after this pick."""
        return Hands(self.dealt, {**self.picks, player: pick})

    @property
    def complete(self) -> bool:
        """Whether everybody has picked."""
        return len(self.picks) == len(self.dealt)

    def outcome(self) -> dict[int, Pick]:
        """What everybody gets: the first card, whoever has picked none."""
        return {player: self.picks.get(player, Pick(hand[0], auto=True)) for player, hand in self.dealt.items()}

    def offers(self, ms: int) -> list[Offer]:
        """All hands, with so much time left to choose."""
        return [Offer(player, hand, ms, player in self.picks) for player, hand in self.dealt.items()]

"""The draft between two games, as the server has told it: offers and picks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from netcode import messages as m

if TYPE_CHECKING:
    from collections.abc import Iterable


class DraftModel:
    """Offers and picks, by player."""

    def __init__(self) -> None:
        self.offers: dict[int, m.UpgradeOffer] = {}
        self.chosen: dict[int, m.UpgradeChosen] = {}
        self._offers_at = 0

    def load(self, offers: Iterable[m.UpgradeOffer], chosen: Iterable[m.UpgradeChosen], now_ms: int) -> None:
        """Replace everything by what the snapshot says."""
        self.offers = {offer.pid: offer for offer in offers}
        self.chosen = {each.pid: each for each in chosen}
        self._offers_at = now_ms

    def on(self, notice: m.Notice, now_ms: int) -> None:
        """Take in a notice, if it is about the draft."""
        match notice:
            case m.UpgradeOffer():
                self.offers = {**self.offers, notice.pid: notice}
                self._offers_at = now_ms
            case m.Witness(pid, "ChooseUpgrade") if pid in self.offers:
                self.offers = {**self.offers, pid: replace(self.offers[pid], picked=True)}
            case m.UpgradeChosen(pid):
                self.offers = {other: offer for other, offer in self.offers.items() if other != pid}
                self.chosen = {**self.chosen, pid: notice}
            case m.GameStarted():
                self.offers, self.chosen = {}, {}
            case _:
                return

    def left_ms(self, now_ms: int) -> int:
        """The time left to pick."""
        left = max((offer.ms for offer in self.offers.values()), default=0)
        return max(0, left - (now_ms - self._offers_at))

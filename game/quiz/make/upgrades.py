"""Questions about Underdog's own upgrades: the only place where the quiz knows chess upgrades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.chess.upgrades.catalogue import CATALOGUE
from game.chess.upgrades.upgrade import Rarity
from game.quiz.packs.arranging import Item

if TYPE_CHECKING:
    from random import Random

    from game.chess.upgrades.upgrade import Upgrade

_CHOICES: Final = 4


def upgrade_items(random: Random, category: str, many: int) -> list[Item]:
    """Upgrades by their sentences, the common ones first."""
    dealt = [upgrade for upgrade in CATALOGUE.values() if upgrade.offered]
    ranks = list(Rarity)
    asked = sorted(random.sample(dealt, many), key=lambda upgrade: ranks.index(upgrade.rarity))
    return [_item(random, upgrade, dealt, category) for upgrade in asked]


def _item(random: Random, upgrade: Upgrade, dealt: list[Upgrade], category: str) -> Item:
    others = [other.name for other in dealt if other is not upgrade]
    choices = [upgrade.name, *random.sample(others, _CHOICES - 1)]
    random.shuffle(choices)
    return Item(
        clue=f"Which upgrade does this? “{upgrade.text}”",
        answers=(upgrade.name,),
        choices=tuple(choices),
        category=category,
        explanation=f"Its rarity is {upgrade.rarity}. {upgrade.note}".strip(),
    )

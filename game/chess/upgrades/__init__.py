"""Upgrades: rules in favour of their owner. Each is data with typed hooks; no other code names a single upgrade."""

from game.chess.upgrades.catalogue import CATALOGUE
from game.chess.upgrades.effects import (
    board_from,
    clocks_with,
    has_effect,
    increments_with,
    new_board,
    rules_with,
)
from game.chess.upgrades.pictures import Picture, picture
from game.chess.upgrades.upgrade import Rarity, Upgrade

__all__ = [
    "CATALOGUE",
    "Picture",
    "Rarity",
    "Upgrade",
    "board_from",
    "clocks_with",
    "has_effect",
    "increments_with",
    "new_board",
    "picture",
    "rules_with",
]

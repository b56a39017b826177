"""One picture for each kind of upgrade, chosen by the hooks it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

from game.chess.rules.side import LAST_RANK
from game.client.chess.widgets.figures import piece_picture

if TYPE_CHECKING:
    from game.chess.upgrades import Upgrade

_BY_HOOK = (
    ("rewinds", "rewind"),
    ("revivals", "revival"),
    ("passes", "pass_turn"),
    ("poison", "poison"),
    ("shields", "shield"),
    ("castles_through_check", "castle_escape"),
    ("increment_ms", "metronome"),
    ("own_clock_ms", "clock"),
    ("opponent_clock_ms", "clock"),
)


def emblem(upgrade: Upgrade) -> str:
    """The name of the picture that stands for an upgrade: its piece, or what it is about."""
    placed = [kind for kind in upgrade.places.values() if kind is not None]
    if upgrade.pieces or placed:
        return piece_picture(chess.piece_symbol(min(upgrade.pieces or placed)).upper())
    for hook, picture in _BY_HOOK:
        if getattr(upgrade, hook):
            return f"pictures/{picture}"
    return "pictures/promotion" if upgrade.promotion_rank < LAST_RANK else "pictures/castle_ban"

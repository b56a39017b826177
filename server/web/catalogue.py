"""Upgrades and emotes as data for the page: names, sentences and pictures, so that the page needs no rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import chess

from game.chess.upgrades import CATALOGUE, picture
from game.chess.upgrades.strength import pips
from netcode.messages import EMOTES
from netcode.version import WIRE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.chess.upgrades import Picture, Upgrade


def catalogue() -> dict[str, Any]:
    """Everything, ready for JSON. `wire` is the protocol version that the page speaks."""
    return {"wire": WIRE, "upgrades": {each.id: _upgrade(each) for each in CATALOGUE.values()}, "emotes": list(EMOTES)}


def _upgrade(upgrade: Upgrade) -> dict[str, Any]:
    return {
        "name": upgrade.name,
        "text": upgrade.text,
        "note": upgrade.note,
        "rarity": upgrade.rarity.value,
        "pips": pips(upgrade.id),
        "pieces": "".join(sorted(chess.piece_symbol(kind) for kind in upgrade.pieces if not upgrade.heroes)),
        "charges": upgrade.passes + upgrade.revivals + upgrade.rewinds,
        "picture": _picture(picture(upgrade)),
        "emblem": _emblem(upgrade),
    }


def _picture(shown: Picture) -> dict[str, Any] | None:
    """The card's board as White sees it; the page mirrors the ranks for Black. None: the card shows an emblem."""
    if not shown.pieces:
        return None
    return {
        "pieces": {chess.SQUARE_NAMES[square]: piece for square, piece in shown.pieces.items()},
        "origin": None if shown.origin is None else chess.SQUARE_NAMES[shown.origin],
        "standard": _names(shown.standard),
        "quiet": _names(shown.quiet),
        "captures": _names(shown.captures),
        "heroes": _names(shown.heroes),
        "shields": _names(shown.shields),
        "placed": _names(shown.placed),
    }


def _names(squares: Iterable[chess.Square]) -> list[str]:
    return [chess.SQUARE_NAMES[square] for square in sorted(squares)]


def _emblem(upgrade: Upgrade) -> dict[str, str]:
    """A picture from assets/pictures for upgrades that no board can show, and the text below it."""
    clock_ms = upgrade.own_clock_ms or upgrade.opponent_clock_ms or upgrade.increment_ms
    if clock_ms:
        return {"picture": "clock", "text": f"{clock_ms // 1000:+d} s" + (" a move" if upgrade.increment_ms else "")}
    for holds, name in (
        (upgrade.passes, "pass_turn"),
        (upgrade.rewinds, "rewind"),
        (upgrade.revivals, "revival"),
        (upgrade.poison, "poison"),
        (upgrade.castles_through_check, "castle_escape"),
        (upgrade.promotion_rank < 8, "promotion"),
        (upgrade.shields, "shield"),
    ):
        if holds:
            return {"picture": name, "text": ""}
    return {"picture": "castle_ban", "text": ""}

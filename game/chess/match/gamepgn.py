"""A game of a match in PGN: with upgrades it is told to be of a variant, and whose they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from game.chess.rules import ByColor
from game.chess.rules.pgn import pgn, termination, time_control
from game.chess.upgrades import CATALOGUE, increments_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.chess.rules.board import Board

VARIANT: Final = "Underdog"
"""No other program knows it, so that none takes the game for one of standard chess."""


class GameFacts(Struct, frozen=True):
    """What is told of a game besides its moves. `clocks_ms`: before the first move, if known; `result` as PGN writes
    it; `reason`: why it ended, None while it has not.
    """

    number: int
    names: ByColor[str]
    upgrades: ByColor[tuple[str, ...]]
    clocks_ms: ByColor[int] | None
    result: str
    reason: str | None = None
    played_on: date | None = None


def game_pgn(start: Board, moves: Iterable[str], facts: GameFacts) -> str:
    """The game, from this position on."""
    tags = {"Event": "Underdog", "Round": str(facts.number), "White": facts.names.white, "Black": facts.names.black}
    # A game that somebody left ends as the match does; PGN has one word for both kinds of leaving.
    reason = "abandoned" if facts.reason == "forfeit" else facts.reason
    tags |= {"Termination": termination(reason), **_time_controls(facts)}
    if facts.played_on is not None:
        tags["Date"] = f"{facts.played_on:%Y.%m.%d}"
    upgrades = facts.upgrades
    if upgrades.white or upgrades.black:
        tags |= {"Variant": VARIANT, "WhiteUpgrades": _told(upgrades.white), "BlackUpgrades": _told(upgrades.black)}
    return pgn(start, moves, tags, facts.result)


def _time_controls(facts: GameFacts) -> dict[str, str]:
    """One for both sides, or one for each where upgrades or the rules of the match make them differ."""
    began = facts.clocks_ms
    if began is None:
        return {"TimeControl": "?"}
    known = facts.upgrades.map(lambda ids: tuple(each for each in ids if each in CATALOGUE))
    gains = increments_with(known)
    white, black = time_control(began.white, gains.white), time_control(began.black, gains.black)
    if white == black:
        return {"TimeControl": white}
    return {"TimeControl": "?", "WhiteTimeControl": white, "BlackTimeControl": black}


def _told(upgrades: Iterable[str]) -> str:
    return ", ".join(CATALOGUE[each].name if each in CATALOGUE else each for each in upgrades) or "-"

"""The events of a match: everything that the machine tells. A replay gives the same events."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from game.chess.match.terms import Terms


class GameStarted(Struct, frozen=True, tag=True):
    """Game number `game` (from 1) is set up. White's clock starts after `countdown_ms`."""

    game: int
    white: int
    black: int
    countdown_ms: int
    armageddon: bool


class ClockStarted(Struct, frozen=True, tag=True):
    """The countdown is over and White's clock runs."""


class MoveMade(Struct, frozen=True, tag=True):
    """`player` played `move` (UCI or a rewind). `ply` plies have now been played."""

    player: int
    move: str
    ply: int


class DrawOffered(Struct, frozen=True, tag=True):
    """`player` offers a draw."""

    player: int


class DrawWithdrawn(Struct, frozen=True, tag=True):
    """`player` has withdrawn their draw offer."""

    player: int


class DrawDeclined(Struct, frozen=True, tag=True):
    """`player` has declined the draw offer, by an answer or by a move."""

    player: int


class MatchHeld(Struct, frozen=True, tag=True):
    """The match waits between two games for `player`, who is away."""

    player: int


class MatchReleased(Struct, frozen=True, tag=True):
    """`player` is back, and the match goes on."""

    player: int


class GameEnded(Struct, frozen=True, tag=True):
    """A game is over. `winner` is None for a draw; `reason` is a value of `game.chess.rules.Reason`."""

    game: int
    winner: int | None
    reason: str


class DraftOpened(Struct, frozen=True, tag=True):
    """`player` may pick one of `upgrades` (catalogue ids) within `ms`."""

    player: int
    upgrades: tuple[str, ...]
    ms: int


class PickMade(Struct, frozen=True, tag=True):
    """`player` has picked, and the other has not yet. `UpgradeChosen` tells both picks later."""

    player: int


class UpgradeChosen(Struct, frozen=True, tag=True):
    """`player` owns `upgrade` from the next game on. `auto`: the player did not choose it themselves."""

    player: int
    upgrade: str
    auto: bool


class MatchEnded(Struct, frozen=True, tag=True):
    """The match is over. `reason` is "score", "armageddon", "forfeit" (somebody left) or "abandoned" (stayed away)."""

    winner: int | None
    reason: str


class AgainAsked(Struct, frozen=True, tag=True):
    """`player` does want another match, on these terms, or does not."""

    player: int
    again: bool
    terms: Terms | None = None


class MatchRestarted(Struct, frozen=True, tag=True):
    """Both players want another match: a new score, no upgrades, swapped colours. A `GameStarted` follows."""


Event: TypeAlias = (
    GameStarted
    | ClockStarted
    | MoveMade
    | DrawOffered
    | DrawWithdrawn
    | DrawDeclined
    | MatchHeld
    | MatchReleased
    | GameEnded
    | DraftOpened
    | PickMade
    | UpgradeChosen
    | MatchEnded
    | AgainAsked
    | MatchRestarted
)

"""What has happened in a match: the machine's whole output, and the story that a replay tells."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from game.chess.match.terms import Terms


class GameStarted(Struct, frozen=True, tag=True):
    """Game number `game` (from 1) is set up; White's clock starts after `countdown_ms`."""

    game: int
    white: int
    black: int
    countdown_ms: int
    armageddon: bool


class ClockStarted(Struct, frozen=True, tag=True):
    """The countdown is over."""


class MoveMade(Struct, frozen=True, tag=True):
    """`player` played `move` (UCI); `ply` half-moves have now been made."""

    player: int
    move: str
    ply: int


class DrawOffered(Struct, frozen=True, tag=True):
    """`player` offers a draw."""

    player: int


class DrawWithdrawn(Struct, frozen=True, tag=True):
    """`player` no longer offers a draw."""

    player: int


class DrawDeclined(Struct, frozen=True, tag=True):
    """`player` does not want the draw, and has said so or moved instead."""

    player: int


class MatchHeld(Struct, frozen=True, tag=True):
    """Between two games, the match waits for `player`, who is away."""

    player: int


class MatchReleased(Struct, frozen=True, tag=True):
    """`player` is back, and the match goes on."""

    player: int


class GameEnded(Struct, frozen=True, tag=True):
    """`winner` is None for a draw; `reason` is one of `game.chess.rules.result.Reason`, by value."""

    game: int
    winner: int | None
    reason: str


class DraftOpened(Struct, frozen=True, tag=True):
    """`player` may choose one of `upgrades` (catalogue ids) within `ms`."""

    player: int
    upgrades: tuple[str, ...]
    ms: int


class PickMade(Struct, frozen=True, tag=True):
    """`player` has chosen, while the other still may: what, is told when both have (`UpgradeChosen`)."""

    player: int


class UpgradeChosen(Struct, frozen=True, tag=True):
    """`player` owns `upgrade` from the next game on; `auto`: time chose the first."""

    player: int
    upgrade: str
    auto: bool


class MatchEnded(Struct, frozen=True, tag=True):
    """`winner` is never None once a match is over by the rules; `reason`: "score", "armageddon", "forfeit" (the
    other one has left) or "abandoned" (has stayed away).
    """

    winner: int | None
    reason: str


class AgainAsked(Struct, frozen=True, tag=True):
    """`player` does want another match, on these terms, or does not."""

    player: int
    again: bool
    terms: Terms | None = None


class MatchRestarted(Struct, frozen=True, tag=True):
    """Both wanted another one: a clean slate with swapped colours. A `GameStarted` follows."""


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

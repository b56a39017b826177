"""What a server tells over HTTP of finished matches: leaderboard, profiles and histories. Not part of the room
protocol.

`username` is set for accounts only; their profile is found by it. `name` is what others see.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class LeaderboardRow(Struct, frozen=True):
    """One player's place. Players with too few matches have no `rank` and come last."""

    name: str
    rating: int
    matches: int
    won: int
    drawn: int
    lost: int
    rank: int | None = None
    uncertain: bool = False
    username: str | None = None
    picture: str | None = None
    bot: bool = False


class Leaderboard(Struct, frozen=True):
    """`GET /leaderboard?game&period&page`."""

    game: str
    period: Literal["week", "all"]
    page: int
    pages: int
    rows: list[LeaderboardRow]


class GameRecord(Struct, frozen=True, omit_defaults=True):
    """A player's record in one kind of game. `streak`: matches won in a row until now."""

    rating: int
    matches: int
    won: int
    drawn: int
    lost: int
    uncertain: bool = False
    streak: int = 0
    best_streak: int = 0


class UpgradeRecord(Struct, frozen=True):
    """How many matches a player took an upgrade in, how many games they began with it, and how many of those they
    won.
    """

    taken: int
    games: int = 0
    won: int = 0


class Profile(Struct, frozen=True):
    """`GET /players/NAME`, or `/players/me` for oneself. `best` is the upgrade with the best record, `streak` the
    longest of those in `ratings`.
    """

    name: str
    username: str | None = None
    picture: str | None = None
    ratings: dict[str, GameRecord] = {}
    upgrades: dict[str, UpgradeRecord] = {}
    best: str | None = None
    streak: int = 0


class MatchPlayer(Struct, frozen=True):
    """A player of a match. `name` is empty if the account was deleted. `you` marks the owner of the history."""

    name: str
    score: float
    result: Literal["won", "drawn", "lost"]
    username: str | None = None
    picture: str | None = None
    bot: str | None = None
    rating: int | None = None
    rating_change: int | None = None
    you: bool = False


class MatchRecord(Struct, frozen=True):
    """A finished match. `at` is in RFC 3339. `replay`: it can still be watched, as `/replay/ID`."""

    id: str
    game: str
    at: str
    players: list[MatchPlayer]
    reason: str
    rated: bool = False
    replay: bool = False


class Matches(Struct, frozen=True):
    """`GET /players/NAME/matches?page`, the newest first."""

    page: int
    pages: int
    rows: list[MatchRecord]


class Against(Struct, frozen=True):
    """`GET /players/NAME/against/OTHER?page`: the matches of NAME against OTHER, counted and listed."""

    won: int
    drawn: int
    lost: int
    page: int
    pages: int
    rows: list[MatchRecord]

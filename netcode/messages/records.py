"""What a server's HTTP side tells of finished matches: leaderboard, profiles, histories. No messages of a room.

`username` is there for accounts only: by it one finds their profile. `name` is what others see.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class LeaderboardRow(Struct, frozen=True):
    """Where somebody stands. Without enough matches they have no `rank` yet, and come last."""

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
    """How somebody does in a kind of game. `streak`: matches won in a row until now."""

    rating: int
    matches: int
    won: int
    drawn: int
    lost: int
    uncertain: bool = False
    streak: int = 0
    best_streak: int = 0


class UpgradeRecord(Struct, frozen=True):
    """In how many matches an upgrade was taken, how many games were begun with it, and how many of those were won."""

    taken: int
    games: int = 0
    won: int = 0


class Profile(Struct, frozen=True):
    """`GET /players/NAME`, and `/players/me` for oneself. `best`: the upgrade that has done most for them; `streak`:
    the longest of those in `ratings`.
    """

    name: str
    username: str | None = None
    picture: str | None = None
    ratings: dict[str, GameRecord] = {}
    upgrades: dict[str, UpgradeRecord] = {}
    best: str | None = None
    streak: int = 0


class MatchPlayer(Struct, frozen=True):
    """One of those who played. `name` is empty when the account is gone; `you`: whose history this is."""

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
    """A finished match. `at` is RFC 3339; `replay`: whether it can still be watched, as `/replay/ID`."""

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
    """`GET /players/NAME/against/OTHER?page`: matches of NAME against OTHER, counted and listed."""

    won: int
    drawn: int
    lost: int
    page: int
    pages: int
    rows: list[MatchRecord]

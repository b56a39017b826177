"""What a server tells over HTTP of ratings, matches and tables. Fields that it leaves out have nothing to say."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Page = Annotated[int, Meta(ge=1, le=1_000_000)]


class CannotReplay(ValueError):
    """A match cannot be shown again; the text is a sentence for the person who wants to see it."""


class Rating(Struct, frozen=True):
    """How somebody has done at one game. `uncertain`: too few matches for the number to mean much."""

    rating: int = 1500
    uncertain: bool = True
    matches: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    streak: int = 0
    """Matches won in a row, up to now."""
    best_streak: int = 0


class CardRecord(Struct, frozen=True):
    """How often somebody has taken an upgrade, and in how many matches with it they have won."""

    taken: int = 0
    won: int = 0


class PlayerRecord(Struct, frozen=True):
    """Somebody's record."""

    name: str = ""
    picture: str | None = None
    username: str | None = None
    ratings: dict[str, Rating] = {}
    upgrades: dict[str, CardRecord] = {}
    streak: int = 0

    @property
    def matches(self) -> int:
        """How many were played, of all games."""
        return sum(rating.matches for rating in self.ratings.values())


class MatchPlayer(Struct, frozen=True):
    """Somebody who was in a match."""

    name: str = ""
    score: float = 0.0
    rating_change: int | None = None
    bot: str | None = None
    me: bool = False


class MatchLine(Struct, frozen=True):
    """One match in a list."""

    id: str
    game: str = "chess"
    at: str = ""
    """When it ended, as RFC 3339 has it."""
    players: list[MatchPlayer] = []
    reason: str = ""
    replay: bool | str | None = None


class Matches(Struct, frozen=True):
    """A page of the matches that somebody has played, the latest first."""

    rows: list[MatchLine] = []
    page: Page = 1
    pages: Page = 1


class LeaderLine(Struct, frozen=True):
    """One line of a leaderboard; `rank` None: too few matches for one."""

    rank: int | None = None
    name: str = ""
    picture: str | None = None
    rating: int = 1500
    uncertain: bool = True
    matches: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    me: bool = False


class Leaderboard(Struct, frozen=True):
    """A page of it."""

    rows: list[LeaderLine] = []
    page: Page = 1
    pages: Page = 1


class Against(Struct, frozen=True):
    """How two have done against each other, as the first of them sees it."""

    won: int = 0
    drawn: int = 0
    lost: int = 0
    rows: list[MatchLine] = []

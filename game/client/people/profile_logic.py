"""The texts of the screens about people, from what a server tells. No pygame."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import quote

from msgspec import Struct

from game.client import texts

if TYPE_CHECKING:
    from datetime import tzinfo

    from netcode.messages.records import Against, GameRecord, LeaderboardRow, MatchPlayer, MatchRecord, Profile

ME = "/players/me"
AGAINST_BOTS = "-bots"
"""Behind the game's name: the rating of matches in which a computer plays."""
Period: TypeAlias = Literal["week", "all"]
Outcome: TypeAlias = Literal["won", "drawn", "lost"]


def matches_path(page: int) -> str:
    """The player's matches."""
    return f"{ME}/matches?page={page}"


def against_path(other: str) -> str:
    """How one has done against somebody."""
    return f"{ME}/against/{quote(other, safe='')}"


def table_path(game: str, period: Period, page: int) -> str:
    """A page of a leaderboard."""
    return f"/leaderboard?game={quote(game, safe='')}&period={period}&page={page}"


def rating_text(rating: int, *, uncertain: bool) -> str:
    """The rating, with a question mark while it is uncertain."""
    return f"{rating}?" if uncertain else str(rating)


def change_text(change: int | None) -> str:
    """The change of a rating with its sign; "" if the match was not rated."""
    if change is None:
        return ""
    return "\N{PLUS-MINUS SIGN}0" if not change else f"{'+' if change > 0 else chr(0x2212)}{abs(change)}"


def record_text(rating: GameRecord) -> str:
    """The number of matches, and how they ended."""
    return texts.match_record(rating.matches, rating.won, rating.drawn, rating.lost)


def matches_of(profile: Profile) -> int:
    """How many matches somebody has played, in all games."""
    return sum(record.matches for record in profile.ratings.values())


class MatchRow(Struct, frozen=True):
    """One line of the history."""

    time: str
    other: str
    """The opponent's name; of many, how many there were."""
    compare_with: str
    """What the server calls them; empty: nobody to compare with."""
    score: str
    outcome: Outcome
    change: str
    how: str
    """Which game it was, and how it ended if not on the score."""
    replay: str
    """What it is watched by; empty: it cannot be."""


def match_row(match: MatchRecord, game: str, zone: tzinfo | None = None) -> MatchRow:
    """The row for a match in somebody's history. `game` is the game's display name."""
    own = next((player for player in match.players if player.you), None)
    others = [player for player in match.players if player is not own]
    mine = own.score if own is not None else 0.0
    opponent = others[0] if len(others) == 1 else None
    return MatchRow(
        time=time_text(match.at, zone),
        other=_called(opponent) if opponent is not None else texts.many_players(len(match.players)),
        compare_with=(opponent.username or opponent.name) if opponent is not None and not opponent.bot else "",
        score=f"{texts.points(mine)} : {texts.points(opponent.score)}" if opponent is not None else texts.points(mine),
        outcome=own.result if own is not None else "drawn",
        change=change_text(own.rating_change if own is not None else None),
        how=" · ".join(filter(None, (game, texts.match_way(match.reason)))),
        replay=match.id if match.replay else "",
    )


def _called(player: MatchPlayer) -> str:
    """A player's name: a computer by its level, a deleted account by a general word."""
    if player.bot:
        return texts.computer_at(player.name, texts.level_title(player.bot))
    return player.name or texts.SOMEBODY


def time_text(at: str, zone: tzinfo | None = None) -> str:
    """Date and time in the local time zone; "" if it cannot be parsed."""
    try:
        return f"{datetime.fromisoformat(at).astimezone(zone):%d %b %Y, %H:%M}".lstrip("0")
    except (ValueError, OverflowError):
        return ""


class LeaderRow(Struct, frozen=True):
    """One line of the leaderboard."""

    rank: str
    name: str
    picture: str | None
    rating: str
    record: str
    me: bool


def leader_row(line: LeaderboardRow, me: str) -> LeaderRow:
    """The row for a player. `me`: the user's username, or a guest's name."""
    return LeaderRow(
        rank="" if line.rank is None else str(line.rank),
        name=line.name,
        picture=line.picture,
        rating=rating_text(line.rating, uncertain=line.uncertain),
        record=texts.match_record(line.matches, line.won, line.drawn, line.lost),
        me=not line.bot and (line.username or line.name) == me,
    )


def against_text(other: str, record: Against) -> str:
    """The record against somebody, in a sentence."""
    return texts.against(other, record.won, record.drawn, record.lost)

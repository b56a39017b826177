"""What the screens about people say, worked out from what a server tells. No pygame."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import quote

from msgspec import Struct

from game.client import texts

if TYPE_CHECKING:
    from datetime import tzinfo

    from game.client.people.records import Against, LeaderLine, MatchLine, MatchPlayer, Rating

ME = "/players/me"
Period: TypeAlias = Literal["week", "all"]
Outcome: TypeAlias = Literal["won", "drawn", "lost", "seen"]


def matches_path(page: int) -> str:
    """One's own matches."""
    return f"{ME}/matches?page={page}"


def against_path(other: str) -> str:
    """How one has done against somebody."""
    return f"{ME}/against/{quote(other, safe='')}"


def table_path(game: str, period: Period, page: int) -> str:
    """A page of a leaderboard."""
    return f"/leaderboard?game={quote(game, safe='')}&period={period}&page={page}"


def replay_path(replay: str) -> str:
    """A match to be watched again."""
    return f"/replays/{quote(replay, safe='')}.json"


def rating_text(rating: int, *, uncertain: bool) -> str:
    """With a question mark while too few matches are known."""
    return f"{rating}?" if uncertain else str(rating)


def change_text(change: int | None) -> str:
    """What a match has done to a rating: with its sign, or a plus-minus sign; empty: it was not rated."""
    if change is None:
        return ""
    return "\N{PLUS-MINUS SIGN}0" if not change else f"{'+' if change > 0 else chr(0x2212)}{abs(change)}"


def record_text(rating: Rating) -> str:
    """How many matches, and how they ended."""
    return texts.match_record(rating.matches, rating.won, rating.drawn, rating.lost)


class MatchRow(Struct, frozen=True):
    """One line of the history."""

    day: str
    me: str
    other: str
    """The opponent's name; of many, how many there were."""
    score: str
    outcome: Outcome
    change: str
    how: str
    """Which game it was, and how it ended if not on the score."""
    replay: str
    """What it is watched by; empty: it cannot be."""
    can_compare: bool


def match_row(match: MatchLine, me: str, game: str, zone: tzinfo | None = None) -> MatchRow:
    """The line about a match of the one who is called `me`; `game` is what people call what was played."""
    own = _own(match, me)
    others = [player for player in match.players if player is not own]
    mine = own.score if own is not None else 0.0
    best = max((player.score for player in others), default=0.0)
    outcome: Outcome = "seen" if own is None else "drawn" if mine == best else "won" if mine > best else "lost"
    replay = match.replay if isinstance(match.replay, str) else match.id if match.replay else ""
    two = len(others) == 1
    return MatchRow(
        day=day_text(match.at, zone),
        me=own.name if own is not None else "",
        other=others[0].name if two else texts.many_players(len(match.players)),
        score=f"{texts.points(mine)} : {texts.points(best)}" if two else texts.points(mine),
        outcome=outcome,
        change=change_text(own.rating_change if own is not None else None),
        how=" · ".join(filter(None, (game, texts.match_way(match.reason)))),
        replay=replay.rpartition("/")[2].removesuffix(".json"),
        can_compare=two and not others[0].bot,
    )


def _own(match: MatchLine, me: str) -> MatchPlayer | None:
    marked = next((player for player in match.players if player.me), None)
    return marked or next((player for player in match.players if player.name == me), None)


def day_text(at: str, zone: tzinfo | None = None) -> str:
    """The day in the person's own time zone; what is no time is left out."""
    try:
        return f"{datetime.fromisoformat(at).astimezone(zone):%d %b %Y}".lstrip("0")
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


def leader_row(line: LeaderLine, me: str) -> LeaderRow:
    """The line about somebody; `me`: what one is called oneself."""
    return LeaderRow(
        rank="" if line.rank is None else str(line.rank),
        name=line.name,
        picture=line.picture,
        rating=rating_text(line.rating, uncertain=line.uncertain),
        record=texts.match_record(line.matches, line.won, line.drawn, line.lost),
        me=line.me or line.name == me,
    )


def against_text(other: str, record: Against) -> str:
    """How one has done against somebody, in a sentence."""
    return texts.against(other, record.won, record.drawn, record.lost)

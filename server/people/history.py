"""What a person has played: profile, matches, and their record against another person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from sqlalchemy import and_, case, false, func, or_, select

from netcode.messages.records import Against, GameRecord, Matches, MatchPlayer, MatchRecord, Profile, UpgradeRecord
from server.people.accounts import username_key
from server.people.ratings import BOT, Standing
from server.people.tables import guest_keys, match_players, match_upgrades, matches, people, ratings, sessions
from server.people.withheld import NOTHING
from server.tokens import digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.people.withheld import Withheld

# Of a match with many players, so many are named, the best first, and the person whose history it is.
MOST_NAMED: Final = 8
_STANDING: Final = tuple(Standing.__struct_fields__)


class Person(Struct, frozen=True):
    """The person whose page is asked for."""

    id: str
    name: str
    username: str | None
    picture: str | None


# --- who --------------------------------------------------------------------------------------------------------------


async def person_called(connection: AsyncConnection, name: str, *, guests: bool) -> Person | None:
    """The person with this username in any spelling; with `guests`, else the guest who last had this name. Banned
    people are not found.
    """
    if not name:
        return None
    accounts = _person().where(people.c.username_key == username_key(name), people.c.banned == false())
    if (found := _one(await connection.execute(accounts))) is not None or not guests:
        return found
    named = _person().where(
        people.c.username.is_(None), people.c.name == name, people.c.merged_into.is_(None), people.c.banned == false()
    )
    return _one(await connection.execute(named.order_by(people.c.seen_at.desc()).limit(1)))


async def person_with(connection: AsyncConnection, secret: str, now_ms: int) -> Person | None:
    """The person who owns this secret: the session of an account, or the key of a guest."""
    hashed = digest(secret)
    session = select(sessions.c.person).where(sessions.c.hash == hashed, sessions.c.expires_at > now_ms)
    key = select(guest_keys.c.person).where(guest_keys.c.hash == hashed)
    whose = _person().where(or_(people.c.id.in_(session), people.c.id.in_(key)))
    return _one(await connection.execute(whose))


def _person() -> Select[Any]:
    return select(people.c.id, people.c.name, people.c.username, people.c.picture).where(people.c.deleted_at.is_(None))


def _one(result: Any) -> Person | None:
    row = result.first()
    return None if row is None else Person(*row)


# --- profile ----------------------------------------------------------------------------------------------------------


async def profile(connection: AsyncConnection, person: Person, withheld: Withheld = NOTHING) -> Profile:
    """The person's ratings in each kind of game, and the record of each upgrade, but for what is withheld."""
    rows = await connection.execute(
        select(ratings.c.game, *(ratings.c[name] for name in _STANDING)).where(ratings.c.who == person.id)
    )
    standings = {game: withheld.standing(person.id, game, Standing(*values)) for game, *values in rows}
    records = {game: _record(standing) for game, standing in standings.items() if standing.matches}
    upgrades = await _upgrades(connection, person, withheld)
    return Profile(
        name=person.name,
        username=person.username,
        picture=person.picture,
        ratings=records,
        upgrades=upgrades,
        best=_best(upgrades),
        streak=max((each.streak for each in records.values()), default=0),
    )


def _record(standing: Standing) -> GameRecord:
    return GameRecord(
        standing.rating,
        standing.matches,
        standing.won,
        standing.drawn,
        standing.lost,
        standing.uncertain,
        standing.streak,
        standing.best_streak,
    )


async def _upgrades(connection: AsyncConnection, person: Person, withheld: Withheld) -> dict[str, UpgradeRecord]:
    used = match_upgrades.c
    rows = await connection.execute(
        select(used.upgrade, func.sum(used.taken), func.sum(used.games), func.sum(used.won_games))
        .where(used.person == person.id, *withheld.shows(used.match))
        .group_by(used.upgrade)
        .order_by(used.upgrade)
    )
    return {upgrade: UpgradeRecord(int(taken), int(games), int(won)) for upgrade, taken, games, won in rows}


def _best(upgrades: Mapping[str, UpgradeRecord]) -> str | None:
    """The upgrade that won the largest share of its games. One imaginary win and one loss are added to each, so that a
    single game does not decide.
    """
    won = {upgrade: each for upgrade, each in upgrades.items() if each.won}
    return max(won, key=lambda upgrade: ((won[upgrade].won + 1) / (won[upgrade].games + 2), upgrade), default=None)


# --- matches ----------------------------------------------------------------------------------------------------------


async def matches_of(
    connection: AsyncConnection, person: Person, page: int, rows: int, withheld: Withheld = NOTHING
) -> Matches:
    """A page of the person's matches, the newest first, but for what is withheld."""
    mine = match_players.c
    theirs = (mine.person == person.id, *withheld.shows(mine.match))
    count = await connection.scalar(select(func.count()).where(*theirs)) or 0
    ids = select(mine.match).where(*theirs).order_by(mine.at.desc(), mine.match).offset((page - 1) * rows).limit(rows)
    return Matches(page, -(-count // rows), await _records(connection, ids, person, withheld))


async def against(
    connection: AsyncConnection, person: Person, other: Person, page: int, rows: int, withheld: Withheld = NOTHING
) -> Against:
    """The person's record against another one, from matches that both played, but for what is withheld: who had the
    better place.
    """
    mine, theirs = match_players.alias("mine"), match_players.alias("theirs")
    same = mine.c.match == theirs.c.match
    both = and_(same, mine.c.person == person.id, theirs.c.person == other.id, *withheld.shows(mine.c.match))

    def counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    won, drawn, lost = (
        await connection.execute(
            select(
                counted(mine.c.place < theirs.c.place),
                counted(mine.c.place == theirs.c.place),
                counted(mine.c.place > theirs.c.place),
            ).where(both)
        )
    ).one()
    ids = (
        select(mine.c.match).where(both).order_by(mine.c.at.desc(), mine.c.match).offset((page - 1) * rows).limit(rows)
    )
    pages = -(-(won + drawn + lost) // rows)
    return Against(won, drawn, lost, page, pages, await _records(connection, ids, person, withheld))


async def _records(
    connection: AsyncConnection, ids: Select[Any], person: Person, withheld: Withheld
) -> list[MatchRecord]:
    """The records of these matches, in this order."""
    order = list(await connection.scalars(ids))
    if not order:
        return []
    found = await connection.execute(
        select(
            matches.c.id,
            matches.c.game,
            matches.c.at,
            matches.c.reason,
            matches.c.rated,
            matches.c.replay.is_not(None).label("has_replay"),
        ).where(matches.c.id.in_(order))
    )
    played: dict[str, list[MatchPlayer]] = {id_: [] for id_ in order}
    for row in await connection.execute(_players(order, person)):
        played[row.match].append(_player(row, person, withheld))
    by_id = {row.id: row for row in found}
    return [_match(by_id[id_], played[id_]) for id_ in order]


def _players(ids: Sequence[str], person: Person) -> Select[Any]:
    of = match_players.c
    return (
        select(match_players, people.c.username, people.c.picture, people.c.deleted_at)
        .outerjoin(people, people.c.id == of.person)
        .where(of.match.in_(ids), or_(of.place <= MOST_NAMED, of.person == person.id))
        .order_by(of.match, of.place, of.pid)
    )


def _player(row: Row[Any], person: Person, withheld: Withheld) -> MatchPlayer:
    who = row.person if row.bot is None else f"{BOT}{row.bot}"
    is_rated = row.rating_after is not None and withheld.shows_rating(who, row.at)
    return MatchPlayer(
        name=row.name if row.deleted_at is None else "",
        score=row.score,
        result=row.result,
        username=row.username,
        picture=row.picture,
        bot=row.bot,
        rating=row.rating_after if is_rated else None,
        rating_change=row.rating_after - row.rating_before if is_rated else None,
        you=row.person == person.id,
    )


def _match(row: Row[Any], players: list[MatchPlayer]) -> MatchRecord:
    return MatchRecord(row.id, row.game, rfc3339(row.at), players, row.reason, row.rated, row.has_replay)


def rfc3339(at_ms: int) -> str:
    """A time in RFC 3339, in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

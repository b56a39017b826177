"""The leaderboard of a kind of game, of all time or of this week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct
from sqlalchemy import and_, false, func, or_, select

from netcode.messages.records import Leaderboard, LeaderboardRow
from server.games.bots import bot_name
from server.people.outcomes import week_of
from server.people.queries import Period
from server.people.ratings import BOT, is_uncertain, shown
from server.people.tables import people, ratings, weeks
from server.people.withheld import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Row, Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.people.withheld import Withheld

# A leaderboard of so many people is counted only every so often.
LONG: Final = 1_000
COUNTED_FOR_MS: Final = 30_000


class PageQuery(Struct, frozen=True):
    """Which page of which leaderboard. `ranked_from`: how many matches are needed for a rank. `guests`: whether people
    without an account are listed.
    """

    game: str
    period: Period
    page: int
    rows: int
    ranked_from: int
    guests: bool
    now_ms: int


class Leaderboards:
    """The leaderboards of one server. The length of a long one is counted only once in a while, because that takes
    longer than reading a page.
    """

    def __init__(self) -> None:
        self._counted: dict[tuple[str, Period], tuple[int, int, int]] = {}

    async def page(self, connection: AsyncConnection, asked: PageQuery, withheld: Withheld = NOTHING) -> Leaderboard:
        """A page, without what is withheld; people without a rank come last. A page beyond the end is empty."""
        source = _source_of(asked, withheld)
        count, ranks = await self._count(connection, asked, source)
        first = (asked.page - 1) * asked.rows
        rows: list[LeaderboardRow] = []
        if first < ranks:
            found = await connection.execute(_page(source, source.ranked, first, asked.rows))
            rows += [_row(row, first + i) for i, row in enumerate(found, start=1)]
        if len(rows) < asked.rows and first + len(rows) < count:
            behind = max(0, first - ranks)
            rest = _page(source, source.others, behind, asked.rows - len(rows))
            rows += [_row(row, None) for row in await connection.execute(rest)]
        return Leaderboard(asked.game, asked.period, asked.page, -(-count // asked.rows), rows)

    async def _count(self, connection: AsyncConnection, asked: PageQuery, source: _Source) -> tuple[int, int]:
        """How many people there are, and how many of them have a rank."""
        key = (asked.game, asked.period)
        counted_ms, count, ranks = self._counted.get(key, (0, 0, 0))
        if count >= LONG and abs(asked.now_ms - counted_ms) < COUNTED_FOR_MS:
            return count, ranks
        counts = select(func.count(), func.count().filter(source.ranked)).select_from(_whom(source.table))
        count, ranks = (await connection.execute(counts.where(source.within))).one()
        if count >= LONG:
            self._counted[key] = asked.now_ms, count, ranks
        return count, ranks


class _Source(NamedTuple):
    """Where a leaderboard is read: its columns, and the conditions for being on it, with a rank and without one."""

    table: Table
    columns: Mapping[str, ColumnElement[Any]]
    within: ColumnElement[bool]
    ranked: ColumnElement[bool]
    others: ColumnElement[bool]


def _source_of(asked: PageQuery, withheld: Withheld) -> _Source:
    table = ratings if asked.period == "all" else weeks
    columns = withheld.columns(table, asked.game)
    matches = columns["matches"]
    within = and_(table.c.game == asked.game, _listed(asked))
    if table is weeks:
        within = and_(within, weeks.c.week == week_of(asked.now_ms))
    if withheld.before:
        # Their first match may be one that is withheld.
        within = and_(within, matches > 0)
    return _Source(table, columns, within, matches >= asked.ranked_from, matches < asked.ranked_from)


def _whom(table: Table) -> Any:
    return table.outerjoin(people, people.c.id == table.c.who)


def _listed(asked: PageQuery) -> ColumnElement[bool]:
    """The condition for being shown: neither erased nor banned."""
    person = and_(people.c.deleted_at.is_(None), people.c.banned == false(), people.c.id.is_not(None))
    if not asked.guests:
        person = and_(person, people.c.username.is_not(None))
    return or_(person, people.c.id.is_(None))


def _page(source: _Source, whom: ColumnElement[bool], first: int, most: int) -> Select[Any]:
    who = source.table.c.who
    return (
        select(who, *source.columns.values(), people.c.name, people.c.username, people.c.picture)
        .select_from(_whom(source.table))
        .where(source.within, whom)
        .order_by(source.columns["mu"].desc(), who)
        .offset(first)
        .limit(most)
    )


def _row(row: Row[Any], rank: int | None) -> LeaderboardRow:
    bot = row.who.startswith(BOT)
    return LeaderboardRow(
        name=bot_name(row.who.removeprefix(BOT)) if bot else row.name,
        rating=shown(row.mu),
        matches=row.matches,
        won=row.won,
        drawn=row.drawn,
        lost=row.lost,
        rank=rank,
        uncertain=rank is None or is_uncertain(row.sigma),
        username=row.username,
        picture=row.picture,
        bot=bot,
    )

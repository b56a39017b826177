"""The leaderboard of a kind of game, of all time or of this week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from sqlalchemy import and_, false, func, or_, select

from netcode.messages.records import Leaderboard, LeaderboardRow
from server.games.bots import bot_name
from server.people.outcomes import week_of
from server.people.queries import Period
from server.people.ratings import BOT, is_uncertain, shown
from server.people.tables import people, ratings, weeks

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

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

    async def page(self, connection: AsyncConnection, asked: PageQuery) -> Leaderboard:
        """A page; people without a rank come last. A page beyond the end is empty."""
        table, within = _table_of(asked)
        ranked, others = table.c.matches >= asked.ranked_from, table.c.matches < asked.ranked_from
        count, ranks = await self._count(connection, asked)
        first = (asked.page - 1) * asked.rows
        rows: list[LeaderboardRow] = []
        if first < ranks:
            found = await connection.execute(_page(table, and_(within, ranked, _listed(asked)), first, asked.rows))
            rows += [_row(row, first + i) for i, row in enumerate(found, start=1)]
        if len(rows) < asked.rows and first + len(rows) < count:
            behind = max(0, first - ranks)
            rest = _page(table, and_(within, others, _listed(asked)), behind, asked.rows - len(rows))
            rows += [_row(row, None) for row in await connection.execute(rest)]
        return Leaderboard(asked.game, asked.period, asked.page, -(-count // asked.rows), rows)

    async def _count(self, connection: AsyncConnection, asked: PageQuery) -> tuple[int, int]:
        """How many people there are, and how many of them have a rank."""
        key = (asked.game, asked.period)
        counted_ms, count, ranks = self._counted.get(key, (0, 0, 0))
        if count >= LONG and abs(asked.now_ms - counted_ms) < COUNTED_FOR_MS:
            return count, ranks
        table, within = _table_of(asked)
        ranked = table.c.matches >= asked.ranked_from
        counts = select(func.count(), func.count().filter(ranked)).select_from(_whom(table))
        count, ranks = (await connection.execute(counts.where(within, _listed(asked)))).one()
        if count >= LONG:
            self._counted[key] = asked.now_ms, count, ranks
        return count, ranks


def _table_of(asked: PageQuery) -> tuple[Table, ColumnElement[bool]]:
    if asked.period == "all":
        return ratings, ratings.c.game == asked.game
    return weeks, and_(weeks.c.week == week_of(asked.now_ms), weeks.c.game == asked.game)


def _whom(table: Table) -> Any:
    return table.outerjoin(people, people.c.id == table.c.who)


def _listed(asked: PageQuery) -> ColumnElement[bool]:
    """The condition for being shown: neither erased nor banned."""
    person = and_(people.c.deleted_at.is_(None), people.c.banned == false(), people.c.id.is_not(None))
    if not asked.guests:
        person = and_(person, people.c.username.is_not(None))
    return or_(person, people.c.id.is_(None))


def _page(table: Table, where: ColumnElement[bool], first: int, most: int) -> Select[Any]:
    return (
        select(
            table.c.who,
            table.c.mu,
            table.c.sigma,
            *(table.c[name] for name in ("matches", "won", "drawn", "lost")),
            people.c.name,
            people.c.username,
            people.c.picture,
        )
        .select_from(_whom(table))
        .where(where)
        .order_by(table.c.mu.desc(), table.c.who)
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

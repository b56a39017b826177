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
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from server.people.withheld import Withheld

# A leaderboard of so many people is counted, and gets its marks, only every so often.
LONG: Final = 1_000
COUNTED_FOR_MS: Final = 30_000
# Between two marks of a long leaderboard. To reach a page, a database passes all rows from the nearest mark on.
MARKED_EVERY: Final = 250


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


class _Mark(NamedTuple):
    """The sorting key of a row: the row itself need not be there any more."""

    mu: float
    who: str


class _Outline(NamedTuple):
    """The size of a leaderboard: people, those of them with a rank, and marks among both kinds."""

    counted_ms: int
    people: int
    ranks: int
    ranked: Sequence[_Mark] = ()
    others: Sequence[_Mark] = ()


class Leaderboards:
    """The leaderboards of one server. The outline of a long one is made only once in a while, because that takes longer
    than reading a page.
    """

    def __init__(self) -> None:
        self._outlines: dict[tuple[str, Period], _Outline] = {}

    async def page(self, connection: AsyncConnection, asked: PageQuery, withheld: Withheld = NOTHING) -> Leaderboard:
        """A page, without what is withheld; people without a rank come last. A page beyond the end is empty."""
        source = _source_of(asked, withheld)
        outline = await self._outline(connection, asked, source)
        first = (asked.page - 1) * asked.rows
        rows: list[LeaderboardRow] = []
        if first < outline.ranks:
            found = await connection.execute(_page(source, source.ranked, outline.ranked, first, asked.rows))
            rows += [_row(row, first + i) for i, row in enumerate(found, start=1)]
        if len(rows) < asked.rows and first + len(rows) < outline.people:
            behind = max(0, first - outline.ranks)
            rest = _page(source, source.others, outline.others, behind, asked.rows - len(rows))
            rows += [_row(row, None) for row in await connection.execute(rest)]
        return Leaderboard(asked.game, asked.period, asked.page, -(-outline.people // asked.rows), rows)

    async def _outline(self, connection: AsyncConnection, asked: PageQuery, source: _Source) -> _Outline:
        key = (asked.game, asked.period)
        outline = self._outlines.get(key)
        if outline is not None and abs(asked.now_ms - outline.counted_ms) < COUNTED_FOR_MS:
            return outline
        counts = select(func.count(), func.count().filter(source.ranked)).select_from(_whom(source.table))
        count, ranks = (await connection.execute(counts.where(source.within))).one()
        outline = _Outline(asked.now_ms, count, ranks)
        if count >= LONG:
            ranked = [_Mark(*row) for row in await connection.execute(_marks(source, source.ranked))]
            others = [_Mark(*row) for row in await connection.execute(_marks(source, source.others))]
            outline = self._outlines[key] = outline._replace(ranked=ranked, others=others)
        return outline


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


def _page(source: _Source, whom: ColumnElement[bool], marks: Sequence[_Mark], first: int, most: int) -> Select[Any]:
    """The rows from number `first` on, counted from 0, reached by the marks if there are any."""
    mu, who = source.columns["mu"], source.table.c.who
    page = (
        select(who, *source.columns.values(), people.c.name, people.c.username, people.c.picture)
        .select_from(_whom(source.table))
        .where(source.within, whom)
        .order_by(mu.desc(), who)
        .limit(most)
    )
    nearest = min(first // MARKED_EVERY, len(marks) - 1)
    if nearest <= 0:
        return page.offset(first)
    mark = marks[nearest]
    # Equal to "mu < mark.mu or ...", but an index leads to it.
    page = page.where(mu <= mark.mu, or_(mu < mark.mu, who >= mark.who))
    return page.offset(first - nearest * MARKED_EVERY)


def _marks(source: _Source, whom: ColumnElement[bool]) -> Select[Any]:
    mu, who = source.columns["mu"], source.table.c.who
    number = func.row_number().over(order_by=(mu.desc(), who)) - 1
    rows = (
        select(mu.label("mu"), who.label("who"), number.label("number"))
        .select_from(_whom(source.table))
        .where(source.within, whom)
        .subquery()
    )
    return select(rows.c.mu, rows.c.who).where(rows.c.number % MARKED_EVERY == 0).order_by(rows.c.number)


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

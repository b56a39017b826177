"""A match that is watched with a delay: others read of it when its spectators have seen its end, players at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select

from server.config import Config
from server.people import accounts
from server.people.cleanup import Cleanup
from server.people.outcomes import record
from server.people.queries import Whose
from server.people.reading import Reader
from server.people.tables import guest_keys, withheld
from server.people.withheld import MARGIN_MS
from server.tokens import digest
from tests.helpers.records import DAY_MS, MONDAY_MS, a_database, a_match
from tests.helpers.server import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sqlalchemy import URL

    from server.people.database import Database
    from server.people.queries import Period

END_MS = MONDAY_MS + DAY_MS
DELAY_MS = 30_000
ANNS_KEY = "ann's own key"


class Audience:
    """Ann has beaten Bob twice, and the second match is still watched; Cid has beaten Dee three times."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now_ms = END_MS + DELAY_MS - 1

    def wall_ms(self) -> int:
        return self.now_ms

    @property
    def reader(self) -> Reader:
        limits: Any = {"ranked_from": 2, "ranked_from_this_week": 2}
        return Reader(Config(**limits), self, self.database, KINDS)  # type: ignore[arg-type]

    async def play(self, second: Any) -> None:
        before = [a_match("cid", "dee", number=number) for number in (1, 2, 3)]
        async with self.database.writing() as connection:
            await connection.execute(insert(guest_keys).values(hash=digest(ANNS_KEY), person="ann"))
            await record(connection, [*before, a_match("ann", "bob", number=4)])
            await record(connection, [second])

    def see_the_end(self) -> None:
        self.now_ms = END_MS + DELAY_MS + MARGIN_MS


def told_to_an_audience(url: URL, test: Callable[[Audience], Coroutine[Any, Any, None]], **second: Any) -> None:
    async def run() -> None:
        async with a_database(url, "ann", "bob", "cid", "dee") as database:
            audience = Audience(database)
            await audience.play(a_match("ann", "bob", number=5, at_ms=END_MS, **{"watch_delay_ms": DELAY_MS, **second}))
            await test(audience)

    asyncio.run(run())


@pytest.mark.parametrize("rated", [True, False])
def test_it_is_in_no_history_before_and_in_all_after(url: URL, rated: bool) -> None:
    async def test(audience: Audience) -> None:
        found = []
        for _ in range(2):
            matches = await audience.reader.matches(Whose("ann"), 1)
            against = await audience.reader.against(Whose("bob"), "ann", 1)
            assert matches is not None
            assert against is not None
            found.append((len(matches.rows), len(against.rows), against.lost))
            audience.see_the_end()
        assert found == [(1, 1, 1), (2, 2, 2)]

    told_to_an_audience(url, test, rated=rated)


def test_whoever_played_it_reads_it_at_once(url: URL) -> None:
    async def test(audience: Audience) -> None:
        me = Whose(secret=ANNS_KEY)
        matches, mine = await audience.reader.matches(me, 1), await audience.reader.profile(me)
        against = await audience.reader.against(me, "bob", 1)
        assert matches is not None
        assert mine is not None
        assert against is not None
        assert (len(matches.rows), mine.ratings["chess"].won, mine.streak, against.won) == (2, 2, 2, 2)
        assert mine.ratings["chess"].rating == matches.rows[0].players[0].rating

    told_to_an_audience(url, test)


def test_a_profile_shows_the_rating_before_it(url: URL) -> None:
    async def test(audience: Audience) -> None:
        before = await audience.reader.profile(Whose("bob"))
        history = await audience.reader.matches(Whose("bob"), 1)
        audience.see_the_end()
        after = await audience.reader.profile(Whose("bob"))
        assert before is not None
        assert after is not None
        assert history is not None
        assert (before.ratings["chess"].lost, after.ratings["chess"].lost) == (1, 2)
        (mine,) = (each for each in history.rows[0].players if each.you)
        assert before.ratings["chess"].rating == mine.rating
        assert [each.upgrades["shield"].games for each in (before, after)] == [1, 2]

    told_to_an_audience(url, test)


def test_the_rating_after_a_later_match_does_not_tell_how_it_ended(url: URL) -> None:
    async def test(audience: Audience) -> None:
        async with audience.database.writing() as connection:
            await record(connection, [a_match("ann", "cid", number=6, at_ms=END_MS + 5_000)])
        rated = []
        for whose in (Whose("cid"), Whose(secret=ANNS_KEY)):
            history = await audience.reader.matches(whose, 1)
            assert history is not None
            rated.append([(each.name, each.rating_change is not None) for each in history.rows[0].players])
            assert [each.rating is not None for each in history.rows[-1].players] == [True, True]
        assert rated == [[("ann", False), ("cid", True)], [("ann", True), ("cid", True)]]
        audience.see_the_end()
        history = await audience.reader.matches(Whose("cid"), 1)
        assert history is not None
        assert all(each.rating is not None for each in history.rows[0].players)

    told_to_an_audience(url, test)


def test_a_first_match_leaves_a_profile_without_a_rating(url: URL) -> None:
    async def test(audience: Audience) -> None:
        ann = await audience.reader.profile(Whose("ann"))
        assert ann is not None
        assert set(ann.ratings) == {"chess"}

    told_to_an_audience(url, test, game="quiz")


@pytest.mark.parametrize("period", ["all", "week"])
def test_the_leaderboard_is_as_before_it(url: URL, period: Period) -> None:
    async def board(audience: Audience) -> list[tuple[str, int | None, int, int, int]]:
        page = await audience.reader.leaderboard("chess", period, 1)
        return [(row.name, row.rank, row.matches, row.won, row.rating) for row in page.rows]

    async def test(audience: Audience) -> None:
        before = await board(audience)
        audience.see_the_end()
        after = await board(audience)
        assert [row[:4] for row in before] == [
            ("cid", 1, 3, 3),
            ("dee", 2, 3, 0),
            ("ann", None, 1, 1),
            ("bob", None, 1, 0),
        ]
        assert [row[:3] for row in after] == [("cid", 1, 3), ("ann", 2, 2), ("bob", 3, 2), ("dee", 4, 3)]
        assert before[2][4] < after[1][4]

    told_to_an_audience(url, test)


def test_somebody_whose_first_match_it_was_is_on_no_leaderboard(url: URL) -> None:
    async def test(audience: Audience) -> None:
        periods: tuple[Period, ...] = ("all", "week")
        for period in periods:
            page = await audience.reader.leaderboard("quiz", period, 1)
            assert (page.rows, page.pages) == ([], 0)

    told_to_an_audience(url, test, game="quiz")


def test_the_rating_of_a_guest_who_has_become_somebody_else_is_withheld_no_more(url: URL) -> None:
    async def test(audience: Audience) -> None:
        async with audience.database.writing() as connection:
            await accounts.merge(connection, "bob", "cid")
        cid, ann = [await audience.reader.profile(Whose(name)) for name in ("cid", "ann")]
        matches = await audience.reader.matches(Whose("cid"), 1)
        assert cid is not None
        assert ann is not None
        assert matches is not None
        assert (cid.ratings["chess"].lost, ann.ratings["chess"].won, len(matches.rows)) == (2, 1, 4)

    told_to_an_audience(url, test)


def test_a_match_without_a_delay_is_read_at_once(url: URL) -> None:
    async def test(audience: Audience) -> None:
        matches = await audience.reader.matches(Whose("ann"), 1)
        assert matches is not None
        assert len(matches.rows) == 2

    told_to_an_audience(url, test, watch_delay_ms=0)


def test_what_has_been_seen_is_not_kept_twice(url: URL) -> None:
    async def test(audience: Audience) -> None:
        audience.see_the_end()
        await Cleanup(Config(), audience, audience.database).tidy()  # type: ignore[arg-type]
        async with audience.database.reading() as connection:
            assert await connection.scalar(select(func.count()).select_from(withheld)) == 0

    told_to_an_audience(url, test)

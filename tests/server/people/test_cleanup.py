"""What is not kept for ever."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from server.config import Config
from server.people import cleanup
from server.people.cleanup import Cleanup
from server.people.outcomes import record
from server.people.tables import guest_keys, matches, people, pictures, sessions, weeks
from server.rooms.identity import UPLOADED
from tests.helpers.records import DAY_MS, MONDAY_MS, a_database, a_match

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    import pytest
    from sqlalchemy import URL, Column

    from server.people.database import Database

NOW_MS = MONDAY_MS + 400 * DAY_MS


class House:
    """A database to be tidied up."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def wall_ms(self) -> int:
        return NOW_MS

    async def tidy(self, **config: Any) -> None:
        await Cleanup(Config(**config), self, self.database).tidy()  # type: ignore[arg-type]

    async def change(self, *statements: Any) -> None:
        async with self.database.writing() as connection:
            for statement in statements:
                await connection.execute(statement)

    async def keep(self, *ages_days: int) -> None:
        finished = [
            a_match("ann", "bob", number=n, at_ms=NOW_MS - d * DAY_MS) for n, d in enumerate(ages_days, start=1)
        ]
        async with self.database.writing() as connection:
            await record(connection, finished)

    async def all(self, column: Column[Any]) -> list[Any]:
        async with self.database.reading() as connection:
            return list(await connection.scalars(select(column).order_by(column)))


def in_house(url: URL, test: Callable[[House], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with a_database(url, "ann", "bob", "cid") as database:
            await test(House(database))

    asyncio.run(run())


def test_an_old_replay_is_dropped_and_its_match_stays(url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanup, "AT_ONCE", 2)

    async def test(house: House) -> None:
        await house.keep(399, 370, 366, 364, 0)
        await house.tidy()
        assert len(await house.all(matches.c.id)) == 5
        assert sum(replay is not None for replay in await house.all(matches.c.replay)) == 2
        await house.tidy(replay_days=0)
        assert sum(replay is not None for replay in await house.all(matches.c.replay)) == 2

    in_house(url, test)


def test_the_leaderboards_of_past_weeks_are_dropped(url: URL) -> None:
    async def test(house: House) -> None:
        await house.keep(60, 0)
        assert len(await house.all(weeks.c.week)) == 4
        await house.tidy()
        assert len(await house.all(weeks.c.week)) == 2

    in_house(url, test)


def test_sessions_that_have_ended_are_dropped(url: URL) -> None:
    async def test(house: House) -> None:
        values = {"person": "ann", "created_at": 1, "seen_at": 1}
        await house.change(
            insert(sessions).values(hash=b"ended", expires_at=NOW_MS, **values),
            insert(sessions).values(hash=b"valid", expires_at=NOW_MS + 1, **values),
        )
        await house.tidy()
        assert await house.all(sessions.c.hash) == [b"valid"]

    in_house(url, test)


def test_pictures_that_nobody_shows_are_dropped_but_not_at_once(url: URL) -> None:
    async def test(house: House) -> None:
        old, new = NOW_MS - 2 * DAY_MS, NOW_MS - DAY_MS // 2
        await house.change(
            *(
                insert(pictures).values(hash=name, data=b"a picture", created_at=at_ms)
                for name, at_ms in (("shown", old), ("unused", old), ("uploaded just now", new))
            ),
            update(people).where(people.c.id == "ann").values(picture=f"{UPLOADED}shown.png"),
        )
        await house.tidy()
        assert await house.all(pictures.c.hash) == ["shown", "uploaded just now"]

    in_house(url, test)


def test_guests_are_forgotten_who_finished_no_match_and_never_came_back(url: URL) -> None:
    async def test(house: House) -> None:
        await house.keep(0)
        await house.change(
            insert(people).values(id="dee", username="Dee", username_key="dee", password="x", created_at=1, seen_at=1),
            insert(people).values(id="eve", created_at=1, seen_at=NOW_MS),
            insert(guest_keys).values(hash=b"key", person="cid"),
        )
        await house.tidy()
        assert await house.all(people.c.id) == ["ann", "bob", "dee", "eve"]
        assert await house.all(guest_keys.c.person) == []

    in_house(url, test)

"""What people are kept in: SQLite and PostgreSQL, their schema, and what happens when they are away."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import asyncpg
import pytest
from sqlalchemy import Column, String, insert, inspect, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from server.people import migrations, tables
from server.people.database import IN_MEMORY, READERS, Database, readable_url, translated_errors, url_of_file
from server.people.unavailable import UnavailableError
from server.store import UnusableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Connection

    from tests.helpers.postgres import Postgres

Fresh: TypeAlias = "Callable[[], Awaitable[Database]]"
VERSIONS = Path(__file__).parent / "versions"


@pytest.fixture(params=["memory", "file", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Fresh:
    """A new database of each kind."""

    async def make() -> Database:
        if request.param == "postgres":
            postgres: Postgres = request.getfixturevalue("postgres")
            return Database(readable_url(await postgres.fresh()))
        return Database(IN_MEMORY if request.param == "memory" else url_of_file(tmp_path / "people.sqlite"))

    if request.param == "postgres":
        # Started outside of any loop.
        request.getfixturevalue("postgres")
    return make


def with_each(fresh: Fresh, story: Callable[[Database], Awaitable[None]]) -> None:
    async def run() -> None:
        database = await fresh()
        try:
            async with asyncio.timeout(60):
                await story(database)
        finally:
            await database.close()

    asyncio.run(run())


async def add(database: Database, *persons: str) -> None:
    """In one transaction, one after the other."""
    async with database.writing() as connection:
        for person in persons or ("p1",):
            await connection.execute(insert(tables.people).values(id=person, created_at=2**41, seen_at=2**41))


async def people(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list((await connection.execute(select(tables.people.c.id).order_by("id"))).scalars())


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes: a new file is its user's own there")
def test_only_the_servers_own_user_can_read_the_file(tmp_path: Path) -> None:
    """There are hashes of passwords in it."""

    async def story(database: Database) -> None:
        await database.open()
        await add(database)
        files = await asyncio.to_thread(lambda: list(tmp_path.iterdir()))
        assert len(files) == 3
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}

    async def file() -> Database:
        return Database(url_of_file(tmp_path / "people.sqlite"))

    with_each(file, story)


# --- transactions ---------------------------------------------------------------------------------------------------


def test_what_is_written_is_read(fresh: Fresh) -> None:
    async def story(database: Database) -> None:
        await database.open()
        await add(database)
        assert await people(database) == ["p1"]

    with_each(fresh, story)


def test_a_block_that_fails_has_written_nothing(fresh: Fresh) -> None:
    async def story(database: Database) -> None:
        await database.open()
        with pytest.raises(IntegrityError):
            await add(database, "p1", "p2", "p1")
        assert await people(database) == []

    with_each(fresh, story)


def test_a_reader_sees_one_moment(fresh: Fresh) -> None:
    """However much is written meanwhile."""

    async def story(database: Database) -> None:
        await database.open()
        if database.in_memory:
            return
        async with database.reading() as connection:
            before = (await connection.execute(select(tables.people.c.id))).all()
            await add(database)
            # PostgreSQL shows each statement what was committed before it; the page of a list is one statement.
            after = (await connection.execute(select(tables.people.c.id))).all()
        assert before == []
        assert len(after) == (0 if database.is_sqlite else 1)

    with_each(fresh, story)


def test_many_writers_wait_for_each_other(fresh: Fresh) -> None:
    async def story(database: Database) -> None:
        await database.open()
        await asyncio.gather(*(add(database, f"p{number:02}") for number in range(30)))
        assert len(await people(database)) == 30

    with_each(fresh, story)


def test_what_refers_to_nobody_is_not_kept(fresh: Fresh) -> None:
    async def story(database: Database) -> None:
        await database.open()
        with pytest.raises(IntegrityError):
            async with database.writing() as connection:
                await connection.execute(insert(tables.guest_keys).values(hash=b"x" * 32, person="nobody"))

    with_each(fresh, story)


# --- the schema -----------------------------------------------------------------------------------------------------


def test_a_database_is_opened_again_with_what_is_in_it(fresh: Fresh) -> None:
    async def story(database: Database) -> None:
        if database.in_memory:
            return
        await database.open()
        await add(database)
        again = Database(database.url)
        await again.open()
        assert await people(again) == ["p1"]
        await again.close()

    with_each(fresh, story)


def test_two_servers_may_open_a_new_database_at_once(fresh: Fresh) -> None:
    async def story(database: Database) -> None:
        if database.in_memory:
            return
        other = Database(database.url)
        await asyncio.gather(database.open(), other.open())
        await add(other)
        assert await people(database) == ["p1"]
        await other.close()

    with_each(fresh, story)


def test_the_newest_step_is_the_one_that_is_named() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.NEWEST]


def test_the_steps_lead_to_the_tables_of_the_code(fresh: Fresh) -> None:
    """`upgrade head`, then `check`: nothing is left to be changed."""

    async def story(database: Database) -> None:
        async with database._changing_schema() as connection:
            await connection.run_sync(_upgrade_and_check)

    with_each(fresh, story)


def _upgrade_and_check(connection: Connection) -> None:
    from alembic import command

    config = migrations.configured(connection)
    command.upgrade(config, "head")
    command.check(config)


def test_tables_made_at_once_are_those_made_step_by_step(fresh: Fresh) -> None:
    """To the last name of a constraint, and in the same order."""

    async def story(database: Database) -> None:
        other = await fresh() if database.in_memory or not database.is_sqlite else Database(IN_MEMORY)
        await database.open()
        async with other._changing_schema() as connection:
            await connection.run_sync(_upgrade_and_check)
            stepwise = await connection.run_sync(described)
        async with database.reading() as connection:
            at_once = await connection.run_sync(described)
        await other.close()
        assert stepwise == at_once

    with_each(fresh, story)


def described(connection: Connection) -> dict[str, object]:
    """Everything that can be known of the tables."""
    found = inspect(connection)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(table)],
            found.get_pk_constraint(table),
            sorted(map(str, found.get_foreign_keys(table))),
            sorted(map(str, found.get_unique_constraints(table))),
            sorted(str(each["name"]) for each in found.get_check_constraints(table)),
            sorted(map(str, found.get_indexes(table))),
        )
        for table in sorted(found.get_table_names())
    }


def test_every_constraint_has_a_name() -> None:
    """Or a later step could not change it."""

    async def story(database: Database) -> None:
        await database.open()
        async with database.reading() as connection:
            made = (await connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")).scalars()
            text = "".join(made)
        kinds = r"(?:PRIMARY KEY|FOREIGN KEY|CHECK|UNIQUE) ?\("
        assert len(re.findall(kinds, text)) == len(re.findall(rf"CONSTRAINT \w+ {kinds}", text)) > 20

    async def in_memory() -> Database:
        return Database(IN_MEMORY)

    with_each(in_memory, story)


@pytest.mark.parametrize("version", sorted(VERSIONS.glob("*.sql")), ids=lambda path: path.stem)
def test_a_file_of_an_earlier_version_is_brought_up_to_date(version: Path, tmp_path: Path) -> None:
    """With everything that is in it."""
    path = tmp_path / "people.sqlite"
    with sqlite3.connect(path) as old:
        old.executescript(version.read_text("utf-8"))
        counts = {
            name: old.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
            for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        }
    old.close()

    async def run() -> None:
        database = Database(url_of_file(path))
        await database.open()
        async with database.reading() as connection:
            assert await connection.run_sync(migrations.version_of) == migrations.NEWEST
            for name, count in counts.items():
                kept = (await connection.exec_driver_sql(f"SELECT count(*) FROM {name}")).scalar()  # noqa: S608
                assert (name, kept) == (name, count)
                assert count, f"{name} is empty in the file of version {version.stem}"
            await connection.run_sync(_check)
            broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
        assert broken == []
        await database.close()

    asyncio.run(run())


def test_a_table_that_others_refer_to_can_be_made_anew(fresh: Fresh) -> None:
    """As a later step may have to, on SQLite; what refers to it still does."""

    async def story(database: Database) -> None:
        await database.open()
        await add(database)
        async with database.writing() as connection:
            await connection.execute(insert(tables.guest_keys).values(hash=b"x" * 32, person="p1"))
        async with database._changing_schema() as connection:
            await connection.run_sync(_make_people_anew)
        assert await people(database) == ["p1"]
        async with database.reading() as connection:
            assert (await connection.execute(select(tables.guest_keys.c.person))).scalars().all() == ["p1"]
        with pytest.raises(IntegrityError):
            async with database.writing() as connection:
                await connection.execute(insert(tables.guest_keys).values(hash=b"y" * 32, person="nobody"))

    with_each(fresh, story)


def _make_people_anew(connection: Connection) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    recreate: Literal["always", "auto"] = "always" if connection.dialect.name == "sqlite" else "auto"
    step = Operations(MigrationContext.configure(connection))
    with step.batch_alter_table("people", recreate=recreate) as batch:
        batch.add_column(Column("motto", String(20)))


def _check(connection: Connection) -> None:
    from alembic import command

    command.check(migrations.configured(connection))


def test_a_file_of_a_later_version_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "people.sqlite"

    async def run() -> None:
        database = Database(url_of_file(path))
        await database.open()
        async with database.writing() as connection:
            await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        await database.close()
        later = Database(url_of_file(path))
        with pytest.raises(UnusableError, match="was made by a later version of Underdog"):
            await later.open()
        await later.close()

    asyncio.run(run())


@pytest.mark.parametrize("content", [b"not a database" * 100, b""])
def test_a_file_that_is_none_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "people.sqlite"
    path.write_bytes(content)

    async def run() -> None:
        database = Database(url_of_file(path))
        if not content:
            # Nobody's yet.
            await database.open()
        else:
            with pytest.raises(UnusableError, match=r"people\.sqlite cannot be used: file is not a database\."):
                await database.open()
        await database.close()

    asyncio.run(run())


def test_a_directory_that_is_not_there_is_made_none_of(tmp_path: Path) -> None:
    async def run() -> None:
        database = Database(url_of_file(tmp_path / "nowhere" / "people.sqlite"))
        with pytest.raises(UnusableError, match="cannot be used: No such file or directory"):
            await database.open()
        await database.close()

    asyncio.run(run())


# --- faults ---------------------------------------------------------------------------------------------------------


def test_a_database_that_somebody_else_has_locked_is_away_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.people.database.BUSY_S", 0.01)

    async def run() -> None:
        database = Database(url_of_file(tmp_path / "people.sqlite"))
        await database.open()
        other = sqlite3.connect(tmp_path / "people.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnavailableError, match="database is locked"):
            await add(database)
        # Reading goes on meanwhile.
        assert await people(database) == []
        other.execute("ROLLBACK")
        other.close()
        await add(database)
        assert await people(database) == ["p1"]
        await database.close()

    asyncio.run(run())


def test_a_full_disk_is_away_and_comes_back(tmp_path: Path) -> None:
    async def run() -> None:
        database = Database(url_of_file(tmp_path / "people.sqlite"))
        await database.open()
        async with database.writing() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar()
        # As full as a disk: no page more. The limit is each connection's own, and the pool hands out the latest.
        await _limit(database, pages)
        with pytest.raises(UnavailableError, match="full"):
            await add(database, *(f"{number:020}" for number in range(1000)))
        await _limit(database, 1_000_000)
        await add(database, "p1")
        assert "p1" in await people(database)
        await database.close()

    asyncio.run(run())


async def _limit(database: Database, pages: int | None) -> None:
    async with database.writing() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_database_server_that_is_away_comes_back(postgres: Postgres) -> None:
    """Away at the start, and in the middle."""

    async def run() -> None:
        url = readable_url(await postgres.fresh())
        postgres.stop()
        database = Database(url)
        with pytest.raises(UnavailableError):
            await database.open()
        with pytest.raises(UnavailableError):
            await people(database)
        postgres.start()
        await postgres.ready()
        await add(database)
        postgres.stop()
        with pytest.raises(UnavailableError):
            await add(database, "p2")
        postgres.start()
        await postgres.ready()
        await add(database, "p3")
        assert await people(database) == ["p1", "p3"]
        await database.close()

    asyncio.run(run())


async def _take_all(postgres: Postgres, taken: list[asyncpg.Connection]) -> None:
    while True:
        taken.append(await postgres.connect())


def test_a_database_server_without_a_connection_to_spare_is_away(postgres: Postgres) -> None:
    async def run() -> None:
        database = Database(readable_url(await postgres.fresh()))
        others: list[asyncpg.Connection] = []
        try:
            with pytest.raises(asyncpg.TooManyConnectionsError):
                await _take_all(postgres, others)
            with pytest.raises(UnavailableError):
                await database.open()
        finally:
            for other in others:
                await other.close()
            await database.close()

    asyncio.run(run())


@pytest.mark.parametrize("error", [asyncpg.CannotConnectNowError, asyncpg.DiskFullError, asyncpg.DeadlockDetectedError])
@pytest.mark.parametrize("wrapped", [False, True])
def test_what_passes_by_itself_is_being_away(error: type[asyncpg.PostgresError], wrapped: bool) -> None:
    found: Exception = error("It passes.")
    if wrapped:
        found = DBAPIError("SELECT 1", {}, found)
    with pytest.raises(UnavailableError, match=r"It passes\."), translated_errors():
        raise found


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("postgresql://ann:secret@db.example/underdog", "postgresql+asyncpg://ann:***@db.example/underdog"),
        ("postgres://db/x", "postgresql+asyncpg://db/x"),
        ("sqlite:////var/lib/people.sqlite", "sqlite+aiosqlite:////var/lib/people.sqlite"),
    ],
)
def test_a_url_may_be_written_as_operators_know_it(text: str, url: str) -> None:
    assert readable_url(text).render_as_string() == url


@pytest.mark.parametrize("text", ["", "people", "mysql://db/x", "postgresql://:secret@host:port/x"])
def test_a_url_that_is_none_is_refused_without_showing_what_it_was(text: str) -> None:
    with pytest.raises(ValueError, match=r"^--database-url ") as refused:
        readable_url(text)
    assert "secret" not in str(refused.value)


def test_a_password_in_the_url_is_not_shown() -> None:
    assert "secret" not in str(Database(readable_url("postgresql://ann:secret@db.example/underdog")))


def test_a_write_that_is_given_up_leaves_no_thread_behind(tmp_path: Path) -> None:
    """It would tell its loop, which is closed by then, and print a traceback where a server says good-bye."""
    before = set(threading.enumerate())

    async def run() -> None:
        database = Database(url_of_file(tmp_path / "people.sqlite"))
        await database.open()
        begun = asyncio.Event()

        async def write() -> None:
            async with database.writing() as connection:
                begun.set()
                for number in range(500):
                    values = {"id": f"{number:020}", "created_at": 0, "seen_at": 0}
                    await connection.execute(insert(tables.people).values(values))

        writing = asyncio.create_task(write())
        await begun.wait()
        await asyncio.sleep(0)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await database.close()
        left = {thread for thread in set(threading.enumerate()) - before if "connection_worker" in thread.name}
        assert left == set()

    asyncio.run(run())


def test_a_crowd_of_requests_takes_turns_at_a_few_connections_of_postgresql(postgres: Postgres) -> None:
    """Several processes share what the server allows; whoever does not get a connection is refused."""

    async def run() -> int:
        database = Database(readable_url(await postgres.fresh()))

        async def counted() -> int:
            async with database.reading() as connection:
                await connection.exec_driver_sql("SELECT pg_sleep(0.01)")
                asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                return int((await connection.exec_driver_sql(asked)).scalar_one())

        try:
            return max(await asyncio.gather(*(counted() for _ in range(30))))
        finally:
            await database.close()

    assert asyncio.run(run()) <= READERS + 1

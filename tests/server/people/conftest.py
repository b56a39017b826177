"""The databases that people are tested with: one PostgreSQL for all tests of a process, if any asks for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from server.people import database, passwords
from server.people.database import IN_MEMORY, Database, readable_url
from server.people.tables import metadata
from tests.helpers.postgres import Postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    running = Postgres()
    yield running
    running.close()


@pytest.fixture(scope="session")
def database_url(postgres: Postgres) -> URL:
    """One database of PostgreSQL, used by one test after the other."""
    return readable_url(asyncio.run(postgres.fresh()))


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> URL | str:
    """An empty database of each kind; that of PostgreSQL has been emptied, which is quicker than making another one."""
    if request.param == "sqlite":
        return IN_MEMORY
    found: URL = request.getfixturevalue("database_url")
    asyncio.run(_empty(found))
    return found


async def _empty(url: URL) -> None:
    emptied = Database(url)
    await emptied.open()
    async with emptied.writing() as connection:
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        await connection.exec_driver_sql(f"TRUNCATE {names}")
    await emptied.close()


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer to connect to a database than people would wait for it."""
    monkeypatch.setattr(database, "BUSY_S", 60.0)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Passwords are hashed as they are everywhere, with less memory: what is slow about it has tests of its own."""
    if request.module.__name__.rpartition(".")[2] != "test_passwords":
        monkeypatch.setattr(passwords, "MEMORY_KIB", 64)

"""The database of people: SQLite in a file or in memory, or PostgreSQL.

Read inside `reading`, write inside `writing`: a transaction that is committed when its block ends without an exception.
`UnavailableError` means that the database cannot be reached, is full, or is locked by another program. The operation
has then had no effect and may be tried again.
"""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from server.people import migrations
from server.people.unavailable import UnavailableError
from server.store import UnusableError

if TYPE_CHECKING:
    import threading
    from collections.abc import AsyncIterator, Iterator

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

IN_MEMORY: Final = "sqlite+aiosqlite://"
# An arbitrary number: changing the schema of a PostgreSQL database takes this lock.
_SCHEMA_LOCK: Final = 0x55446F67
# How long another program, such as a backup, may hold SQLite's lock, and how long anything waits for a connection.
BUSY_S: Final = 5.0
READERS: Final = 4
CLOSE_S: Final = 2.0
_DRIVERS: Final = {"postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
# Classes of PostgreSQL's errors that pass: no connection, a transaction undone for others' sake, nothing left (of disk,
# memory or connections), and starting or shutting down.
_PASSING: Final = ("08", "40", "53", "57")
# The name of the execution option that says how a transaction of SQLite begins.
_BEGIN: Final = "underdog_begin"


def url_of_file(path: Path) -> URL:
    """The URL of a SQLite database in this file, which need not exist."""
    return URL.create("sqlite+aiosqlite", database=str(path))


def readable_url(text: str) -> URL:
    """Parse a URL like `postgresql://name@host/database`. Raises ValueError with a sentence."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Not told what was written: it may hold a password.
        raise ValueError("--database-url is none: it reads like postgresql://name:password@host/database.") from None
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    if url.drivername not in _DRIVERS.values():
        raise ValueError(f"--database-url begins with {url.drivername}: it takes postgresql or sqlite.")
    return url


class Database:
    """The database, from `open` to `close`."""

    def __init__(self, url: URL | str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.in_memory = self.is_sqlite and not self.url.database
        # SQLite has one writer. Waiting here takes neither a connection nor a lock.
        self._writer = asyncio.Lock() if self.is_sqlite else nullcontext()
        # At its most talkative it logs whatever is written, hashes of passwords among it.
        logging.getLogger("aiosqlite").setLevel(logging.INFO)
        self._opened = False
        # Of the driver's connections that may not have ended yet.
        self._threads: set[threading.Thread] = set()
        self._opening = asyncio.Lock()
        self._engine: AsyncEngine = self._make_engine()
        self._reading = self._engine.execution_options(**{_BEGIN: "BEGIN"})

    async def open(self) -> None:
        """Connect, and migrate the schema to the newest version.

        Raises:
            UnavailableError: the database server cannot be reached now; the next request tries again.
            UnusableError: the database was made by a later version, or is not valid.
        """
        async with self._opening:
            if not self._opened:
                await self._open()
                self._opened = True

    async def _open(self) -> None:
        if self.is_sqlite and not self.in_memory:
            _make_privately(Path(str(self.url.database)))
        try:
            async with self._changing_schema() as connection:
                await connection.run_sync(migrations.bring_up)
        except migrations.TooNewError:
            raise UnusableError(
                f"{self} was made by a later version of Underdog. Use that one, or keep people elsewhere."
            ) from None
        except UnavailableError as error:
            if not self.is_sqlite:
                raise
            raise UnusableError(f"{self} cannot be used: {error}.") from error
        except DBAPIError as error:
            raise UnusableError(f"{self} cannot be used: {error.orig}.") from error

    async def close(self) -> None:
        """Close all connections and wait for their threads. A connection that was abandoned in the middle of its work
        ends a little later, and then still needs the loop.
        """
        await self._engine.dispose()
        for thread in self._threads:
            await asyncio.to_thread(thread.join, CLOSE_S)

    def __str__(self) -> str:
        return str(self.url.database) if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection with a consistent view of the database. Raises UnavailableError."""
        await self._be_open()
        with translated_errors():
            async with self._reading.begin() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes. Raises UnavailableError."""
        await self._be_open()
        with translated_errors():
            async with self._writer, self._engine.begin() as connection:
                yield connection

    async def answer(self) -> None:
        """Return once the database has answered a trivial query. Raises UnavailableError."""
        async with self.reading() as connection:
            await connection.exec_driver_sql("SELECT 1")

    async def _be_open(self) -> None:
        if self._opened:
            return
        try:
            await self.open()
        except UnusableError as error:
            raise UnavailableError(str(error)) from error

    @asynccontextmanager
    async def _changing_schema(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may remake tables, and that no other process has at the same time."""
        if self.is_sqlite:
            engine = self._engine.execution_options(**{_BEGIN: ""})
            with translated_errors():
                async with self._writer, engine.connect() as connection:
                    # Or a table that others refer to could not be made anew. It can't be said in a transaction.
                    await connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                    try:
                        await connection.exec_driver_sql("BEGIN IMMEDIATE")
                        yield connection
                        await connection.commit()
                    finally:
                        await connection.rollback()
                        await connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        else:
            with translated_errors():
                async with self._engine.begin() as connection:
                    await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")
                    yield connection

    def _make_engine(self) -> AsyncEngine:
        if not self.is_sqlite:
            # Whether a connection still lives is asked before it is used: the database may have been restarted.
            return create_async_engine(
                self.url,
                hide_parameters=True,
                # No more in a crowd: several processes share the connections that the database server allows.
                pool_size=READERS + 1,
                max_overflow=0,
                pool_pre_ping=True,
                pool_timeout=BUSY_S,
                connect_args={"timeout": BUSY_S, "command_timeout": BUSY_S},
            )
        engine = create_async_engine(
            self.url,
            # A password's hash has no place in a log.
            hide_parameters=True,
            poolclass=AsyncAdaptedQueuePool,
            # What is in memory is the connection's own: there is one.
            pool_size=1 if self.in_memory else READERS + 1,
            max_overflow=0,
            pool_timeout=BUSY_S,
        )
        event.listen(engine.sync_engine, "connect", self._set_up_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine

    def _set_up_sqlite(self, connection: Any, _record: object) -> None:
        alive = {thread for thread in self._threads if thread.is_alive()}
        self._threads = alive | {connection.driver_connection._thread}  # noqa: SLF001 - it tells of it in no other way
        # Transactions begin when we say so, not when Python's driver guesses that one is needed.
        connection.isolation_level = None
        try:
            cursor = connection.cursor()
            for pragma in (
                f"busy_timeout = {int(BUSY_S * 1000)}",
                "journal_mode = WAL",
                "synchronous = NORMAL",
                "foreign_keys = ON",
            ):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()
        except BaseException:
            # Nobody else knows of it yet, and it has a thread that would not end.
            connection.close()
            raise


def _make_privately(path: Path) -> None:
    """Create a file that only its own user can read, if there is none. SQLite gives its other files the same
    permissions.

    Raises:
        UnusableError: the file cannot be opened.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise UnusableError(f"{path} cannot be used: {error.strerror}.") from error


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and then writes could find that another one has written in between.
    begin = connection.get_execution_options().get(_BEGIN, "BEGIN IMMEDIATE")
    if begin:
        connection.exec_driver_sql(begin)


def _cause(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause) or type(cause).__name__


@contextmanager
def translated_errors() -> Iterator[None]:
    """Raise errors that mean that the database cannot do its work now as `UnavailableError`, and all others as they
    are.
    """
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError, TimeoutError, OSError) as error:
        raise UnavailableError(_cause(error)) from error
    except Exception as error:
        # What asyncpg raises on connecting comes as it is.
        cause = error.orig if isinstance(error, DBAPIError) else error
        invalidated = isinstance(error, DBAPIError) and error.connection_invalidated
        if invalidated or (getattr(cause, "sqlstate", None) or "")[:2] in _PASSING:
            raise UnavailableError(_cause(error)) from error
        raise

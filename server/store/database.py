"""The file on disk: one SQLite database in a directory, held by one process at a time.

It is in WAL mode and written with `synchronous=FULL`, so a commit that has returned survives the loss of power,
not just of the process. Here live its layout, its checks on opening, and its errors as sentences for the operator.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from server.store import Stored, UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME: Final = "rooms.sqlite3"
# "UDog": tells our databases from those of other programs.
APPLICATION_ID: Final = 0x55446F67
LAYOUT: Final = 1
# A server that is just ending may still hold the file.
PATIENCE_S: Final = 2.0
# The log is copied into the database about every 16 MB; while it is, the commits behind it wait.
PAGES_BETWEEN_CHECKPOINTS: Final = 4000

_CREATE: Final = (
    "BEGIN",
    "CREATE TABLE rooms (code TEXT PRIMARY KEY, version INTEGER NOT NULL, deadline_ms REAL, state BLOB NOT NULL)",
    "CREATE TABLE time (now_ms REAL NOT NULL)",
    "INSERT INTO time VALUES (0)",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {LAYOUT}",
    "COMMIT",
)
# One statement for a whole batch: Python's lock is let go once, not once for each row, and a busy loop on the
# other thread may take 5 ms to hand it back. The states are one blob, cut up by the numbers beside them.
_WRITE: Final = """
    INSERT INTO rooms
    SELECT
        json_extract(value, '$[0]'),
        json_extract(value, '$[1]'),
        json_extract(value, '$[2]'),
        coalesce(substr(:states, json_extract(value, '$[3]'), json_extract(value, '$[4]')), x'')
    FROM json_each(:rows) WHERE true
    ON CONFLICT (code) DO UPDATE
    SET version = excluded.version, deadline_ms = excluded.deadline_ms, state = excluded.state
"""
_REMOVE: Final = "DELETE FROM rooms WHERE code IN (SELECT value FROM json_each(?))"


class Batch(Struct):
    """What one transaction writes: rooms as they are now, codes of rooms that have ended, and the time."""

    rooms: list[tuple[str, Stored]]
    ended: list[str]
    now_ms: float


class Database:
    """An open database. After `open` it belongs to whichever one thread writes to it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, directory: Path) -> Database:
        """The database in this directory, which is made if it isn't there.

        Raises:
            UnusableError: the directory or the file cannot be used; nothing in them has been changed.
        """
        path = directory / FILE_NAME
        try:
            _make(directory, path)
        except OSError as error:
            raise UnusableError(f"Cannot make {path}: {error.strerror or error}.") from error
        with _as_sentences(path):
            connection = sqlite3.connect(path, PATIENCE_S, isolation_level=None, check_same_thread=False)
            try:
                _prepare(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(connection)

    @property
    def now_ms(self) -> float:
        """The server's time at the last write, at which a server that starts now goes on counting."""
        with closing(self._connection.execute("SELECT now_ms FROM time")) as cursor:
            now_ms: float = cursor.fetchone()[0]
        return now_ms

    def everything(self) -> list[tuple[str, Stored]]:
        """All rooms."""
        with closing(self._connection.execute("SELECT code, state, version, deadline_ms FROM rooms")) as cursor:
            return [(code, Stored(*rest)) for code, *rest in cursor]

    def load(self, code: str) -> Stored | None:
        """One room."""
        query = "SELECT state, version, deadline_ms FROM rooms WHERE code = ?"
        with closing(self._connection.execute(query, (code,))) as cursor:
            row = cursor.fetchone()
        return Stored(*row) if row else None

    def write(self, batch: Batch) -> None:
        """Write all of it, or nothing.

        Raises:
            sqlite3.Error: nothing was written.
        """
        self._connection.execute("BEGIN")
        try:
            self._write(batch)
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _write(self, batch: Batch) -> None:
        if batch.rooms:
            self._connection.execute(_WRITE, _in_one(batch.rooms))
        if batch.ended:
            self._connection.execute(_REMOVE, (msgspec.json.encode(batch.ended).decode(),))
        self._connection.execute("UPDATE time SET now_ms = ?", (batch.now_ms,))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _make(directory: Path, path: Path) -> None:
    # Whoever could read it could read the chats.
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    # The first read takes the lock, and it is kept until the process ends, however it ends.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    fresh = not _pragma(connection, "schema_version")
    if not fresh:
        _check(connection, path)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES_BETWEEN_CHECKPOINTS}")
    for statement in _CREATE if fresh else ():
        connection.execute(statement)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise UnusableError(f"{path} belongs to another program. Name another directory with --data.")
    layout = _pragma(connection, "user_version")
    if layout != LAYOUT:
        raise UnusableError(
            f"{path} was written by a newer Underdog (its layout is {layout}, this one knows {LAYOUT}). "
            "Nothing was changed. Start the newer server, or name another directory with --data."
        )
    with closing(connection.execute("PRAGMA quick_check(1)")) as cursor:
        found = cursor.fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    with closing(connection.execute(f"PRAGMA {name}")) as cursor:
        value: int = cursor.fetchone()[0]
    return value


@contextmanager
def _as_sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise UnusableError(
                f"{path.parent} is in use by another server. Stop that one, or name another directory with --data."
            ) from error
        raise UnusableError(f"Cannot use {path}: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise UnusableError(
            f"{path} is damaged ({error}). Nothing was changed. Move it and the files beside it away to start afresh, "
            "or put a copy from a backup in its place."
        ) from error


def _in_one(rooms: list[tuple[str, Stored]]) -> dict[str, bytes | str]:
    """The parameters of `_WRITE`."""
    rows: list[tuple[str, int, float | None, int, int]] = []
    at = 1
    for code, stored in rooms:
        rows.append((code, stored.version, stored.deadline_ms, at, len(stored.state)))
        at += len(stored.state)
    states = b"".join(stored.state for _, stored in rooms)
    return {"rows": msgspec.json.encode(rows).decode(), "states": states}

"""The SQLite database of rooms: one file in a directory, written by one process at a time.

It is in WAL mode and written with `synchronous=FULL`, so a commit that has returned survives a loss of power. Other
programs may read it meanwhile, as a backup does; a lock file keeps a second server out. This module opens and checks
the file, and turns its errors into sentences for the operator.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from server.store import Result, Stored, UnusableError
from server.store.files import PAGE_BYTES, FilesLostError, OpenFiles, commits_behind, copy_log_aside, log_of, set_aside
from server.store.migrations import APPLICATION_ID, NEWEST, migrate
from server.store.rows import checksum, options_of, result_of, room_of, text_of, time_of
from server.store.salvage import readable_rooms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME: Final = "rooms.sqlite3"
LOCK_NAME: Final = "rooms.lock"
# A server that is just ending may still hold the lock.
PATIENCE_S: Final = 2.0
# The log is copied into the database about every 16 MB; while it is, the commits behind it wait.
PAGES_BETWEEN_CHECKPOINTS: Final = 4000
# SQLite's errors that mean: what is in the file is no good any more.
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

# One statement for a whole batch: Python's lock is let go once, not once for each row, and a busy loop on the
# other thread may take 5 ms to hand it back. The states are one blob, cut up by the numbers beside them.
_WRITE: Final = """
    INSERT INTO rooms (code, version, deadline_ms, state, checksum)
    SELECT
        json_extract(value, '$[0]'),
        json_extract(value, '$[1]'),
        json_extract(value, '$[2]'),
        coalesce(substr(:states, json_extract(value, '$[3]'), json_extract(value, '$[4]')), x''),
        json_extract(value, '$[5]')
    FROM json_each(:rows) WHERE true
    ON CONFLICT (code) DO UPDATE
    SET version = excluded.version, deadline_ms = excluded.deadline_ms, state = excluded.state,
        checksum = excluded.checksum
"""
_ROOMS: Final = "SELECT code, version, deadline_ms, state, checksum FROM rooms"
_OPTIONS: Final = "SELECT code, data, checksum FROM options"
_SET_UP: Final = "INSERT OR REPLACE INTO options VALUES (?, ?, ?)"
_RESULTS: Final = "SELECT room, number, data, checksum FROM results"
_TIME: Final = "SELECT now_ms FROM time"
_RECORD: Final = "INSERT OR IGNORE INTO results VALUES (?, ?, ?, ?)"
_REMOVE: Final = "DELETE FROM {} WHERE code IN (SELECT value FROM json_each(?))"

log = logging.getLogger(__name__)


class Batch(Struct):
    """What one transaction writes: changed rooms, codes of rooms that have ended, results, and the time."""

    rooms: list[tuple[str, Stored]]
    ended: list[str]
    now_ms: float
    results: Sequence[Result] = ()
    delivered: Sequence[tuple[str, int]] = ()
    # Of those rooms whose options are new.
    options: Mapping[str, bytes] = {}


class Database:
    """An open database. After `open` it belongs to the one thread that writes to it."""

    def __init__(self, path: Path, lock: sqlite3.Connection, connection: sqlite3.Connection) -> None:
        self.path = path
        self._lock = lock
        self._connection = connection
        self._files = OpenFiles(path)
        # Codes of rooms whose bytes are not those that were written.
        self.damaged: list[str] = []

    @classmethod
    def open(cls, directory: Path) -> Database:
        """Open the database in this directory, or create it.

        A damaged file is set aside, and a new one continues with what can be read of it.

        Raises:
            UnusableError: the directory or the file cannot be used; nothing in them has changed.
        """
        path = directory / FILE_NAME
        lock = _make(directory, path)
        try:
            with _as_sentences(path):
                return cls(path, lock, _open(path))
        except BaseException:
            lock.close()
            raise

    @property
    def now_ms(self) -> float:
        """The server's time at the last write. A server that starts now counts on from it."""
        with closing(self._connection.execute(_TIME)) as cursor:
            row = cursor.fetchone()
        return time_of(row[0]) if row else 0.0

    def everything(self) -> list[tuple[str, Stored]]:
        """All rooms with intact bytes. The codes of the others are then in `damaged`."""
        self.damaged = []
        rooms = []
        with closing(self._connection.execute(_OPTIONS)) as cursor:
            options = {code: options_of(code, data, written) for code, data, written in cursor}
        with closing(self._connection.execute(_ROOMS)) as cursor:
            for row in cursor:
                room = room_of(*row)
                set_up = options.get(row[0], b"")
                if room is not None and set_up is not None:
                    rooms.append((row[0], replace(room, options=set_up)))
                else:
                    self.damaged.append(str(row[0]))
        return rooms

    def results(self) -> list[Result]:
        """All undelivered results with intact bytes."""
        with closing(self._connection.execute(_RESULTS)) as cursor:
            found = [result_of(*row) for row in cursor]
        if lost := found.count(None):
            log.error("%s: %d results of matches are not what was written, and stay there unread.", self.path, lost)
        return [result for result in found if result is not None]

    def write(self, batch: Batch) -> None:
        """Write everything or nothing.

        Raises:
            sqlite3.Error: nothing was written.
            FilesLostError: the files were deleted or replaced, so what was written is lost.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._write(batch)
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._files.check()

    def _write(self, batch: Batch) -> None:
        if batch.rooms:
            self._connection.execute(_WRITE, _in_one(batch.rooms))
        for code, options in batch.options.items():
            self._connection.execute(_SET_UP, (code, options, checksum(code, 0, options)))
        if batch.ended:
            ended = msgspec.json.encode(batch.ended).decode()
            for table in ("rooms", "options"):
                self._connection.execute(_REMOVE.format(table), (ended,))
        for result in batch.results:
            self._connection.execute(_RECORD, _row_of(result))
        for key in batch.delivered:
            self._connection.execute("DELETE FROM results WHERE room = ? AND number = ?", key)
        self._connection.execute("UPDATE time SET now_ms = ?", (batch.now_ms,))

    def begin_anew(self) -> None:
        """Create a new, empty file in place of one that is lost or damaged, which is set aside.

        Raises:
            UnusableError: that is not possible at the moment.
        """
        self._connection.close()
        self._lock.close()
        self._lock = _make(self.path.parent, self.path)
        with _as_sentences(self.path):
            if self.path.stat().st_size:
                set_aside(self.path)
                self.path.touch(mode=0o600)
            self._connection = _open(self.path)
        self._files = OpenFiles(self.path)

    def checkpoint(self) -> None:
        """Copy the log into the database file, so that neither is the only copy."""
        with closing(self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")):
            self._files.shortened()
        self._files.check()

    def shrink(self) -> None:
        """Shorten the log if that is possible."""
        with suppress(sqlite3.Error):
            self.checkpoint()

    def close(self) -> None:
        """Close the file, marked as closed in a regular way."""
        with suppress(sqlite3.Error):
            # What could not be noted costs the next server a needless warning.
            self._connection.execute("UPDATE time SET clean = 1")
        self._connection.close()
        self._lock.close()


def hold(directory: Path) -> sqlite3.Connection:
    """Lock a directory against servers until this is closed. Raises UnusableError if one runs there."""
    return _make(directory, directory / FILE_NAME)


def is_damage(error: Exception) -> bool:
    """Whether the error means that only a new file helps."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, FilesLostError) or (code is not None and code & 0xFF in _DAMAGED)


# --- opening ----------------------------------------------------------------------------------------------------


def _make(directory: Path, path: Path) -> sqlite3.Connection:
    """Create the directory and the file if they are missing, and take the lock."""
    try:
        # Readable by its owner alone, as it has the chats.
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = directory / LOCK_NAME
        for each in (path, lock):
            if not each.exists():
                each.touch(mode=0o600)
    except OSError as error:
        raise UnusableError(f"Cannot make {path}: {error.strerror or error}.") from error
    with _as_sentences(path):
        # SQLite's own lock works alike on all systems, and ends with the process, however that ends.
        connection = sqlite3.connect(lock, PATIENCE_S, isolation_level=None, check_same_thread=False)
        try:
            # Nothing is ever written to it.
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN EXCLUSIVE")
        except BaseException:
            connection.close()
            raise
    return connection


def _open(path: Path) -> sqlite3.Connection:
    _look_for_an_orphaned_log(path)
    try:
        return _connect(path)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # An error that cannot be decoded quotes from a file in which text is not text any more.
        if isinstance(error, sqlite3.DatabaseError) and error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        aside = set_aside(path)
        path.touch(mode=0o600)
        connection = _connect(path)
        _take_over(aside, connection, error)
        return connection


def _look_for_an_orphaned_log(path: Path) -> None:
    """Raise if there is a log without its database, because SQLite would delete it."""
    orphan = log_of(path)
    if path.stat().st_size == 0 and orphan.exists() and orphan.stat().st_size:
        log.error("%s is empty, and has lost its rooms. Its log is kept as %s.", path, copy_log_aside(path))


def _take_over(aside: Path, connection: sqlite3.Connection, error: Exception) -> None:
    found = readable_rooms(aside)
    if found.rooms:
        connection.execute(_WRITE, _in_one(found.rooms))
    for code, room in found.rooms:
        connection.execute(_SET_UP, (code, room.options, checksum(code, 0, room.options)))
    for result in found.results:
        connection.execute(_RECORD, _row_of(result))
    connection.execute("UPDATE time SET now_ms = ?", (found.now_ms,))
    log.error(
        "%s was damaged (%s): %d rooms of %d found in it could be read, and %d results of matches. "
        "It is set aside as %s.",
        aside.with_name(FILE_NAME),
        error,
        len(found.rooms),
        found.seen,
        len(found.results),
        aside,
    )


def _connect(path: Path) -> sqlite3.Connection:
    logged = log_of(path).exists()
    connection = sqlite3.connect(path, PATIENCE_S, isolation_level=None, check_same_thread=False)
    connection.text_factory = text_of
    try:
        _prepare(connection, path, logged=logged)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, logged: bool) -> None:
    layout = _check(connection, path) if _pragma(connection, "schema_version") else 0
    if not layout:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES_BETWEEN_CHECKPOINTS}")
    _complain_of_the_log(connection, path, logged=logged)
    migrate(connection, layout)
    for query in (_ROOMS, _OPTIONS, _RESULTS, _TIME):
        # A damaged schema is found now, while it can still be told.
        with closing(connection.execute(f"{query} LIMIT 0")):
            pass
    _complain_of_no_log(connection, path, logged=logged)
    # In the database file itself, where it is found even without the log.
    connection.execute("UPDATE time SET clean = 0")
    with closing(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")):
        pass


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """Check the file's layout. Raises if it is not one of ours, or damaged."""
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise UnusableError(f"{path} belongs to another program. Name another directory with --data.")
    layout = _pragma(connection, "user_version")
    if layout > NEWEST:
        raise UnusableError(
            f"{path} was written by a newer Underdog (its layout is {layout}, this one knows {NEWEST}). "
            "Nothing was changed. Start the newer server, or name another directory with --data."
        )
    with closing(connection.execute("PRAGMA quick_check(1)")) as cursor:
        found = cursor.fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error
    return layout


def _complain_of_the_log(connection: sqlite3.Connection, path: Path, *, logged: bool) -> None:
    if not logged:
        return
    with closing(connection.execute("PRAGMA wal_checkpoint(PASSIVE)")) as cursor:
        _, frames, _ = cursor.fetchone()
    lost = commits_behind(path, max(0, frames))
    if lost:
        log.error(
            "%s is damaged, or its last write was cut short: %d writes at its end are lost. It is kept as %s.",
            log_of(path),
            lost,
            copy_log_aside(path),
        )


def _complain_of_no_log(connection: sqlite3.Connection, path: Path, *, logged: bool) -> None:
    if not logged and not _ended_clean(connection):
        log.error(
            "%s is missing, although the last server did not end as it should: what it had not copied into %s yet "
            "is lost.",
            log_of(path),
            path.name,
        )


def _ended_clean(connection: sqlite3.Connection) -> bool:
    with closing(connection.execute("SELECT clean FROM time")) as cursor:
        row = cursor.fetchone()
    return bool(row and row[0])


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
    except OSError as error:
        raise UnusableError(f"Cannot use {path}: {error.strerror or error}.") from error


def _row_of(result: Result) -> tuple[str, int, bytes, int]:
    return (*result.key, result.data, checksum(*result.key, result.data))


def _in_one(rooms: list[tuple[str, Stored]]) -> dict[str, bytes | str]:
    """The parameters of `_WRITE`."""
    rows: list[tuple[str, int, float | None, int, int, int]] = []
    at = 1
    for code, stored in rooms:
        size = len(stored.state)
        rows.append((code, stored.version, stored.deadline_ms, at, size, checksum(code, stored.version, stored.state)))
        at += size
    states = b"".join(stored.state for _, stored in rooms)
    return {"rows": msgspec.json.encode(rows).decode(), "states": states}

"""The database's layouts as numbered migrations, each from one layout to the next. A new file takes all of them.

A released migration is never changed; a new layout is one more entry at the end. All migrations that a file needs run
in one transaction, so a file has its old layout or the newest one, never one between.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from server.store.rows import checksum

if TYPE_CHECKING:
    import sqlite3

# "UDog": tells our databases from those of other programs.
APPLICATION_ID: Final = 0x55446F67

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "CREATE TABLE rooms (code TEXT PRIMARY KEY, version INTEGER NOT NULL, deadline_ms REAL, state BLOB NOT NULL)",
        "CREATE TABLE time (now_ms REAL NOT NULL)",
        "INSERT INTO time VALUES (0)",
        f"PRAGMA application_id = {APPLICATION_ID}",
    ),
    (
        # What a disk returns is not always what was written to it.
        "ALTER TABLE rooms ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
        "UPDATE rooms SET checksum = room_checksum(code, version, state)",
        # Whether the last server ended as it should. If not, there must be a log beside the file.
        "ALTER TABLE time ADD COLUMN clean INTEGER NOT NULL DEFAULT 1",
    ),
    (
        # Finished matches that are not yet where results are kept; they outlive their rooms.
        "CREATE TABLE results (room TEXT, number INTEGER, data BLOB NOT NULL, PRIMARY KEY (room, number))",
    ),
    (
        "ALTER TABLE results ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
        "UPDATE results SET checksum = room_checksum(room, number, data)",
    ),
    (
        # What a room was set up with, apart from its state: written once, and not with each commit.
        "CREATE TABLE options (code TEXT PRIMARY KEY, data BLOB NOT NULL, checksum INTEGER NOT NULL)",
    ),
)
NEWEST: Final = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, layout: int) -> None:
    """Migrate a file from this layout (0: empty) to the newest one, or leave it as it is.

    Raises:
        sqlite3.Error: a migration failed; nothing has changed.
    """
    if layout == NEWEST:
        return
    connection.create_function("room_checksum", 3, checksum, deterministic=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in (each for step in MIGRATIONS[layout:] for each in step):
            with closing(connection.execute(statement)):
                pass
        connection.execute(f"PRAGMA user_version = {NEWEST}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise

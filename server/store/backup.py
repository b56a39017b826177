"""`underdog-server backup DIR FILE`: a copy of all rooms, also while a server runs on them."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from server.store import UnusableError
from server.store.database import FILE_NAME
from server.store.migrations import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE_S: Final = 10.0
EPILOG: Final = """To go back to a copy: stop the server, move rooms.sqlite3 and the files beside it out of DIR, copy
FILE to DIR/rooms.sqlite3, and start the server."""


def main(arguments: Sequence[str]) -> int:
    """Make the copy; 0 then, 2 when there is none."""
    parser = argparse.ArgumentParser(
        "underdog-server backup", description="Copy all rooms, also while the server runs.", epilog=EPILOG
    )
    parser.add_argument("directory", metavar="DIR", type=Path, help="what the server was given as --data")
    parser.add_argument("file", metavar="FILE", type=Path, help="the copy, which must not be there yet")
    flags = parser.parse_args(arguments)
    try:
        rooms = backup(flags.directory, flags.file)
    except UnusableError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    print(f"{rooms} {'room' if rooms == 1 else 'rooms'} copied to {flags.file}")  # noqa: T201
    return 0


def backup(directory: Path, file: Path) -> int:
    """Copy the rooms in this directory to a new file; how many there are.

    Raises:
        UnusableError: there is no copy, and no file.
    """
    source = directory / FILE_NAME
    if not source.is_file():
        raise UnusableError(f"There is no {FILE_NAME} in {directory}.")
    if file.exists():
        raise UnusableError(f"{file} is there already. Name another file, or move it away.")
    # Whoever looks at the file finds a whole one, or none.
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        try:
            rooms = _copy(source, unfinished)
            unfinished.rename(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except (sqlite3.Error, OSError) as error:
        raise UnusableError(f"Cannot copy {source} to {file}: {error}.") from error
    return rooms


def _copy(source: Path, target: Path) -> int:
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with (
        closing(sqlite3.connect(source, PATIENCE_S, isolation_level=None)) as running,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        if running.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise UnusableError(f"{source} belongs to another program.")
        running.backup(copy)
        # The copy is one file without a log, and nobody shall look for one.
        copy.execute("PRAGMA journal_mode = DELETE")
        if copy.execute("PRAGMA user_version").fetchone()[0] > 1:
            copy.execute("UPDATE time SET clean = 1")
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise UnusableError(f"{source} is damaged ({found}); there is no copy.")
        rooms: int = copy.execute("SELECT count(*) FROM rooms").fetchone()[0]
    return rooms

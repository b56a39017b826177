"""`underdog-server backup DIR COPY` copies rooms and people, also while a server runs; `restore COPY DIR` goes back.

Rooms are copied first. So a match that is delivered meanwhile is in both copies, or only in the outbox of the rooms;
after a restore it is on record once in either case.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from server.store import UnusableError
from server.store.database import FILE_NAME as ROOMS
from server.store.database import hold
from server.store.migrations import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PEOPLE: Final = "people.sqlite"
PATIENCE_S: Final = 10.0
# What SQLite may keep beside a database.
_BESIDE: Final = ("", "-wal", "-shm", "-journal")
EPILOG: Final = """People that are kept in PostgreSQL (--database-url) are copied by its own pg_dump."""


def main(arguments: Sequence[str]) -> int:
    """Make a copy. Returns the exit status: 0, or 2 if there is no copy."""
    parser = argparse.ArgumentParser(
        "underdog-server backup", description="Copy rooms and people, also while the server runs.", epilog=EPILOG
    )
    parser.add_argument("directory", metavar="DIR", type=Path, help="what the server was given as --data")
    parser.add_argument("copy", metavar="COPY", type=Path, help="a directory for the copy, which must not be there yet")
    _add_people(parser)
    flags = parser.parse_args(arguments)
    return _told(lambda: f"{backup(flags.directory, flags.copy, flags.people)} copied to {flags.copy}")


def main_restore(arguments: Sequence[str]) -> int:
    """Go back to a copy. Returns the exit status: 0, or 2 if nothing was done."""
    parser = argparse.ArgumentParser(
        "underdog-server restore", description="Go back to a copy. The server must not be running.", epilog=EPILOG
    )
    parser.add_argument("copy", metavar="COPY", type=Path, help="the directory that `backup` made")
    parser.add_argument("directory", metavar="DIR", type=Path, help="what the server is given as --data")
    _add_people(parser)
    flags = parser.parse_args(arguments)
    return _told(lambda: restore(flags.copy, flags.directory, flags.people))


def _add_people(parser: argparse.ArgumentParser) -> None:
    text = f"what the server is given as --people-file (default: {PEOPLE} in DIR)"
    parser.add_argument("--people-file", dest="people", metavar="FILE", type=Path, help=text)


def _told(do: Callable[[], str]) -> int:
    try:
        print(do())
    except UnusableError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


# --- copying ----------------------------------------------------------------------------------------------------


def backup(directory: Path, copy: Path, people_file: Path | None = None) -> str:
    """Copy rooms and people to a new directory; returns what was copied.

    Raises:
        UnusableError: no copy was made, and no directory.
    """
    if not (directory / ROOMS).is_file():
        raise UnusableError(f"There is no {ROOMS} in {directory}.")
    if copy.exists():
        raise UnusableError(f"{copy} is there already. Name another directory, or move it away.")
    # Renamed once it is whole, so that there is a whole copy or none.
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    try:
        try:
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(mode=0o700)
            copied = _counted(_copy_rooms(directory / ROOMS, unfinished / ROOMS), "room", "rooms")
            source = people_file or directory / PEOPLE
            if people_file is not None and not source.is_file():
                raise UnusableError(f"There is no {source}.")
            if source.is_file():
                people, matches = _copy_people(source, unfinished / PEOPLE)
                copied += f", {_counted(people, 'person', 'people')}, {_counted(matches, 'match', 'matches')}"
            unfinished.rename(copy)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except (sqlite3.Error, OSError) as error:
        raise UnusableError(f"Cannot copy {directory} to {copy}: {error}.") from error
    return copied


def _copy_rooms(source: Path, target: Path) -> int:
    with _copied(source, target) as copy:
        if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise UnusableError(f"{source} belongs to another program.")
        if copy.execute("PRAGMA user_version").fetchone()[0] > 1:
            # Nobody shall miss what the copy has no log of.
            copy.execute("UPDATE time SET clean = 1")
        return _count(copy, "rooms")


def _copy_people(source: Path, target: Path) -> tuple[int, int]:
    with _copied(source, target) as copy:
        if not _count(copy, "sqlite_master WHERE name = 'alembic_version'"):
            raise UnusableError(f"{source} belongs to another program.")
        return _count(copy, "people WHERE deleted_at IS NULL AND merged_into IS NULL"), _count(copy, "matches")


@contextmanager
def _copied(source: Path, target: Path) -> Iterator[sqlite3.Connection]:
    """A whole copy of the database in one file without a log, opened."""
    target.touch(mode=0o600)
    with (
        closing(sqlite3.connect(source, PATIENCE_S, isolation_level=None)) as running,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        running.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise UnusableError(f"{source} is damaged ({found}); there is no copy.")
        yield copy


def _count(database: sqlite3.Connection, what: str) -> int:
    count: int = database.execute(f"SELECT count(*) FROM {what}").fetchone()[0]  # noqa: S608 - our own words
    return count


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


# --- going back -------------------------------------------------------------------------------------------------


def restore(copy: Path, directory: Path, people_file: Path | None = None) -> str:
    """Replace the directory's contents by the copy, and move the old contents aside; returns what was done.

    Raises:
        UnusableError: nothing was done.
    """
    if not (copy / ROOMS).is_file():
        raise UnusableError(f"{copy} is no copy that `underdog-server backup` made: there is no {ROOMS} in it.")
    with closing(hold(directory)):
        aside = next(path for number in count(1) if not (path := directory / f"before-restore-{number}").exists())
        try:
            aside.mkdir(mode=0o700)
            _exchange(copy / ROOMS, directory / ROOMS, aside)
            _exchange(copy / PEOPLE, people_file or directory / PEOPLE, aside)
        except OSError as error:
            raise UnusableError(f"Cannot go back to {copy}: {error}. What was in {directory} is in {aside}.") from error
    return f"{directory} is as it was when {copy} was made; what was there since is in {aside}"


def _exchange(source: Path, target: Path, aside: Path) -> None:
    for suffix in _BESIDE:
        before = target.with_name(target.name + suffix)
        if before.exists():
            # It may come from another disk.
            shutil.move(before, aside / before.name)
    if source.exists():
        # What is secret in it is so from its first moment on.
        target.touch(mode=0o600)
        shutil.copyfile(source, target)

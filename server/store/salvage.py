"""What can still be read of a damaged database: each room by itself, as far as its checksum holds."""

from __future__ import annotations

import shutil
import sqlite3
import struct
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from server.store import Stored
from server.store.files import log_of
from server.store.migrations import checksum

if TYPE_CHECKING:
    from collections.abc import Iterator

# The page's size and the number of pages: https://www.sqlite.org/fileformat2.html#the_database_header
_HEADER: Final = struct.Struct(">16xH10xI")
# The number may be damaged as well.
MOST_BYTES: Final = 1 << 32
_FORWARDS: Final = "SELECT * FROM rooms NOT INDEXED ORDER BY rowid"
_BACKWARDS: Final = f"{_FORWARDS} DESC"


class Found(Struct):
    """Rooms that are as they were written, how many there seem to have been, and the time of the last write."""

    rooms: list[tuple[str, Stored]]
    seen: int
    now_ms: float = 0.0


def readable_rooms(path: Path) -> Found:
    """The rooms of a damaged database, which stays as it is."""
    with tempfile.TemporaryDirectory(dir=path.parent) as directory:
        # Reading a database with a log changes it.
        copy = Path(directory, path.name)
        for source, target in ((path, copy), (log_of(path), log_of(copy))):
            if source.exists():
                shutil.copyfile(source, target)
        _lengthen(copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            return _read(connection)


def _lengthen(path: Path) -> None:
    """SQLite reads nothing of a file that is shorter than it says; of empty pages it reads what others are left."""
    with path.open("r+b") as file:
        header = file.read(_HEADER.size)
        if len(header) == _HEADER.size:
            page_size, pages = _HEADER.unpack(header)
            file.seek(0, 2)
            file.truncate(max(file.tell(), min(pages * page_size, MOST_BYTES)))


def _read(connection: sqlite3.Connection) -> Found:
    codes: set[str] = set()
    rooms: dict[str, Stored] = {}
    # The index has the codes also of those rooms whose own page is unreadable.
    for (code,) in _as_far_as_possible(connection, "SELECT code FROM rooms ORDER BY code"):
        codes.add(code)
        for row in _as_far_as_possible(connection, "SELECT * FROM rooms WHERE code = ?", code):
            _take(row, rooms)
    # From both ends, as the damage may be in the middle, or in the index.
    for query in (_FORWARDS, _BACKWARDS):
        for row in _as_far_as_possible(connection, query):
            codes.add(row[0])
            _take(row, rooms)
    now_ms = max((float(row[0]) for row in _as_far_as_possible(connection, "SELECT now_ms FROM time")), default=0.0)
    return Found(list(rooms.items()), len(codes), now_ms)


def _take(row: tuple[Any, ...], rooms: dict[str, Stored]) -> None:
    code, version, deadline_ms, state, *rest = row
    # The first layout had no checksums.
    if not rest or rest[0] == checksum(code, version, state):
        rooms[code] = Stored(state, version, deadline_ms)


def _as_far_as_possible(connection: sqlite3.Connection, query: str, *values: str) -> Iterator[tuple[Any, ...]]:
    with suppress(sqlite3.Error), closing(connection.execute(query, values)) as cursor:
        yield from cursor

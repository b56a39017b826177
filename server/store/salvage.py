"""Reads what is left of a damaged database: each room and each result by itself, if its checksum is right."""

from __future__ import annotations

import shutil
import sqlite3
import struct
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from server.store import Result, Stored
from server.store.files import log_of
from server.store.rows import options_of, result_of, room_of, text_of, time_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# The page's size and the number of pages: https://www.sqlite.org/fileformat2.html#the_database_header
_HEADER: Final = struct.Struct(">16xH10xI")
# The number may be damaged as well.
MOST_BYTES: Final = 1 << 32
_FORWARDS: Final = "SELECT * FROM {} NOT INDEXED ORDER BY rowid"
_BACKWARDS: Final = f"{_FORWARDS} DESC"
# Of the layout that has their checksums.
_COLUMNS_OF_RESULTS: Final = 4


class Found(Struct):
    """The intact rooms and results, how many rooms there were as far as is known, and the time of the last write."""

    rooms: list[tuple[str, Stored]]
    seen: int
    results: list[Result]
    now_ms: float


def readable_rooms(path: Path) -> Found:
    """The intact rooms of a damaged database, which is left as it is."""
    with tempfile.TemporaryDirectory(dir=path.parent) as directory:
        # Reading a database with a log changes it.
        copy = Path(directory, path.name)
        for source, target in ((path, copy), (log_of(path), log_of(copy))):
            if source.exists():
                shutil.copyfile(source, target)
        _lengthen(copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.text_factory = text_of
            return _read(connection)


def _lengthen(path: Path) -> None:
    """Append empty pages to a file that is shorter than its header says, because SQLite would read nothing of it."""
    with path.open("r+b") as file:
        header = file.read(_HEADER.size)
        if len(header) == _HEADER.size:
            page_size, pages = _HEADER.unpack(header)
            file.seek(0, 2)
            file.truncate(max(file.tell(), min(pages * page_size, MOST_BYTES)))


def _read(connection: sqlite3.Connection) -> Found:
    codes: set[Any] = set()
    rooms: dict[str, Stored] = {}
    # The index has the codes also of those rooms whose own page is unreadable.
    for (code,) in _as_far_as_possible(connection, "SELECT code FROM rooms ORDER BY code"):
        codes.add(code)
        for row in _as_far_as_possible(connection, "SELECT * FROM rooms WHERE code = ?", code):
            _take(row, rooms)
    # From both ends, as the damage may be in the middle, or in the index.
    for query in (_FORWARDS, _BACKWARDS):
        for row in _as_far_as_possible(connection, query.format("rooms")):
            codes.add(row[0])
            _take(row, rooms)
    options = _options(connection)
    rooms = {code: replace(room, options=options.get(code, b"")) for code, room in rooms.items()}
    times = _as_far_as_possible(connection, "SELECT now_ms FROM time")
    now_ms = max((time_of(row[0]) for row in times), default=0.0)
    return Found(list(rooms.items()), len(codes), _results(connection), now_ms)


def _options(connection: sqlite3.Connection) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for query in (_FORWARDS, _BACKWARDS):
        for row in _as_far_as_possible(connection, query.format("options")):
            options = options_of(*row)
            if options is not None:
                found[row[0]] = options
    return found


def _results(connection: sqlite3.Connection) -> list[Result]:
    found: dict[tuple[str, int], Result] = {}
    for query in (_FORWARDS, _BACKWARDS):
        for row in _as_far_as_possible(connection, query.format("results")):
            result = result_of(*row) if len(row) == _COLUMNS_OF_RESULTS else None
            if result is not None:
                found[result.key] = result
    return list(found.values())


def _take(row: tuple[Any, ...], rooms: dict[str, Stored]) -> None:
    code, version, deadline_ms, state, *rest = row
    # The first layout had no checksums.
    room = room_of(code, version, deadline_ms, state, rest[0] if rest else None, checked=bool(rest))
    if room is not None:
        rooms[code] = room


def _as_far_as_possible(connection: sqlite3.Connection, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
    # Errors quote from the file, which then need not be text.
    with suppress(sqlite3.Error, UnicodeDecodeError), closing(connection.execute(query, values)) as cursor:
        yield from cursor

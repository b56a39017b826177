"""The database's files as the file system shows them: whether they are still those that were opened, whether the log is
intact, and where damaged files are moved.
"""

from __future__ import annotations

import shutil
import struct
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

# The write-ahead log's layout: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
_LOG_HEADER: Final = struct.Struct(">8I")
_FRAME_HEADER: Final = struct.Struct(">6I")
PAGE_BYTES: Final = 4096


class FilesLostError(OSError):
    """The files that were opened were deleted or replaced, so what is written to them is lost."""


def log_of(path: Path) -> Path:
    """The write-ahead log of a database."""
    return path.with_name(f"{path.name}-wal")


class _File(Struct):
    """A file's identity and size when it was last checked."""

    path: Path
    identity: tuple[int, int]
    size: int


class OpenFiles:
    """A database and its log. sqlite3 would go on writing to deleted files without an error; this notices."""

    def __init__(self, path: Path) -> None:
        self._files = [_look(path), _look(log_of(path))]

    def check(self) -> None:
        """Check that both files are still there and no shorter.

        Raises:
            FilesLostError: one is not.
        """
        for number, before in enumerate(self._files):
            try:
                now = _look(before.path)
            except FileNotFoundError:
                raise FilesLostError(f"{before.path} has been deleted") from None
            if now.identity != before.identity:
                raise FilesLostError(f"{before.path} has been replaced")
            if now.size < before.size:
                raise FilesLostError(f"{before.path} has been truncated")
            self._files[number] = now

    def shortened(self) -> None:
        """Note that we have emptied the log."""
        self._files[1].size = 0


def _look(path: Path) -> _File:
    found = path.stat()
    return _File(path, (found.st_dev, found.st_ino), found.st_size)


def set_aside(path: Path) -> Path:
    """Move a database and its log out of the way. Returns where the database is now."""
    for number in count(1):
        aside = path.with_name(f"{path.name}.damaged-{number}")
        if not (aside.exists() or log_of(aside).exists()):
            break
    for before, after in ((path, aside), (log_of(path), log_of(aside))):
        if before.exists():
            before.rename(after)
    # An index of the log, made again whenever it is needed.
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    return aside


def copy_log_aside(path: Path) -> Path:
    """Copy a log beside its database. Returns the copy."""
    log = log_of(path)
    names = (log.with_name(f"{log.name}.damaged-{number}") for number in count(1))
    copy = next(name for name in names if not name.exists())
    shutil.copyfile(log, copy)
    return copy


def commits_behind(path: Path, frames: int) -> int:
    """How many commits a log has after its first `frames` frames, which are all that SQLite could read. More than none
    means that the log is damaged, or that the power failed during the last write.
    """
    return sum(1 for number, commits in enumerate(_frames(log_of(path))) if number >= frames and commits)


def _frames(log: Path) -> Iterator[bool]:
    """For each frame of the log's current generation, whether it ends a commit."""
    try:
        file = log.open("rb")
    except FileNotFoundError:
        return
    with file:
        header = file.read(_LOG_HEADER.size)
        if len(header) < _LOG_HEADER.size:
            return
        salt = _LOG_HEADER.unpack(header)[4:6] if _sound(header) else None
        while len(frame := file.read(_FRAME_HEADER.size)) == _FRAME_HEADER.size:
            _, pages_after, *rest = _FRAME_HEADER.unpack(frame)
            salt = salt or (rest[0], rest[1])
            # Behind the frames of this round lie those of earlier ones. A damaged header must not end the count.
            if len(file.read(PAGE_BYTES)) == PAGE_BYTES and (rest[0], rest[1]) == salt:
                yield pages_after != 0


def _sound(header: bytes) -> bool:
    """Whether the log's header has the right checksum."""
    order = ">" if header[3] & 1 else "<"
    words = struct.unpack(f"{order}6I", header[:24])
    first = second = 0
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return (first, second) == _LOG_HEADER.unpack(header)[6:8]

"""The file on disk: what it keeps, and what is said when it cannot be used."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from server.store import Stored, UnusableError
from server.store.database import FILE_NAME, Batch, Database
from server.store.memory import MemoryStore
from tests.helpers.clock import HeldClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROOM = ("ABCD", Stored(b"\x00state", 3, 12.5))


def written(directory: Path) -> Path:
    """A database with one room in it; returns its file."""
    database = Database.open(directory)
    database.write(Batch([ROOM], [], 77.5))
    database.close()
    return directory / FILE_NAME


def test_what_was_written_is_there_again(tmp_path: Path) -> None:
    written(tmp_path / "new" / "directory")
    database = Database.open(tmp_path / "new" / "directory")
    assert database.everything() == [ROOM]
    assert database.now_ms == 77.5
    database.close()


@pytest.mark.skipif(sys.platform == "win32", reason="other rights there")
def test_nobody_else_may_read_the_chats(tmp_path: Path) -> None:
    path = written(tmp_path / "new")
    assert path.parent.stat().st_mode & 0o077 == path.stat().st_mode & 0o077 == 0


def test_a_batch_writes_replaces_and_removes(tmp_path: Path) -> None:
    written(tmp_path)
    database = Database.open(tmp_path)
    others = [("EFGH", Stored(b"", 1, None)), ("IJKL", Stored(b"x" * 9000, 2, 1.0))]
    database.write(Batch([*others, ("ABCD", Stored(b"new", 4, None))], [], 80))
    database.write(Batch([], ["EFGH", "none"], 81))
    assert sorted(database.everything()) == [("ABCD", Stored(b"new", 4, None)), others[1]]
    database.close()


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no database, whatever its name says" * 100)


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096])


def scrambled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:4196] = b"\xff" * 100
    path.write_bytes(content)


def newer(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 999")
    other.close()


def someone_elses(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (url)")
    other.close()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (garbage, "is damaged"),
        (newer, "was written by a newer Underdog"),
        (someone_elses, "belongs to another program"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_file_that_cannot_be_used_is_left_as_it_is(
    tmp_path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    path = written(tmp_path)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(UnusableError, match=sentence):
        Database.open(tmp_path)
    assert path.read_bytes() == before


def test_what_a_killed_newer_server_left_in_its_log_is_still_there(tmp_path: Path) -> None:
    running = Database.open(tmp_path)
    running.write(Batch([ROOM], [], 5))
    running._connection.execute("PRAGMA user_version = 999")
    left = tmp_path / "left"
    shutil.copytree(tmp_path, left)
    running.close()
    assert (left / f"{FILE_NAME}-wal").stat().st_size
    with pytest.raises(UnusableError, match="newer Underdog"):
        Database.open(left)
    with sqlite3.connect(left / FILE_NAME) as newer_server:
        assert newer_server.execute("SELECT code, state FROM rooms").fetchall() == [(ROOM[0], ROOM[1].state)]
        assert newer_server.execute("PRAGMA user_version").fetchone() == (999,)
    newer_server.close()


def test_a_directory_serves_one_server_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.store.database.PATIENCE_S", 0.05)
    database = Database.open(tmp_path)
    with pytest.raises(UnusableError, match="is in use by another server"):
        Database.open(tmp_path)
    database.close()
    Database.open(tmp_path).close()


def test_a_file_is_no_directory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnusableError, match="Cannot make "):
        Database.open(tmp_path / "file")


def test_a_spoilt_database_is_told_on_the_command_line(tmp_path: Path) -> None:
    garbage(tmp_path / FILE_NAME)
    command = [sys.executable, "-m", "server", "--port=0", f"--data={tmp_path}"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 2
    assert "is damaged" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_server_without_a_directory_loads_no_database() -> None:
    program = "import sys, server.embed; sys.exit('sqlite3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], timeout=240, check=False).returncode == 0


def test_memory_has_nothing_at_first() -> None:
    assert MemoryStore(HeldClock()).everything() == []

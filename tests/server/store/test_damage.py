"""Files that are deleted, shortened or spoilt, under a server or before it starts: noticed, said, and as little lost as
can be.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
from typing import TYPE_CHECKING

import pytest

from netcode.messages import Stored as StoredNotice
from server.store import Commit, Result, Stored, UnusableError
from server.store.database import FILE_NAME, Batch, Database
from server.store.files import log_of
from server.store.migrations import NEWEST
from server.store.rows import checksum
from server.store.salvage import readable_rooms
from tests.helpers.disk import Disk
from tests.helpers.server import Client, two_in_a_room

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BIG = 3_000
NUMBERS = range(40)


def rooms(version: int = 1) -> list[tuple[str, Stored]]:
    return [(f"R{number:03}", Stored(b"%03d" % number * BIG, version, None)) for number in NUMBERS]


def written(directory: Path) -> Path:
    """A database of a server that ended as it should."""
    database = Database.open(directory)
    database.write(Batch(rooms(), [], 77.5))
    database.close()
    return directory / FILE_NAME


def left_by_a_kill(directory: Path, batches: int = 5) -> Path:
    """A database whose last batches are in its log alone."""
    database = Database.open(directory / "running")
    for version in range(1, batches + 1):
        database.write(Batch([("ABCD", Stored(b"state", version, None))], [], version))
    left = directory / "left"
    shutil.copytree(directory / "running", left)
    database.close()
    return left / FILE_NAME


def test_a_room_with_damaged_options_is_damaged_and_the_others_are_not(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    database.write(Batch(rooms()[:2], [], 1.0, options={"R000": b"set up", "R001": b"set up, too"}))
    database.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE options SET data = x'00' WHERE code = 'R000'")
    connection.close()
    database = Database.open(tmp_path)
    assert [(code, room.options) for code, room in database.everything()] == [("R001", b"set up, too")]
    assert database.damaged == ["R000"]
    database.close()


def test_options_are_salvaged_with_their_rooms(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    database.write(Batch(rooms()[:1], [], 1.0, options={"R000": b"set up"}))
    database.close()
    found = readable_rooms(tmp_path / FILE_NAME)
    assert [room.options for _, room in found.rooms] == [b"set up"]


def reopened(path: Path) -> list[tuple[str, Stored]]:
    database = Database.open(path.parent)
    found = database.everything()
    database.close()
    return found


# --- before it starts -------------------------------------------------------------------------------------


def test_nothing_is_said_of_files_that_are_whole(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert reopened(written(tmp_path / "ended")) == rooms()
    assert reopened(left_by_a_kill(tmp_path)) == [("ABCD", Stored(b"state", 5, None))]
    assert caplog.text == ""


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 // 4096 * 4096])


def scramble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)


@pytest.mark.parametrize("spoil", [truncate, scramble])
def test_a_damaged_file_is_set_aside_and_what_can_be_read_of_it_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, spoil: Callable[[Path], None]
) -> None:
    path = written(tmp_path)
    spoil(path)
    damaged = path.read_bytes()
    found = reopened(path)
    assert 0 < len(found) < len(rooms())
    assert set(found) <= set(rooms())
    assert "was damaged" in caplog.text
    assert f"{len(found)} rooms of {len(rooms())} found in it could be read" in caplog.text
    aside = tmp_path / f"{FILE_NAME}.damaged-1"
    assert str(aside) in caplog.text
    assert aside.read_bytes() == damaged
    # And from now on it is an ordinary one.
    caplog.clear()
    assert reopened(path) == found
    assert caplog.text == ""


def test_a_room_that_is_not_what_was_written_is_named_and_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    disk = Disk(tmp_path)
    room = two_in_a_room(disk.service(), disk.clock)
    other = Client(room.service)
    code = other.raw("CreateGame", b"{}").code
    disk.written()
    disk.kill()
    with sqlite3.connect(tmp_path / FILE_NAME) as spoiler:
        spoiler.execute("UPDATE rooms SET state = CAST(replace(state, 'Bob', 'Rob') AS BLOB) WHERE code != ?", (code,))
    spoiler.close()
    disk.open()
    service = disk.service()
    assert f"Restored 1 rooms of 2; 1 unreadable, set aside in the store as they are: {room.host.code}" in caplog.text
    assert [each.code for each in service.rooms] == [code]
    disk.store.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as reader:
        assert reader.execute("SELECT count(*) FROM rooms").fetchone() == (2,)
    reader.close()


def test_a_missing_log_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = left_by_a_kill(tmp_path)
    log_of(path).unlink()
    assert reopened(path) == []
    assert "rooms.sqlite3-wal is missing" in caplog.text


def flip(log: Path, at: int) -> None:
    content = bytearray(log.read_bytes())
    content[at] ^= 0xFF
    log.write_bytes(content)


FRAME = 4096 + 24


@pytest.mark.parametrize("at", [32 + FRAME + 500, 32 + FRAME + 10, 18], ids=["page", "frame's header", "log's header"])
def test_a_flipped_log_is_told_and_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture, at: int) -> None:
    path = left_by_a_kill(tmp_path)
    flip(log_of(path), at)
    before = log_of(path).read_bytes()
    (*_,) = found = reopened(path)
    assert found != [("ABCD", Stored(b"state", 5, None))]
    assert "rooms.sqlite3-wal is damaged" in caplog.text
    assert (path.parent / f"{FILE_NAME}-wal.damaged-1").read_bytes() == before


def test_a_log_whose_last_frame_is_cut_short_is_no_damage(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    # What a kill in the middle of a write leaves: it was never told to anybody.
    path = left_by_a_kill(tmp_path)
    log_of(path).write_bytes(log_of(path).read_bytes()[:-100])
    ((_, stored),) = reopened(path)
    assert stored.version == 4
    assert caplog.text == ""


def test_a_file_that_has_lost_everything_does_not_take_its_log_along(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = left_by_a_kill(tmp_path)
    before = log_of(path).read_bytes()
    path.write_bytes(b"")
    assert reopened(path) == []
    assert "is empty, and has lost its rooms" in caplog.text
    assert (path.parent / f"{FILE_NAME}-wal.damaged-1").read_bytes() == before


# --- under a running server -------------------------------------------------------------------------------


def delete_directory(path: Path) -> None:
    shutil.rmtree(path.parent)


def delete_file(path: Path) -> None:
    path.unlink()


def delete_log(path: Path) -> None:
    log_of(path).unlink()


def replace(path: Path) -> None:
    other = path.with_name("other")
    shutil.copyfile(path, other)
    other.replace(path)


@pytest.mark.skipif(sys.platform == "win32", reason="open files cannot be deleted there")
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("spoil", [delete_directory, delete_file, delete_log, replace, truncate])
def test_files_lost_under_a_server_are_made_anew_of_what_is_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, spoil: Callable[[Path], None], *, strict: bool
) -> None:
    disk = Disk(tmp_path / "rooms", strict=strict)
    changes: list[str | None] = []
    disk.store.watch(lambda: changes.append(disk.store.failing))
    for code, stored in rooms():
        disk.store.commit(Commit(code, 0, stored.state, None), lambda _: None)
    disk.written()
    # So that it is large enough to be truncated.
    disk.database.checkpoint()
    spoil(disk.database.path)
    told: list[object] = []
    disk.store.commit(Commit("R000", 1, rooms()[0][1].state, None), told.append)
    disk.pass_ms(3_000)
    assert told == [None]
    (reason, back) = changes
    assert "has been" in str(reason)
    assert back is None
    assert "The disk can be written to again; all rooms are safe." in caplog.text
    disk.restart()
    expected = dict(rooms()) | {"R000": Stored(rooms()[0][1].state, 2, None)}
    assert dict(disk.store.everything()) == expected
    disk.store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="open files cannot be deleted there")
def test_files_lost_just_before_the_end_are_made_anew_as_well(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "rooms")
    room = two_in_a_room(disk.service(), disk.clock)
    disk.written()
    delete_directory(disk.database.path)
    room.service.stop()
    assert room.service.shutdown.lost_rooms == 0
    disk.open()
    assert [code for code, _ in disk.store.everything()] == [room.host.code]
    disk.store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="open files cannot be deleted there")
def test_players_are_told_of_files_that_are_lost(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "rooms")
    room = two_in_a_room(disk.service(), disk.clock)
    disk.written()
    delete_directory(disk.database.path)
    disk.pass_ms(3_000)
    assert room.guest.all(StoredNotice) == [StoredNotice(safe=False), StoredNotice(safe=True)]
    disk.store.close()


# --- neither is the only copy -----------------------------------------------------------------------------


def in_the_file_alone(path: Path) -> list[tuple[str, int]]:
    """What somebody finds who has the file without its log."""
    alone = path.parent / "alone"
    alone.mkdir()
    shutil.copyfile(path, alone / FILE_NAME)
    with sqlite3.connect(alone / FILE_NAME) as reader:
        found = reader.execute("SELECT code, version FROM rooms").fetchall()
    reader.close()
    shutil.rmtree(alone)
    return found


def test_the_log_is_copied_into_the_file_when_nobody_plays(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    disk.store.commit(Commit("ABCD", 0, b"state", None), lambda _: None)
    disk.written()
    assert in_the_file_alone(disk.database.path) == []
    disk.pass_ms(5_000)
    assert in_the_file_alone(disk.database.path) == [("ABCD", 1)]
    disk.store.close()


def test_and_every_minute_when_somebody_always_does(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    for version in range(62):
        disk.store.commit(Commit("ABCD", version, b"state", None), lambda _: None)
        disk.pass_ms(1_000)
    ((_, version),) = in_the_file_alone(disk.database.path)
    assert version > 55
    disk.store.close()


# --- layouts ----------------------------------------------------------------------------------------------


FIRST_LAYOUT = """
    CREATE TABLE rooms (code TEXT PRIMARY KEY, version INTEGER NOT NULL, deadline_ms REAL, state BLOB NOT NULL);
    CREATE TABLE time (now_ms REAL NOT NULL);
    INSERT INTO time VALUES (12.5);
    INSERT INTO rooms VALUES ('ABCD', 3, 7.5, x'0102');
    PRAGMA application_id = 1430548327;
    PRAGMA user_version = 1;
"""


def of_the_first_layout(directory: Path) -> Path:
    path = directory / FILE_NAME
    with sqlite3.connect(path) as old:
        old.executescript(FIRST_LAYOUT)
    old.close()
    return path


def test_a_file_of_an_older_layout_is_taken_along(tmp_path: Path) -> None:
    path = of_the_first_layout(tmp_path)
    assert reopened(path) == [("ABCD", Stored(b"\x01\x02", 3, 7.5))]
    assert reopened(path) == [("ABCD", Stored(b"\x01\x02", 3, 7.5))]
    with sqlite3.connect(path) as reader:
        assert reader.execute("PRAGMA user_version").fetchone() == (NEWEST,)
        assert reader.execute("SELECT checksum FROM rooms").fetchone() == (checksum("ABCD", 3, b"\x01\x02"),)
    reader.close()


def test_a_step_that_fails_leaves_the_old_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from server.store import migrations

    path = of_the_first_layout(tmp_path)
    spoilt = (*migrations.MIGRATIONS[:1], (*migrations.MIGRATIONS[1], "INSERT INTO nowhere VALUES (1)"))
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", spoilt)
        with pytest.raises(UnusableError, match="no such table"):
            Database.open(tmp_path)
    with sqlite3.connect(path) as reader:
        assert reader.execute("PRAGMA user_version").fetchone() == (1,)
        assert len(reader.execute("PRAGMA table_info(rooms)").fetchall()) == 4
    reader.close()
    assert len(reopened(path)) == 1


# --- results, and any damage ------------------------------------------------------------------------------

RESULTS = [Result(f"room {number}", number, b"result %d " % number * 30) for number in NUMBERS]


def with_results(directory: Path) -> Path:
    database = Database.open(directory)
    database.write(Batch(rooms(), [], 77.5, results=RESULTS))
    database.close()
    return directory / FILE_NAME


def results_of(path: Path) -> list[Result]:
    database = Database.open(path.parent)
    found = database.results()
    database.close()
    return found


def spoil_page_of(path: Path, content: bytes) -> None:
    """Make the whole page of the database unreadable in which this stands."""
    file = bytearray(path.read_bytes())
    page = file.index(content) // 4096 * 4096
    file[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(file)


def test_results_are_read_from_a_damaged_file_as_well(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = with_results(tmp_path)
    spoil_page_of(path, rooms()[20][1].state[:50])
    assert results_of(path) == RESULTS
    assert f"and {len(RESULTS)} results of matches" in caplog.text


def test_a_damaged_page_of_results_costs_no_others(tmp_path: Path) -> None:
    path = with_results(tmp_path)
    spoil_page_of(path, RESULTS[20].data)
    found = results_of(path)
    assert 0 < len(found) < len(RESULTS)
    assert all(each in RESULTS for each in found)


def test_a_result_that_is_not_what_was_written_is_delivered_to_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = with_results(tmp_path)
    file = bytearray(path.read_bytes())
    file[file.index(RESULTS[7].data) + 5] ^= 1
    path.write_bytes(file)
    assert results_of(path) == [each for each in RESULTS if each is not RESULTS[7]]
    assert "1 results of matches are not what was written" in caplog.text


@pytest.mark.parametrize("seed", [*range(12), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(12, 400))])
def test_whatever_has_happened_to_the_files_the_server_starts_or_says_why_not(tmp_path: Path, seed: int) -> None:
    """And nothing is taken for a room or a result that is none."""
    rng = random.Random(seed)
    path = with_results(tmp_path)
    file = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 4, 40, 400])):
        # The first page has the schema: one byte there does more than many elsewhere.
        file[rng.randrange(rng.choice([4096, len(file)]))] = rng.randrange(256)
    path.write_bytes(file[: rng.choice([len(file), rng.randrange(len(file))])])
    try:
        database = Database.open(tmp_path)
    except UnusableError:
        return
    assert all(each in rooms() for each in database.everything())
    assert all(each in RESULTS for each in database.results())
    assert database.now_ms in {0.0, 77.5}
    database.close()

"""The store on disk: when a commit is safe, who waits for it, and what happens when the disk fails."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from server.store import Commit, Conflict, Result, Stored
from server.store.database import Batch, Database
from server.store.files import log_of
from tests.helpers.disk import Disk

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from server.store.sqlite import SQLiteStore


def commit(store: SQLiteStore, version: int = 0, state: bytes = b"state", code: str = "ABCD") -> list[Conflict | None]:
    """Commit; what comes in the list is what `done` is told."""
    told: list[Conflict | None] = []
    store.commit(Commit(code, version, state, None), told.append)
    return told


def load(disk: Disk, code: str) -> Stored | None:
    found: list[Stored | None] = []
    disk.store.load(code, found.append)
    if not found:
        disk.answered()
    return found[0]


def test_a_relaxed_commit_is_done_at_once_and_soon_on_disk(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    assert commit(disk.store) == [None]
    disk.written()
    disk.restart()
    assert disk.store.everything() == [("ABCD", Stored(b"state", 1, None))]
    disk.store.close()


def test_a_strict_commit_is_done_when_it_is_on_disk(tmp_path: Path) -> None:
    disk = Disk(tmp_path, strict=True)
    told = commit(disk.store)
    disk.clock.pass_ms(1)
    assert told == []
    disk.answered()
    assert told == [None]
    disk.restart()
    assert disk.store.everything() == [("ABCD", Stored(b"state", 1, None))]
    disk.store.close()


def test_what_was_not_given_to_the_disk_is_lost_with_the_process(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    commit(disk.store)
    disk.restart()
    assert disk.store.everything() == []
    disk.store.close()


def test_closing_writes_what_is_left(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    commit(disk.store)
    disk.clock.pass_ms(30)
    commit(disk.store, 1, b"later")
    disk.store.close()
    disk.open()
    assert disk.store.everything() == [("ABCD", Stored(b"later", 2, None))]
    disk.store.close()


def test_a_batch_holds_each_room_once_as_it_was_last_committed(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    for version in range(5):
        disk.store.commit(Commit("ABCD", version, b"%d" % version, 9.0), lambda _: None)
    disk.written()
    assert load(disk, "ABCD") == Stored(b"4", 5, 9.0)
    assert disk.store.figures().writes == 1
    assert disk.store.figures().commits == 5
    disk.store.close()


def test_options_are_written_once_and_there_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(tmp_path)
    batches: list[Batch] = []
    write = Database.write

    def note(database: Database, batch: Batch) -> None:
        batches.append(batch)
        write(database, batch)

    monkeypatch.setattr(Database, "write", note)
    disk.store.commit(Commit("ABCD", 0, b"one", None, options=b"long"), lambda _: None)
    disk.written()
    commit(disk.store, 1, b"two")
    disk.written()
    assert [batch.options for batch in batches] == [{"ABCD": b"long"}, {}]
    disk.restart()
    assert disk.store.everything() == [("ABCD", Stored(b"two", 2, None, b"long"))]
    disk.store.close()


def test_options_of_a_room_that_ended_before_they_were_written_are_not(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    disk.store.commit(Commit("ABCD", 0, b"one", None, options=b"long"), lambda _: None)
    disk.store.remove("ABCD")
    disk.written()
    disk.restart()
    commit(disk.store)
    disk.written()
    disk.restart()
    assert disk.store.everything() == [("ABCD", Stored(b"state", 1, None))]
    disk.store.close()


def test_while_a_batch_is_under_way_the_next_one_gathers(tmp_path: Path) -> None:
    disk = Disk(tmp_path, strict=True)
    first = commit(disk.store)
    disk.clock.pass_ms(1)
    second, third = commit(disk.store, 1), commit(disk.store, 0, code="EFGH")
    disk.clock.pass_ms(100)
    disk.answered()
    assert (first, second, third) == ([None], [], [])
    disk.clock.pass_ms(1)
    disk.answered()
    assert (second, third) == ([None], [None])
    assert disk.store.figures().writes == 2
    disk.store.close()


def test_what_has_gathered_while_the_disk_was_slow_gathers_no_longer(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    commit(disk.store)
    disk.clock.pass_ms(25)
    commit(disk.store, 1)
    disk.clock.pass_ms(25)
    disk.answered()
    disk.clock.pass_ms(0)
    disk.answered()
    assert disk.store.figures().writes == 2
    disk.store.close()


@pytest.mark.parametrize("under_way", [False, True])
def test_what_rests_on_a_strict_commit_waits_for_it(tmp_path: Path, *, under_way: bool) -> None:
    disk = Disk(tmp_path, strict=True)
    told: list[str] = []
    commit(disk.store)
    if under_way:
        disk.clock.pass_ms(1)
    disk.store.settled("ABCD", lambda: told.append("rests on it"))
    disk.store.settled("EFGH", lambda: told.append("does not"))
    assert told == ["does not"]
    disk.clock.pass_ms(1)
    disk.answered()
    assert told == ["does not", "rests on it"]
    disk.store.close()


def test_nothing_waits_when_commits_are_relaxed(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    told: list[bool] = []
    commit(disk.store)
    disk.store.settled("ABCD", lambda: told.append(True))
    assert told == [True]
    disk.store.close()


def test_a_commit_from_an_old_version_changes_nothing(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    commit(disk.store)
    disk.written()
    disk.restart()
    (outcome,) = commit(disk.store, 0, b"other")
    assert isinstance(outcome, Conflict)
    assert outcome.found == 1
    assert load(disk, "ABCD") == Stored(b"state", 1, None)
    disk.store.close()


def test_a_removed_room_is_gone(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    commit(disk.store)
    disk.written()
    disk.store.remove("ABCD")
    assert load(disk, "ABCD") is None
    disk.written()
    disk.restart()
    assert disk.store.everything() == []
    disk.store.close()


def test_time_goes_on_where_it_was_last_noted(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    commit(disk.store)
    disk.written()
    began_ms = disk.clock.now_ms()
    for _ in range(3):
        # No commits any more: the time is noted all the same, for clocks may run.
        disk.clock.pass_ms(1_000)
        disk.answered()
    disk.clock.pass_ms(700)
    disk.restart()
    assert disk.store.now_ms() == pytest.approx(began_ms + 3_000, abs=50)
    disk.store.close()


def test_one_fault_keeps_the_news_from_nobody_else(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    disk = Disk(tmp_path, strict=True)
    disk.store.commit(Commit("BAAD", 0, b"", None), lambda _: 1 // 0)  # type: ignore[arg-type]
    told = commit(disk.store)
    disk.clock.pass_ms(1)
    disk.answered()
    assert told == [None]
    assert "ZeroDivisionError" in caplog.text
    disk.store.close()


class SlowConnection:
    """A disk that does not answer until it is told to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.answers = threading.Event()
        self.in_transaction = False

    def execute(self, *statement: Any) -> sqlite3.Cursor:
        self.answers.wait(60)
        return self._connection.execute(*statement)

    def close(self) -> None:
        self._connection.close()


def test_nobody_waits_for_a_disk_that_does_not_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    disk = Disk(tmp_path, strict=True)
    slow: Any = SlowConnection(disk.database._connection)
    disk.database._connection = slow
    first = commit(disk.store)
    disk.clock.pass_ms(1)
    second = commit(disk.store, 1)
    disk.clock.pass_ms(1_990)
    assert (first, second) == ([], [])
    disk.clock.pass_ms(10)
    assert (first, second, commit(disk.store, 2)) == ([None], [None], [None])
    assert "the disk does not answer" in caplog.text
    slow.answers.set()
    disk.written()
    assert "all rooms are safe" in caplog.text
    assert commit(disk.store, 3) == []
    disk.store.close()
    disk.open()
    assert disk.store.everything() == [("ABCD", Stored(b"state", 4, None))]
    disk.store.close()


class TestAFullDisk:
    """SQLite's own ceiling stands in for the disk's: the error is the same."""

    def fill(self, disk: Disk) -> None:
        disk.database._connection.execute("PRAGMA max_page_count = 1")

    def make_room(self, disk: Disk) -> None:
        disk.database._connection.execute("PRAGMA max_page_count = 100000")

    @pytest.mark.parametrize("strict", [False, True])
    def test_rooms_go_on_and_the_operator_is_told_once(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture, *, strict: bool
    ) -> None:
        disk = Disk(tmp_path, strict=strict)
        self.fill(disk)
        first = commit(disk.store, 0, b"x" * 99_999)
        disk.clock.pass_ms(30)
        disk.answered()
        second = commit(disk.store, 1, b"y" * 99_999)
        assert (first, second) == ([None], [None])
        disk.clock.pass_ms(1_000)
        disk.answered()
        assert caplog.text.count("Cannot write the rooms to disk: database or disk is full") == 1
        assert disk.store.failing == "database or disk is full"
        disk.store.close()

    def test_everything_is_written_when_there_is_room_again(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        disk = Disk(tmp_path, strict=True)
        self.fill(disk)
        commit(disk.store, 0, b"x" * 99_999)
        disk.clock.pass_ms(30)
        disk.answered()
        commit(disk.store, 0, b"other", "EFGH")
        self.make_room(disk)
        disk.clock.pass_ms(1_000)
        disk.answered()
        assert "all rooms are safe" in caplog.text
        assert disk.store.failing is None
        assert commit(disk.store, 1) == []
        disk.kill()
        disk.open()
        assert dict(disk.store.everything()) == {
            "ABCD": Stored(b"x" * 99_999, 1, None),
            "EFGH": Stored(b"other", 1, None),
        }
        disk.store.close()

    def test_the_space_that_the_log_has_taken_is_given_back(self, tmp_path: Path) -> None:
        disk = Disk(tmp_path)
        for version in range(50):
            commit(disk.store, version, b"x" * 20_000)
            disk.written()
        log = log_of(disk.database.path)
        grown = log.stat().st_size
        self.fill(disk)
        commit(disk.store, 0, b"x" * 99_999, "EFGH")
        disk.clock.pass_ms(30)
        disk.answered()
        self.make_room(disk)
        disk.clock.pass_ms(1_000)
        disk.answered()
        assert disk.store.failing is None
        assert log.stat().st_size < grown / 2
        disk.store.close()

    def test_closing_says_what_is_lost(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        disk = Disk(tmp_path)
        self.fill(disk)
        commit(disk.store, 0, b"x" * 99_999)
        disk.store.close()
        assert "Cannot write the rooms to disk" in caplog.text


@pytest.mark.parametrize("strict", [False, True])
def test_a_result_survives_a_killed_process_until_it_is_delivered(tmp_path: Path, strict: bool) -> None:
    disk = Disk(tmp_path, strict=strict)
    result = Result("room 1", 1, b"Ann won")
    disk.store.commit(Commit("ABCD", 0, b"over", None, result), lambda _: None)
    disk.written()
    disk.restart()
    assert disk.store.results() == [result]
    disk.store.delivered(result)
    disk.written()
    disk.restart()
    assert disk.store.results() == []
    disk.store.close()

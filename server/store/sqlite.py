"""Rooms in a SQLite database, written by one thread in batches: they survive a killed process.

Commits gather on the loop's thread; a batch holds each room once, as it is when the batch is made. One batch is
under way at a time, and while it is, the next one gathers: the slower the disk, the larger the batches.

If the disk fails (full, gone, read-only) or does not answer, the rooms go on in memory, players notice nothing, the
operator is told once, and everything unwritten is tried again each second. A server that is killed before that has
lost what wasn't written, also with `strict`: whether to play on without a disk is the operator's choice, not the
players' to suffer.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from server.store import Commit, Conflict, Figures, Stored
from server.store.database import Batch

if TYPE_CHECKING:
    from server.clock import Cancellable, Clock
    from server.store.database import Database

# How long commits gather, from the first of them. Relaxed: half of the 50 ms that are promised; the rest is the disk's.
STRICT_GATHER_MS: Final = 1.0
RELAXED_GATHER_MS: Final = 25.0
RETRY_MS: Final = 1000.0
# A disk that takes longer than that is broken: who waits for it waits no longer.
PATIENCE_MS: Final = 2000.0
# How often the time is noted while nothing else is written: what a player has thought since is given back to them
# when the server is killed.
MARK_MS: Final = 1000.0

log = logging.getLogger(__name__)


class _Gathered(Struct):
    """What is to be written together, or is being written, and who waits for it. Rooms to be removed are None."""

    rooms: dict[str, Commit | None]
    waiting: list[Callable[[], None]]
    # When the first of them came.
    since_ms: float = 0.0


class SQLiteStore:
    """A `RoomStore` on a database of its own. `strict`: a commit is done when it is on disk; otherwise at once, and
    on disk 50 ms later at the most.

    Args:
        database: the store closes it.
        clock: counts on from the database's time.
        strict: see above.
        to_loop: runs a call on the loop's thread, from any thread; by default on the loop of the first commit.
    """

    def __init__(
        self, database: Database, clock: Clock, *, strict: bool, to_loop: Callable[[Callable[[], None]], object]
    ) -> None:
        self._database = database
        self._clock = clock
        self._strict = strict
        self._gather_ms = STRICT_GATHER_MS if strict else RELAXED_GATHER_MS
        self._to_loop = to_loop
        self._versions = {code: stored.version for code, stored in database.everything()}
        self._next = _Gathered({}, [])
        self._under_way: _Gathered | None = None
        self._alarm: Cancellable | None = None
        self._alarm_ms = 0.0
        self._figures = Figures()
        # Of the last write; the thread's own.
        self._failure: str | None = None
        self._closed = False
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="underdog-store", daemon=True)
        self._thread.start()

    # --- on the loop's thread -------------------------------------------------------------------------------

    def load(self, code: str, done: Callable[[Stored | None], None]) -> None:
        """See `RoomStore.load`."""
        pending = self._pending(code)
        if code not in self._versions:
            done(None)
        elif pending is not None:
            done(self._stored(pending))
        else:
            self._jobs.put(partial(self._load, code, done))

    def commit(self, commit: Commit, done: Callable[[Conflict | None], None]) -> None:
        """See `RoomStore.commit`."""
        found = self._versions.get(commit.code, 0)
        if found != commit.expected_version:
            done(Conflict(commit.code, commit.expected_version, found))
            return
        self._versions[commit.code] = found + 1
        self._figures.commits += 1
        self._write_soon(commit.code, commit)
        if self._waits:
            self._next.waiting.append(partial(done, None))
        else:
            done(None)

    def settled(self, code: str, done: Callable[[], None]) -> None:
        """See `RoomStore.settled`."""
        if self._waits and code in self._next.rooms:
            self._next.waiting.append(done)
        elif self._waits and self._under_way is not None and code in self._under_way.rooms:
            self._under_way.waiting.append(done)
        else:
            done()

    def remove(self, code: str) -> None:
        """See `RoomStore.remove`."""
        if self._versions.pop(code, None) is not None:
            self._write_soon(code, None)

    def everything(self) -> list[tuple[str, Stored]]:
        """See `RoomStore.everything`; for before the first commit."""
        return self._database.everything()

    def overdue(self, now_ms: float) -> list[str]:
        """See `RoomStore.overdue`; for before the first commit."""
        return [
            code
            for code, stored in self._database.everything()
            if stored.deadline_ms is not None and stored.deadline_ms <= now_ms
        ]

    def figures(self) -> Figures:
        """See `RoomStore.figures`."""
        return self._figures

    def now_ms(self) -> float:
        """See `RoomStore.now_ms`: it stands still while no server runs."""
        return self._clock.now_ms()

    def close(self) -> None:
        """See `RoomStore.close`."""
        if self._closed:
            return
        self._closed = True
        if self._alarm is not None:
            self._alarm.cancel()
        if self._under_way is not None:
            # Whether it arrives is not known yet; writing it twice does no harm.
            self._next.rooms = {**self._under_way.rooms, **self._next.rooms}
        self._jobs.put(partial(self._write, self._batch()))
        self._jobs.put(None)
        self._thread.join()
        self._tell_operator(self._failure)
        self._database.close()

    @property
    def _waits(self) -> bool:
        return self._strict and self._figures.failing is None and not self._closed

    def _pending(self, code: str) -> Commit | None:
        under_way = self._under_way.rooms if self._under_way else {}
        return self._next.rooms.get(code) or under_way.get(code)

    def _write_soon(self, code: str, commit: Commit | None) -> None:
        now_ms = self._clock.now_ms()
        if not self._next.rooms:
            self._next.since_ms = now_ms
        self._next.rooms[code] = commit
        self._plan(self._next.since_ms + self._gather_ms if self._figures.failing is None else now_ms + RETRY_MS)

    def _plan(self, due_ms: float) -> None:
        """Write then, or earlier if that is planned already; after what is under way in any case."""
        if self._under_way is not None or self._closed:
            return
        if self._alarm is not None:
            if self._alarm_ms <= due_ms:
                return
            self._alarm.cancel()
        self._alarm_ms = due_ms
        self._alarm = self._clock.call_at(due_ms, self._flush)

    def _flush(self) -> None:
        self._alarm = None
        batch = self._batch()
        self._under_way, self._next = self._next, _Gathered({}, [])
        self._alarm = self._clock.call_at(batch.now_ms + PATIENCE_MS, self._give_up)
        self._jobs.put(partial(self._write, batch))

    def _give_up(self) -> None:
        self._alarm = None
        self._tell_operator("the disk does not answer")
        self._release()

    def _release(self) -> None:
        """Nobody waits any longer, neither for what is under way nor for what comes next."""
        for gathered in (self._under_way, self._next):
            waiting = gathered.waiting if gathered else []
            while waiting:
                _call(waiting.pop(0))

    def _batch(self) -> Batch:
        rooms, ended = [], []
        for code, commit in self._next.rooms.items():
            if commit is None:
                ended.append(code)
                continue
            try:
                rooms.append((code, self._stored(commit)))
            except Exception:
                # One room's fault must not keep all others from being written.
                log.exception("room %s cannot be written", code)
        return Batch(rooms, ended, self._clock.now_ms())

    def _stored(self, commit: Commit) -> Stored:
        # The room may have gone on since the commit: its state, its version and its deadline are of one moment.
        return Stored(commit.state(), self._versions[commit.code], commit.deadline_ms)

    def _written(self, failure: str | None) -> None:
        under_way = self._under_way
        if self._closed or under_way is None:
            return
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        self._tell_operator(failure)
        if failure is not None:
            self._next.rooms = {**under_way.rooms, **self._next.rooms}
            self._release()
        self._under_way = None
        for done in under_way.waiting:
            _call(done)
        now_ms = self._clock.now_ms()
        if failure is not None:
            self._plan(now_ms + RETRY_MS)
        elif self._next.rooms:
            self._plan(self._next.since_ms + self._gather_ms)
        elif self._versions:
            self._plan(now_ms + MARK_MS)

    def _tell_operator(self, failure: str | None) -> None:
        if failure is not None and self._figures.failing is None:
            log.error(
                "Cannot write the rooms to disk: %s. They go on in memory, and are lost if the server is killed before "
                "this is repaired. Trying again every second.",
                failure,
            )
        elif failure is None and self._figures.failing is not None:
            log.warning("The disk can be written to again; all rooms are safe.")
        self._figures.failing = failure

    # --- on the thread of its own ---------------------------------------------------------------------------

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _write(self, batch: Batch) -> None:
        started_s = time.perf_counter()
        self._failure = None
        try:
            self._database.write(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing was written, and the thread must go on
            self._failure = str(error)
        self._figures.writes += 1
        self._figures.write_s += time.perf_counter() - started_s
        self._to_loop(partial(self._written, self._failure))

    def _load(self, code: str, done: Callable[[Stored | None], None]) -> None:
        stored = self._database.load(code)
        self._to_loop(partial(done, stored))


def _call(done: Callable[[], None]) -> None:
    try:
        done()
    except Exception:
        # One connection's fault must not keep the news from all others.
        log.exception("what waited for the disk failed")

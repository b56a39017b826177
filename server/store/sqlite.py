"""Rooms in a SQLite database, written in batches by one thread, so that they survive a killed process.

Commits gather on the loop's thread. A batch has each room once, in its newest state. While one batch is being written
the next one gathers, so the slower the disk, the larger the batches.

If the disk fails (full, gone, read-only) or does not answer, the rooms go on in memory, and everything unwritten is
tried again each second. Meanwhile `failing` says so, nobody waits for the disk, and nothing may be promised. If the
files themselves are lost or damaged, new ones are made of what is in memory.
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

from server.store import Conflict, Figures, Result, Stored
from server.store.database import Batch, is_damage

if TYPE_CHECKING:
    from server.clock import Cancellable, Clock
    from server.store import Commit
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
# After so long without a commit, or so long with commits all the time, the log is copied into the file.
IDLE_CHECKPOINT_MS: Final = 3_000.0
BUSY_CHECKPOINT_MS: Final = 60_000.0

log = logging.getLogger(__name__)


class _Gathered(Struct):
    """What the next batch writes, or the current one is writing, and who waits for it. Rooms to remove are None."""

    rooms: dict[str, Stored | None] = {}
    # Of those rooms whose options have changed.
    options: dict[str, bytes] = {}
    # Those that have been delivered are None.
    results: dict[tuple[str, int], Result | None] = {}
    waiting: list[Callable[[], None]] = []
    # When the first of them came.
    since_ms: float = 0.0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.rooms or self.results)

    def with_earlier(self, earlier: _Gathered) -> None:
        """Add what an earlier batch could not write, unless something newer replaces it."""
        self.rooms = {**earlier.rooms, **self.rooms}
        self.options = {**earlier.options, **self.options}
        self.results = {**earlier.results, **self.results}


class _Failure(Struct):
    """Why a batch was not written. `lost`: the files can no longer be used."""

    reason: str
    lost: bool = False


class SQLiteStore:
    """A `RoomStore` on a database of its own.

    `strict`: a commit is done when it is on disk. Otherwise it is done at once, and on disk at most 50 ms later.

    Args:
        database: closed by the store.
        clock: counts on from the database's time.
        strict: see above.
        to_loop: runs a call on the loop's thread; callable from any thread.
    """

    holds_answers = False

    def __init__(
        self, database: Database, clock: Clock, *, strict: bool, to_loop: Callable[[Callable[[], None]], object]
    ) -> None:
        self._database = database
        self._clock = clock
        self._strict = strict
        self._gather_ms = STRICT_GATHER_MS if strict else RELAXED_GATHER_MS
        self._to_loop = to_loop
        self._rooms = dict(database.everything())
        self._results = {result.key: result for result in database.results()}
        self._next = _Gathered()
        self._under_way: _Gathered | None = None
        self._alarm: Cancellable | None = None
        self._alarm_ms = 0.0
        self._figures = Figures()
        self.failing: str | None = None
        self._watcher: Callable[[], None] = lambda: None
        # The disk can be written again, but what was committed in the meantime is not written yet.
        self._recovering = False
        # The files are no good: the next batch holds everything, for new ones.
        self._lost = False
        # When the first and the last room were written since the log was copied into the file; None: none were.
        self._logged_ms: tuple[float, float] | None = None
        # Of the last write; the thread's own.
        self._failure: _Failure | None = None
        self._closed = False
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="underdog-store", daemon=True)
        self._thread.start()

    # --- on the loop's thread -------------------------------------------------------------------------------

    def watch(self, changed: Callable[[], None]) -> None:
        """See `RoomStore.watch`."""
        self._watcher = changed

    def load(self, code: str, done: Callable[[Stored | None], None]) -> None:
        """See `RoomStore.load`."""
        done(self._rooms.get(code))

    def commit(self, commit: Commit, done: Callable[[Conflict | None], None]) -> None:
        """See `RoomStore.commit`."""
        before = self._rooms.get(commit.code)
        found = before.version if before else 0
        if found != commit.expected_version:
            done(Conflict(commit.code, commit.expected_version, found))
            return
        stored = self._rooms[commit.code] = commit.after(before)
        self._figures.commits += 1
        self._write_soon(commit.code, stored)
        if commit.options is not None:
            self._next.options[commit.code] = commit.options
        if commit.result is not None and commit.result.key not in self._results:
            self._results[commit.result.key] = self._next.results[commit.result.key] = commit.result
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
        if self._rooms.pop(code, None) is not None:
            self._write_soon(code, None)

    def everything(self) -> list[tuple[str, Stored]]:
        """See `RoomStore.everything`."""
        return list(self._rooms.items())

    def damaged(self) -> list[str]:
        """See `RoomStore.damaged`."""
        return self._database.damaged

    def results(self) -> list[Result]:
        """See `RoomStore.results`."""
        return list(self._results.values())

    def delivered(self, result: Result) -> None:
        """See `RoomStore.delivered`."""
        if self._results.pop(result.key, None) is not None:
            self._begin_gathering()
            self._next.results[result.key] = None

    def figures(self) -> Figures:
        """See `RoomStore.figures`."""
        return self._figures

    def now_ms(self) -> float:
        """See `RoomStore.now_ms`. It stands still while no server runs."""
        return self._clock.now_ms()

    def flush(self, done: Callable[[frozenset[str]], None]) -> None:
        """See `RoomStore.flush`."""
        if not (self._unwritten or self._results_unwritten) or self.failing is not None:
            done(self._unwritten)
            return
        gathered = self._under_way if self._under_way is not None and self._next.empty else self._next
        gathered.waiting.append(lambda: done(self._unwritten if self.failing else frozenset()))
        self._plan(self._clock.now_ms())

    def close(self) -> frozenset[str]:
        """See `RoomStore.close`."""
        if self._closed:
            return frozenset()
        self._closed = True
        if self._alarm is not None:
            self._alarm.cancel()
        if self._under_way is not None:
            # Whether it arrives is not known yet; writing it twice does no harm.
            self._next.with_earlier(self._under_way)
        unwritten = self._unwritten
        ended = threading.Event()
        self._jobs.put(partial(self._end, self._batch(), ended))
        self._jobs.put(None)
        if not ended.wait(PATIENCE_MS / 1000):
            self._note(_Failure("the disk does not answer"))
            return unwritten
        self._thread.join()
        self._note(self._failure)
        return unwritten if self._failure else frozenset()

    @property
    def _waits(self) -> bool:
        return self._strict and not self._closed and (self.failing is None or self._recovering)

    @property
    def _unwritten(self) -> frozenset[str]:
        """The codes of rooms whose newest state is not on disk."""
        if self._lost:
            return frozenset(self._rooms)
        changed = {*self._next.rooms, *(self._under_way.rooms if self._under_way else ())}
        return frozenset(changed & self._rooms.keys())

    @property
    def _results_unwritten(self) -> bool:
        return bool(self._next.results or (self._under_way and self._under_way.results))

    def _write_soon(self, code: str, stored: Stored | None) -> None:
        self._begin_gathering()
        self._next.rooms[code] = stored

    def _begin_gathering(self) -> None:
        now_ms = self._clock.now_ms()
        if self._next.empty:
            self._next.since_ms = now_ms
        patient = self.failing is not None and not self._recovering
        self._plan(now_ms + RETRY_MS if patient else self._next.since_ms + self._gather_ms)

    def _plan(self, due_ms: float) -> None:
        """Write at this time, or earlier if that is already planned, but after the current batch."""
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
        self._under_way, self._next = self._next, _Gathered()
        self._alarm = self._clock.call_at(batch.now_ms + PATIENCE_MS, self._give_up)
        self._jobs.put(partial(self._write, batch, anew=self._lost, checkpoint=self._checkpoint_due(batch)))

    def _batch(self) -> Batch:
        if self._lost:
            return self._everything(self._clock.now_ms())
        rooms = [(code, stored) for code, stored in self._next.rooms.items() if stored is not None]
        ended = [code for code, stored in self._next.rooms.items() if stored is None]
        results = [result for result in self._next.results.values() if result is not None]
        delivered = [key for key, result in self._next.results.items() if result is None]
        options = {code: self._next.options[code] for code, _ in rooms if code in self._next.options}
        return Batch(rooms, ended, self._clock.now_ms(), results, delivered, options)

    def _everything(self, now_ms: float) -> Batch:
        """Everything that a new file must hold."""
        options = {code: stored.options for code, stored in self._rooms.items()}
        return Batch(list(self._rooms.items()), [], now_ms, list(self._results.values()), options=options)

    def _checkpoint_due(self, batch: Batch) -> bool:
        """Whether the log should be copied into the file now: when nobody plays, or the last time was long ago."""
        if batch.rooms or batch.ended:
            self._logged_ms = (self._logged_ms[0] if self._logged_ms else batch.now_ms, batch.now_ms)
        if self._logged_ms is None:
            return False
        first_ms, last_ms = self._logged_ms
        due = batch.now_ms - last_ms >= IDLE_CHECKPOINT_MS or batch.now_ms - first_ms >= BUSY_CHECKPOINT_MS
        if due:
            self._logged_ms = None
        return due

    def _give_up(self) -> None:
        self._alarm = None
        self._note(_Failure("the disk does not answer"))
        self._release()

    def _release(self) -> None:
        """Call everybody who waits for the current or the next batch."""
        for gathered in (self._under_way, self._next):
            waiting = gathered.waiting if gathered else []
            while waiting:
                _call(waiting.pop(0))

    def _written(self, failure: _Failure | None) -> None:
        under_way = self._under_way
        if self._closed or under_way is None:
            return
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        self._under_way = None
        if failure is None:
            self._lost = False
            self._recovering = self.failing is not None and not self._next.empty and not self._recovering
            if not self._recovering:
                self._note(None)
            for done in under_way.waiting:
                _call(done)
        else:
            self._lost = self._lost or failure.lost
            self._recovering = False
            self._next.with_earlier(under_way)
            self._note(failure)
            self._next.waiting = [*under_way.waiting, *self._next.waiting]
            self._release()
        self._plan_next()

    def _plan_next(self) -> None:
        now_ms = self._clock.now_ms()
        if self.failing is not None and not self._recovering:
            self._plan(now_ms + RETRY_MS)
        elif not self._next.empty:
            self._plan(self._next.since_ms + self._gather_ms)
        elif self._rooms or self._logged_ms is not None:
            self._plan(now_ms + MARK_MS)

    def _note(self, failure: _Failure | None) -> None:
        """The disk begins or stops failing: log it once, and tell the watchers."""
        reason = failure.reason if failure else None
        before, self.failing = self.failing, reason
        if reason is not None and before is None:
            log.error(
                "Cannot write the rooms to disk: %s. They go on in memory, and are lost if the server is killed before "
                "this is repaired. Trying again every second.",
                reason,
            )
        elif reason is None and before is not None:
            log.warning("The disk can be written to again; all rooms are safe.")
        if (reason is None) != (before is None) and not self._closed:
            self._watcher()

    # --- on the thread of its own ---------------------------------------------------------------------------

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _write(self, batch: Batch, *, anew: bool, checkpoint: bool) -> None:
        self._try_to_write(batch, anew=anew, checkpoint=checkpoint)
        self._to_loop(partial(self._written, self._failure))

    def _try_to_write(self, batch: Batch, *, anew: bool, checkpoint: bool) -> None:
        started_s = time.perf_counter()
        failed_before, self._failure = self._failure is not None, None
        try:
            if anew:
                self._database.begin_anew()
            elif failed_before:
                # What the log has grown to may be just what the disk lacks.
                self._database.shrink()
            self._database.write(batch)
            if checkpoint:
                self._database.checkpoint()
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing was written, and the thread must go on
            self._failure = _Failure(str(error).rstrip("."), lost=anew or is_damage(error))
        self._figures.writes += 1
        self._figures.write_s += time.perf_counter() - started_s

    def _end(self, batch: Batch, ended: threading.Event) -> None:
        self._try_to_write(batch, anew=self._lost, checkpoint=False)
        if self._failure is not None and self._failure.lost and not self._lost:
            # Deleted under our feet, and there is no later any more.
            self._try_to_write(self._everything(batch.now_ms), anew=True, checkpoint=False)
        self._database.close()
        ended.set()


def _call(done: Callable[[], None]) -> None:
    try:
        done()
    except Exception:
        # One connection's fault must not keep the news from all others.
        log.exception("what waited for the disk failed")

"""Rooms in Redis, for any number of processes. Each room belongs to one process, which holds it by an epoch.

`redis_keys` documents what is stored. A commit is one script: it checks that the room is still ours, and writes
everything. Strict: it is done when Redis has answered. Relaxed: it is done at once, and sent at most 25 ms later. In
both cases only within this process's lease by its own clock. A process that was frozen, or has lost Redis, acknowledges
nothing until it has its lease again and has written all its rooms, so that it knows which are still its own.

What Redis itself promises depends on its configuration, see `server/README.md`. A room that Redis has lost is written
again by its owner, as long as that is alive.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from server.store import Commit, Conflict, Figures, Result, Stored
from server.store.redis_connection import evalsha
from server.store.redis_keys import (
    COMMIT,
    LEASES,
    RELEASE,
    REMOVE,
    RENEW,
    ROOM_TTL_MS,
    TAKE,
    bucket_of,
    room_key,
    room_keys,
)
from server.store.redis_outbox import Outbox, field_of

if TYPE_CHECKING:
    from server.clock import Clock
    from server.store.lease import Lease
    from server.store.redis_connection import Command, RedisConnection, Word

RELAXED_GATHER_MS: Final = 25.0
# A room that nothing happens in is written again so often, or it would expire.
REFRESH_MS: Final = ROOM_TTL_MS / 4

log = logging.getLogger(__name__)


class _Held(Struct):
    """A room of ours. `acknowledged`: the newest version that Redis has confirmed."""

    epoch: int
    stored: Stored
    key: str
    at_ms: float
    # What the first commit of a new room expects; '': the room is ours already.
    expected: int | str = ""
    acknowledged: int = 0
    # The version that brought its options.
    options_since: int = 0
    # Who waits for which version.
    waiting: deque[tuple[int, Callable[[Conflict | None], None]]] = field(default_factory=deque)
    # Of matches that have ended, until Redis has them.
    results: dict[tuple[str, int], Result] = {}
    sent_ms: float = 0.0


class Taken(Struct, frozen=True):
    """A room that has become ours, and when its last owner was last alive, by that owner's clock."""

    stored: Stored
    since_ms: float


class RedisStore:
    """A `RoomStore` that many processes share.

    Args:
        connection: to Redis; the caller opens and closes it.
        lease: of this process.
        clock: runs approximately with Redis's time.
        strict: see the module.
        last_words: sends commands to Redis on a connection of its own, and waits for the replies.
    """

    holds_answers = True

    def __init__(
        self,
        connection: RedisConnection,
        lease: Lease,
        clock: Clock,
        *,
        strict: bool,
        last_words: Callable[[list[Command]], list[Any]],
    ) -> None:
        self._connection = connection
        self._lease = lease
        self._clock = clock
        self._strict = strict
        self._last_words = last_words
        self._held: dict[str, _Held] = {}
        self._unsent: set[str] = set()
        self._planned = False
        self.outbox = Outbox(connection)
        self._watcher: Callable[[], None] = lambda: None
        self._lost: Callable[[str, Conflict], None] = lambda _code, _conflict: None
        self._figures = Figures()
        self._closed = False
        lease.on_regained(self._write_all)
        lease.on_changed(self._tell_watcher)

    @property
    def failing(self) -> str | None:
        """See `RoomStore.failing`. Unlike with a disk, requests are not answered meanwhile."""
        return self._lease.failing

    def watch(self, changed: Callable[[], None]) -> None:
        """See `RoomStore.watch`."""
        self._watcher = changed

    def _tell_watcher(self) -> None:
        self._watcher()

    def watch_losses(self, lost: Callable[[str, Conflict], None]) -> None:
        """Call `lost` when a room turns out to belong to another process."""
        self._lost = lost

    # --- rooms --------------------------------------------------------------------------------------------------

    def load(self, code: str, done: Callable[[Stored | None], None]) -> None:
        """See `RoomStore.load`. A room of another process may have changed since."""
        held = self._held.get(code)
        if held is not None:
            done(held.stored)
            return

        def loaded(reply: Any) -> None:
            missing = isinstance(reply, Exception) or reply[0] is None
            done(None if missing else Stored(reply[1], int(reply[0]), None, reply[2] or b""))

        self._connection.send(("HMGET", room_key(code), "version", "state", "options"), loaded)

    def commit(self, commit: Commit, done: Callable[[Conflict | None], None]) -> None:
        """See `RoomStore.commit`."""
        held = self._held.get(commit.code)
        version = commit.expected_version + 1
        if held is None:
            # A new room, as far as we know: Redis decides.
            held = self._held[commit.code] = _Held(
                1, Stored(b"", commit.expected_version, None), "", 0.0, commit.expected_version
            )
        elif held.stored.version != commit.expected_version:
            done(Conflict(commit.code, commit.expected_version, held.stored.version))
            return
        held.stored = commit.after(held.stored)
        if commit.options is not None:
            held.options_since = version
        held.key, held.at_ms = commit.key, self._clock.now_ms()
        if commit.result is not None:
            held.results = {**held.results, commit.result.key: commit.result}
        self._figures.commits += 1
        if self._strict or held.expected != "":
            held.waiting.append((version, done))
            self._write(commit.code, held)
            return
        self._write_soon(commit.code)
        if self._lease.valid:
            done(None)
        else:
            held.waiting.append((version, done))

    def settled(self, code: str, done: Callable[[], None]) -> None:
        """See `RoomStore.settled`."""
        held = self._held.get(code)
        if held is None or self._closed or (self._lease.valid and not self._waits_for(held)):
            done()
        else:
            # Of a room that is lost nothing is told any more.
            held.waiting.append((held.stored.version, lambda conflict: None if conflict else done()))

    def _waits_for(self, held: _Held) -> bool:
        """Whether the room's current state may not be told yet."""
        if held.acknowledged >= held.stored.version:
            return False
        return self._strict or held.expected != "" or bool(held.waiting)

    def remove(self, code: str) -> None:
        """See `RoomStore.remove`. If Redis is away, the room expires there."""
        held = self._held.pop(code, None)
        if held is None:
            return
        self._unsent.discard(code)
        if held.results:
            self._write(code, held)
        for result in held.results.values():
            # Should Redis be away, they are written when it is back: there is no room any more to bring them along.
            self.outbox.add(result, bucket_of(code))
        self._connection.call(REMOVE, room_keys(code)[:2], (self._lease.process, held.epoch, code), lambda _: None)
        for _, done in held.waiting:
            done(None)

    def everything(self) -> list[tuple[str, Stored]]:
        """The rooms of this process. A starting process has none; it takes rooms over when they are asked for."""
        return [(code, held.stored) for code, held in self._held.items()]

    def damaged(self) -> list[str]:
        """See `RoomStore.damaged`."""
        return []

    def flush(self, done: Callable[[frozenset[str]], None]) -> None:
        """See `RoomStore.flush`."""
        self._write_unsent()
        if not self._connection.is_up:
            done(frozenset(self._unacknowledged()))
            return
        # Redis answers in order.
        self._connection.send(("PING",), lambda _: done(frozenset(self._unacknowledged())))

    def close(self) -> frozenset[str]:
        """See `RoomStore.close`: it waits for Redis, and leaves the rooms to whichever process is asked for them."""
        if self._closed:
            return frozenset()
        self._closed = True
        self._lease.close()
        self._connection.close()
        unsafe = self._unacknowledged()
        writing = [self._commit_of(code, self._held[code], whole=True) for code in unsafe]
        leaving = [self._release_of(code, held) for code, held in self._held.items()]
        leaving.append(evalsha(RENEW, LEASES, (self._lease.process, "", "")))
        replies = self._last_words([*writing, *leaving])
        return frozenset(code for code, reply in zip_longest(unsafe, replies[: len(unsafe)]) if reply != 1)

    def _unacknowledged(self) -> list[str]:
        return [code for code, held in self._held.items() if held.acknowledged < held.stored.version]

    # --- ownership ----------------------------------------------------------------------------------------------

    def take(self, code: str, owner: str, epoch: int, seen_ms: float, done: Callable[[Taken | None], None]) -> None:
        """Make a room ours that was `owner`'s at this epoch. `done` gets None if it has changed hands meanwhile.
        `seen_ms`: when that owner was last alive, by its own clock.
        """

        def answered(reply: Any) -> None:
            if isinstance(reply, Exception) or reply == 0:
                done(None)
                return
            new_epoch, version, state, at, options = reply
            stored = Stored(state, int(version), None, options or b"")
            held = _Held(int(new_epoch), stored, "", float(at), acknowledged=stored.version)
            held.sent_ms = self._clock.now_ms()
            self._held[code] = held
            done(Taken(stored, max(float(at), seen_ms)))

        arguments = (self._lease.process, owner, epoch, ROOM_TTL_MS)
        self._connection.call(TAKE, (room_key(code),), arguments, answered)

    def forget(self, code: str) -> None:
        """Forget the room here. It stays in Redis, as ours."""
        self._held.pop(code, None)
        self._unsent.discard(code)

    def release(self, code: str, done: Callable[[], None]) -> None:
        """Let any other process take the room, after everything that was committed."""
        held = self._held.pop(code, None)
        self._unsent.discard(code)
        if held is None:
            done()
            return
        if held.acknowledged < held.stored.version:
            self._write(code, held)
        self._connection.send(self._release_of(code, held), lambda _: done())
        # Sent now: clients are told the new address next, and may be quick to connect there.
        self._connection.flush()

    def _release_of(self, code: str, held: _Held) -> Command:
        return evalsha(RELEASE, (room_key(code),), (self._lease.process, held.epoch))

    # --- writing ------------------------------------------------------------------------------------------------

    def _write_soon(self, code: str) -> None:
        self._unsent.add(code)
        if not self._planned:
            self._planned = True
            self._clock.call_at(self._clock.now_ms() + RELAXED_GATHER_MS, self._write_planned)

    def _write_planned(self) -> None:
        self._planned = False
        self._write_unsent()

    def _write_unsent(self) -> None:
        for code in self._unsent:
            self._write(code, self._held[code])
        self._unsent.clear()

    def _write_all(self) -> None:
        """Write every room and every undelivered result under a new lease, as Redis may have lost everything.
        A room that cannot be written is no longer ours.
        """
        for code, held in self._held.items():
            self._write(code, held, whole=True)
        self._unsent.clear()
        self.outbox.write_again()

    def refresh(self) -> None:
        """Write rooms that would expire again; to be called regularly."""
        due_ms = self._clock.now_ms() - REFRESH_MS
        for code, held in self._held.items():
            if held.sent_ms < due_ms:
                self._write(code, held, whole=True)

    def _write(self, code: str, held: _Held, *, whole: bool = False) -> None:
        if not self._connection.is_up:
            return
        held.sent_ms = sent_ms = self._clock.now_ms()
        answered = partial(self._written, code, held, held.stored.version, tuple(held.results.values()), sent_ms)
        self._connection.send(self._commit_of(code, held, whole=whole), answered)

    def _commit_of(self, code: str, held: _Held, *, whole: bool) -> Command:
        """The command that writes the room's current state, with its options if they are new or if `whole`."""
        stored = held.stored
        words: list[Word] = [
            self._lease.process,
            held.epoch,
            held.expected,
            stored.version,
            stored.state,
            "" if stored.deadline_ms is None else stored.deadline_ms,
            code,
            ROOM_TTL_MS,
            held.at_ms,
            held.key,
            stored.options if whole or held.options_since > held.acknowledged else "",
        ]
        for result in held.results.values():
            words += [field_of(result.key), result.data]
        return evalsha(COMMIT, room_keys(code), words)

    def _written(
        self, code: str, held: _Held, version: int, results: tuple[Result, ...], sent_ms: float, reply: Any
    ) -> None:
        self._figures.writes += 1
        self._figures.write_s += (self._clock.now_ms() - sent_ms) / 1000
        if reply == 1:
            self._acknowledge(code, held, version, results)
        elif isinstance(reply, list):
            self._lose(code, held, int(reply[0]), reply[1].decode())
        else:
            # Nothing is known of it; all is written again when Redis is back.
            log.info("a commit of %s is not answered: %r", code, reply)

    def _acknowledge(self, code: str, held: _Held, version: int, results: tuple[Result, ...]) -> None:
        held.expected = ""
        held.acknowledged = max(held.acknowledged, version)
        for result in results:
            self.outbox.add(result, bucket_of(code))
            held.results = {key: each for key, each in held.results.items() if each is not result}
        if not self._lease.valid:
            # Whether it is ours is asked again when we have a lease.
            return
        waiting = held.waiting
        while waiting and waiting[0][0] <= version:
            waiting.popleft()[1](None)

    def _lose(self, code: str, held: _Held, found: int, owner: str) -> None:
        """Another process has the room: everything that waited for a commit fails."""
        ours = self._held.get(code) is held
        if ours:
            del self._held[code]
            self._unsent.discard(code)
        taken_over = held.expected == ""
        conflict = Conflict(code, held.stored.version - 1, found, owner if taken_over else None)
        if ours and taken_over:
            self._lost(code, conflict)
        waiting, held.waiting = held.waiting, deque()
        for _, done in waiting:
            done(conflict)

    # --- results ------------------------------------------------------------------------------------------------

    def results(self) -> list[Result]:
        """See `RoomStore.results`: of this process's rooms, and what its outbox has found."""
        return self.outbox.results()

    def delivered(self, result: Result) -> None:
        """See `RoomStore.delivered`."""
        self.outbox.delivered(result)

    # --- about it -----------------------------------------------------------------------------------------------

    def figures(self) -> Figures:
        """See `RoomStore.figures`; `writes` are commits that were answered, `write_s` how long that took in all."""
        return self._figures

    def now_ms(self) -> float:
        """See `RoomStore.now_ms`."""
        return self._clock.now_ms()

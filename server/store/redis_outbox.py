"""Undelivered results in Redis, and the deadlines of rooms of any process."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from server.store import Result
from server.store.redis_keys import BUCKETS, bucket_of, due_key, results_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.store.redis_connection import RedisConnection

OVERDUE_AT_ONCE: Final = 20
"""Of each bucket."""


def field_of(key: tuple[str, int]) -> str:
    """The field of a result in its bucket's hash."""
    return f"{key[0]}:{key[1]}"


class Outbox:
    """The undelivered results that this process knows of."""

    def __init__(self, connection: RedisConnection) -> None:
        self._connection = connection
        # With the bucket that they are in.
        self._results: dict[tuple[str, int], tuple[Result, int]] = {}
        # What was there at the last look.
        self._seen: set[tuple[str, int]] = set()
        self._found: Callable[[], None] = lambda: None

    def on_found(self, call: Callable[[], None]) -> None:
        """Call this when another result was found."""
        self._found = call

    def results(self) -> list[Result]:
        """See `RoomStore.results`."""
        return [result for result, _ in self._results.values()]

    def add(self, result: Result, bucket: int) -> None:
        """Add a result, which Redis has or will get as soon as it answers."""
        if result.key not in self._results:
            self._results[result.key] = (result, bucket)
            self._found()

    def delivered(self, result: Result) -> None:
        """See `RoomStore.delivered`. If Redis is away, it will be delivered again, which does no harm."""
        _, bucket = self._results.pop(result.key, (None, None))
        if bucket is not None:
            self._connection.send(("HDEL", results_key(bucket), field_of(result.key)), lambda _: None)

    def write_again(self) -> None:
        """Write these results to Redis again, which may have lost them."""
        for result, bucket in self._results.values():
            words = ("HSETNX", results_key(bucket), field_of(result.key), result.data)
            self._connection.send(words, lambda _: None)

    def look(self, done: Callable[[], None]) -> None:
        """Find results that other processes have left behind: those that were already there at the last look. Then call
        `done`.
        """
        seen: set[tuple[str, int]] = set()

        def found(bucket: int, reply: Any) -> None:
            for name, data in zip(reply[::2], reply[1::2], strict=True) if isinstance(reply, list) else ():
                room, _, match = name.decode().rpartition(":")
                result = Result(room, int(match), data)
                seen.add(result.key)
                if result.key in self._seen:
                    self.add(result, bucket)
            if bucket == BUCKETS - 1:
                self._seen = seen
                done()

        for bucket in range(BUCKETS):
            self._connection.send(("HGETALL", results_key(bucket)), partial(found, bucket))


def overdue(connection: RedisConnection, before_ms: float, done: Callable[[list[str]], None]) -> None:
    """Find rooms of any process that were due before this time, some at a time. `done` gets their codes."""
    codes: list[str] = []

    def found(bucket: int, reply: Any) -> None:
        if not isinstance(reply, Exception):
            codes.extend(code.decode() for code in reply)
        if bucket == BUCKETS - 1:
            done(codes)

    for bucket in range(BUCKETS):
        asked = ("ZRANGEBYSCORE", due_key(bucket), "-inf", before_ms, "LIMIT", 0, OVERDUE_AT_ONCE)
        connection.send(asked, partial(found, bucket))


def not_due(connection: RedisConnection, code: str) -> None:
    """Remove the deadline of a room that no longer exists."""
    connection.send(("ZREM", due_key(bucket_of(code)), code), lambda _: None)

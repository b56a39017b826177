"""Opens Redis for a process: the connection, its lease, and the store."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import redis
from msgspec import Struct

from server.clock import SystemClock
from server.store import UnusableError
from server.store.lease import Lease
from server.store.redis import RedisStore
from server.store.redis_connection import RedisAddress, RedisConnection, say_and_wait
from server.store.redis_keys import SCRIPTS

if TYPE_CHECKING:
    from server.clock import Clock

PATIENCE_S: Final = 2.0


class Opened(Struct, frozen=True):
    """Connection, lease and store."""

    store: RedisStore
    lease: Lease
    connection: RedisConnection


def redis_time_ms(url: str) -> float:
    """The time of that Redis; blocks.

    Raises:
        UnusableError: Redis does not answer; the text is a sentence.
    """
    RedisAddress.of(url)
    try:
        with redis.Redis.from_url(url, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S) as client:
            seconds, micros = client.time()
    except (redis.RedisError, OSError) as error:
        raise UnusableError(f"Redis does not answer at --redis {_without_password(url)}: {error}") from error
    return float(seconds * 1000 + micros / 1000)


def clock_of(url: str) -> SystemClock:
    """A monotonic clock that shows Redis's time, so that deadlines mean the same to all processes."""
    return SystemClock(redis_time_ms(url))


def open_redis(url: str, process: str, own_url: str, lease_ms: float, clock: Clock, *, strict: bool) -> Opened:
    """Open everything; to be called on the loop.

    Raises:
        UnusableError: the URL is invalid.
    """
    lease = Lease(process, own_url, lease_ms, clock)
    connection = RedisConnection(RedisAddress.of(url), SCRIPTS, clock, lease.connection_is_up, lambda: None)
    store = RedisStore(
        connection, lease, clock, strict=strict, last_words=partial(say_and_wait, url, patience_s=PATIENCE_S)
    )
    connection.open()
    lease.start(connection)
    return Opened(store, lease, connection)


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"

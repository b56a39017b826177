"""One connection to Redis: the commands of one turn of the event loop leave together, and replies come back in order.

A command needs no task and no future; its callback waits in a queue. In the same run that takes a third to a fifth of
the processor time of redis-py's own connection. redis-py parses the URL, and its parser (hiredis) the replies. A broken
connection is replaced. Commands without a reply then get `NotConnected`, and it is unknown whether they were carried
out.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import ssl
from collections import deque
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import hiredis
import redis
from msgspec import Struct
from redis.connection import parse_url

from server.store import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from server.clock import Clock

CONNECT_S: Final = 2.0
RETRY_MS: Final = 100.0
DEFAULT_PORT: Final = 6379
# Somebody has thrown the scripts away, which are loaded at the beginning; or this is a replica now, and the address
# leads to the one that took over.
BEGIN_ANEW: Final = ("NOSCRIPT", "READONLY")

Done: TypeAlias = "Callable[[Any], None]"
"""Gets the reply; an exception when Redis refuses, or the connection broke."""
# Neither is typed as it is.
_packed: Final = cast("Callable[[Any], bytes]", hiredis.pack_command)
_parsed: Final = cast("Callable[[str], dict[str, Any]]", parse_url)

Word: TypeAlias = "str | bytes | int | float"
Command: TypeAlias = "Sequence[Word]"

log = logging.getLogger(__name__)


class NotConnected(Exception):
    """Redis cannot be reached now. Whether the command was carried out is unknown."""


class Script(Struct, frozen=True):
    """A Lua script. It is loaded once per connection, and called by `digest`, its name in Redis."""

    text: str
    digest: str

    @classmethod
    def of(cls, text: str) -> Script:
        """From its text alone."""
        return cls(text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())


def evalsha(script: Script, keys: Sequence[str], arguments: Iterable[Word]) -> Command:
    """The command that calls a script."""
    return ("EVALSHA", script.digest, len(keys), *keys, *arguments)


def say_and_wait(url: str, commands: Sequence[Command], patience_s: float) -> list[Any]:
    """Send all commands on a connection of its own and wait for the replies; empty without Redis. Blocks."""
    try:
        with redis.Redis.from_url(url, socket_timeout=patience_s, socket_connect_timeout=patience_s) as client:
            pipe = client.pipeline(transaction=False)
            for command in commands:
                pipe.execute_command(*command)
            return list(pipe.execute(raise_on_error=False))
    except (redis.RedisError, OSError) as error:
        log.info("no last words to Redis: %s", error)
        return []


class RedisAddress(Struct, frozen=True):
    """The parsed URL of Redis."""

    host: str = "localhost"
    port: int = DEFAULT_PORT
    path: str = ""
    database: int = 0
    username: str = ""
    password: str = ""
    secure: bool = False

    @classmethod
    def of(cls, url: str) -> RedisAddress:
        """Parse `redis://`, `rediss://` or `unix://`.

        Raises:
            UnusableError: the URL is none of these.
        """
        try:
            read = _parsed(url)
        except ValueError as error:
            raise UnusableError(f"--redis is “{url}”: it takes a URL such as redis://localhost:6379.") from error
        return cls(
            read.get("host", "localhost"),
            read.get("port", DEFAULT_PORT),
            read.get("path", "") if url.startswith("unix:") else "",
            int(read.get("db", 0)),
            read.get("username") or "",
            read.get("password") or "",
            url.startswith("rediss:"),
        )

    @property
    def greeting(self) -> list[tuple[Word, ...]]:
        """The first commands on a new connection."""
        said: list[tuple[Word, ...]] = []
        if self.password:
            said.append(("AUTH", self.username or "default", self.password))
        if self.database:
            said.append(("SELECT", self.database))
        return said


class RedisConnection:
    """Keeps a connection to `address` up, from `open` to `close`. Belongs to the loop on which it was made.

    Args:
        address: where to connect to.
        scripts: loaded before anything else is sent.
        clock: for the pause between two attempts.
        up: called when a connection has come up; nothing sent earlier is still waiting.
        down: called when it is gone.
    """

    def __init__(
        self,
        address: RedisAddress,
        scripts: Iterable[Script],
        clock: Clock,
        up: Callable[[], None],
        down: Callable[[], None],
    ) -> None:
        self._address = address
        self._scripts = [script.text for script in scripts]
        self._clock = clock
        self._up = up
        self._down = down
        self._transport: asyncio.Transport | None = None
        self._outgoing: list[bytes] = []
        self._waiting: deque[Done] = deque()
        self._flushing = False
        self._closed = False
        self._loop = asyncio.get_running_loop()
        # The one task there ever is: of the attempt to connect.
        self._connecting: asyncio.Task[None] | None = None

    @property
    def is_up(self) -> bool:
        """Whether commands can be sent now."""
        return self._transport is not None

    def open(self) -> None:
        """Begin to connect."""
        trying = self._connecting is not None and not self._connecting.done()
        if not self._closed and self._transport is None and not trying:
            self._connecting = self._loop.create_task(self._connect())

    def close(self) -> None:
        """Send what is queued, and close for good."""
        self._closed = True
        if self._connecting is not None:
            self._connecting.cancel()
        if self._transport is not None:
            self.flush()
            self._transport.close()

    def give_up(self) -> None:
        """Replace the current connection, because nothing comes through it."""
        if self._transport is not None:
            self._transport.abort()

    def send(self, command: Command, done: Done) -> None:
        """Send a command together with the others of this turn of the loop."""
        if self._transport is None:
            done(NotConnected())
            return
        self._outgoing.append(_packed(tuple(command)))
        self._waiting.append(done)
        if not self._flushing:
            self._flushing = True
            self._loop.call_soon(self.flush)

    def call(self, script: Script, keys: Sequence[str], arguments: Iterable[Word], done: Done) -> None:
        """Call a script."""
        self.send(evalsha(script, keys, arguments), done)

    def flush(self) -> None:
        """Send what is queued now, before the end of this turn of the loop."""
        self._flushing = False
        if self._transport is not None and self._outgoing:
            self._transport.write(b"".join(self._outgoing))
        self._outgoing.clear()

    async def _connect(self) -> None:
        loop, address = self._loop, self._address
        tls = ssl.create_default_context() if address.secure else None
        try:
            async with asyncio.timeout(CONNECT_S):
                if address.path:
                    await loop.create_unix_connection(lambda: _Wire(self), address.path)
                else:
                    await loop.create_connection(lambda: _Wire(self), address.host, address.port, ssl=tls)
        except (OSError, TimeoutError) as error:
            log.info("no connection to Redis: %s", error)
            self._try_again()

    def _try_again(self) -> None:
        if not self._closed:
            self._clock.call_at(self._clock.now_ms() + RETRY_MS, self.open)

    # --- what the connection says -------------------------------------------------------------------------------

    def connected(self, transport: asyncio.Transport) -> None:
        """The socket is connected: greet and load the scripts. Once that is answered, the connection is up."""
        self._transport = transport
        first = [*self._address.greeting, *(("SCRIPT", "LOAD", text) for text in self._scripts)]
        refusals: list[Exception] = []

        def answered(reply: Any) -> None:
            if isinstance(reply, Exception):
                refusals.append(reply)

        def ready(reply: Any) -> None:
            answered(reply)
            if isinstance(reply, NotConnected):
                return
            if refusals:
                # Such as LOADING, or a password that is not the right one.
                log.warning("Redis refuses us: %s", refusals[0])
                transport.abort()
                return
            self._up()

        for command in first:
            self.send(command, answered)
        self.send(("PING",), ready)

    def replied(self, reply: Any) -> None:
        """Handle the next reply."""
        done = self._waiting.popleft()
        refused = isinstance(reply, Refusal) and any(word in str(reply) for word in BEGIN_ANEW)
        if refused and self._transport is not None:
            self._transport.abort()
        try:
            done(reply)
        except Exception:
            # One room's fault must not keep the others from theirs.
            log.exception("what Redis has answered could not be taken in")

    def broken(self) -> None:
        """The socket is closed."""
        self._transport = None
        self._outgoing.clear()
        waiting, self._waiting = self._waiting, deque()
        for done in waiting:
            try:
                done(NotConnected())
            except Exception:
                log.exception("what waited for Redis could not be told")
        self._down()
        self._try_again()


class _Wire(asyncio.Protocol):
    """The protocol of the socket."""

    def __init__(self, connection: RedisConnection) -> None:
        self._connection = connection
        self._reader = hiredis.Reader(replyError=_refused)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._connection.connected(cast("asyncio.Transport", transport))

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        while (reply := self._reader.gets()) is not False:
            self._connection.replied(reply)

    def connection_lost(self, error: Exception | None) -> None:
        del error
        self._connection.broken()


class Refusal(Exception):
    """Redis has refused a command."""


def _refused(text: str) -> Exception:
    return Refusal(text)

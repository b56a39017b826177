"""Limits sockets from the moment they are accepted, and requests over HTTP, and closes sockets that never finish the
head of their first request: aiohttp takes any number of them, and waits for ever.

aiohttp's keep-alive timer covers later requests. A request's body is timed by the handler that reads it.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from netcode.refusals import SENTENCES, Refusal
from server.addresses import neighbourhood
from server.gateways.answers import error_response
from server.gateways.traffic import FrameMeter, MeteredHandler
from server.limits import Bucket, Rates, Tally
from server.rooms.connections import Ending

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Awaitable, Callable

    from server.clock import Clock
    from server.config import Config
    from server.gateways.peers import Proxies

# A connection of the game is refused with a sentence when there are too many. That takes a socket, and so does whatever
# a browser loads meanwhile: so sockets may be twice as many before they are cut off without a word.
SOCKETS_FOR_EACH: Final = 2
# What the system keeps of what a client has sent. All of that is read and parsed before anybody looks at it, and
# tiny frames are many: the less of them, the shorter everybody else waits.
RECEIVE_BYTES: Final = 32_768
# What it keeps for a client that does not read, which else may be megabytes for each of them.
SEND_BYTES: Final = 65_536
# Between two lines in the log about the same kind of trouble.
QUIET_MS: Final = 60_000.0
# Faults of somebody's program, where the other reasons smell of an attack.
_FAULTS: Final[dict[int, str]] = {Ending.PROTOCOL_ERROR: "unmasked", Ending.TOO_LARGE: "large"}
# Below this path lie the page's files.
FILES: Final = "/static/"
log = logging.getLogger(__name__)


class RefusedSockets:
    """Counts refused sockets by reason, and logs them at most once a minute."""

    def __init__(self, counts: Counter[str], clock: Clock) -> None:
        self._counts = counts
        self._clock = clock
        self._told: dict[str, tuple[float, int]] = {}

    def note(self, reason: str, address: str) -> None:
        """Count a refused socket."""
        self._counts[reason] += 1
        now_ms = self._clock.now_ms()
        told_ms, told = self._told.get(reason, (-QUIET_MS, 0))
        if now_ms - told_ms >= QUIET_MS:
            so_far = self._counts[reason]
            self._told[reason] = (now_ms, so_far)
            level = logging.INFO if reason in _FAULTS.values() else logging.WARNING
            log.log(level, "sockets turned away", extra={"reason": reason, "latest": address, "sockets": so_far - told})


class Admission:
    """Stands between the port and aiohttp's protocols. Its `middleware` tells it which sockets have sent a whole
    request.
    """

    def __init__(
        self,
        config: Config,
        clock: Clock,
        proxies: Proxies,
        turned: Counter[str],
        connections_of: Callable[[str], int],
    ) -> None:
        self._config = config
        self._clock = clock
        self._proxies = proxies
        self._turned = RefusedSockets(turned, clock)
        self._sockets = Tally(
            lambda address: connections_of(address) * SOCKETS_FOR_EACH, config.connections * SOCKETS_FOR_EACH
        )
        self._connects = Rates(config.connects_per_s, config.connects_burst)
        self._inside: set[MeteredHandler] = set()

    def accept(self, connection: socket.socket, host: str, server: web.Server) -> MeteredHandler | None:
        """The protocol for a socket that was just accepted; None if it is to be closed at once."""
        address = neighbourhood(host)
        # All that come through a proxy share its address, and each of its sockets may serve many people.
        by_proxy = self._proxies.trusts(host)
        if not by_proxy and not self._connects.take(address, self._clock.now_ms()):
            self._turned.note("rate", address)
            return None
        if not self._sockets.take(address, shared=by_proxy):
            self._turned.note("full", address)
            return None
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)
        return self._protocol(address, server, by_proxy=by_proxy)

    def _protocol(self, address: str, server: web.Server, *, by_proxy: bool) -> MeteredHandler:
        config, now_ms = self._config, self._clock.now_ms()
        loop = asyncio.get_running_loop()
        handler = MeteredHandler(
            server,
            self,
            address,
            FrameMeter(config, self._clock),
            loop=loop,
            **server._kwargs,  # noqa: SLF001 - what aiohttp's own factory passes
        )
        if not by_proxy:
            handler.requests = Bucket(config.messages_per_s, config.messages_burst, now_ms)
        handler.waiting = loop.call_later(config.handshake_s, handler.force_close)
        self._inside.add(handler)
        return handler

    def failed(self, handler: MeteredHandler) -> None:
        """The socket never sent valid HTTP."""
        self._turned.note("handshake", handler.address)
        self.gone(handler)

    def exhausted(self) -> None:
        """The system has no file descriptor left for a socket that waits to be accepted."""
        self._turned.note("descriptors", "")

    def exceeded(self, address: str, code: int) -> None:
        """See `Watcher.exceeded`."""
        self._turned.note(_FAULTS.get(code, "flood"), address)

    def gone(self, handler: MeteredHandler) -> None:
        """See `Watcher.gone`."""
        _stop_waiting(handler)
        if handler in self._inside:
            self._inside.remove(handler)
            self._sockets.give_back(handler.address)

    @property
    def middleware(self) -> Any:
        """Must be the application's first middleware."""

        @web.middleware
        async def let_in(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            socket_of = request.protocol
            if not isinstance(socket_of, MeteredHandler):
                return await handler(request)
            _stop_waiting(socket_of)
            if socket_of.requests is None or socket_of.requests.take(self._clock.now_ms()):
                return await handler(request)
            # A page consists of many files, and no browser asks again for one that was refused: it gets this one, too,
            # but the next ones through a new connection, of which it may not open too many.
            answer = (
                await handler(request)
                if request.path.startswith(FILES)
                else error_response(429, Refusal.TOO_FAST, SENTENCES[Refusal.TOO_FAST])
            )
            answer.force_close()
            return answer

        return let_in

    def close(self) -> None:
        """Cancel all timers."""
        for handler in self._inside:
            _stop_waiting(handler)


def _stop_waiting(handler: MeteredHandler) -> None:
    if handler.waiting is not None:
        handler.waiting.cancel()
        handler.waiting = None

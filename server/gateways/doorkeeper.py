"""Counts open sockets and what they ask, and closes those that never finish their first request's head: aiohttp takes
as many as come, and waits for ever for the rest of half-sent headers.

Its keep-alive timer covers what follows a first request; a body is timed by the handler that reads it.
"""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aiohttp import web

from netcode.refusals import SENTENCES, Refusal
from server.gateways.answers import error_response
from server.gateways.peers import neighbourhood
from server.limits import Bucket, Rates, Tally

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.clock import Clock
    from server.config import Config

# A connection of the game is refused with a sentence when there are too many. That takes a socket, and so does whatever
# a browser loads meanwhile: so sockets may be twice as many before they are cut off without a word.
SOCKETS_FOR_EACH: Final = 2
# What the system keeps of what a client has sent. All of that is read and parsed before anybody looks at it, and
# tiny frames are many: the less of them, the shorter everybody else waits.
RECEIVE_BYTES: Final = 32_768
# What it keeps for a client that does not read, which else may be megabytes for each of them.
SEND_BYTES: Final = 65_536


class _Visitor(NamedTuple):
    """An open socket: whose it is, and what it may still ask over HTTP."""

    address: str
    bucket: Bucket


class Doorkeeper:
    """Stands between the port and aiohttp's protocols; its `middleware` tells it which of them have got a request
    through.
    """

    def __init__(self, config: Config, clock: Clock) -> None:
        self._patience_s = config.handshake_s
        # Behind a proxy all sockets are the proxy's, and each may serve many people.
        strict = config.proxies == 0
        per_address = config.connections_per_address * SOCKETS_FOR_EACH if strict else 0
        self._sockets = Tally(per_address, config.connections * SOCKETS_FOR_EACH)
        self._connects = Rates(config.connects_per_s if strict else 0, config.connects_burst)
        self._requests_per_s = config.messages_per_s if strict else 0
        self._requests_burst = config.messages_burst
        self._clock = clock
        self._inside: dict[Any, _Visitor] = {}
        self._waiting: dict[Any, asyncio.TimerHandle] = {}

    def guard(self, server: web.Server) -> Callable[[], asyncio.Protocol]:
        """The server's factory of protocols, with each protocol counted, and timed from its beginning."""
        made, lost = server.connection_made, server.connection_lost

        def connection_made(handler: Any, transport: asyncio.Transport) -> None:
            made(handler, transport)
            self._arrived(handler, transport)

        def connection_lost(handler: Any, exc: BaseException | None = None) -> None:
            self._gone(handler)
            lost(handler, exc)

        server.connection_made = connection_made  # type: ignore[method-assign]
        server.connection_lost = connection_lost  # type: ignore[method-assign]
        return lambda: self._timed(server())

    def _timed(self, protocol: Any) -> asyncio.Protocol:
        loop = asyncio.get_running_loop()
        self._waiting[protocol] = loop.call_later(self._patience_s, self._give_up, protocol)
        guarded: asyncio.Protocol = protocol
        return guarded

    def _arrived(self, protocol: Any, transport: asyncio.Transport) -> None:
        address = neighbourhood((transport.get_extra_info("peername") or ("",))[0])
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)
        now_ms = self._clock.now_ms()
        if self._connects.take(address, now_ms) and self._sockets.take(address):
            bucket = Bucket(self._requests_per_s, self._requests_burst, now_ms)
            self._inside[protocol] = _Visitor(address, bucket)
        else:
            # Not at once: aiohttp is about to begin a task for it, which would find nothing.
            asyncio.get_running_loop().call_soon(transport.abort)

    def _gone(self, protocol: Any) -> None:
        self._let_in(protocol)
        visitor = self._inside.pop(protocol, None)
        if visitor is not None:
            self._sockets.give_back(visitor.address)

    @property
    def middleware(self) -> Any:
        """To be the application's first middleware."""

        @web.middleware
        async def let_in(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            self._let_in(request.protocol)
            visitor = self._inside.get(request.protocol)
            if visitor is None or visitor.bucket.take(self._clock.now_ms()):
                return await handler(request)
            answer = error_response(429, Refusal.TOO_FAST, SENTENCES[Refusal.TOO_FAST])
            answer.force_close()
            return answer

        return let_in

    def close(self) -> None:
        """Wait for nobody any more."""
        for timer in self._waiting.values():
            timer.cancel()
        self._waiting.clear()

    def _let_in(self, protocol: Any) -> None:
        timer = self._waiting.pop(protocol, None)
        if timer is not None:
            timer.cancel()

    def _give_up(self, protocol: Any) -> None:
        del self._waiting[protocol]
        protocol.force_close()

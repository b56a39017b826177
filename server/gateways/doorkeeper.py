"""Counts open sockets, and closes those that never finish their first request's head: aiohttp takes as many as come
and waits for ever for the rest of half-sent headers.

Its keep-alive timer covers what follows a first request; a body is timed by the handler that reads it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from server.gateways.peers import neighbourhood
from server.limits import Tally

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.config import Config

# A connection of the game is refused with a sentence when there are too many. That takes a socket, and so does whatever
# a browser loads meanwhile: so sockets may be twice as many before they are cut off without a word.
SOCKETS_FOR_EACH: Final = 2


class Doorkeeper:
    """Stands between the port and aiohttp's protocols; its `middleware` tells it which of them have got a request
    through.
    """

    def __init__(self, config: Config) -> None:
        self._patience_s = config.handshake_s
        # Behind a proxy all sockets come from the proxy's address.
        per_address = 0 if config.proxies else config.connections_per_address * SOCKETS_FOR_EACH
        self._sockets = Tally(per_address, config.connections * SOCKETS_FOR_EACH)
        self._addresses: dict[Any, str] = {}
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
        if self._sockets.take(address):
            self._addresses[protocol] = address
        else:
            transport.abort()

    def _gone(self, protocol: Any) -> None:
        self._let_in(protocol)
        address = self._addresses.pop(protocol, None)
        if address is not None:
            self._sockets.give_back(address)

    @property
    def middleware(self) -> Any:
        """To be the application's first middleware."""

        @web.middleware
        async def let_in(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            self._let_in(request.protocol)
            return await handler(request)

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

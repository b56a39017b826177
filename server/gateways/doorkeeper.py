"""Closes connections that never finish their first request's head: aiohttp waits for ever for the rest of
half-sent headers.

Its keep-alive timer covers what follows a first request; a body is timed by the handler that reads it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Doorkeeper:
    """Wraps the factory of aiohttp's protocols; its `middleware` tells it which of them have got a request
    through.
    """

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._waiting: dict[Any, asyncio.TimerHandle] = {}

    def guard(self, factory: Callable[[], Any]) -> Callable[[], asyncio.Protocol]:
        """The same factory, with each protocol timed from its beginning."""

        def guarded() -> asyncio.Protocol:
            protocol: asyncio.Protocol = factory()
            loop = asyncio.get_running_loop()
            self._waiting[protocol] = loop.call_later(self._patience_s, self._give_up, protocol)
            return protocol

        return guarded

    @property
    def middleware(self) -> Any:
        """To be the application's first middleware."""

        @web.middleware
        async def let_in(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            timer = self._waiting.pop(request.protocol, None)
            if timer is not None:
                timer.cancel()
            return await handler(request)

        return let_in

    def close(self) -> None:
        """Wait for nobody any more."""
        for timer in self._waiting.values():
            timer.cancel()
        self._waiting.clear()

    def _give_up(self, protocol: Any) -> None:
        del self._waiting[protocol]
        protocol.force_close()

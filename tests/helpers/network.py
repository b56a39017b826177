"""Many clients' connections on the thread of whoever plays with them, where nothing waits for its turn with the
interpreter: with a thread for each, as in the program, a hundred of them are slower to come back than any server.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from typing import TYPE_CHECKING

from netcode.transport import Inbox, _Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcode.messages import Request
    from netcode.transport import Incoming


class Network:
    """Connections that are only served in `wait` and `close`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._rung = asyncio.Event()
        self._lines: list[_Line] = []
        self._serving: list[asyncio.Task[None]] = []

    def connect(self, url: str, random_share: Callable[[], float]) -> SharedTransport:
        """A connection that keeps itself up, as `SocketIOTransport` does."""
        inbox = Inbox(self._rung.set)
        line = _Line(url, inbox, random_share)
        self._lines.append(line)
        self._serving.append(self._loop.create_task(line.keep_up()))
        return SharedTransport(line, inbox)

    def wait(self, seconds: float) -> None:
        """Serve the connections until something has come in, but no longer than this."""

        async def rung() -> None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._rung.wait()
            self._rung.clear()

        self._loop.run_until_complete(rung())

    def close(self) -> None:
        """End all connections."""
        for line in self._lines:
            line.stop.set()
        self._loop.run_until_complete(asyncio.gather(*self._serving))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


class SharedTransport:
    """A `Transport` whose connection is one of many."""

    def __init__(self, line: _Line, inbox: Inbox) -> None:
        self.line = line
        self._inbox = inbox
        self._ids = itertools.count(1)

    @property
    def url(self) -> str:
        """Where it leads now."""
        return self.line._way.url

    def send(self, request: Request) -> int:
        number = next(self._ids)
        self.line.push(number, request)
        return number

    def poll(self) -> list[Incoming]:
        return self._inbox.drain()

    def close(self) -> None:
        self.line.stop.set()

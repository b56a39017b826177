"""A whole server inside another program, on a thread and event loop of its own. A player's window hosts matches with
it.
"""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import TYPE_CHECKING, Final

from server.announcing import Announcer, announced_addresses, lan_addresses
from server.app import SERVICE
from server.build import build_app
from server.config import Config
from server.listen import Listener, PortInUse
from server.store import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

    from netcode.discovery import Announcement

__all__ = ["Config", "EmbeddedServer", "PortInUse", "UnusableError"]

THREAD_END_S: Final = 10.0


class EmbeddedServer:
    """A running server, made by `start`. The caller must `stop` it.

    With `data`, its rooms are on disk, so that they survive a killed program. A regular `stop` removes them.
    """

    def __init__(self, config: Config, make: Callable[[Config], web.Application] | None = None) -> None:
        self._config = config
        self._make = make or partial(build_app, at_once=False)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._started = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="underdog-server", daemon=True)
        self._announcer: Announcer | None = None
        self.port = config.port

    @classmethod
    def start(cls, config: Config | None = None) -> EmbeddedServer:
        """Start a server and return when clients can connect.

        Raises:
            PortInUse: the port is taken.
            OSError: the address is not one of this machine's.
            UnusableError: the directory `data` cannot be used.
        """
        server = cls(config or Config())
        server.launch()
        return server

    def launch(self) -> None:
        """Start the thread and wait for the port. Raises like `start`."""
        self._thread.start()
        self._started.wait()
        if self._error is not None:
            self._thread.join(THREAD_END_S)
            raise self._error

    def stop(self) -> None:
        """Close all connections and end the thread. A second call does nothing."""
        announcer = self._announcer
        self.announce(None)
        if self._loop is not None and self._stopping is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(THREAD_END_S)
        if announcer is not None:
            announcer.wait()

    def announce(self, announcement: Announcement | None) -> None:
        """Announce this of the server on the local network from now on, or (None) nothing. Returns at once."""
        if self._announcer is not None:
            self._announcer.stop()
            self._announcer = None
        if announcement is not None:
            self._announcer = Announcer(announcement, announced_addresses(self._config.host))
            self._announcer.start()

    @property
    def url(self) -> str:
        """The URL for clients on this machine."""
        host = self._config.host
        if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
            host = "127.0.0.1"
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def addresses(self) -> list[str]:
        """This machine's IPv4 addresses on its networks, the most likely one first; empty without a network."""
        return lan_addresses()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            if self._started.is_set():
                raise
            self._error = error
        finally:
            self._started.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        app = self._make(self._config)
        listener = Listener(app, self._config)
        await listener.start()
        self.port = listener.port
        self._started.set()
        try:
            await self._stopping.wait()
            app[SERVICE].shutdown.comes_back = False
        finally:
            await listener.stop()

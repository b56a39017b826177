"""What runs on this computer for a match: the embedded server, and bots.

Everything slow happens on one worker thread; `poll` brings its results to the caller's thread. One match at a time.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

from game.client.net import hosting

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from game.client.net.hosting import LocalServer
    from netcode.discovery import Announcement

WATCH_S = 1.0
READ_S = 0.05


class Bots(Protocol):
    """One bot or a pair of bots (`game.chess.bot.process`)."""

    def start(self) -> None:
        """Begin; returns at once."""

    def stop(self) -> None:
        """End their processes."""

    @property
    def failure(self) -> str | None:
        """Why they cannot play, as a sentence."""

    def wait(self, timeout_s: float) -> bool | None:
        """Wait until there is something to poll (True) or the time is over (False); None once they have ended."""


class LocalServices:
    """The embedded server and its bots."""

    def __init__(self, wake: Callable[[], None], start_server: Callable[..., LocalServer] = hosting.start) -> None:
        """`wake` is called on the worker's thread when there is something to `poll`."""
        self._wake = wake
        self.start_server = start_server
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="underdog-services")
        self._starting: Future[LocalServer] | None = None
        self._then: Callable[[LocalServer], None] | None = None
        self._server: LocalServer | None = None
        self._bots: list[Bots] = []

    @property
    def open(self) -> bool:
        """Whether a server runs here or is about to."""
        return self._server is not None or self._starting is not None

    @property
    def url(self) -> str:
        """The server's URL; "" if none runs."""
        return self._server.url if self._server is not None else ""

    @property
    def has_bots(self) -> bool:
        """Whether bots were started."""
        return bool(self._bots)

    @property
    def failure(self) -> str | None:
        """Why a bot cannot play, in a sentence."""
        return next((bots.failure for bots in self._bots if bots.failure is not None), None)

    def start(
        self, then: Callable[[LocalServer], None], start: Callable[..., LocalServer] | None = None, **how: Any
    ) -> None:
        """Start a server and then call a function, on the thread that polls.

        `start` replaces the usual way to start one; `how` is passed to it.
        """
        self.close()
        self._then = then
        self._starting = self._worker.submit(start or self.start_server, **how)
        self._starting.add_done_callback(lambda _: self._wake())

    def poll(self) -> None:
        """Continue with what the worker has finished.

        Raises:
            CannotHost: the server could not be started.
        """
        if self._starting is None or not self._starting.done():
            return
        starting, self._starting = self._starting, None
        self._server = starting.result()
        if self._then is not None:
            self._then(self._server)

    def announce(self, announcement: Announcement | None) -> None:
        """Announce this of the server on the local network, or (None) nothing."""
        if self._server is not None:
            self._server.announce(announcement)

    def invite(self, bots: Bots) -> None:
        """Start bots, which end with the server."""
        bots.start()
        self._bots.append(bots)
        Thread(target=self._watch, args=(bots,), daemon=True, name="underdog-bots").start()

    def _watch(self, bots: Bots) -> None:
        """Wake the window's loop when the bots have news, because it sleeps otherwise."""
        while (news := bots.wait(WATCH_S)) is not None:
            if news:
                self._wake()
                # The loop needs a moment to take the news in.
                time.sleep(READ_S)
        self._wake()

    def close(self) -> None:
        """End the bots and the server without waiting for them."""
        bots, self._bots = self._bots, []
        server, self._server = self._server, None
        starting, self._starting, self._then = self._starting, None, None
        if bots or server or starting:
            self._worker.submit(_end, bots, server, starting)

    def leave(self) -> None:
        """End everything including the worker, and wait for it: the program ends."""
        self.close()
        self._worker.shutdown()


def _end(bots: list[Bots], server: LocalServer | None, starting: Future[LocalServer] | None) -> None:
    for each in bots:
        each.stop()
    if server is not None:
        server.stop()
    if starting is not None and starting.exception() is None:
        starting.result().stop()

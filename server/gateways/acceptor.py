"""Accepts sockets itself, so that the admission can refuse each one before TLS begins.

asyncio's own servers do the TLS handshake first, so silent sockets would use up all file descriptors uncounted.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ssl
    from collections.abc import Coroutine

    from aiohttp import web

    from server.gateways.admission import Admission
    from server.gateways.traffic import MeteredHandler

BACKLOG: Final = 1024
# The system has no descriptor or no memory for another socket now.
_EXHAUSTED: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
EXHAUSTED_S: Final = 0.2


def listening_sockets(host: str, port: int, *, shared: bool = False) -> list[socket.socket]:
    """Bound and listening sockets, one for each address of the host's name; `::` covers both families. `shared`: other
    processes may listen on the same port, and the system gives each new connection to one of them.

    Raises:
        OSError: there is no such address, or the port is taken.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    made: list[socket.socket] = []
    try:
        for family, address in dict.fromkeys((family, address) for family, *_, address in found):
            both = host == "::" and socket.has_dualstack_ipv6()
            # A free port that the system has chosen is the same for all of them.
            chosen = made[0].getsockname()[1] if made and not port else port
            bound = socket.create_server(
                (address[0], chosen, *address[2:]),
                family=family,
                backlog=BACKLOG,
                dualstack_ipv6=both,
                reuse_port=shared,
            )
            bound.setblocking(False)
            made.append(bound)
    except OSError as error:
        for each in made:
            each.close()
        # Without the address, which Python adds and the operator has just typed.
        raise OSError(error.errno, (error.strerror or str(error)).partition(" (while")[0]) from error
    return made


class Acceptor:
    """Accepts connections until it is closed."""

    def __init__(
        self, admission: Admission, server: web.Server, tls: ssl.SSLContext | None, handshake_s: float
    ) -> None:
        self._admission = admission
        self._server = server
        self._tls = tls
        self._handshake_s = handshake_s if tls else None
        self._sockets: list[socket.socket] = []
        self._watched: set[socket.socket] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def listen(self, host: str, port: int, *, shared: bool = False) -> int:
        """Also listen there. Returns the port; raises like `listening_sockets`."""
        sockets = listening_sockets(host, port, shared=shared)
        self._sockets += sockets
        for each in sockets:
            self._watch(each)
        real_port: int = sockets[0].getsockname()[1]
        return real_port

    async def close(self) -> None:
        """Accept nothing more."""
        for each in self._watched:
            asyncio.get_running_loop().remove_reader(each)
        self._watched = set()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for each in self._sockets:
            each.close()
        self._sockets = []

    def _begin(self, doing: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _watch(self, listening: socket.socket) -> None:
        """Accept a connection whenever one is waiting.

        `sock_accept` is avoided where possible, because it loses an accepted socket if it is cancelled at the wrong
        moment.
        """
        try:
            asyncio.get_running_loop().add_reader(listening, self._accept, listening)
        except NotImplementedError:
            # Windows' own loop.
            self._begin(self._accept_all(listening))
        else:
            self._watched.add(listening)

    def _accept(self, listening: socket.socket) -> None:
        try:
            connection, address = listening.accept()
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            if error.errno in _EXHAUSTED:
                self._admission.exhausted()
                loop = asyncio.get_running_loop()
                loop.remove_reader(listening)
                self._watched.discard(listening)
                loop.call_later(EXHAUSTED_S, self._watch_again, listening)
            return
        connection.setblocking(False)
        self._take(connection, address[0] if address else "")

    def _watch_again(self, listening: socket.socket) -> None:
        if listening in self._sockets:
            self._watch(listening)

    async def _accept_all(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, address = await loop.sock_accept(listening)
            except OSError as error:
                exhausted = error.errno in _EXHAUSTED
                if exhausted:
                    self._admission.exhausted()
                await asyncio.sleep(EXHAUSTED_S if exhausted else 0)
                continue
            self._take(connection, address[0] if address else "")
            # Others have their turn, too, however many stand in the queue: a socket that is there is got at once.
            await asyncio.sleep(0)

    def _take(self, connection: socket.socket, host: str) -> None:
        handler = self._admission.accept(connection, host, self._server)
        if handler is None:
            connection.close()
        else:
            shaking_hands = self._begin(self._shake_hands(connection, handler))
            shaking_hands.add_done_callback(partial(self._let_go, connection, handler))

    async def _shake_hands(self, connection: socket.socket, handler: MeteredHandler) -> None:
        try:
            await asyncio.get_running_loop().connect_accepted_socket(
                lambda: handler, connection, ssl=self._tls, ssl_handshake_timeout=self._handshake_s
            )
        except OSError:
            # Of TLS, too: no handshake, a bad one, or none in time.
            self._admission.failed(handler)
            connection.close()

    def _let_go(self, connection: socket.socket, handler: MeteredHandler, shaking_hands: asyncio.Task[None]) -> None:
        # Not in the task: one that is cancelled before its first step can close nothing.
        if shaking_hands.cancelled():
            self._admission.gone(handler)
            connection.close()

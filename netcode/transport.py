"""The client's Socket.IO connection, on a thread of its own.

A transport carries messages, keeps itself connected and answers heartbeats. It knows nothing of rooms: after a
`Connected` the caller sends `Rejoin`. If the server says that a room is on another of its processes, the transport
connects there by itself, and reports that as a `Connected` without a `Lost` before it.

This is the only module of the client that imports socketio, and only on the network thread: the import takes 0.2 s, for
which the first frame must not wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import queue
import random
import secrets
import threading
import time
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct

from netcode.messages import (
    ActionSuccess,
    DoHeartbeat,
    GotHeartbeat,
    Heartbeat,
    Malformed,
    Moved,
    Notice,
    Request,
    fields_of,
    notice_from,
)
from netcode.refusals import Refusal
from netcode.route import Route
from netcode.version import WIRE

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_RETRY_S: Final = 0.3
LAST_RETRY_S: Final = 5.0
# Random, because clients that were disconnected at the same moment would all return at the same moment.
RETRY_SPREAD: Final = 0.3
HANDSHAKE_S: Final = 5.0
# HTTP's "Misdirected Request": another process has the room.
MISDIRECTED: Final = 421
# The server sends a heartbeat every second. After so long a silence the connection is dead, whatever TCP thinks.
SILENCE_S: Final = 3.0
GOODBYE_S: Final = 1.0
THREAD_END_S: Final = 5.0
KEY_BYTES: Final = 16

log = logging.getLogger(__name__)


class Connected(Struct, frozen=True):
    """The connection is up. Without a `Lost` before it, it now leads to another process of the server. Requests that
    are not answered yet will get no answer.
    """


class Lost(Struct, frozen=True):
    """The connection is down; `reason` is a sentence for people. Requests that are not answered yet will get no
    answer.
    """

    reason: str


class Received(Struct, frozen=True):
    """A notice from the server."""

    notice: Notice


class Answered(Struct, frozen=True):
    """The answer to the request to which `send` gave this number."""

    request_id: int
    answer: ActionSuccess


Incoming: TypeAlias = Connected | Lost | Received | Answered


class Transport(Protocol):
    """What a client or bot needs of the network. No method blocks, except `close`, and that only briefly."""

    def send(self, request: Request) -> int:
        """Send a request. `Answered` has the returned number. Without a connection, after a `Lost`, requests are
        dropped.
        """

    def poll(self) -> list[Incoming]:
        """Everything that has arrived since the last call, in order."""

    def close(self) -> None:
        """Close the connection for good. Closing twice does nothing."""


class Inbox:
    """Hands events from the network thread to the thread that polls."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._queue: queue.SimpleQueue[Incoming] = queue.SimpleQueue()
        self._wake = wake

    def put(self, incoming: Incoming) -> None:
        """Queue an event and wake the thread that polls."""
        self._queue.put(incoming)
        self._wake()

    def drain(self) -> list[Incoming]:
        """Take all events."""
        taken: list[Incoming] = []
        with contextlib.suppress(queue.Empty):
            while True:
                taken.append(self._queue.get_nowait())
        return taken


class SocketIOTransport:
    """A Socket.IO connection (WebSocket only) that reconnects until `close`.

    `wake` is called on the network thread after an event was queued; it must be quick and must not raise. Requests that
    are sent before the first `Connected` wait for it. `random_share` (0 to 1) spreads attempts to reconnect.
    """

    def __init__(
        self, url: str, wake: Callable[[], None] = lambda: None, random_share: Callable[[], float] = random.random
    ) -> None:
        self._url = url
        self._inbox = Inbox(wake)
        self._ids = itertools.count(1)
        self._loop = asyncio.new_event_loop()
        self._line = _Line(url, self._inbox, random_share)
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="underdog-network", daemon=True)
        self._thread.start()

    def send(self, request: Request) -> int:
        """See `Transport.send`. After `close` it returns a number that nothing answers."""
        number = next(self._ids)
        if not self._closed:
            self._loop.call_soon_threadsafe(self._line.push, number, request)
        return number

    def poll(self) -> list[Incoming]:
        """See `Transport.poll`."""
        return self._inbox.drain()

    def close(self) -> None:
        """See `Transport.close`; joins the thread."""
        if self._closed:
            return
        self._closed = True
        self._loop.call_soon_threadsafe(self._line.stop.set)
        self._thread.join(THREAD_END_S)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._line.keep_up())


class _Line:
    """The connection on the network thread's event loop."""

    def __init__(self, url: str, inbox: Inbox, random_share: Callable[[], float]) -> None:
        self._way = Route(url)
        self._inbox = inbox
        self._dice = random_share
        # If the answer to JoinGame is lost, the server recognises by this key who has that seat.
        self._auth = {"v": WIRE, "client_key": secrets.token_urlsafe(KEY_BYTES)}
        self._outgoing: asyncio.Queue[tuple[int, Request]] = asyncio.Queue()
        self._client: Any = None
        self._ever_up = False
        self._heard_at_s: float | None = None
        # The server's answer when it refused the connection.
        self._refused = ""
        self._gone = asyncio.Event()
        # The server has said where to go.
        self._moving = False
        self.stop = asyncio.Event()

    def push(self, number: int, request: Request) -> None:
        if self._client is not None or not self._ever_up:
            self._outgoing.put_nowait((number, request))

    async def keep_up(self) -> None:
        """Connect, serve until the connection breaks, wait, and connect again, until told to stop."""
        delay_s = FIRST_RETRY_S
        while not self.stop.is_set():
            if await self._attempt():
                delay_s = FIRST_RETRY_S
            if self._moving:
                pause_s = self._way.pause_s
            else:
                pause_s = delay_s * (1 + RETRY_SPREAD * (2 * self._dice() - 1))
                delay_s = min(delay_s * 2, LAST_RETRY_S)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stop.wait(), pause_s)

    async def _attempt(self) -> bool:
        """One connection from beginning to end. False if it never came up."""
        import aiohttp
        import socketio

        self._gone.clear()
        self._moving = False
        self._refused = ""
        async with aiohttp.ClientSession() as session:
            client = self._new_client(socketio, session)
            connecting = asyncio.ensure_future(
                client.connect(self._way.url, auth=self._auth, transports=["websocket"], wait_timeout=HANDSHAKE_S)
            )
            if not await self._unless_stopped(connecting, HANDSHAKE_S):
                return False
            try:
                self._come_up(client)
                await self._serve(client)
            finally:
                await self._hang_up(client)
        return True

    async def _unless_stopped(self, connecting: asyncio.Future[None], limit_s: float) -> bool:
        stopping = asyncio.ensure_future(self.stop.wait())
        either: set[asyncio.Future[Any]] = {connecting, stopping}
        await asyncio.wait(either, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not connecting.done():
            connecting.cancel()
            await asyncio.wait({connecting})
        if not connecting.cancelled() and connecting.exception() is None:
            return True
        if not self.stop.is_set():
            url = self._way.url
            log.info("no connection to %s", url, exc_info=_error_of(connecting))
            self._moving = self._way.not_there()
            if not self._moving:
                self._inbox.put(Lost(self._refused or _why_not(url, _error_of(connecting))))
        return False

    async def _on_refused(self, told: Any = None) -> None:
        """The server answers but refuses the connection, such as when it is full."""
        if isinstance(told, dict) and isinstance(told.get("message"), str):
            self._refused = told["message"]

    def _new_client(self, socketio: Any, session: Any) -> Any:
        client = socketio.AsyncClient(reconnection=False, http_session=session, handle_sigint=False)
        client.on("*", self._on_event)
        client.on("disconnect", self._on_disconnect)
        client.on("connect_error", self._on_refused)
        return client

    def _come_up(self, client: Any) -> None:
        self._client = client
        self._ever_up = True
        self._heard_at_s = None
        self._inbox.put(Connected())

    async def _serve(self, client: Any) -> None:
        sender = asyncio.ensure_future(self._send_all(client))
        ends: set[asyncio.Future[Any]] = {
            asyncio.ensure_future(self.stop.wait()),
            asyncio.ensure_future(self._gone.wait()),
            sender,
        }
        try:
            while not any(end.done() for end in ends) and not self._silent():
                await asyncio.wait(ends, timeout=SILENCE_S / 4, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
            await asyncio.wait(ends)
        if sender.done() and not sender.cancelled():
            log.info("sending to %s failed", self._way.url, exc_info=sender.exception())

    async def _send_all(self, client: Any) -> None:
        while True:
            number, request = await self._outgoing.get()
            await client.emit(request.wire_name, fields_of(request), callback=self._taker(number))

    def _taker(self, number: int) -> Callable[[Any], None]:
        def take(answer: Any = None) -> None:
            notice = self._read(ActionSuccess.wire_name, answer)
            if not isinstance(notice, ActionSuccess):
                return
            if notice.ok and notice.snapshot is not None:
                self._way.arrived()
            if not (notice.error == Refusal.ELSEWHERE and notice.url and self._go_to(notice.url)):
                self._inbox.put(Answered(number, notice))

        return take

    def _go_to(self, url: str) -> bool:
        """Follow a redirect. False if it is not followed."""
        if self._moving:
            return True
        self._moving = self._way.sent_to(url)
        if self._moving:
            self._gone.set()
        return self._moving

    def _silent(self) -> bool:
        return self._heard_at_s is not None and time.monotonic() - self._heard_at_s > SILENCE_S

    async def _hang_up(self, client: Any) -> None:
        self._client = None
        self._outgoing = asyncio.Queue()
        if not self.stop.is_set() and not self._moving:
            self._inbox.put(Lost(f"The connection to {_place(self._way.home)} was lost. Trying to come back…"))
            self._way.broken()
        try:
            await asyncio.wait_for(client.disconnect(), GOODBYE_S)
        except TimeoutError:
            log.info("%s did not say goodbye in time", self._way.url)

    def _on_disconnect(self, _reason: str) -> None:
        self._gone.set()

    async def _on_event(self, name: str, *arguments: Any) -> None:
        notice = self._read(name, arguments[0] if arguments else None)
        match notice:
            case None | GotHeartbeat():
                return
            case DoHeartbeat():
                await self._answer_beat(notice)
            case Moved(url=url):
                self._go_to(url)
            case _:
                self._inbox.put(Received(notice))

    def _read(self, name: str, fields: Any) -> Notice | None:
        try:
            return notice_from(name, fields)
        except Malformed:
            # A newer server may know messages that this client doesn't; the rest of the match must not
            # suffer.
            log.warning("ignored a %r message from the server", name, exc_info=True)
            return None

    async def _answer_beat(self, beat: DoHeartbeat) -> None:
        received_s = time.monotonic()
        self._heard_at_s = received_s
        await self._emit(Heartbeat(beat.hbid, t_recv=received_s * 1000, t_reply=time.monotonic() * 1000))

    async def _emit(self, request: Request) -> None:
        # Events are handled in tasks of their own, which may begin when the connection has ended.
        if self._client is not None and self._client.namespaces:
            await self._client.emit(request.wire_name, fields_of(request))


def _error_of(future: asyncio.Future[None]) -> BaseException | None:
    return None if future.cancelled() else future.exception()


def _why_not(url: str, error: BaseException | None) -> str:
    """The sentence for a failed connection. The library's error has the handshake's error as its cause, with the HTTP
    status.
    """
    while error is not None:
        if getattr(error, "status", None) == MISDIRECTED:
            return f"The server at {_place(url)} does not answer to that name. Try its address, or ask who runs it."
        error = error.__cause__ or error.__context__
    return f"No server answers at {_place(url)}. Is the address right, and is it running?"


def _place(url: str) -> str:
    return urlsplit(url).netloc or url

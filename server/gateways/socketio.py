"""The Socket.IO gateway: python-socketio does the handshake, and all frames after it are handled here.

The only module of the server that imports socketio or engineio. What it replaces, and why:

- Events never reach python-socketio's dispatcher, which would run the connect and disconnect handlers for a
  client's frame `42["connect", ...]`, and would start a task for each message.
- The library has one task for each connection's pings, and one for each awaited frame. Here one timer serves all.
- A broadcast is one frame, written straight to each transport.
- aiohttp's WebSocket runs without permessage-deflate, which takes four times the memory; engineio cannot turn it off.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

import engineio
import socketio
from aiohttp import WSMsgType, web
from engineio.async_drivers import aiohttp as engineio_aiohttp
from engineio.async_socket import AsyncSocket
from engineio.packet import OPEN, Packet

from netcode.messages import encode
from server.gateways import frames
from server.gateways.versions import check_auth
from server.gateways.websocket_link import GOODBYE_S, MESSAGES_IN_A_TURN, WebSocketLink, text_frame
from server.refused import Refused, refusal_answer
from server.rooms.connections import Ending

if TYPE_CHECKING:
    from collections.abc import Callable

    import msgspec
    from aiohttp import WSMessage

    from netcode.messages import ActionSuccess
    from server.gateways.peers import Proxies
    from server.rooms.sessions import Session
    from server.service import Service


log = logging.getLogger(__name__)


def attach(app: web.Application, service: Service, proxies: Proxies) -> None:
    """Serve Socket.IO at its usual path."""
    server = _SocketIOServer(service, proxies)
    server.attach(app)


class SocketIOLink(WebSocketLink):
    """One connection. See `server.rooms.connections.Connection`."""

    kind = "socketio"
    ping_frame = text_frame(frames.PING.encode())
    notice_frame = staticmethod(frames.event_frame)


class _WebSocket(engineio_aiohttp.WebSocket):  # type: ignore[misc] # the library has no types
    """aiohttp's WebSocket, never compressed."""

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        request: web.Request = environ["aiohttp.request"]
        limit = self.server.max_http_buffer_size
        self._sock = web.WebSocketResponse(max_msg_size=limit, compress=False, timeout=GOODBYE_S, autoping=False)
        await self._sock.prepare(request)
        self.environ = environ
        await self.handler(self)
        return self._sock

    @property
    def response(self) -> web.WebSocketResponse:
        """The WebSocket."""
        return self._sock


class _Connection(AsyncSocket):  # type: ignore[misc] # the library has no types
    """Engine.IO's connection, with reading, writing and pinging replaced."""

    link: SocketIOLink
    session: Session | None
    auth: str

    def __init__(self, server: _EngineServer, sid: str, address: str) -> None:
        super().__init__(server, sid)
        self.address = address
        self.secure = False
        self.session = None
        # What came with CONNECT.
        self.auth = ""
        # An event whose attachment is to come next.
        self._announced = ""

    def schedule_ping(self) -> None:
        """Does nothing: the service's heartbeat also sends the pings."""

    async def send(self, pkt: Any) -> None:
        """Send a packet of the handshake, or python-socketio's refusal."""
        self.link.write(text_frame(pkt.encode().encode()))

    async def _websocket_handler(self, ws: _WebSocket) -> None:
        service: Service = self.server.service
        request: web.Request = ws.environ["aiohttp.request"]
        transport = request.transport
        if transport is None:
            return
        self.connected = self.upgraded = True
        self.link = SocketIOLink(
            transport, service.config, service.clock.now_ms(), direct=self.server.proxies.directly_from(request)
        )
        await self.send(self.server.opening_packet(self.sid))
        key = ("handshake", self.sid)
        due_ms = service.clock.now_ms() + service.config.handshake_s * 1000
        service.deadlines.set(key, due_ms, self._give_up)
        try:
            await self._read_all(ws.response)
            # Whatever ended it: nothing more is parsed, while aiohttp would read on for a second.
            self.link.close()
            await self.link.down()
        finally:
            service.deadlines.clear(key)
            await self._gone()

    async def _read_all(self, socket: web.WebSocketResponse) -> None:
        for taken in itertools.count(1):
            if not taken % MESSAGES_IN_A_TURN:
                await asyncio.sleep(0)
            message = await socket.receive()
            if self.link.ended:
                return
            is_text = message.type is WSMsgType.TEXT
            if is_text and self.session is not None and message.data.startswith(frames.EVENT):
                # Nearly always. An attachment that was announced has not come.
                self._announced = ""
                self._event(self.session, partial(frames.read_event, message.data))
            elif not await self._take_other(socket, message):
                return

    async def _take_other(self, socket: web.WebSocketResponse, message: WSMessage) -> bool:
        """Handle anything but an event in one frame. False ends the connection."""
        if self.session is not None:
            if message.type in {WSMsgType.PING, WSMsgType.PONG}:
                await self._answer_ping(self.session, socket, message)
                return True
            if self._with_attachment(self.session, message):
                return True
        # An attachment that nobody announced is the end of the connection, and so is anything else.
        return message.type is WSMsgType.TEXT and await self._control(message.data)

    async def _answer_ping(self, session: Session, socket: web.WebSocketResponse, message: WSMessage) -> None:
        """Answer WebSocket's own pings, which Engine.IO ignores."""
        if self.server.service.idle_talk(session) and message.type is WSMsgType.PING:
            await socket.pong(message.data)

    def _give_up(self) -> None:
        if self.session is None:
            self.link.close(Ending.SILENT, f"No CONNECT within {self.server.service.config.handshake_s:g} s.")

    async def _control(self, text: str) -> bool:
        """Handle a frame that is no event. False ends the connection."""
        if text == frames.PONG:
            if not self.link.pong() and self.session is not None:
                self.server.service.idle_talk(self.session)
            return True
        if self.session is None and (text == frames.CONNECT or text.startswith(frames.CONNECT + "{")):
            return await self._connect(text[len(frames.CONNECT) :])
        if (refusal := frames.refused_namespace(text)) is not None:
            self.link.write(refusal)
            return self.session is None or self.server.service.idle_talk(self.session)
        return False

    async def _connect(self, auth: str) -> bool:
        self.auth = auth
        await self.server._trigger_event("message", self.sid, "0", run_async=False)
        return self.session is not None

    def _with_attachment(self, session: Session, message: WSMessage) -> bool:
        """Handle an event whose attachment comes in a second frame. False if this frame is neither of the two."""
        announced, self._announced = self._announced, ""
        if message.type is WSMsgType.TEXT and frames.awaits_attachment(message.data):
            self._announced = message.data
            return True
        if message.type is not WSMsgType.BINARY or not announced:
            return False
        self._event(session, partial(frames.read_binary_event, announced, message.data))
        return True

    def _event(self, session: Session, read: Callable[[], tuple[str, str, msgspec.Raw]]) -> None:
        try:
            ack_id, name, fields = read()
        except frames.BadFrameError as error:
            ack_id, name, fields = error.ack_id, "", frames.NO_FIELDS

        def reply(answer: ActionSuccess) -> None:
            self.link.write(
                frames.ack_frame(ack_id, answer) if ack_id else frames.event_frame(answer.wire_name, encode(answer))
            )

        self.link.hold()
        try:
            self.server.service.receive(session, name, fields, reply)
        finally:
            self.link.release()

    async def _gone(self) -> None:
        self.closed = True
        self.link.over()
        # The library's own bookkeeping.
        await self.server._trigger_event("disconnect", self.sid, self.server.reason.TRANSPORT_CLOSE, run_async=False)


class _NoQueue:
    """Replaces the library's queue of outgoing packets, which takes 3 KB per connection and is not used here."""

    async def put(self, packet: Any) -> None:
        """Called by the library to end a writer, which does not exist here."""

    async def join(self) -> None:
        """Returns at once: nothing is left to write."""


class _EngineServer(engineio.AsyncServer):  # type: ignore[misc] # the library has no types
    """Engine.IO, WebSocket only, with `_Connection`."""

    service: Service
    proxies: Proxies

    def create_queue(self) -> _NoQueue:
        """See `_NoQueue`."""
        return _NoQueue()

    def opening_packet(self, sid: str) -> Any:
        """Engine.IO's first packet."""
        config = self.service.config
        return Packet(
            OPEN,
            {
                "sid": sid,
                "upgrades": [],
                "pingTimeout": config.ping_timeout_s * 1000,
                "pingInterval": config.ping_s * 1000,
                "maxPayload": config.message_bytes,
            },
        )

    async def _handle_connect(self, environ: dict[str, Any], transport: str, jsonp_index: int | None = None) -> Any:
        del transport, jsonp_index
        request: web.Request = environ["aiohttp.request"]
        connection = _Connection(self, self.generate_id(), self.proxies.peer(request))
        connection.secure = self.proxies.secures(request)
        self.sockets[connection.sid] = connection
        try:
            await self._trigger_event("connect", connection.sid, environ, run_async=False)
            return await connection.handle_get_request(environ)
        finally:
            self.sockets.pop(connection.sid, None)


class _LibraryLog(logging.LoggerAdapter[logging.Logger]):
    """The libraries' log. Their errors are clients' mistakes; faults of our own are exceptions."""

    def error(self, msg: object, *args: object, **more: Any) -> None:
        """See `logging.Logger.error`."""
        if more.get("exc_info"):
            super().error(msg, *args, **more)
        else:
            self.info(msg, *args, **more)

    def warning(self, msg: object, *args: object, **more: Any) -> None:
        """See `logging.Logger.warning`."""
        self.info(msg, *args, **more)


class _SocketIOServer(socketio.AsyncServer):  # type: ignore[misc] # the library has no types
    """python-socketio, for the handshake of the namespace `/`."""

    def __init__(self, service: Service, proxies: Proxies) -> None:
        super().__init__(
            async_mode="aiohttp",
            transports=["websocket"],
            max_http_buffer_size=service.config.picture_message_bytes,
            ping_interval=service.config.ping_s,
            ping_timeout=service.config.ping_timeout_s,
            cors_allowed_origins=[],
            monitor_clients=False,
            logger=_LibraryLog(log),
            engineio_logger=_LibraryLog(log),
        )
        self._service = service
        self.eio.service = service
        self.eio.proxies = proxies
        self.eio._async = {**self.eio._async, "websocket": _WebSocket}
        self.on("connect", self._on_connect)

    def _engineio_server_class(self) -> type[_EngineServer]:
        return _EngineServer

    async def _on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        del environ, auth
        connection: _Connection = self.eio.sockets[self.manager.eio_sid_from_sid(sid, "/")]
        try:
            client_key = check_auth(connection.auth)
            session = connection.session = self._service.open(connection.link, connection.address, client_key)
            session.secure = connection.secure
            connection.link.then(partial(self._service.close, session))
            connection.link.let_pictures_in(lambda: bool(session.person))
        except Refused as refused:
            # Raising is the only way to refuse: disconnect() does nothing in here.
            answer = refusal_answer("connect", refused)
            raise socketio.exceptions.ConnectionRefusedError(answer.message, {"error": answer.error}) from refused

"""What both WebSocket transports share: frames are written straight to the socket, and nothing ever waits.

A notice to several connections is one frame, built once, which is cheaper than sending it through a library for each.
Servers do not mask, and no extension is agreed on, so a frame is a head of a few bytes and the text.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, ClassVar, Final

from server.gateways.tcpinfo import smallest_rtt_ms
from server.gateways.traffic import MeteredHandler
from server.rooms.connections import Ending

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.config import Config
    from server.packets import Packet

log = logging.getLogger(__name__)

# How long the other end may take to agree to the end of the connection.
GOODBYE_S: Final = 1.0
_TEXT: Final = 0x81
_CLOSE: Final = 0x88
# So many messages of one connection are handled before the others have their turn: what waits in its queue is taken
# without ever going back to the loop.
MESSAGES_IN_A_TURN: Final = 16
# Who sends more after the end than can have been under way is not going to stop.
_DROPPED_BYTES: Final = 65_536


def text_frame(payload: bytes) -> bytes:
    """One unfragmented, unmasked text frame (RFC 6455, 5.2)."""
    length = len(payload)
    if length < 126:
        return b"%c%c%b" % (_TEXT, length, payload)
    if length < 65536:
        return b"%c\x7e%b%b" % (_TEXT, length.to_bytes(2), payload)
    return b"%c\x7f%b%b" % (_TEXT, length.to_bytes(8), payload)


def close_frame(code: int, reason: str = "") -> bytes:
    """The frame that closes a WebSocket, with a code and perhaps a short sentence."""
    payload = code.to_bytes(2) + reason.encode()
    # RFC 6455, 5.5: control frames have one byte for their length, and 125 at most.
    assert len(payload) <= 125
    return b"%c%c%b" % (_CLOSE, len(payload), payload)


class _AwaitingClose(asyncio.Protocol):
    """The protocol of a connection after its close frame: everything is dropped unread until the client has closed too.
    Parsing it would let a client that was closed for flooding go on costing time.
    """

    def __init__(self, before: asyncio.BaseProtocol, transport: asyncio.Transport, down: asyncio.Future[None]) -> None:
        self._before = before
        self._transport = transport
        self._down = down
        self._dropped = 0

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        self._dropped += len(data)
        if self._dropped > _DROPPED_BYTES:
            self._transport.abort()
        # Not before: what the other end sends to a closed socket resets it, and the reason is lost on its way.
        elif isinstance(self._before, MeteredHandler) and self._before.says_goodbye(data):
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._before.connection_lost(exc)
        if not self._down.done():
            self._down.set_result(None)

    def pause_writing(self) -> None:
        """See `asyncio.Protocol`."""
        self._before.pause_writing()

    def resume_writing(self) -> None:
        """See `asyncio.Protocol`."""
        self._before.resume_writing()


class WebSocketLink:
    """One connection. See `server.rooms.connections.Connection`. The two transports differ in the class variables."""

    # See `Connection.kind`.
    kind: ClassVar[str]
    # The transport's own question whether anybody is there, as a frame.
    ping_frame: ClassVar[bytes]
    # The whole frame of a notice, from its name and its fields as JSON.
    notice_frame: ClassVar[staticmethod[[str, bytes], bytes]]

    def __init__(self, transport: asyncio.Transport, config: Config, now_ms: float, *, direct: bool = True) -> None:
        self._transport = transport
        self._config = config
        # Whether no proxy stands between.
        self._direct = direct
        self._waiting = 0
        self._held: list[bytes] | None = None
        self._ping_due_ms = now_ms + config.ping_s * 1000
        self._pong_due_ms: float | None = None
        self._whenever_over: Callable[[], None] | None = None
        self.ended = False
        # Once the last frame is written: done when the connection is down.
        self._down: asyncio.Future[None] | None = None
        socket_of = transport.get_protocol()
        if isinstance(socket_of, MeteredHandler):
            socket_of.hang_up = self.close

    def let_pictures_in(self, when: Callable[[], bool]) -> None:
        """Allow messages of the size of pictures whenever this returns True."""
        socket_of = self._transport.get_protocol()
        if isinstance(socket_of, MeteredHandler):
            socket_of.let_pictures_in(when)

    def then(self, whenever_over: Callable[[], None]) -> None:
        """Call this once when the connection is over, whichever side ended it."""
        self._whenever_over = whenever_over

    def deliver(self, packet: Packet) -> None:
        """See `Connection.deliver`."""
        self.write(packet.framed(self.notice_frame))

    def write(self, frame: bytes) -> None:
        """Send one frame. A client that leaves too many bytes unread is disconnected; it can come back and gets a
        snapshot.
        """
        if self._held is not None:
            self._held.append(frame)
            return
        transport = self._transport
        if self.ended or transport.is_closing():
            return
        if waiting_bytes := transport.get_write_buffer_size():
            self._waiting += 1
            config = self._config
            if self._waiting > config.outgoing_messages or waiting_bytes > config.outgoing_bytes:
                log.info("reads too slowly: cut off", extra={"transport": self.kind})
                transport.abort()
                return
        else:
            self._waiting = 0
        transport.write(frame)

    def hold(self) -> None:
        """Buffer what is written until `release`, so that an answer and its notices leave in one write."""
        self._held = []

    def release(self) -> None:
        """Send what was buffered."""
        held, self._held = self._held, None
        if held:
            self.write(b"".join(held))

    def beat(self, now_ms: float) -> None:
        """Send the transport's own ping, for clients that do not know our heartbeats."""
        if self._pong_due_ms is not None and now_ms > self._pong_due_ms:
            self.close(Ending.SILENT, f"No answer to a ping within {self._config.ping_timeout_s:g} s.")
        elif now_ms >= self._ping_due_ms:
            self._ping_due_ms = now_ms + self._config.ping_s * 1000
            self._pong_due_ms = now_ms + self._config.ping_timeout_s * 1000
            self.write(self.ping_frame)

    def pong(self) -> bool:
        """Take in the answer to the ping. False if there was no ping."""
        asked = self._pong_due_ms is not None
        self._pong_due_ms = None
        return asked

    def smallest_rtt_ms(self) -> float | None:
        """See `Connection.smallest_rtt_ms`. Behind a proxy it is the proxy's."""
        return smallest_rtt_ms(self._transport) if self._direct else None

    def close(self, ending: int = Ending.DONE, farewell: str = "") -> None:
        """See `Connection.close`. The server forgets the connection at once; the client gets a moment to read why."""
        self.release()
        if not self.ended and not self._transport.is_closing():
            self._say_farewell(close_frame(ending, farewell))
        self.over()

    def _say_farewell(self, frame: bytes) -> None:
        transport = self._transport
        transport.write(frame)
        # Closing at once would reset the connection under whatever the client has just sent, and lose the reason.
        loop = asyncio.get_running_loop()
        self._down = loop.create_future()
        transport.set_protocol(_AwaitingClose(transport.get_protocol(), transport, self._down))
        loop.call_later(GOODBYE_S, transport.abort)

    async def down(self) -> None:
        """After the close frame: wait until the connection is down."""
        if self._down is not None:
            await self._down

    def over(self) -> None:
        """The connection has ended."""
        self.ended = True
        whenever_over, self._whenever_over = self._whenever_over, None
        if whenever_over is not None:
            whenever_over()

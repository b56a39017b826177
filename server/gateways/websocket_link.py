"""What both kinds of WebSocket have in common: frames written straight to the transport, and a link that never waits.

A notice to several connections is one frame, and building it once is cheaper than sending it through a library
for each. Servers don't mask, and no extension is ever agreed on, so that a frame is its text and four bytes or so.
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
    from server.rooms.connections import Packet

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
    """The frame that ends a WebSocket, with its reason as a number and, if need be, a short sentence."""
    payload = code.to_bytes(2) + reason.encode()
    # RFC 6455, 5.5: control frames have one byte for their length, and 125 at most.
    assert len(payload) <= 125
    return b"%c%c%b" % (_CLOSE, len(payload), payload)


class _Farewell(asyncio.Protocol):
    """What a connection speaks after its last frame: whatever still comes is dropped unread, until the other end has
    hung up or agreed to. Parsing it would let whoever was closed for flooding go on costing time.
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
    """One connection. See `server.rooms.connections.Connection`; the two transports differ in the class variables."""

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
        """Messages may be as large as pictures are, whenever this says so."""
        socket_of = self._transport.get_protocol()
        if isinstance(socket_of, MeteredHandler):
            socket_of.let_pictures_in(when)

    def then(self, whenever_over: Callable[[], None]) -> None:
        """Call this once, when the connection is over from whichever side."""
        self._whenever_over = whenever_over

    def deliver(self, packet: Packet) -> None:
        """See `Connection.deliver`."""
        self.write(packet.framed(self.notice_frame))

    def write(self, frame: bytes) -> None:
        """Send one frame. Whoever leaves too many unread is cut off: they may come back and ask for a
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
        """Keep what is written until `release`: an answer and what follows from it leave in one call."""
        self._held = []

    def release(self) -> None:
        """Send what was kept."""
        held, self._held = self._held, None
        if held:
            self.write(b"".join(held))

    def beat(self, now_ms: float) -> None:
        """The transport's own ping, for clients that know nothing of our heartbeats."""
        if self._pong_due_ms is not None and now_ms > self._pong_due_ms:
            self.close(Ending.SILENT, f"No answer to a ping within {self._config.ping_timeout_s:g} s.")
        elif now_ms >= self._ping_due_ms:
            self._ping_due_ms = now_ms + self._config.ping_s * 1000
            self._pong_due_ms = now_ms + self._config.ping_timeout_s * 1000
            self.write(self.ping_frame)

    def pong(self) -> bool:
        """The ping was answered; False when there was none to answer."""
        asked = self._pong_due_ms is not None
        self._pong_due_ms = None
        return asked

    def smallest_rtt_ms(self) -> float | None:
        """See `Connection.smallest_rtt_ms`. Behind a proxy the system sees no farther than that."""
        return smallest_rtt_ms(self._transport) if self._direct else None

    def close(self, ending: int = Ending.DONE, farewell: str = "") -> None:
        """See `Connection.close`. The server is done with the connection at once; the other end gets a moment to
        read why.
        """
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
        transport.set_protocol(_Farewell(transport.get_protocol(), transport, self._down))
        loop.call_later(GOODBYE_S, transport.abort)

    async def down(self) -> None:
        """Wait, after the last frame, until the connection is down."""
        if self._down is not None:
            await self._down

    def over(self) -> None:
        """The connection has ended; nothing is sent any more."""
        self.ended = True
        whenever_over, self._whenever_over = self._whenever_over, None
        if whenever_over is not None:
            whenever_over()

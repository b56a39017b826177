"""What one socket may send, counted in bytes and in WebSocket frames before anything is parsed.

All other limits count parsed messages, and so miss what never becomes one: junk before a handshake, control frames,
endless fragments. A socket over its budget is closed, and nothing more is read from it.

So is a socket that sends too long a message. Pictures may be longer, once the sender is known.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Protocol

from aiohttp import web

from server.config import BYTES_FOR_A_READ
from server.gateways.answers import http_error
from server.limits import Bucket
from server.rooms.connections import Ending

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from server.clock import Clock
    from server.config import Config

# In HTTP what costs time comes in lines: headers, and chunks of a byte each. So many count as a frame, of which a burst
# then has room for many more requests than a socket may send.
LINES_FOR_A_FRAME: Final = 16
# RFC 6455, 5.2: the second byte of a frame holds the mask bit and the length, or says how long the length is.
_MASKED: Final = 0x80
_LENGTH: Final = 0x7F
_TWO_BYTES: Final = 126
_EIGHT_BYTES: Final = 127
# RFC 6455, 5.2: a whole message in one frame, or a control frame, has FIN and an opcode; opcodes from 8 on are control
# frames, and 0 goes on with the message before.
_WHOLE: Final = 0x80
_OPCODE: Final = 0x0F
_CONTROL: Final = 0x08
_GOES_ON: Final = 0x00
_CLOSE: Final = 0x08
# A masked frame whose length fits into that byte: two bytes of head and four of mask.
_SHORT_HEAD: Final = 6
_WITHIN_BUDGET: Final = 0


class FrameMeter:
    """A budget of bytes and one of frames.

    The clock is only read when a budget is used up, so that a move costs next to nothing. In return, a socket that was
    quiet for a while may spend its burst twice.
    """

    __slots__ = (
        "_bytes_left",
        "_clock",
        "_config",
        "_frames_left",
        "_granted",
        "_lost",
        "_message",
        "_partial_head",
        "_pictures",
        "_seen_ms",
        "_skip",
        "_welcome",
        "may_send_pictures",
    )

    def __init__(self, config: Config, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._seen_ms = clock.now_ms()
        limited = config.messages_per_s > 0
        self._bytes_left: float = config.bytes_burst if limited else math.inf
        self._frames_left: float = config.frames_burst if limited else math.inf
        # Payload of the last frame that is still to come, and the beginning of a head that came in two pieces.
        self._skip = 0
        self._partial_head = b""
        # Whether it is not known any more where frames begin.
        self._lost = False
        self._granted: float = 0
        # The size of the message that is arriving, and whether it is a picture that has been counted.
        self._message = 0
        self._welcome = False
        # Whether it is known who sends; asked when a picture comes.
        self.may_send_pictures: Callable[[], bool] = lambda: False
        self._pictures: Bucket | None = None

    def grant(self, size: int) -> None:
        """Allow so many bytes more, which the client has announced."""
        self._granted = size

    def raw(self, data: bytes) -> int:
        """Count bytes that are not (yet) WebSocket frames. Returns 0, or the code to close with."""
        if self._granted > 0:
            self._use_grant(len(data))
            return _WITHIN_BUDGET
        return self._spend(len(data), data.count(b"\n") / LINES_FOR_A_FRAME)

    def _use_grant(self, size: int) -> None:
        # What comes in small pieces costs more, and twice the bytes are enough for the pieces of any network.
        self._granted -= (size + BYTES_FOR_A_READ) / 2

    def framed(self, data: bytes) -> int:
        """Count a piece of the WebSocket's stream. Returns 0, or the code to close with."""
        size = len(data)
        # Nearly always: one short frame, whole.
        if (
            _SHORT_HEAD <= size < _SHORT_HEAD + _TWO_BYTES
            and data[0] > _WHOLE
            and data[1] == _MASKED + size - _SHORT_HEAD
            and not self._skip
            and not self._partial_head
        ):
            return self._spend(size, 1)
        return self._walk(data)

    def _walk(self, data: bytes) -> int:
        fresh, at, frames = len(data), self._skip, 0
        if self._partial_head:
            data = self._partial_head + data
        end = len(data)
        # Until the whole piece is walked through.
        self._lost = True
        while at + 2 <= end:
            if not data[at + 1] & _MASKED:
                return Ending.PROTOCOL_ERROR
            head, length = _head_of(data, at)
            if at + head > end:
                break
            if too_large := self._measure(data[at] & _OPCODE, length):
                return too_large
            frames += 1
            if frames > self._frames_left:
                if excess := self._spend(0, frames):
                    return excess
                frames = 0
            at += head + length
        self._lost = False
        self._skip = max(0, at - end)
        self._partial_head = data[at:]
        return self._spend(fresh, frames)

    def says_goodbye(self, data: bytes) -> bool:
        """Whether a close frame begins in this piece of the stream, whose frames are no longer counted.

        Once a piece was not parsed to its end, the beginnings of later frames are unknown.
        """
        if self._lost:
            return False
        data, at = self._partial_head + data, self._skip
        while at + 2 <= len(data):
            if data[at] & _OPCODE == _CLOSE:
                return True
            head, length = _head_of(data, at)
            if at + head > len(data):
                break
            at += head + length
        self._skip = max(0, at - len(data))
        self._partial_head = data[at:]
        return False

    def _measure(self, opcode: int, length: int) -> int:
        """Count a frame. Returns 0, or the code to close with because its message is too large."""
        if opcode & _CONTROL:
            return _WITHIN_BUDGET
        if opcode != _GOES_ON:
            self._message, self._welcome = 0, False
        self._message += length
        if self._message <= self._config.message_bytes:
            return _WITHIN_BUDGET
        if self._message > self._config.picture_message_bytes or not self._takes_picture():
            return Ending.TOO_LARGE
        self._granted = length
        return _WITHIN_BUDGET

    def _takes_picture(self) -> bool:
        """Whether the message that is arriving may be a picture. Each picture is counted once."""
        if not self._welcome and self.may_send_pictures():
            config, now_ms = self._config, self._clock.now_ms()
            if self._pictures is None:
                self._pictures = Bucket(config.pictures_per_min / 60, config.pictures_burst, now_ms)
            self._welcome = self._pictures.take(now_ms)
        return self._welcome

    def _spend(self, size: int, frames: float) -> int:
        if self._granted > 0:
            self._use_grant(size)
        else:
            self._bytes_left -= size + BYTES_FOR_A_READ
        self._frames_left -= frames
        if self._bytes_left >= 0 and self._frames_left >= 0:
            return _WITHIN_BUDGET
        return self._refill()

    def _refill(self) -> int:
        config, now_ms = self._config, self._clock.now_ms()
        passed_s = (now_ms - self._seen_ms) / 1000
        self._seen_ms = now_ms
        self._bytes_left = min(config.bytes_burst, self._bytes_left + passed_s * config.bytes_per_s)
        self._frames_left = min(config.frames_burst, self._frames_left + passed_s * config.frames_per_s)
        return _WITHIN_BUDGET if self._bytes_left >= 0 and self._frames_left >= 0 else Ending.POLICY


def _head_of(data: bytes, at: int) -> tuple[int, int]:
    """The sizes of a masked frame's head and of its payload (0 while the head is incomplete)."""
    length = data[at + 1] & _LENGTH
    if length < _TWO_BYTES:
        return _SHORT_HEAD, length
    more = 2 if length == _TWO_BYTES else 8
    return _SHORT_HEAD + more, int.from_bytes(data[at + 2 : at + 2 + more])


class Watcher(Protocol):
    """Is told of a socket's end."""

    def exceeded(self, address: str, code: int) -> None:
        """A socket of this address was closed with this code, because of what it sent."""

    def gone(self, handler: MeteredHandler) -> None:
        """The socket is closed, by either side."""


class MeteredHandler(web.RequestHandler):
    """aiohttp's protocol for one socket, behind a `FrameMeter`."""

    __slots__ = ("_admission", "_meter", "address", "hang_up", "requests", "waiting")

    def __init__(self, server: web.Server, admission: Watcher, address: str, meter: FrameMeter, **options: Any) -> None:
        super().__init__(server, **options)
        self._admission = admission
        self._meter = meter
        # Whose socket it is.
        self.address = address
        # What may still be asked over HTTP through it; None: as much as one likes.
        self.requests: Bucket | None = None
        # What ends the wait for its first request.
        self.waiting: asyncio.TimerHandle | None = None
        # How to end it with a word; None: there is no WebSocket on it.
        self.hang_up: Callable[[int], None] | None = None

    def grant(self, size: int) -> None:
        """See `FrameMeter.grant`."""
        self._meter.grant(size)

    def says_goodbye(self, data: bytes) -> bool:
        """See `FrameMeter.says_goodbye`."""
        return self._meter.says_goodbye(data)

    def let_pictures_in(self, when: Callable[[], bool]) -> None:
        """Allow messages of the size of pictures whenever this returns True."""
        self._meter.may_send_pictures = when

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        framed = self._upgraded
        excess = self._meter.framed(data) if framed else self._meter.raw(data)
        if excess:
            self._end(excess)
            return
        super().data_received(data)
        if self._upgraded and not framed and self._message_tail:
            # Frames that came right behind the handshake.
            excess = self._meter.framed(self._message_tail)
            if excess:
                self._end(excess)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """See `RequestHandler.handle_error`. Invalid HTTP never reaches our middleware."""
        super().handle_error(request, status, exc, message)
        answer = http_error(status)
        answer.force_close()
        return answer

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """See `RequestHandler`. An unknown `Expect` header never reaches our middleware either."""
        if isinstance(resp, web.HTTPExpectationFailed):
            resp = http_error(resp.status)
        return await super().finish_response(request, resp, start_time)

    def _end(self, code: int) -> None:
        self._admission.exceeded(self.address, code)
        transport = self.transport
        if self.hang_up is not None:
            self.hang_up(code)
        elif transport is not None:
            self._message_tail = b""
            transport.abort()
            self.force_close()

    def connection_lost(self, exc: BaseException | None) -> None:
        """See `asyncio.Protocol`."""
        self._admission.gone(self)
        self.hang_up = None
        super().connection_lost(exc)

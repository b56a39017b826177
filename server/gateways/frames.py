"""The texts of Socket.IO over Engine.IO, read and written; strict, and of no use but to the gateway.

Reading goes through msgspec, not through python-socketio's parser: that one accepts NaN and lone surrogates.
A frame of the WebSocket is built here too, because a notice to several connections is one frame, and building
it once is cheaper than sending it through the library for each. Servers don't mask, and no extension is ever
agreed on, so that a frame is four bytes at most and the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from netcode.messages import encode

if TYPE_CHECKING:
    from netcode.messages import ActionSuccess, Notice

EVENT: Final = "42"
CONNECT: Final = "40"
DISCONNECT: Final = "41"
PING: Final = "2"
PONG: Final = "3"

_HEAD = re.compile(r"42([0-9]{0,9})(?=\[)")
_EVENT = msgspec.json.Decoder(tuple[str, msgspec.Raw])
_BARE_EVENT = msgspec.json.Decoder(tuple[str])
NO_FIELDS: Final = msgspec.Raw(b"{}")


class BadFrameError(ValueError):
    """Not an event of Socket.IO; `ack_id` when at least that could be read."""

    def __init__(self, ack_id: str) -> None:
        super().__init__("not an event")
        self.ack_id = ack_id


def read_event(text: str) -> tuple[str, str, msgspec.Raw]:
    """Acknowledgement number ("" for none), name and fields of `42<number>["<name>",<fields>]`; raises
    BadFrameError.
    """
    head = _HEAD.match(text)
    if head is None:
        raise BadFrameError("")
    body = text[head.end() :]
    try:
        name, fields = _EVENT.decode(body)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return head[1], _bare_name(body, head[1]), NO_FIELDS
    return head[1], name, fields


def _bare_name(body: str, ack_id: str) -> str:
    try:
        return _BARE_EVENT.decode(body)[0]
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise BadFrameError(ack_id) from error


def event_frame(notice: Notice) -> bytes:
    """The whole WebSocket frame of a notice."""
    return text_frame(b'42["%b",%b]' % (notice.wire_name.encode(), encode(notice)))


def close_frame(code: int, reason: str = "") -> bytes:
    """The frame that ends a WebSocket, with its reason as a number and, if need be, a short sentence."""
    payload = code.to_bytes(2) + reason.encode()
    # RFC 6455, 5.5: control frames have one byte for their length, and 125 at most.
    assert len(payload) <= 125
    return b"\x88%c%b" % (len(payload), payload)


def ack_frame(ack_id: str, answer: ActionSuccess) -> bytes:
    """The whole WebSocket frame of an answer."""
    return text_frame(b"43%b[%b]" % (ack_id.encode(), encode(answer)))


def text_frame(payload: bytes) -> bytes:
    """One unfragmented, unmasked text frame (RFC 6455, 5.2)."""
    length = len(payload)
    if length < 126:
        return b"\x81%c%b" % (length, payload)
    if length < 65536:
        return b"\x81\x7e" + length.to_bytes(2) + payload
    return b"\x81\x7f" + length.to_bytes(8) + payload

"""Parses and writes the frames of Socket.IO over Engine.IO, strictly.

JSON is parsed by msgspec, because python-socketio's parser accepts NaN and lone surrogates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from netcode.messages import AddProfilePic, encode
from server.gateways.websocket_link import text_frame

if TYPE_CHECKING:
    from netcode.messages import ActionSuccess

EVENT: Final = "42"
CONNECT: Final = "40"
DISCONNECT: Final = "41"
PING: Final = "2"
PONG: Final = "3"

_HEAD = re.compile(r"42([0-9]{0,9})(?=\[)")
# An event with one attachment: there is only one that may have any.
_BINARY_HEAD = re.compile(rf'451-([0-9]{{0,9}})(?=\["{AddProfilePic.wire_name}",)')
_NAMESPACE = re.compile(r"40(/[\w./-]{1,60})(?:\?[^,]*)?(?:,|$)", re.ASCII)
_EVENT = msgspec.json.Decoder(tuple[str, msgspec.Raw])
_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_BARE_EVENT = msgspec.json.Decoder(tuple[str])
NO_FIELDS: Final = msgspec.Raw(b"{}")


class BadFrameError(ValueError):
    """Not an event of Socket.IO. `ack_id` is set if at least that could be read."""

    def __init__(self, ack_id: str) -> None:
        super().__init__("not an event")
        self.ack_id = ack_id


def read_event(text: str) -> tuple[str, str, msgspec.Raw]:
    """Parse `42<number>["<name>",<fields>]` into the acknowledgement number ("" for none), name and fields. Raises
    BadFrameError.
    """
    return _event(_HEAD, text)


def awaits_attachment(text: str) -> bool:
    """Whether this is an event whose attachment comes in the next frame."""
    return _BINARY_HEAD.match(text) is not None


def read_binary_event(text: str, attachment: bytes) -> tuple[str, str, msgspec.Raw]:
    """Parse `451-<number>["AddProfilePic",{"image":{"_placeholder":true,"num":0}}]` and its attachment. The field then
    has the attachment as base64, as in JSON.
    """
    ack_id, name, fields = _event(_BINARY_HEAD, text)
    try:
        named = _FIELDS.decode(fields)
        at = [field for field, value in named.items() if _is_placeholder(value)]
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise BadFrameError(ack_id) from error
    if len(at) != 1:
        raise BadFrameError(ack_id)
    return ack_id, name, msgspec.Raw(msgspec.json.encode({**named, at[0]: attachment}))


def _is_placeholder(value: msgspec.Raw) -> bool:
    return bytes(value).startswith(b"{") and msgspec.json.decode(value) == {"_placeholder": True, "num": 0}


def _event(expected: re.Pattern[str], text: str) -> tuple[str, str, msgspec.Raw]:
    head = expected.match(text)
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


def refused_namespace(text: str) -> bytes | None:
    """The frame of CONNECT_ERROR if this frame asks for a namespace that does not exist."""
    asked = _NAMESPACE.match(text)
    return None if asked is None else text_frame(b'44%b,{"message":"Invalid namespace"}' % asked[1].encode())


def event_frame(name: str, fields: bytes) -> bytes:
    """The frame of a notice."""
    return text_frame(b'42["%b",%b]' % (name.encode(), fields))


def ack_frame(ack_id: str, answer: ActionSuccess) -> bytes:
    """The frame of an answer."""
    return text_frame(b"43%b[%b]" % (ack_id.encode(), encode(answer)))

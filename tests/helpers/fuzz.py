"""What a hostile client might send: messages that hypothesis makes, frames, bytes and HTTP requests."""

from __future__ import annotations

import json
from typing import Any, Final

from hypothesis import strategies as st

from netcode.messages import EMOTES, NOTICES, REQUESTS

Strategy = st.SearchStrategy[Any]

# What JSON can hold, and what it should not: Python writes NaN, Infinity and lone surrogates without a murmur.
_TEXT: Final = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
_SCALARS: Strategy = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 200),
    st.integers(),
    st.floats(width=32),
    _TEXT,
    st.just(2**63),
    st.just("x" * 300),
)
_ANYTHING: Strategy = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3), max_leaves=6
)

# For each field something that might well be accepted.
_PLAUSIBLE: dict[str, Strategy] = {
    "code": st.sampled_from(["QQQQ", "abcd", "", "ABCDEF"]),
    "pid": st.integers(0, 4),
    "token": st.sampled_from(["", "x" * 22]),
    "seq": st.integers(0, 50),
    "n": st.integers(0, 50),
    "name": st.sampled_from(["Ann", "Bob", "", "\u202eevil", "e\u0301\u0301\u0301", "Guest"]),
    "game": st.sampled_from(["chess", "quiz", "go"]),
    "best_of": st.sampled_from([3, 5, 7, 4]),
    "private": st.booleans(),
    "spectators": st.booleans(),
    "watch": st.booleans(),
    "base_seconds": st.sampled_from([10, 60, 0, 601]),
    "ai_takeover": st.sampled_from(["auto", "ask", "off", "?"]),
    "move": st.sampled_from(["e2e4", "e7e5", "f2f3", "g2g4", "d8h4", "a7a8q", "0000", "zz", "e2e4e6"]),
    "ply": st.integers(0, 6),
    "lag_ms": st.integers(-1, 5000),
    "think_ms": st.integers(-1, 5000),
    "upgrade": st.sampled_from(["", "knight", "x" * 50]),
    "accept": st.booleans(),
    "again": st.booleans(),
    "text": st.sampled_from(["hi", "", " ", "x" * 201, "x" * 1001, "\u2028", "\U0001f469\u200d\U0001f680"]),
    "emote": st.sampled_from([*EMOTES, "?"]),
    "ban": st.booleans(),
    "hbid": st.integers(0, 3),
    "t_lat": st.floats(0, 1000),
    "t_recv": st.floats(),
    "t_reply": st.floats(),
}
# Leaving ends the fun, so it is left to the names that hypothesis makes up otherwise.
_NAMES: Strategy = st.one_of(
    st.sampled_from(sorted(REQUESTS)), st.sampled_from([*sorted(NOTICES), "connect", "disconnect", ""]), _TEXT
)


@st.composite
def requests(draw: st.DrawFn) -> tuple[Any, Any]:
    """Name and fields of a message, each of which may be anything."""
    name = draw(_NAMES)
    known = getattr(REQUESTS.get(name), "__struct_fields__", ())
    if draw(st.integers(0, 9)) == 0:
        return name, draw(_ANYTHING)
    fields = {}
    for field in known:
        if draw(st.integers(0, 9)):
            fields[field] = draw(_PLAUSIBLE.get(field, _ANYTHING) if draw(st.integers(0, 4)) else _ANYTHING)
    return name, fields


def _socketio_text(request: tuple[Any, Any], ack: str) -> str:
    return f"42{ack}{json.dumps(list(request))}"


def _plain_text(request: tuple[Any, Any]) -> str:
    name, fields = request
    return json.dumps({str(name): fields})


_GARBAGE: Strategy = st.one_of(
    st.text(max_size=60), st.binary(max_size=60), st.sampled_from(["", "[]", "{}", "null", "{" * 500, "[" * 3000])
)

# A text goes into a text frame, bytes go into a binary one.
SOCKETIO: Strategy = st.one_of(
    st.builds(_socketio_text, requests(), st.sampled_from(["", "1", "999999999", "9999999999", "x"])),
    st.builds(_socketio_text, requests(), st.just("7")),
    st.builds(
        lambda head, tail: head + tail,
        st.sampled_from(["42", "421", "40", "41", "43", "451-", "0", "1", "2", "3", "6"]),
        st.text(max_size=20),
    ),
    _GARBAGE,
)
PLAIN: Strategy = st.one_of(
    st.builds(_plain_text, requests()),
    st.builds(_plain_text, requests()),
    st.builds(
        lambda one, other: json.dumps({**one, **other}) if isinstance(one, dict) and isinstance(other, dict) else "",
        _ANYTHING,
        _ANYTHING,
    ),
    _GARBAGE,
)


@st.composite
def frames(draw: st.DrawFn) -> bytes:
    """The bytes of a WebSocket frame whose head may claim anything (RFC 6455, 5.2)."""
    payload = draw(st.binary(max_size=130))
    length = draw(st.sampled_from([len(payload), len(payload), 126, 127, 0]))
    head = bytes([draw(st.integers(0, 255)), draw(st.sampled_from([0x80, 0x80, 0])) | min(length, 127)])
    return head + draw(st.binary(min_size=4, max_size=12)) + payload


@st.composite
def http_requests(draw: st.DrawFn) -> bytes:
    """The bytes of an HTTP request, or nearly."""
    method = draw(st.sampled_from(["GET", "POST", "PUT", "OPTIONS", "HEAD", "get", "\x00"]))
    path = draw(
        st.sampled_from(
            [
                "/",
                "/rooms",
                "/rooms/create",
                "/rooms/QQQQ",
                "/api/v1/rooms/create",
                "/api/v1/rooms/QQQQ/ws",
                "/healthz",
                "/metrics",
                "/socket.io/",
            ]
        )
    )
    query = draw(
        st.sampled_from(
            [
                "",
                "?game=chess",
                "?EIO=4&transport=websocket",
                "?token=%ff",
                "?EIO=4&transport=polling&sid=x",
                "?playerID=9",
                "?%00=%",
                "?a[b]=c&&=",
            ]
        )
    )
    lines = draw(st.lists(st.sampled_from(_HEADERS), max_size=5, unique=True))
    body = draw(
        st.one_of(
            st.just(b""), st.binary(max_size=60), st.builds(lambda fields: json.dumps(fields).encode(), _ANYTHING)
        )
    )
    if draw(st.booleans()):
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join([f"{method} {path}{query} HTTP/{draw(st.sampled_from(['1.1', '1.0', '9.9']))}", *lines])
    return f"{head}\r\n\r\n".encode("utf-8", "surrogatepass") + body


_HEADERS: Final = (
    "Host: localhost",
    "Host: x",
    "Host: [",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Connection: close",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Key: x",
    "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99",
    "Origin: null",
    "Origin: http://[",
    "X-Forwarded-For: ,,,",
    "X-Forwarded-For: [::1]:x, 1.2.3.4:99999",
    'Forwarded: for="[2001:db8::1]:1;by=,,',
    'Forwarded: for=_x;for="unknown", ;;;=',
    "Transfer-Encoding: chunked",
    "Content-Encoding: gzip",
    "Content-Encoding: deflate",
    "Content-Length: -1",
    "Content-Type: application/json; charset=nonsense",
    "Cookie: a=b; =;",
    "Expect: 100-continue",
    "\x00: \x01",
)

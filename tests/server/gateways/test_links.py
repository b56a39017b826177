"""Connections without a network: what is written, how often it is made, and who is cut off."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

import pytest

from netcode.messages import ChatLine, Notice, encode
from server import packets
from server.config import Config
from server.gateways.socketio import SocketIOLink
from server.gateways.websocket import PlainLink
from server.gateways.websocket_link import close_frame, text_frame
from server.packets import Packet
from server.rooms.connections import Ending
from tests.helpers.server import Client, a_server

if TYPE_CHECKING:
    from server.gateways.websocket_link import WebSocketLink

BOTH = pytest.mark.parametrize("kind", [SocketIOLink, PlainLink])


class FakeSocket:
    """An `asyncio.Transport` that keeps what is written; `stuck`: whose other end reads nothing."""

    def __init__(self, *, stuck: bool = False) -> None:
        self.written: list[bytes] = []
        self.stuck = stuck
        self.aborted = False

    def get_protocol(self) -> None:
        pass

    def is_closing(self) -> bool:
        return self.aborted

    def get_write_buffer_size(self) -> int:
        return sum(map(len, self.written)) if self.stuck else 0

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def abort(self) -> None:
        self.aborted = True

    def set_protocol(self, protocol: object) -> None:
        pass


def a_link(kind: type[WebSocketLink], transport: FakeSocket, **limits: Any) -> WebSocketLink:
    wire: Any = transport
    return kind(wire, Config(**limits), 0)


def test_a_notice_is_encoded_once_for_all_connections_of_all_transports(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[Notice] = []

    def counting(notice: Notice) -> bytes:
        encoded.append(notice)
        return encode(notice)

    monkeypatch.setattr(packets, "encode", counting)
    packet = Packet(ChatLine(1, "hi"))
    transports = [FakeSocket() for _ in range(4)]
    for transport, kind in zip(transports, [SocketIOLink, PlainLink] * 2, strict=True):
        a_link(kind, transport).deliver(packet)
    assert len(encoded) == 1
    assert transports[0].written == [text_frame(b'42["Chat",{"pid":1,"text":"hi","name":""}]')]
    assert transports[1].written == [text_frame(b'{"Chat":{"pid":1,"text":"hi","name":""}}')]
    # One frame for each transport, too.
    assert transports[0].written[0] is transports[2].written[0]
    assert transports[1].written[0] is transports[3].written[0]


@BOTH
def test_whoever_reads_nothing_is_cut_off_after_64_messages(kind: type[WebSocketLink]) -> None:
    transport = FakeSocket(stuck=True)
    link = a_link(kind, transport)
    for _ in range(65):
        link.deliver(Packet(ChatLine(1, "hi")))
    assert not transport.aborted
    link.deliver(Packet(ChatLine(1, "hi")))
    assert transport.aborted


@BOTH
def test_whoever_reads_nothing_is_cut_off_after_256_kib(kind: type[WebSocketLink]) -> None:
    transport = FakeSocket(stuck=True)
    link = a_link(kind, transport)
    for _ in range(9):
        link.write(b"x" * 32_000)
    assert not transport.aborted
    link.write(b"x")
    assert transport.aborted


@BOTH
def test_an_answer_and_what_follows_leave_in_one_write(kind: type[WebSocketLink]) -> None:
    transport = FakeSocket()
    link = a_link(kind, transport)
    link.hold()
    link.write(b"one")
    link.write(b"two")
    assert transport.written == []
    link.release()
    assert transport.written == [b"onetwo"]


@BOTH
def test_a_ping_comes_every_five_seconds_and_must_be_answered(kind: type[WebSocketLink]) -> None:
    transport = FakeSocket()
    link = a_link(kind, transport, ping_s=5, ping_timeout_s=3)
    link.beat(4_999)
    assert transport.written == []
    link.beat(5_000)
    assert transport.written == [kind.ping_frame]
    assert link.pong()
    link.beat(9_000)
    assert not link.ended
    # An answer that nobody has asked for.
    assert not link.pong()


@BOTH
def test_the_end_is_told_once(kind: type[WebSocketLink]) -> None:
    link = a_link(kind, FakeSocket())
    told: list[bool] = []
    link.then(lambda: told.append(True))
    link.over()
    link.over()
    assert told == [True]
    assert link.ended


def test_a_closing_frame_has_its_number_and_its_sentence() -> None:
    assert close_frame(Ending.POLICY) == b"\x88\x02\x03\xf0"
    assert close_frame(Ending.GOING_AWAY, "bye") == b"\x88\x05\x03\xe9bye"


def test_tokens_have_128_bits() -> None:
    token = Client(a_server()).raw("CreateGame", b"{}").token or ""
    assert len(base64.urlsafe_b64decode(token + "==")) >= 16


@BOTH
def test_whoever_answers_no_ping_is_told_why_the_connection_ends(kind: type[WebSocketLink]) -> None:
    async def run() -> None:
        transport = FakeSocket()
        link = a_link(kind, transport, ping_s=5, ping_timeout_s=3)
        link.beat(5_000)
        link.beat(8_001)
        assert transport.written[-1] == close_frame(4408, "No answer to a ping within 3 s.")

    asyncio.run(run())

"""Everything that arrives is counted before it is parsed, and who sends too much of anything is closed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.app import SERVICE
from server.config import Config
from server.gateways import websocket_link
from server.gateways.traffic import FrameMeter
from server.rooms.connections import Ending
from tests.helpers.clock import HeldClock
from tests.helpers.wire import DEADLINE_S, RunningServer, a_place

SOCKET_IO = "/socket.io/?EIO=4&transport=websocket"
# No other deadline ends a connection meanwhile.
LIMITS = {"messages_per_s": 5.0, "handshake_s": 60.0, "keepalive_s": 60.0}


def masked(payload: bytes, first: int = 0x81) -> bytes:
    """A client's frame; a mask of zeros masks, too."""
    length = len(payload)
    if length < 126:
        return bytes([first, 0x80 | length]) + bytes(4) + payload
    return bytes([first, 0xFE]) + length.to_bytes(2) + bytes(4) + payload


PING, PONG, EMPTY_FRAGMENT, FIRST_FRAGMENT = (masked(b"", first) for first in (0x89, 0x8A, 0x00, 0x01))


def upgrade(path: str) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()


# What comes first, and then again and again.
FLOODS = {
    "Socket.IO's text before CONNECT": (upgrade(SOCKET_IO), masked(b"3")),
    "Engine.IO's pongs": (upgrade(SOCKET_IO) + masked(b"40"), masked(b"3")),
    "events": (upgrade(SOCKET_IO) + masked(b"40"), masked(b'421["ListGames"]')),
    "junk, and a stream after it": (upgrade(SOCKET_IO) + masked(b"junk"), masked(b"x" * 100)),
    "large junk": (upgrade(SOCKET_IO) + masked(b"40"), masked(b"x" * 8000)),
    "after a refusal": (upgrade("/rooms/QQQQ"), masked(b"{}")),
    "empty fragments": (upgrade(SOCKET_IO) + FIRST_FRAGMENT, EMPTY_FRAGMENT),
    "empty fragments on a plain WebSocket": (upgrade("/rooms/QQQQ") + FIRST_FRAGMENT, EMPTY_FRAGMENT),
    "pings": (upgrade(SOCKET_IO), PING),
    "pongs": (upgrade(SOCKET_IO), PONG),
    "a body that never ends": (
        b"POST /rooms/create HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"
    ),
    "heads that never end": (b"GET /rooms HTTP/1.1\r\nHost: localhost\r\n", b"A: b\r\n"),
    "requests": (b"", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    "frames in the same breath as the handshake": (upgrade(SOCKET_IO) + PING * 5000, PING),
}  # fmt: skip


async def pour(place: RunningServer, first: bytes, more: bytes) -> int:
    """Send without end until the server has had enough; how many bytes it took."""
    _, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(first)
    sent = 0
    try:
        while True:
            writer.write(more * 50)
            sent += len(more) * 50
            await writer.drain()
            await asyncio.sleep(0)
    except ConnectionError:
        return sent
    finally:
        writer.close()


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_a_flood_of_anything_ends_its_connection(flood: tuple[bytes, bytes]) -> None:
    async def run() -> None:
        async with a_place(**LIMITS) as place:
            await pour(place, *flood)
            async with place.session.get(f"{place.url}/healthz") as response:
                assert response.status == 200

    asyncio.run(run())


@pytest.mark.parametrize("name", ["Socket.IO's text before CONNECT", "empty fragments"])
def test_a_flood_is_counted_as_one(name: str) -> None:
    async def run() -> None:
        async with a_place(**LIMITS) as place:
            await pour(place, *FLOODS[name])
            assert place.app[SERVICE].meters.turned_away["flood"] == 1

    asyncio.run(run())


async def ending(place: RunningServer, data: bytes) -> bytes:
    """All that the server says to this."""
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(data)
    try:
        return await asyncio.wait_for(reader.read(), DEADLINE_S)
    finally:
        writer.close()


@pytest.mark.parametrize("path", [SOCKET_IO, "/rooms/{code}"])
def test_a_frame_without_a_mask_ends_the_connection(path: str) -> None:
    """RFC 6455, 5.1: a server must close the connection then; 1002 is a protocol error."""

    async def run() -> None:
        async with a_place() as place:
            async with place.session.post(f"{place.url}/rooms/create") as response:
                code = (await response.json())["code"]
            said = await ending(place, upgrade(path.format(code=code)) + b"\x81\x02hi")
            assert not said or said.endswith(b"\x88\x02" + int(Ending.PROTOCOL_ERROR).to_bytes(2))
            assert place.app[SERVICE].meters.turned_away["unmasked"] == 1

    asyncio.run(run())


def a_meter(**limits: Any) -> tuple[FrameMeter, HeldClock]:
    clock = HeldClock()
    return FrameMeter(Config(**limits), clock), clock


@given(st.lists(st.integers(0, 600), max_size=20), st.data())
def test_frames_are_counted_alike_however_they_are_cut(sizes: list[int], data: st.DataObject) -> None:
    stream = b"".join(masked(b"x" * size) for size in sizes)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=20)))
    meter, _ = a_meter()
    before = meter._frames_left
    pieces = [stream[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert not any(meter.framed(piece) for piece in pieces if piece)
    assert before - meter._frames_left == len(sizes)


@given(st.lists(st.binary(max_size=200), max_size=10), st.data())
def test_a_closing_frame_is_found_however_the_stream_is_cut(payloads: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(map(masked, payloads))
    counted = data.draw(st.integers(0, len(stream)))
    cuts = sorted(data.draw(st.lists(st.integers(counted, len(stream)), max_size=20)))
    meter, _ = a_meter()
    meter.framed(stream[:counted])
    pieces = [stream[begin:end] for begin, end in zip([counted, *cuts], [*cuts, len(stream)], strict=True)]
    assert not any(meter.says_goodbye(piece) for piece in pieces)
    assert meter.says_goodbye(masked(b"", 0x88))


def test_no_closing_frame_is_looked_for_where_nobody_knows_where_frames_begin() -> None:
    meter, _ = a_meter()
    assert meter.framed(b"\x81\x02hi") == Ending.PROTOCOL_ERROR
    assert not meter.says_goodbye(masked(b"", 0x88))


def test_what_comes_after_the_end_is_read_until_the_other_side_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket that is closed with input on its way is reset, and the reason for the end is lost."""
    monkeypatch.setattr(websocket_link, "GOODBYE_S", 60.0)

    async def run() -> None:
        async with a_place() as place:
            reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
            writer.write(upgrade("/rooms/QQQQ"))
            await reader.readuntil(b"\x88\x02" + (4404).to_bytes(2))
            # As one of the bytes of a mask or of a text, it is no closing frame.
            writer.write(masked(b"\x88" * 50))
            async with place.session.get(f"{place.url}/healthz"):
                assert not reader.at_eof()
            writer.write(masked(b"", 0x88))
            assert await reader.read() == b""
            writer.close()

    asyncio.run(run())


def test_long_frames_are_counted_with_their_eight_byte_length() -> None:
    meter, _ = a_meter(messages_burst=100)
    meter.may_send_pictures = lambda: True
    before = meter._frames_left
    head = b"\x82\xff" + (70_000).to_bytes(8) + bytes(4)
    for piece in (head[:5], head[5:], bytes(69_999), b"x" + masked(b"")):
        assert not meter.framed(piece)
    assert before - meter._frames_left == 2


@pytest.mark.parametrize("first", [masked(b"x" * 8193), masked(b"x" * 5000, 0x01) + masked(b"x" * 5000, 0x80)])
def test_a_message_that_is_too_long_is_noticed_before_it_is_there(first: bytes) -> None:
    meter, _ = a_meter()
    assert meter.framed(first[: len(first) // 2 + 100]) == Ending.TOO_LARGE or meter.framed(first) == Ending.TOO_LARGE


def long(size: int) -> bytes:
    return b"\x82\xff" + size.to_bytes(8) + bytes(4) + bytes(size)


def test_short_fragments_add_up_to_a_message_that_is_too_long() -> None:
    meter, _ = a_meter(messages_burst=1_000)
    assert not meter.framed(masked(b"x" * 120, 0x01))
    ends = [meter.framed(masked(b"x" * 120, 0x00)) for _ in range(80)]
    assert Ending.TOO_LARGE in ends


def test_control_frames_between_fragments_belong_to_no_message() -> None:
    meter, _ = a_meter(messages_burst=1_000)
    assert not meter.framed(masked(b"x" * 8000, 0x01))
    assert not any(meter.framed(masked(b"x" * 100, 0x89)) for _ in range(10))
    assert not meter.framed(masked(b"x" * 100, 0x80))


def test_a_picture_is_let_in_once_it_is_known_who_sends_it() -> None:
    meter, _ = a_meter()
    known = False
    meter.may_send_pictures = lambda: known
    known = True
    before = meter._bytes_left
    assert not meter.framed(long(1_000_000))
    assert before == meter._bytes_left


def test_what_is_larger_than_any_picture_is_not() -> None:
    meter, _ = a_meter()
    meter.may_send_pictures = lambda: True
    assert meter.framed(long(Config().picture_message_bytes + 1)) == Ending.TOO_LARGE


def test_pictures_are_counted_apart_and_come_back_with_time() -> None:
    meter, clock = a_meter()
    meter.may_send_pictures = lambda: True
    assert [meter.framed(long(100_000)) for _ in range(5)] == [0, 0, 0, 0, Ending.TOO_LARGE]
    clock.pass_ms(30_000)
    assert not meter.framed(long(100_000))


def test_a_budget_of_frames_comes_back_with_time() -> None:
    config = Config()
    meter, clock = a_meter()
    assert not any(meter.framed(PING) for _ in range(config.frames_burst))
    assert meter.framed(PING) == Ending.POLICY
    clock.pass_ms(1_000)
    assert not any(meter.framed(PING) for _ in range(int(config.frames_per_s) - 1))
    assert meter.framed(PING) == Ending.POLICY


def test_single_bytes_are_not_cheaper_than_what_it_takes_to_read_them() -> None:
    meter, _ = a_meter()
    reads = 0
    while not meter.raw(b"x"):
        reads += 1
    assert reads < 1_000


def test_many_chunks_of_a_byte_end_sooner_than_as_many_bytes_in_one() -> None:
    small, _ = a_meter()
    assert not small.raw(b"x" * 10_000)
    assert small.raw(b"1\r\nx\r\n" * 1_700) == Ending.POLICY


def test_a_browser_may_send_as_many_requests_as_a_socket_may() -> None:
    meter, _ = a_meter()
    head = b"GET /static/x HTTP/1.1\r\n" + b"".join(b"Header-%d: something\r\n" % n for n in range(30)) + b"\r\n"
    assert not any(meter.raw(head) for _ in range(Config().messages_burst))


def test_the_fastest_that_is_allowed_passes_for_as_long_as_one_likes() -> None:
    """Five messages of full size a second, and both answers to five heartbeats."""
    meter, clock = a_meter()
    largest, beat = masked(b"x" * 8192), masked(b'42["Heartbeat",{"hbid":1}]')
    for _ in range(600):
        clock.pass_ms(200)
        assert not meter.framed(largest)
        assert not meter.framed(beat)
        assert not meter.framed(beat)

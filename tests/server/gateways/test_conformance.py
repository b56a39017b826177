"""The WebSocket parts of the official test suites of Engine.IO (protocol 4) and Socket.IO (protocol 5), case by case
after https://socket.io/docs/v4/engine-io-protocol/#test-suite and https://socket.io/docs/v4/socket-io-protocol/#test-suite.

What we refuse on purpose, and how:

- HTTP long-polling, and so upgrades from it and JSONP: 400. It needs a balancer that keeps a visitor at one process.
- Engine.IO's protocol 3 and older (`EIO=3`): 400.
- Binary frames, `BINARY_EVENT` and `BINARY_ACK`: the connection ends (1000). No message here is binary.
- Namespaces besides `/`: `CONNECT_ERROR` with "Invalid namespace"; the connection goes on.
- Events that are no message of ours: they are answered with `BAD_MESSAGE`, where the suite's server echoes them.
- What a client sends along with `CONNECT`: it is dropped, where the suite's server returns it. Seats are entered by
  requests.
- Frames without a mask (1002), and more bytes or frames than `server.config` allows (1008).

Permessage-deflate is never agreed on. `ACK`s for the server's events are never asked for; one that comes is a packet of
the wrong kind, and ends the connection.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.helpers.wire import RunningServer, a_place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PATH = "/socket.io/"
WEBSOCKET = {"EIO": "4", "transport": "websocket"}
UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def at_a_place(script: Callable[[RunningServer], Awaitable[None]], **settings: Any) -> None:
    async def run() -> None:
        async with a_place(**settings) as place:
            await script(place)

    asyncio.run(run())


async def connected(place: RunningServer) -> aiohttp.ClientWebSocketResponse:
    """A WebSocket with Engine.IO's handshake not read yet."""
    return await place.session.ws_connect(place.url + PATH, params=WEBSOCKET, autoping=False)


async def text(socket: aiohttp.ClientWebSocketResponse) -> str:
    """The next packet that is no heartbeat of the game's own."""
    while True:
        said = str(await socket.receive_str(timeout=240))
        if not said.startswith('42["DoHeartbeat"'):
            return said


async def greeted(place: RunningServer) -> aiohttp.ClientWebSocketResponse:
    """After Engine.IO's handshake."""
    socket = await connected(place)
    assert (await text(socket)).startswith("0")
    return socket


async def in_the_namespace(place: RunningServer) -> aiohttp.ClientWebSocketResponse:
    """After Socket.IO's CONNECT."""
    socket = await greeted(place)
    await socket.send_str("40")
    assert (await text(socket)).startswith("40{")
    return socket


async def is_closed(socket: aiohttp.ClientWebSocketResponse) -> bool:
    while (await socket.receive(timeout=240)).type not in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}:
        pass
    return True


# --- Engine.IO: handshake -----------------------------------------------------------------------------------


def test_engine_a_websocket_begins_with_an_open_packet() -> None:
    async def script(place: RunningServer) -> None:
        said = await text(await connected(place))
        assert said[0] == "0"
        handshake = json.loads(said[1:])
        assert set(handshake) == {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
        assert isinstance(handshake["sid"], str)
        assert handshake["upgrades"] == []
        assert (handshake["pingInterval"], handshake["pingTimeout"], handshake["maxPayload"]) == (5000, 3000, 8192)

    at_a_place(script)


@pytest.mark.parametrize(
    "query",
    [
        {"transport": "websocket"},
        {"EIO": "abc", "transport": "websocket"},
        {"EIO": "3", "transport": "websocket"},
        {"EIO": "4"},
        {"EIO": "4", "transport": "abc"},
        {"EIO": "4", "transport": "polling"},
    ],
)
def test_engine_a_handshake_with_a_wrong_query_fails(query: dict[str, str]) -> None:
    async def script(place: RunningServer) -> None:
        async with place.session.get(place.url + PATH, params=query, headers=UPGRADE) as response:
            assert response.status == 400

    at_a_place(script)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_engine_a_handshake_with_another_method_fails(method: str) -> None:
    async def script(place: RunningServer) -> None:
        async with place.session.request(method, place.url + PATH, params=WEBSOCKET) as response:
            assert response.status in {400, 404, 405}

    at_a_place(script)


# --- Engine.IO: heartbeat, close, messages ------------------------------------------------------------------


def test_engine_the_server_pings_and_a_pong_keeps_the_connection() -> None:
    async def script(place: RunningServer) -> None:
        socket = await in_the_namespace(place)
        for _ in range(3):
            assert await text(socket) == "2"
            await socket.send_str("3")

    at_a_place(script, ping_s=0, ping_timeout_s=1, beat_s=0.05)


def test_engine_a_client_that_sends_no_pong_is_closed() -> None:
    async def script(place: RunningServer) -> None:
        assert await is_closed(await in_the_namespace(place))

    at_a_place(script, ping_s=0, ping_timeout_s=0, beat_s=0.05)


def test_engine_a_client_that_closes_is_closed() -> None:
    async def script(place: RunningServer) -> None:
        socket = await greeted(place)
        await socket.send_str("1")
        assert await is_closed(socket)

    at_a_place(script)


@pytest.mark.parametrize("packet", ["abc", "", "9", "5", "6"])
def test_engine_a_packet_of_an_unknown_kind_ends_the_connection(packet: str) -> None:
    async def script(place: RunningServer) -> None:
        socket = await greeted(place)
        await socket.send_str(packet)
        assert await is_closed(socket)

    at_a_place(script)


def test_engine_a_session_is_no_other_sockets() -> None:
    async def script(place: RunningServer) -> None:
        socket = await connected(place)
        sid = json.loads((await text(socket))[1:])["sid"]
        query = {**WEBSOCKET, "sid": sid}
        async with place.session.get(place.url + PATH, params=query, headers=UPGRADE) as response:
            assert response.status == 400
        await socket.send_str("40")
        assert (await text(socket)).startswith("40{")

    at_a_place(script)


# --- Socket.IO: connect -------------------------------------------------------------------------------------


def test_socket_the_main_namespace_is_entered() -> None:
    async def script(place: RunningServer) -> None:
        socket = await greeted(place)
        await socket.send_str("40")
        said = await text(socket)
        assert said[:2] == "40"
        assert isinstance(json.loads(said[2:])["sid"], str)

    at_a_place(script)


def test_socket_the_main_namespace_is_entered_with_a_payload() -> None:
    async def script(place: RunningServer) -> None:
        socket = await greeted(place)
        await socket.send_str('40{"token":"123"}')
        assert (await text(socket)).startswith('40{"sid"')

    at_a_place(script)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ("40/random", '44/random,{"message":"Invalid namespace"}'),
        ("40/random,", '44/random,{"message":"Invalid namespace"}'),
        ('40/custom,{"token":"abc"}', '44/custom,{"message":"Invalid namespace"}'),
        ("40/custom?key=1,", '44/custom,{"message":"Invalid namespace"}'),
    ],
)
def test_socket_another_namespace_is_refused_and_the_main_one_stays_open(asked: str, refusal: str) -> None:
    async def script(place: RunningServer) -> None:
        socket = await greeted(place)
        await socket.send_str(asked)
        assert await text(socket) == refusal
        await socket.send_str("40")
        assert (await text(socket)).startswith("40{")
        await socket.send_str(asked)
        assert await text(socket) == refusal
        await socket.send_str('421["ListGames",{}]')
        assert '"ok":true' in await text(socket)

    at_a_place(script)


def test_socket_a_handshake_that_never_comes_ends_the_connection_with_its_reason() -> None:
    async def script(place: RunningServer) -> None:
        socket = await greeted(place)
        message = await socket.receive(timeout=240)
        assert (message.type, message.data, message.extra) == (
            aiohttp.WSMsgType.CLOSE, 4408, "No CONNECT within 0.1 s."
        )  # fmt: skip

    at_a_place(script, handshake_s=0.1)


@pytest.mark.parametrize("packet", ["4", "4abc", '42["message",{}]', "43[]", '451-["message",{"_placeholder":true}]'])
def test_socket_anything_before_connect_ends_the_connection(packet: str) -> None:
    async def script(place: RunningServer) -> None:
        socket = await greeted(place)
        await socket.send_str(packet)
        assert await is_closed(socket)

    at_a_place(script)


# --- Socket.IO: disconnect, events, acknowledgements --------------------------------------------------------


def test_socket_disconnect_ends_the_connection() -> None:
    async def script(place: RunningServer) -> None:
        socket = await in_the_namespace(place)
        await socket.send_str("41")
        assert await is_closed(socket)

    at_a_place(script)


@pytest.mark.parametrize("packet", ["4abc", "4", "40", "4200", "43[]", '451-["message",{"_placeholder":true}]'])
def test_socket_a_packet_in_the_wrong_format_does_no_harm(packet: str) -> None:
    """The suite wants the connection closed; what could be an event is answered instead, for who writes a client."""

    async def script(place: RunningServer) -> None:
        socket = await in_the_namespace(place)
        await socket.send_str(packet)
        message = await socket.receive(timeout=240)
        closed = message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
        assert closed or "BAD_MESSAGE" in message.data

    at_a_place(script)


def test_socket_an_event_with_a_number_is_acknowledged_by_it() -> None:
    async def script(place: RunningServer) -> None:
        socket = await in_the_namespace(place)
        await socket.send_str('42456["ListGames",{}]')
        while not (said := await text(socket)).startswith("43"):
            pass
        assert said.startswith("43456[{")

    at_a_place(script)


def test_socket_an_event_without_a_number_is_answered_by_an_event() -> None:
    async def script(place: RunningServer) -> None:
        socket = await in_the_namespace(place)
        await socket.send_str('42["Levitate",{}]')
        assert (await text(socket)).startswith('42["ActionSuccess",{')

    at_a_place(script)


def test_socket_binary_ends_the_connection() -> None:
    async def script(place: RunningServer) -> None:
        socket = await in_the_namespace(place)
        await socket.send_bytes(b"\1\2\3")
        assert await is_closed(socket)

    at_a_place(script)

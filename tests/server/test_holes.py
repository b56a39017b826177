"""Attacks on the gateway, each beside a match that must not notice."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import pytest
from yarl import URL

from tests.helpers.clock import HurriedClock
from tests.helpers.speakers import OverWebSocket
from tests.helpers.wire import RunningServer, a_place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.helpers.wire import Wire

UPGRADE: Final = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


async def forged_connect(_place: RunningServer, wire: Wire) -> None:
    answer = await wire.ask_raw('["connect",{"REMOTE_ADDR":"6.6.6.6"},{"token":"x"}]')
    assert answer["error"] == "BAD_MESSAGE"


async def forged_disconnect(_place: RunningServer, wire: Wire) -> None:
    answer = await wire.ask_raw('["disconnect"]')
    assert answer["error"] == "BAD_MESSAGE"
    # The connection is still what it was.
    assert (await wire.ask("ListGames"))["ok"]


async def not_a_number(_place: RunningServer, wire: Wire) -> None:
    assert (await wire.ask_raw('["MakeMove",{"move":"e2e4","ply":NaN}]'))["error"] == "BAD_MESSAGE"


async def lone_surrogate(_place: RunningServer, wire: Wire) -> None:
    assert (await wire.ask_raw('["CreateGame",{"name":"\\ud800"}]'))["error"] == "BAD_MESSAGE"


async def unknown_event(_place: RunningServer, wire: Wire) -> None:
    assert (await wire.ask("Levitate"))["error"] == "BAD_MESSAGE"


async def nested_deep(_place: RunningServer, wire: Wire) -> None:
    deep = "[" * 3000
    assert (await wire.ask_raw(f'["Chat",{deep}]'))["error"] == "BAD_MESSAGE"


async def several_arguments(_place: RunningServer, wire: Wire) -> None:
    assert (await wire.ask_raw('["ListGames",{},{}]'))["error"] == "BAD_MESSAGE"


async def too_large(_place: RunningServer, wire: Wire) -> None:
    await wire.say('42["Chat",{"text":"' + "x" * 9000 + '"}]')
    assert await wire.closed() == 1009


async def binary(_place: RunningServer, wire: Wire) -> None:
    await wire.socket.send_bytes(b"\x00\xff")
    await wire.closed()


async def binary_event(_place: RunningServer, wire: Wire) -> None:
    await wire.say('451-["Chat",{"_placeholder":true,"num":0}]')
    await wire.closed()


async def connect_twice(_place: RunningServer, wire: Wire) -> None:
    await wire.say("40")
    await wire.closed()


async def gibberish(_place: RunningServer, wire: Wire) -> None:
    await wire.say("zzz")
    await wire.closed()


async def events_before_connect(place: RunningServer, _wire: Wire) -> None:
    early = await place.greeted()
    await early.say('421["CreateGame",{}]')
    await early.closed()


async def never_connects(_place: RunningServer, _wire: Wire) -> None:
    async with a_place(handshake_s=1.0) as impatient:
        silent = await impatient.greeted()
        await silent.closed()


async def half_sent_headers(_place: RunningServer, _wire: Wire) -> None:
    async with a_place(handshake_s=0.2) as impatient:
        reader, writer = await asyncio.open_connection("127.0.0.1", impatient.port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        # A busy machine may give up before it has read them: that is a reset.
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
        writer.close()


async def long_polling(place: RunningServer, _wire: Wire) -> None:
    async with place.session.get(f"{place.url}/socket.io/?EIO=4&transport=polling") as answer:
        assert answer.status == 400


async def oversized_body(place: RunningServer, _wire: Wire) -> None:
    async with place.session.post(f"{place.url}/rooms/create", data=io.BytesIO(b"x" * 6_000_000)) as answer:
        assert answer.status == 413
        assert (await answer.json())["error"] == "TOO_LARGE"


async def packed_body(place: RunningServer, _wire: Wire) -> None:
    for packing in ("gzip", "deflate", "br"):
        headers = {"Content-Encoding": packing}
        async with place.session.post(f"{place.url}/rooms/create", data=b"\x00\xff", headers=headers) as answer:
            assert answer.status == 400


async def odd_origins(place: RunningServer, _wire: Wire) -> None:
    for origin in ("http://[", "://", "", "null"):
        async with place.session.get(f"{place.url}/rooms", headers={"Origin": origin}) as answer:
            assert answer.status == 403


async def compression(place: RunningServer, _wire: Wire) -> None:
    wire = await place.greeted(compress=15)
    assert wire.socket.compress == 0


async def another_namespace(place: RunningServer, _wire: Wire) -> None:
    wire = await place.greeted()
    await wire.say("40/admin,")
    assert await wire.frame() == '44/admin,{"message":"Invalid namespace"}'
    await wire.connect()


async def somebody_elses_engine(place: RunningServer, _wire: Wire) -> None:
    """Ask for the connection that another one has, by its number."""
    url = f"{place.url}/socket.io/?EIO=4&transport=websocket"
    theirs = await place.session.ws_connect(url)
    sid = json.loads((await theirs.receive_str())[1:])["sid"]
    async with place.session.get(f"{url}&sid={sid}", headers=UPGRADE) as answer:
        assert answer.status == 400
    await theirs.send_str("40")
    assert (await theirs.receive_str()).startswith("40{")


async def odd_handshakes(place: RunningServer, _wire: Wire) -> None:
    for query in ("", "EIO=3&transport=websocket", "EIO=4&transport=x", "EIO=x", "EIO=4&transport=websocket&sid=x"):
        async with place.session.get(f"{place.url}/socket.io/?{query}", headers=UPGRADE) as answer:
            assert answer.status == 400, query
    async with place.session.post(f"{place.url}/socket.io/?EIO=4&transport=polling", data=b"40") as answer:
        assert answer.status == 400


async def refused_but_talking(place: RunningServer, wire: Wire) -> None:
    """Whoever was not let into a room hears nothing of it, and is nobody there."""
    host = await place.wire()
    code = (await host.ask("CreateGame", name="Ann"))["code"]
    assert (await wire.ask("JoinGame", code=code, name="Ann"))["error"] == "NAME_TAKEN"
    assert (await wire.ask("Chat", text="hello"))["error"] == "NOT_NOW"
    wire.seen.clear()
    assert (await host.ask("Chat", text="just me"))["ok"]
    assert (await wire.ask("ListGames"))["ok"]
    assert {name for name, _ in wire.seen} <= {"ListOfGames"}


# --- the plain WebSocket ------------------------------------------------------------------------------------


async def plain(place: RunningServer, **options: Any) -> OverWebSocket:
    """Somebody on a plain WebSocket, in a room of their own."""
    async with place.session.post(f"{place.url}/rooms/create", json={}) as response:
        made = await response.json()
    socket = OverWebSocket(place)
    url = f"{place.url}/rooms/{made['code']}?token={made['token']}"
    socket.socket = await place.session.ws_connect(url, **options)
    assert (await socket.answer())["ok"]
    return socket


async def refused_as(place: RunningServer, text: str) -> OverWebSocket:
    """Say this and hear BAD_MESSAGE, with the connection still there afterwards."""
    socket = await plain(place)
    await socket.say(text)
    assert (await socket.answer())["error"] == "BAD_MESSAGE"
    assert (await socket.ask("ListGames"))["ok"]
    return socket


async def plain_forged_connect(place: RunningServer, _wire: Wire) -> None:
    await refused_as(place, '{"connect":{"REMOTE_ADDR":"6.6.6.6"}}')


async def plain_forged_disconnect(place: RunningServer, _wire: Wire) -> None:
    await refused_as(place, '{"disconnect":{}}')


async def plain_words_of_the_server(place: RunningServer, _wire: Wire) -> None:
    await refused_as(place, '{"BoardState":{"seq":9}}')
    await refused_as(place, '{"ActionSuccess":{"request":"StartGame"}}')


async def plain_not_a_number(place: RunningServer, _wire: Wire) -> None:
    await refused_as(place, '{"MakeMove":{"move":"e2e4","ply":NaN}}')
    await refused_as(place, '{"LatencyOfHeartbeat":{"hbid":1,"t_lat":Infinity}}')


async def plain_lone_surrogate(place: RunningServer, _wire: Wire) -> None:
    await refused_as(place, '{"Chat":{"text":"\\ud800"}}')
    await refused_as(place, '{"\\ud800":{}}')


async def plain_nested_deep(place: RunningServer, _wire: Wire) -> None:
    await refused_as(place, '{"Chat":' + "[" * 3000)
    await refused_as(place, '{"a":' * 1000)


async def plain_repeated_keys(place: RunningServer, _wire: Wire) -> None:
    socket = await plain(place)
    await socket.say('{"ListGames":{},"ListGames":7}')
    assert (await socket.answer())["error"] == "BAD_MESSAGE"


async def plain_huge_number(place: RunningServer, _wire: Wire) -> None:
    await refused_as(place, '{"MakeMove":{"move":"e2e4","ply":' + "9" * 5000 + "}}")


async def plain_too_large(place: RunningServer, _wire: Wire) -> None:
    socket = await plain(place)
    await socket.say('{"Chat":{"text":"' + "x" * 9000 + '"}}')
    assert await socket.closed() == 1009


async def plain_too_large_in_pieces(place: RunningServer, _wire: Wire) -> None:
    socket = await plain(place)
    await socket.socket._writer.send_frame(b"x" * 5000, aiohttp.WSMsgType.TEXT)
    # One message in fragments (RFC 6455, 5.4), none of which ends it.
    transport = socket.socket._conn.transport  # type: ignore[union-attr]
    assert isinstance(transport, asyncio.WriteTransport)
    transport.write(b"".join(_masked(opcode, b"y" * 4000) for opcode in (0x01, 0x00, 0x00)))
    assert await socket.closed() == 1009


def _masked(first: int, payload: bytes) -> bytes:
    return bytes([first, 0xFE]) + len(payload).to_bytes(2) + bytes(4) + payload


async def plain_not_utf8(place: RunningServer, _wire: Wire) -> None:
    socket = await plain(place)
    transport = socket.socket._conn.transport  # type: ignore[union-attr]
    assert isinstance(transport, asyncio.WriteTransport)
    transport.write(b"\x81\x82" + bytes(4) + b"\xff\xfe")
    assert await socket.closed() == 1007


async def plain_odd_queries(place: RunningServer, _wire: Wire) -> None:
    for query in ("token=%ff", "token=x&playerID=" + "9" * 5000, "playerName=%ed%a0%80", "playerName=%00", "token="):
        async with place.session.ws_connect(URL(f"{place.url}/rooms/QQQQ?{query}", encoded=True)) as socket:
            assert '"ok":false' in await socket.receive_str()
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def plain_odd_codes(place: RunningServer, _wire: Wire) -> None:
    for code in ("%00", "%ff", "%2e%2e", "x" * 3000, "%f0%9f%92%a9", "%ed%a0%80"):
        async with place.session.ws_connect(URL(f"{place.url}/rooms/{code}", encoded=True)) as socket:
            assert '"ok":false' in await socket.receive_str()
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def half_a_frame(_place: RunningServer, _wire: Wire) -> None:
    """Begin a message and never end it: no answer to a ping comes either."""
    async with a_place(beat_s=0.02, ping_s=0, ping_timeout_s=0) as impatient:
        socket = await plain(impatient, autoping=False)
        transport = socket.socket._conn.transport  # type: ignore[union-attr]
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(b"\x81\xfe\x10\x00")
        while not socket.socket.closed:
            await socket.socket.receive(5)


ATTACKS: list[Callable[[RunningServer, Wire], Awaitable[None]]] = [
    forged_connect,
    forged_disconnect,
    not_a_number,
    lone_surrogate,
    unknown_event,
    nested_deep,
    several_arguments,
    too_large,
    binary,
    binary_event,
    connect_twice,
    gibberish,
    events_before_connect,
    never_connects,
    half_sent_headers,
    long_polling,
    oversized_body,
    packed_body,
    odd_origins,
    compression,
    another_namespace,
    somebody_elses_engine,
    odd_handshakes,
    refused_but_talking,
    plain_forged_connect,
    plain_forged_disconnect,
    plain_words_of_the_server,
    plain_not_a_number,
    plain_lone_surrogate,
    plain_nested_deep,
    plain_repeated_keys,
    plain_huge_number,
    plain_too_large,
    plain_too_large_in_pieces,
    plain_not_utf8,
    plain_odd_queries,
    plain_odd_codes,
    half_a_frame,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_is_turned_away_while_a_match_beside_it_goes_on(attack: Any) -> None:
    async def run() -> None:
        async with a_place() as place:
            host, guest, attacker = await place.wire(), await place.wire(), await place.wire()
            code = (await host.ask("CreateGame"))["code"]
            assert (await guest.ask("JoinGame", code=code))["ok"]
            await attack(place, attacker)
            assert (await host.ask("StartGame"))["ok"]
            assert (await guest.until("BoardState"))["phase"] == "countdown"

    asyncio.run(run())


def test_a_full_server_refuses_in_the_handshake_and_says_so() -> None:
    async def run() -> None:
        async with a_place(connections_per_private_address=1) as place:
            first = await place.wire()
            second = await place.greeted()
            await second.say("40")
            assert "SERVER_FULL" in await second.frame()
            await second.closed()
            assert (await first.ask("ListGames"))["ok"]

    asyncio.run(run())


def test_an_attacker_in_the_match_costs_the_opponent_nothing() -> None:
    async def run() -> None:
        async with a_place(HurriedClock(20)) as place:
            white, black = await place.playing()
            await black.say('42["Chat",{"text":"' + "x" * 9000 + '"}]')
            await black.closed()
            await white.until("ClientDisconnected")
            assert (await white.ask("MakeMove", move="e2e4", ply=0))["ok"]

    asyncio.run(run())

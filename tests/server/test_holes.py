"""Attacks on the gateway, each beside a match that must not notice (DESIGN, Limits and security)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.wire import Place, a_place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.helpers.wire import Wire

Attack = "Callable[[Place, Wire], Awaitable[None]]"


async def forged_connect(_place: Place, wire: Wire) -> None:
    answer = await wire.ask_raw('["connect",{"REMOTE_ADDR":"6.6.6.6"},{"token":"x"}]')
    assert answer["error"] == "BAD_MESSAGE"


async def forged_disconnect(_place: Place, wire: Wire) -> None:
    answer = await wire.ask_raw('["disconnect"]')
    assert answer["error"] == "BAD_MESSAGE"
    # The connection is still what it was.
    assert (await wire.ask("ListGames"))["ok"]


async def not_a_number(_place: Place, wire: Wire) -> None:
    assert (await wire.ask_raw('["MakeMove",{"move":"e2e4","ply":NaN}]'))["error"] == "BAD_MESSAGE"


async def lone_surrogate(_place: Place, wire: Wire) -> None:
    assert (await wire.ask_raw('["CreateGame",{"name":"\\ud800"}]'))["error"] == "BAD_MESSAGE"


async def unknown_event(_place: Place, wire: Wire) -> None:
    assert (await wire.ask("Levitate"))["error"] == "BAD_MESSAGE"


async def nested_deep(_place: Place, wire: Wire) -> None:
    deep = "[" * 3000
    assert (await wire.ask_raw(f'["Chat",{deep}]'))["error"] == "BAD_MESSAGE"


async def several_arguments(_place: Place, wire: Wire) -> None:
    assert (await wire.ask_raw('["ListGames",{},{}]'))["error"] == "BAD_MESSAGE"


async def too_large(_place: Place, wire: Wire) -> None:
    await wire.say('42["Chat",{"text":"' + "x" * 9000 + '"}]')
    assert await wire.closed() == 1009


async def binary(_place: Place, wire: Wire) -> None:
    await wire.socket.send_bytes(b"\x00\xff")
    await wire.closed()


async def binary_event(_place: Place, wire: Wire) -> None:
    await wire.say('451-["Chat",{"_placeholder":true,"num":0}]')
    await wire.closed()


async def connect_twice(_place: Place, wire: Wire) -> None:
    await wire.say("40")
    await wire.closed()


async def gibberish(_place: Place, wire: Wire) -> None:
    await wire.say("zzz")
    await wire.closed()


async def events_before_connect(place: Place, _wire: Wire) -> None:
    early = await place.greeted()
    await early.say('421["CreateGame",{}]')
    await early.closed()


async def never_connects(place: Place, _wire: Wire) -> None:
    silent = await place.greeted()
    await silent.closed()


async def half_sent_headers(place: Place, _wire: Wire) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


async def long_polling(place: Place, _wire: Wire) -> None:
    async with place.session.get(f"{place.url}/socket.io/?EIO=4&transport=polling") as answer:
        assert answer.status == 400


async def oversized_body(place: Place, _wire: Wire) -> None:
    async with place.session.post(f"{place.url}/rooms/create", data=b"x" * 20_000) as answer:
        assert answer.status == 413
        assert (await answer.json())["error"] == "TOO_LARGE"


async def compression(place: Place, _wire: Wire) -> None:
    wire = await place.greeted(compress=15)
    assert wire.socket.compress == 0


ATTACKS: list[Callable[[Place, Wire], Awaitable[None]]] = [
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
    compression,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_is_turned_away_while_a_match_beside_it_goes_on(attack: Any) -> None:
    async def run() -> None:
        async with a_place(handshake_s=0.2) as place:
            host, guest, attacker = await place.wire(), await place.wire(), await place.wire()
            code = (await host.ask("CreateGame"))["code"]
            assert (await guest.ask("JoinGame", code=code))["ok"]
            await attack(place, attacker)
            assert (await host.ask("StartGame"))["ok"]
            assert (await guest.until("BoardState"))["phase"] == "countdown"

    asyncio.run(run())


def test_a_full_server_refuses_in_the_handshake_and_says_so() -> None:
    async def run() -> None:
        async with a_place(connections_per_address=1) as place:
            first = await place.wire()
            second = await place.greeted()
            await second.say("40")
            assert "SERVER_FULL" in await second.frame()
            await second.closed()
            assert (await first.ask("ListGames"))["ok"]

    asyncio.run(run())


def test_an_attacker_in_the_match_costs_the_opponent_nothing() -> None:
    async def run() -> None:
        async with a_place() as place:
            white, black = await place.playing()
            await black.say('42["Chat",{"text":"' + "x" * 9000 + '"}]')
            await black.closed()
            await white.until("ClientDisconnected")
            assert (await white.ask("MakeMove", move="e2e4", ply=0))["ok"]

    asyncio.run(run())

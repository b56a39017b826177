"""The plain WebSocket: who comes in by which query, and with which number the others are shown the door."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.gateways.websocket import read_envelope, request_of
from tests.helpers.speakers import OverWebSocket
from tests.helpers.wire import RunningServer, a_place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Script = Callable[[RunningServer, OverWebSocket, str], Awaitable[None]]


def at_a_place(script: Script, **limits: Any) -> None:
    """Run the script at a server with one room, whose host has come in."""

    async def run() -> None:
        async with a_place(**limits) as place:
            made = await create(place)
            host = OverWebSocket(place)
            assert (await host.enter(made["code"], token=made["token"]))["pid"] == made["pid"]
            await script(place, host, made["code"])

    asyncio.run(run())


async def create(place: RunningServer, **options: Any) -> dict[str, Any]:
    async with place.session.post(f"{place.url}/rooms/create", json={"name": "Ann", **options}) as response:
        made = await response.json()
        assert isinstance(made, dict)
        return made


@pytest.mark.parametrize(
    ("how", "error", "code"),
    [
        ({"token": "x" * 22}, "BAD_TOKEN", 4401),
        ({"token": "x" * 22, "pid": 1}, "BAD_TOKEN", 4401),
        ({"token": "x" * 22, "pid": "me"}, "BAD_MESSAGE", 4400),
        ({"token": "x" * 200}, "BAD_MESSAGE", 4400),
        ({"name": "ann"}, "NAME_TAKEN", 4409),
        ({"name": ""}, "BAD_NAME", 4400),
        ({"name": "\u202eevil"}, "BAD_NAME", 4400),
        ({"name": "Cy", "watch": 1}, "NOT_NOW", 4400),
    ],
)
def test_a_bad_entry_is_told_why_and_closed(how: dict[str, Any], error: str, code: int) -> None:
    async def script(place: RunningServer, host: OverWebSocket, room: str) -> None:
        visitor = OverWebSocket(place)
        answer = await visitor.enter(room, **how)
        assert (answer["ok"], answer["error"]) == (False, error)
        assert await visitor.closed() == code
        assert (await host.ask("ListGames"))["ok"]

    at_a_place(script)


def test_an_unknown_room_is_4404() -> None:
    async def script(place: RunningServer, _host: OverWebSocket, _room: str) -> None:
        visitor = OverWebSocket(place)
        assert (await visitor.enter("XXXX"))["error"] == "ROOM_NOT_FOUND"
        assert await visitor.closed() == 4404

    at_a_place(script)


def test_a_full_room_is_4409() -> None:
    async def script(place: RunningServer, _host: OverWebSocket, room: str) -> None:
        assert (await OverWebSocket(place).enter(room))["ok"]
        third = OverWebSocket(place)
        assert (await third.enter(room))["error"] == "ROOM_FULL"
        assert await third.closed() == 4409

    at_a_place(script)


def test_who_is_refused_hears_nothing_of_the_room() -> None:
    async def script(place: RunningServer, host: OverWebSocket, room: str) -> None:
        visitor = OverWebSocket(place)
        await visitor.enter(room, name="Ann")
        await host.ask("Chat", text="just us")
        assert await visitor.closed() == 4409
        assert {name for name, _ in visitor.told} == {"ActionSuccess"}

    at_a_place(script)


def test_a_full_server_is_1013() -> None:
    async def script(place: RunningServer, host: OverWebSocket, room: str) -> None:
        visitor = OverWebSocket(place)
        assert (await visitor.enter(room))["error"] == "SERVER_FULL"
        assert await visitor.closed() == 1013
        assert (await host.ask("ListGames"))["ok"]

    at_a_place(script, connections_per_private_address=1)


def test_guests_without_a_name_get_different_ones() -> None:
    async def script(place: RunningServer, host: OverWebSocket, room: str) -> None:
        guest = OverWebSocket(place)
        await guest.enter(room)
        await host.ask("ListGames")
        assert [told["player"]["name"] for name, told in host.told if name == "PlayerJoined"] == ["Guest"]

    at_a_place(script)


@pytest.mark.parametrize("path", ["/ws", "/api/v1/ws"])
def test_without_a_room_one_is_in_the_menu_and_may_come_in_from_there(path: str) -> None:
    async def script(place: RunningServer, _host: OverWebSocket, room: str) -> None:
        async with place.session.ws_connect(f"{place.url}{path}") as socket:

            async def ask(name: str, /, **fields: Any) -> dict[str, Any]:
                await socket.send_json({name: fields})
                while True:
                    told = await socket.receive_json(timeout=240)
                    answer = told.get("ActionSuccess", {})
                    if answer.get("request") == name:
                        return dict(answer)

            assert (await ask("MakeMove", move="e2e4", ply=0))["error"] == "NOT_NOW"
            assert (await ask("ListGames"))["ok"]
            assert (await ask("JoinGame", code=room, name="Bob"))["pid"]

    at_a_place(script)


def test_a_newer_connection_takes_the_seat() -> None:
    async def script(place: RunningServer, _host: OverWebSocket, room: str) -> None:
        guest, again = OverWebSocket(place), OverWebSocket(place)
        seat = await guest.enter(room, name="Bob")
        assert (await again.enter(room, pid=seat["pid"], token=seat["token"]))["pid"] == seat["pid"]
        assert await guest.closed() == 1000
        assert (await again.ask("Chat", text="me again"))["ok"]

    at_a_place(script)


MALFORMED = [
    "",
    "7",
    "[]",
    "{}",
    "nul",
    '{"ListGames":{},"Exit":{}}',
    '{"ListGames":7}',
    '{"Levitate":{}}',
    '{"Chat":{}}',
]


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_no_message_is_answered_a_few_times_and_then_closed(text: str) -> None:
    async def script(_place: RunningServer, host: OverWebSocket, _room: str) -> None:
        for _ in range(5):
            await host.say(text)
            assert (await host.answer())["error"] == "BAD_MESSAGE"
        assert await host.closed() == 1008

    at_a_place(script)


def test_a_good_message_makes_up_for_bad_ones() -> None:
    async def script(_place: RunningServer, host: OverWebSocket, _room: str) -> None:
        for _ in range(4):
            for _ in range(4):
                await host.say("oops")
                await host.answer()
            assert (await host.ask("ListGames"))["ok"]

    at_a_place(script)


def test_binary_messages_are_none() -> None:
    async def script(_place: RunningServer, host: OverWebSocket, _room: str) -> None:
        await host.socket.send_bytes(b'{"ListGames":{}}')
        assert (await host.answer())["error"] == "BAD_MESSAGE"

    at_a_place(script)


def test_heartbeats_are_answered_and_free() -> None:
    async def script(_place: RunningServer, host: OverWebSocket, _room: str) -> None:
        for _ in range(5):
            beat = None
            while beat is None:
                await host.ask("ListGames")
                beat = next((told for name, told in reversed(host.told) if name == "DoHeartbeat"), None)
            host.told.clear()
            assert (await host.ask("Heartbeat", hbid=beat["hbid"]))["ok"]
            assert host.told[-1][0] == "ActionSuccess"
            assert (await host.ask("ListGames"))["ok"]
            assert ("GotHeartbeat", {"hbid": beat["hbid"]}) in host.told

    at_a_place(script, beat_s=0.05)


def test_a_connection_that_answers_no_ping_is_lost() -> None:
    async def run() -> None:
        async with a_place(beat_s=0.05, ping_s=0, ping_timeout_s=0) as place:
            made = await create(place)
            url = f"{place.url}/rooms/{made['code']}?token={made['token']}"
            mute = await place.session.ws_connect(url, autoping=False)
            kinds = [(await mute.receive(5)).type]
            while kinds[-1] is not aiohttp.WSMsgType.CLOSED and not mute.closed:
                kinds.append((await mute.receive(5)).type)
            assert aiohttp.WSMsgType.PING in kinds

    asyncio.run(run())


def test_pings_of_the_client_are_answered_until_they_are_too_many() -> None:
    async def run() -> None:
        async with a_place(messages_per_s=0.001, messages_burst=4, refused_before_closing=3) as place:
            made = await create(place)
            url = f"{place.url}/rooms/{made['code']}?token={made['token']}"
            socket = await place.session.ws_connect(url, autoping=False)
            await socket.receive(5)
            for _ in range(6):
                await socket.ping(b"?")
            kinds = [(await socket.receive(5)).type for _ in range(4)]
            assert kinds == [aiohttp.WSMsgType.PONG] * 3 + [aiohttp.WSMsgType.CLOSE]
            assert socket.close_code == 1008

    asyncio.run(run())


@pytest.mark.parametrize("path", ["/rooms/ABCD", "/api/v1/rooms/ABCD/ws"])
def test_a_plain_request_is_told_to_upgrade(path: str) -> None:
    async def script(place: RunningServer, _host: OverWebSocket, _room: str) -> None:
        async with place.session.get(place.url + path) as response:
            assert response.status == 426
            assert (await response.json())["error"] == "UPGRADE_REQUIRED"

    at_a_place(script)


@given(st.text(max_size=80))
def test_any_text_is_an_envelope_or_none(text: str) -> None:
    name, _ = read_envelope(text)
    assert isinstance(name, str)


@given(
    st.text(max_size=20),
    st.dictionaries(st.sampled_from(["token", "playerID", "playerName", "watch"]), st.text(max_size=20)),
)
def test_any_query_asks_for_something(code: str, query: dict[str, str]) -> None:
    try:
        name, _ = request_of(code, query)
    except UnicodeEncodeError:
        return
    assert name in {"Rejoin", "JoinGame"}

"""Every limit of the configuration: that it bites, and that the connections beside it feel nothing."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from netcode.address import CODE_LETTERS, parse
from netcode.messages import Chat, JoinGame, ListGames, Rejoin
from server.config import Config
from server.limits import ADDRESSES_REMEMBERED, Rates
from server.web.site import site
from tests.helpers.chess_wire import create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.server import Client, a_room, a_server
from tests.helpers.speakers import OverSocketIO, OverWebSocket
from tests.helpers.wire import RunningServer, a_place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Makes = Callable[[RunningServer], OverSocketIO | OverWebSocket]

BOTH = pytest.mark.parametrize("make", [OverSocketIO, OverWebSocket])


async def make_room(place: RunningServer, **options: Any) -> dict[str, Any]:
    async with place.session.post(f"{place.url}/rooms/create", json=options) as response:
        made = await response.json()
        assert isinstance(made, dict)
        return made


class Pair:
    """A host, and a guest who misbehaves."""

    def __init__(self, place: RunningServer, make: Makes) -> None:
        self.place, self.make = place, make
        self.host, self.guest = OverSocketIO(place), make(place)
        self.code = ""

    async def meet(self) -> None:
        made = await make_room(self.place)
        self.code = made["code"]
        await self.host.enter(self.code, token=made["token"])
        await self.guest.enter(self.code, name="Bob")

    async def closed_with(self) -> int | None:
        """Read on until the guest's connection ends."""
        while True:
            message = await self.guest.socket.receive(5)
            if message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR}:
                return self.guest.socket.close_code

    async def check_others(self) -> None:
        """The host has felt nothing, and whoever comes from elsewhere is welcome."""
        assert (await self.host.ask("Chat", text="still here"))["ok"]
        async with from_elsewhere() as session:
            assert (await make_room(self.place.for_(session)))["status"] == 200


@asynccontextmanager
async def from_elsewhere() -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody with another address."""
    connector = aiohttp.TCPConnector(local_addr=("127.0.0.2", 0))
    async with aiohttp.ClientSession(connector=connector) as session:
        yield session


def run_pair(make: Makes, script: Callable[[Pair], Awaitable[None]], **limits: Any) -> None:
    async def run() -> None:
        async with a_place(**limits) as place:
            pair = Pair(place, make)
            await pair.meet()
            await script(pair)
            await pair.check_others()

    asyncio.run(run())


@BOTH
def test_a_message_of_8_kib_is_read_and_a_larger_one_ends_the_connection(make: Makes) -> None:
    async def script(pair: Pair) -> None:
        # Counted with all that is around it.
        around = 60
        answer = await pair.guest.ask("Chat", text="x" * (8192 - around))
        assert answer["error"] == "BAD_MESSAGE"
        text = "x" * 8193
        await pair.guest.socket.send_str(f'42["Chat",{{"text":"{text}"}}]' if make is OverSocketIO else text)
        assert await pair.closed_with() == 1009

    run_pair(make, script)


@BOTH
def test_a_burst_passes_then_it_is_too_fast_then_the_connection_ends(make: Makes) -> None:
    async def script(pair: Pair) -> None:
        # The one that is left of twenty and one went into joining.
        errors = [(await pair.guest.ask("ListGames")).get("error") for _ in range(19 + 39)]
        assert errors == [None] * 19 + ["TOO_FAST"] * 39
        again = '421["ListGames"]' if make is OverSocketIO else '{"ListGames":{}}'
        await pair.guest.socket.send_str(again)
        assert await pair.closed_with() == 1008

    run_pair(make, script, messages_per_s=0.001)


def test_five_messages_a_second_pass_for_as_long_as_one_likes() -> None:
    clock = HeldClock()
    chatty = Client(a_server(clock, messages_per_s=5.0))
    for _ in range(100):
        clock.pass_ms(200)
        assert chatty.ask(ListGames()).ok


def test_answers_to_heartbeats_are_free_once_for_each_beat() -> None:
    room = a_room(messages_per_s=0.001, beat_s=1.0)
    spent = 0
    for _ in range(200):
        room.clock.pass_ms(1_000)
        assert room.guest.raw("LatencyOfHeartbeat", b'{"hbid":1,"t_lat":20}').ok
    while room.guest.raw("LatencyOfHeartbeat", b'{"hbid":1,"t_lat":20}').ok:
        spent += 1
    assert spent <= 20
    assert room.host.ask(Chat("still here")).ok


@BOTH
def test_more_connections_than_allowed_are_refused_and_others_are_not(make: Makes) -> None:
    async def script(pair: Pair) -> None:
        if make is OverWebSocket:
            late = OverWebSocket(pair.place)
            assert (await late.enter(pair.code))["error"] == "SERVER_FULL"
        else:
            wire = await pair.place.greeted()
            await wire.say("40")
            assert "SERVER_FULL" in await wire.frame()

    run_pair(make, script, connections_per_private_address=2)


def test_sockets_beyond_twice_the_connections_are_cut_off() -> None:
    async def run() -> None:
        async with a_place(connections_per_private_address=2) as place:
            held = [await asyncio.open_connection("127.0.0.1", place.port) for _ in range(4)]
            reader, late = await asyncio.open_connection("127.0.0.1", place.port)
            assert await _ended(reader)
            async with from_elsewhere() as session:
                assert (await make_room(place.for_(session)))["status"] == 200
            held[0][1].close()
            await held[0][1].wait_closed()
            assert (await make_room(place))["status"] == 200
            for writer in [late, *(writer for _, writer in held[1:])]:
                writer.close()

    asyncio.run(run())


async def _ended(reader: asyncio.StreamReader) -> bool:
    try:
        return await asyncio.wait_for(reader.read(), 5) == b""
    except ConnectionResetError:
        return True


def test_an_address_may_have_five_open_rooms_over_http() -> None:
    async def run() -> None:
        async with a_place(rooms_per_address=5) as place:
            made = [await make_room(place) for _ in range(6)]
            assert [each["status"] for each in made] == [200] * 5 + [429]
            assert made[-1]["error"] == "SERVER_FULL"
            async with from_elsewhere() as session:
                assert (await make_room(place.for_(session)))["status"] == 200

    asyncio.run(run())


def test_requests_for_rooms_have_a_rate() -> None:
    async def run() -> None:
        async with a_place(requests_per_s=0.001, requests_burst=3) as place:
            made = [(await make_room(place))["status"] for _ in range(4)]
            assert made == [200] * 3 + [429]
            async with place.session.get(f"{place.url}/rooms") as response:
                assert (response.status, (await response.json())["error"]) == (429, "TOO_FAST")
                assert response.headers["Retry-After"] == "5"
            async with from_elsewhere() as session:
                assert (await make_room(place.for_(session)))["status"] == 200

    asyncio.run(run())


def test_whoever_opens_connections_without_end_is_cut_off() -> None:
    async def run() -> None:
        async with a_place(connects_per_s=0.001, connects_burst=3) as place:
            for _ in range(3):
                _, writer = await asyncio.open_connection("127.0.0.1", place.port)
                writer.close()
                await writer.wait_closed()
            reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
            assert await _ended(reader)
            writer.close()
            async with from_elsewhere() as session:
                assert (await make_room(place.for_(session)))["status"] == 200

    asyncio.run(run())


def test_the_pages_files_come_however_many_there_are_each_connection_for_its_share_of_them() -> None:
    """A browser asks for a hundred files at once through six connections, and never again for one that was refused."""

    async def run() -> None:
        async with a_place(messages_per_s=0.001, messages_burst=3) as place:
            answers = []
            for _ in range(5):
                async with place.session.get(f"{place.url}/static/{site().version}/js/main.js") as response:
                    answers.append((response.status, response.headers.get("Connection")))
            assert answers == [(200, None)] * 3 + [(200, "close"), (200, None)]

    asyncio.run(run())


def test_one_connection_asks_so_often_over_http_and_then_ends() -> None:
    async def run() -> None:
        async with a_place(messages_per_s=0.001, messages_burst=3) as place:
            answers = []
            for _ in range(4):
                async with place.session.get(f"{place.url}/healthz") as response:
                    answers.append((response.status, response.headers.get("Connection")))
            assert answers == [(200, None)] * 3 + [(429, "close")]
            async with from_elsewhere() as session, session.get(f"{place.url}/healthz") as response:
                assert response.status == 200

    asyncio.run(run())


def test_behind_a_proxy_people_are_counted_and_not_its_sockets() -> None:
    limits = {"trusted_proxies": "127.0.0.1", "rooms_per_address": 1, "messages_per_s": 0.001, "connects_per_s": 0.001}

    async def run() -> None:
        async with a_place(**limits, messages_burst=1, connects_burst=1, connections_per_private_address=1) as place:
            made = []
            for visitor in ("10.0.0.1", "10.0.0.2", "10.0.0.1"):
                headers = {"X-Forwarded-For": visitor}
                async with place.session.post(f"{place.url}/rooms/create", headers=headers) as response:
                    made.append(response.status)
            assert made == [200, 200, 429]
            _, writer = await asyncio.open_connection("127.0.0.1", place.port)
            writer.close()

    asyncio.run(run())


def test_rates_forget_old_addresses_and_grow_no_further() -> None:
    rates = Rates(1.0, 1)
    assert rates.take("first", 0)
    assert not rates.take("first", 0)
    for number in range(ADDRESSES_REMEMBERED):
        rates.take(str(number), 0)
    assert len(rates._buckets) == ADDRESSES_REMEMBERED
    assert rates.take("first", 0)


def test_the_server_as_a_whole_has_a_limit_of_rooms_and_connections() -> None:
    server = a_server(rooms=1, connections=2)
    host, second = Client(server, "10.0.0.1"), Client(server, "10.0.0.2")
    assert host.ask(create_chess()).ok
    assert second.error(create_chess()) == "SERVER_FULL"
    with pytest.raises(Exception, match="SERVER_FULL"):
        Client(server, "10.0.0.3")
    second.close()
    assert Client(server, "10.0.0.3").ask(JoinGame(host.code)).ok


@BOTH
def test_whoever_reads_nothing_is_dropped_and_may_come_back(make: Makes) -> None:
    async def script(pair: Pair) -> None:
        _read_nothing(pair.guest.socket)
        for _ in range(60_000):
            await pair.host.ask("Chat", text="x" * 200)
            if any(name == "ClientDisconnected" for name, _ in pair.host.told):
                return
            pair.host.told.clear()
        raise AssertionError("still connected")

    run_pair(make, script)


def _read_nothing(connection: aiohttp.ClientWebSocketResponse) -> None:
    transport = connection._conn.transport  # type: ignore[union-attr]
    assert isinstance(transport, asyncio.ReadTransport)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    transport.pause_reading()


def test_ten_wrong_codes_a_minute_over_a_plain_websocket() -> None:
    async def script(pair: Pair) -> None:
        codes = []
        for _ in range(11):
            guesser = OverWebSocket(pair.place)
            await guesser.enter("QQQQ")
            codes.append(await guesser.closed())
        assert codes == [4404] * 10 + [4429]

    run_pair(OverWebSocket, script)


def test_a_seat_of_ones_own_is_there_however_many_codes_were_guessed_next_door() -> None:
    room = a_room()
    guesser = Client(room.service, "10.0.0.2")
    for _ in range(10):
        guesser.error(JoinGame("QQQQ"))
    back = Client(room.service, "10.0.0.2")
    assert back.error(Rejoin(room.guest.code, room.guest.pid, "wrong")) == "TOO_FAST"
    assert back.back(room.guest).ok


def test_whoever_guessed_too_often_is_told_how_long_to_wait() -> None:
    room = a_room()
    typing = Client(room.service, "10.0.0.7")
    for _ in range(10):
        assert typing.error(JoinGame("QQQQ")) == "ROOM_NOT_FOUND"
        room.clock.pass_ms(1_000)
    locked = typing.ask(JoinGame(room.host.code))
    assert (locked.error, locked.wait_ms) == ("TOO_FAST", 50_000)
    assert locked.message is not None
    assert "50 seconds" in locked.message
    room.clock.pass_ms(50_000)
    assert typing.error(JoinGame(room.host.code)) == "ROOM_FULL"


def test_the_key_of_a_link_opens_however_many_codes_were_guessed_next_door() -> None:
    server = a_server()
    host = Client(server, "10.0.0.1")
    made = host.ask(create_chess())
    assert made.snapshot is not None
    key = made.snapshot.key
    neighbour = Client(server, "10.0.0.7")
    for _ in range(10):
        neighbour.error(JoinGame("QQQQ"))
    invited = Client(server, "10.0.0.7")
    assert invited.error(JoinGame(host.code, "Bob")) == "TOO_FAST"
    assert invited.error(JoinGame(host.code, "Bob", key=key[:-1])) == "TOO_FAST"
    assert invited.error(JoinGame(host.code, "Bob", key="")) == "TOO_FAST"
    assert invited.ask(JoinGame(host.code, "Bob", key=key)).ok


def test_a_key_is_no_other_rooms_and_nobodys_guess() -> None:
    server = a_server()
    keys = set()
    for _ in range(5):
        made = Client(server).ask(create_chess())
        assert made.snapshot is not None
        keys.add(made.snapshot.key)
    assert {len(key) for key in keys} == {16}
    assert len(keys) == 5


def test_a_link_opens_over_a_plain_websocket() -> None:
    async def run() -> None:
        async with a_place(wrong_codes_per_min=1) as place:
            made = await make_room(place)
            await OverWebSocket(place).enter("QQQQ")
            url = f"{place.url}/rooms/{made['code']}"
            async with place.session.ws_connect(url) as typed:
                assert 0 < (await typed.receive_json())["ActionSuccess"]["wait_ms"] <= 60_000
            async with place.session.ws_connect(f"{url}?key={made['key']}") as linked:
                assert (await linked.receive_json())["ActionSuccess"]["pid"] == 2

    asyncio.run(run())


def test_a_party_behind_one_router_is_let_in_and_a_stranger_is_not() -> None:
    config = Config()
    assert [config.connections_of(each) for each in ("192.168.0.9", "10.1.1.1", "127.0.0.1", "fd00::5")] == [150] * 4
    assert [config.connections_of(each) for each in ("9.9.9.9", "172.32.0.1", "2001:db8::/64", "")] == [40] * 4


@pytest.mark.parametrize(("public", "length"), [(False, 4), (True, 6)])
def test_a_public_servers_codes_are_longer_and_can_be_typed(public: bool, length: int) -> None:
    host = Client(a_server(public=public))
    code = host.ask(create_chess()).code
    assert code is not None
    assert len(code) == length
    assert set(code) <= set(CODE_LETTERS)
    assert parse(f"play.example.org {code.lower()}").code == code


def test_a_body_that_never_comes_is_not_waited_for() -> None:
    async def run() -> None:
        async with a_place(handshake_s=0.2) as place:
            reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
            writer.write(b"POST /rooms/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
            assert (await reader.readline()).startswith(b"HTTP/1.1 408")
            writer.close()
            await writer.wait_closed()

    asyncio.run(run())


@BOTH
def test_compression_is_never_agreed_on(make: Makes) -> None:
    async def script(pair: Pair) -> None:
        made = await make_room(pair.place)
        path = (
            "/socket.io/?EIO=4&transport=websocket"
            if make is OverSocketIO
            else f"/rooms/{made['code']}?token={made['token']}"
        )
        async with pair.place.session.ws_connect(pair.place.url + path, compress=15) as connection:
            assert connection.compress == 0

    run_pair(make, script)


def test_a_room_lets_in_so_many_spectators() -> None:
    room = a_room(options=create_chess(name="Ann", spectators=True), spectators_per_room=2)
    watchers = [room.client() for _ in range(3)]
    entered = [watcher.error(JoinGame(room.host.code, watch=True)) for watcher in watchers]
    assert entered == [None, None, "ROOM_FULL"]
    watchers[0].close()
    assert watchers[2].ask(JoinGame(room.host.code, watch=True)).ok


def test_a_newcomer_is_shown_the_last_50_lines_of_chat() -> None:
    room = a_room()
    for number in range(60):
        room.host.ask(Chat(f"line {number}"))
    assert [line.text for line in room.snapshot().chat] == [f"line {number}" for number in range(10, 60)]


def test_a_room_that_nobody_is_connected_to_ends_after_five_minutes() -> None:
    room = a_room()
    other = Client(room.service, "10.0.0.5")
    assert other.ask(create_chess(name="Eve")).ok
    room.host.close()
    room.guest.close()
    room.clock.pass_ms(299_000)
    assert len(room.service.rooms) == 2
    room.clock.pass_ms(2_000)
    assert len(room.service.rooms) == 1
    assert other.ask(Chat("still here")).ok


def test_an_idle_http_connection_is_not_kept_for_ever() -> None:
    async def run() -> None:
        async with a_place(keepalive_s=0.1) as place:
            reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert (await asyncio.wait_for(reader.read(), 5)).startswith(b"HTTP/1.1 200")
            writer.close()
            await writer.wait_closed()

    asyncio.run(run())


def test_a_chat_line_has_200_characters() -> None:
    room = a_room()
    assert room.guest.ask(Chat("x" * 200)).ok
    assert room.guest.error(Chat("x" * 201)) == "TOO_LARGE"


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"handshake_s": float("nan")}, "--handshake-s is nan, and must be 0 or more"),
        ({"rooms": -1}, "--rooms is -1"),
        ({"beat_s": float("inf")}, "--beat-s is inf"),
        ({"port": 99_999}, "--port is 99999, and must be 65535 or less"),
        ({"messages_burst": 0}, "--messages-burst is 0: nothing could ever be sent"),
    ],
)
def test_limits_that_nobody_could_mean_get_a_sentence(limits: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Config(**limits)

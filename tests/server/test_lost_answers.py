"""Whoever is given a seat, and never hears of it because the line breaks, comes back to that seat and not beside it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from netcode.messages import Exit, JoinGame, Rejoin, Replaced
from netcode.refusals import Refusal
from server.rooms.room import Room as ServersRoom
from tests.helpers.chess_wire import create_chess
from tests.helpers.server import KINDS, Client, a_room, a_server
from tests.helpers.wire import DEADLINE_S, a_place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from netcode.messages import Request
    from server.service import Service
    from tests.helpers.wire import RunningServer

KEY = "made up by the client"
OTHER_KEY = "made up by another one"


def a_client(service: Service, key: str = KEY) -> Client:
    return Client(service, client_key=key)


def ask_twice(service: Service, request: Request) -> tuple[Client, Client]:
    """The same client, whose first answer was lost with the line."""
    before, after = a_client(service), a_client(service)
    assert before.ask(request).ok
    before.close()
    assert after.ask(request).ok
    return before, after


@pytest.mark.parametrize("name", ["Bob", None])
def test_a_seat_whose_answer_was_lost_is_the_same_clients_when_it_asks_again(name: str | None) -> None:
    service = a_server()
    host = Client(service)
    host.ask(create_chess())
    before, after = ask_twice(service, JoinGame(host.code, name))
    assert after.pid == before.pid
    assert [member.connected for member in host.members] == [True, True]


def test_the_server_need_not_have_noticed_that_the_first_line_is_gone() -> None:
    service = a_server()
    host, before, after = Client(service), a_client(service), a_client(service)
    host.ask(create_chess())
    assert before.ask(JoinGame(host.code, "Bob")).ok
    assert after.ask(JoinGame(host.code, "Bob")).ok
    assert after.pid == before.pid
    assert before.closed
    assert before.all(Replaced)


def test_only_the_newest_token_opens_the_seat() -> None:
    service = a_server()
    host = Client(service)
    host.ask(create_chess())
    before, after = ask_twice(service, JoinGame(host.code, "Bob"))
    assert Client(service).error(Rejoin(host.code, before.pid, before.token)) == Refusal.BAD_TOKEN
    assert Client(service).ask(Rejoin(host.code, after.pid, after.token)).ok


def test_a_room_is_opened_once_however_often_its_host_has_to_ask() -> None:
    service = a_server()
    before, after = ask_twice(service, create_chess())
    assert (after.code, after.pid) == (before.code, before.pid)
    assert len(service.rooms) == 1


@pytest.mark.parametrize("key", [OTHER_KEY, "", "short"])
def test_another_key_opens_nobodys_seat(key: str) -> None:
    room = a_room()
    assert a_client(room.service, key).error(JoinGame(room.host.code, "Bob")) == Refusal.ROOM_FULL


def test_keys_that_can_be_guessed_are_none() -> None:
    service = a_server()
    host = Client(service)
    host.ask(create_chess())
    assert a_client(service, "short").ask(JoinGame(host.code, "Bob")).ok
    assert a_client(service, "short").error(JoinGame(host.code, "Bob")) == Refusal.ROOM_FULL


def test_who_has_come_back_by_the_token_needs_the_key_no_more() -> None:
    service = a_server()
    host, guest = Client(service), a_client(service)
    host.ask(create_chess())
    guest.ask(JoinGame(host.code, "Bob"))
    guest.close()
    assert a_client(service).back(guest).ok
    assert a_client(service).error(JoinGame(host.code, "Bob")) == Refusal.ROOM_FULL


def test_who_has_left_comes_in_anew() -> None:
    service = a_server()
    host, first, second = Client(service), a_client(service), a_client(service)
    host.ask(create_chess())
    first.ask(JoinGame(host.code, "Bob"))
    first.ask(Exit())
    assert second.ask(JoinGame(host.code, "Bob")).ok
    assert second.pid != first.pid


def test_a_seat_whose_answer_was_lost_outlives_the_server() -> None:
    service = a_server()
    guest, host = a_client(service), Client(service)
    host.ask(create_chess())
    guest.ask(JoinGame(host.code, "Bob"))
    kept = next(iter(service.rooms))
    restored = ServersRoom.restore(kept.committed, kept.encoded_options, KINDS)
    member = restored.given_to(kept.members[guest.pid].client_key)
    assert member is not None
    assert member.pid == guest.pid


async def _pid_over_socketio(place: RunningServer, code: str) -> int:
    guest = await place.greeted()
    await guest.say(f'40{{"client_key":"{KEY}"}}')
    assert (await guest.frame()).startswith("40{")
    pid: int = (await guest.ask("JoinGame", code=code, name="Bob"))["pid"]
    return pid


async def _pid_over_websocket(place: RunningServer, code: str) -> int:
    socket = await place.session.ws_connect(f"{place.url}/rooms/{code}/ws?playerName=Bob&clientKey={KEY}")
    while "ActionSuccess" not in (told := await socket.receive_json(timeout=DEADLINE_S)):
        pass
    pid: int = told["ActionSuccess"]["pid"]
    return pid


@pytest.mark.parametrize("join", [_pid_over_socketio, _pid_over_websocket])
def test_the_key_comes_with_the_connection(join: Callable[[RunningServer, str], Awaitable[int]]) -> None:
    async def run() -> list[int]:
        async with a_place() as place:
            host = await place.wire()
            code = (await host.ask("CreateGame"))["code"]
            return [await join(place, code) for _ in range(2)]

    first, again = asyncio.run(run())
    assert again == first

"""A game that rooms have never heard of is played over both transports, with people who come late and drop out."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

import pytest

from netcode.messages import CreateGame, Exit, JoinGame, Rejoin, StartGame
from server.config import Config
from server.games import GAMES, Games
from server.rooms.room import Room
from server.service import Service
from server.store.memory import MemoryStore
from tests.helpers.clock import HeldClock
from tests.helpers.server import Client
from tests.helpers.speakers import OverSocketIO, OverWebSocket, catch_up
from tests.helpers.wire import RunningServer, a_place
from tests.server.games.adding import AddingKind, AddingOptions, Sum, Throw

GAMES_HERE: Games = {**GAMES, "adding": AddingKind}
Speaker = Callable[[RunningServer], OverSocketIO | OverWebSocket]


def a_service() -> Service:
    clock = HeldClock()
    config = Config(beat_s=0.0, messages_per_s=0.0, rooms_per_address=0)
    numbers = iter(range(10**6))
    service = Service(
        config,
        clock,
        MemoryStore(clock),
        lambda count: bytes((next(numbers) * 7) % 256 for _ in range(count)),
        games=GAMES_HERE,
    )
    service.start()
    return service


def a_table(*names: str) -> tuple[Service, list[Client]]:
    """So many people in a room of the adding game, the first one as host."""
    service = a_service()
    host = Client(service)
    code = host.ask(CreateGame(options=AddingOptions(), name=names[0])).code or ""
    people = [host]
    for name in names[1:]:
        people.append(Client(service))
        assert people[-1].ask(JoinGame(code, name)).ok
    return service, people


def room_of(service: Service, client: Client) -> Room:
    room = service.rooms.find(client.code)
    assert room is not None
    return room


@pytest.mark.parametrize("speaker", [OverSocketIO, OverWebSocket])
def test_three_play_to_the_end(speaker: Speaker) -> None:
    async def run() -> None:
        async with a_place(None, secrets.token_bytes, GAMES_HERE) as place:
            url = f"{place.url}/rooms/create"
            async with place.session.post(url, json={"game": "adding", "goal": 10, "name": "Ann"}) as response:
                made = await response.json()
            ann, bob, late = (speaker(place) for _ in range(3))
            answer = await ann.enter(made["code"], token=made["token"])
            assert answer["snapshot"]["adding"] == {"total": 0, "goal": 10}
            assert (await bob.enter(made["code"], name="Bob"))["ok"]
            assert (await bob.ask("StartGame"))["error"] == "NOT_HOST"
            assert (await ann.ask("StartGame"))["ok"]
            assert (await ann.ask("Throw", number=6))["ok"]
            assert (await late.enter(made["code"], name="Cy"))["snapshot"]["adding"] == {"total": 6, "goal": 10}
            assert (await late.ask("Throw", number=7))["error"] == "BAD_MESSAGE"
            assert (await bob.ask("Resign"))["error"] == "NOT_NOW"
            assert (await late.ask("Throw", number=4))["ok"]
            assert (await bob.ask("Throw", number=1))["error"] == "NOT_NOW"
            await catch_up(ann, bob, late)
            assert [sums(each)[-1] for each in (ann, bob, late)] == [(10, 6), (10, 0), (10, 4)]

    asyncio.run(run())


def sums(person: Any) -> list[tuple[int, int]]:
    return [(told["total"], told["own"]) for name, told in person.told if name == "Sum"]


def test_one_alone_may_begin() -> None:
    _, (ann,) = a_table("Ann")
    assert ann.ask(StartGame()).ok
    assert ann.ask(Throw(5)).ok
    assert ann.last(Sum).total == 5


def test_there_are_five_seats() -> None:
    service, people = a_table("Ann", "Bob", "Cy", "Dan", "Eve")
    assert Client(service).error(JoinGame(people[0].code, "Fay")) == "ROOM_FULL"


def test_a_seat_that_somebody_has_left_is_free_for_a_latecomer() -> None:
    service, people = a_table("Ann", "Bob", "Cy", "Dan", "Eve")
    assert people[0].ask(StartGame()).ok
    assert people[4].ask(Exit()).ok
    assert Client(service).ask(JoinGame(people[0].code, "Fay")).ok


def test_whoever_leaves_takes_what_they_have_thrown() -> None:
    _, (ann, bob) = a_table("Ann", "Bob")
    ann.ask(StartGame())
    ann.ask(Throw(3))
    bob.ask(Throw(6))
    assert bob.ask(Exit()).ok
    assert ann.last(Sum).total == 3


def test_everybody_can_leave_and_the_room_ends() -> None:
    service, people = a_table("Ann", "Bob", "Cy")
    people[0].ask(StartGame())
    for each in people:
        assert each.ask(Exit()).ok
    assert len(service.rooms) == 0


def test_the_game_outlives_its_process() -> None:
    service, (ann, bob) = a_table("Ann", "Bob")
    ann.ask(StartGame())
    bob.ask(Throw(6))
    kept = room_of(service, ann)
    again = Room.restore(kept.state(), kept.encoded_options, {"adding": kept.kind})
    assert again.state() == kept.state()
    assert again.game is not None
    assert again.game.score() == {1: 0.0, 2: 6.0}


def test_whoever_comes_back_finds_how_it_stands() -> None:
    service, (ann, bob) = a_table("Ann", "Bob")
    ann.ask(StartGame())
    ann.ask(Throw(2))
    bob.close()
    answer = Client(service).ask(Rejoin(bob.code, bob.pid, bob.token))
    assert answer.snapshot is not None
    assert (answer.snapshot.game, answer.snapshot.part) == ("adding", AddingKind.wire.snapshot(total=2, goal=20))


def test_a_room_does_not_know_what_game_is_played() -> None:
    """The type checker refuses what no game has: an unused ignore would be an error."""
    service, (ann,) = a_table("Ann")
    room = room_of(service, ann)
    ann.ask(StartGame())
    assert room.game is not None
    with pytest.raises(AttributeError):
        room.game.no_such_method(1, 2, 3)  # type: ignore[attr-defined]

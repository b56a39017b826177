"""Commit, then apply: a step that fails, or whose room somebody else has changed, leaves everything as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from netcode.messages import (
    BoardState,
    Chat,
    ChatLine,
    Exit,
    GameOver,
    JoinGame,
    Kick,
    MakeMove,
    OfferDraw,
    PlayAgain,
    Rejoin,
    Request,
    Resign,
    SetProfile,
    StartGame,
)
from server.games.interface import Outcome
from server.rooms.room import Room as ServerRoom
from server.store import Stored
from server.store.memory import MemoryStore
from tests.helpers.chess_wire import board_of, create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.disk import Disk
from tests.helpers.server import Client, Room, Thinker, a_room, a_server, two_in_a_room

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Faulty:
    """Rooms whose state cannot be told while `broken`: the last thing that can go wrong in a step."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken = False
        state = ServerRoom.state

        def told(room: ServerRoom) -> bytes:
            if self.broken:
                raise ZeroDivisionError
            return state(room)

        monkeypatch.setattr(ServerRoom, "state", told)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Faulty:
    return Faulty(monkeypatch)


def server_room(room: Room) -> ServerRoom:
    found = room.service.rooms.find(room.host.code)
    assert found is not None
    return found


def heard(room: Room) -> list[int]:
    return [len(client.told) for client in (room.host, room.guest)]


REQUESTS: dict[str, tuple[bool, Callable[[Room], tuple[Client, Request]]]] = {
    "a move": (True, lambda room: (room.white, MakeMove("e2e4", 0))),
    "a resignation": (True, lambda room: (room.guest, Resign())),
    "a draw offer": (True, lambda room: (room.guest, OfferDraw())),
    "leaving a match": (True, lambda room: (room.guest, Exit())),
    "leaving a lobby": (False, lambda room: (room.host, Exit())),
    "a chat line": (False, lambda room: (room.guest, Chat("hello", n=1))),
    "a name": (False, lambda room: (room.guest, SetProfile("Bea"))),
    "the start": (False, lambda room: (room.host, StartGame())),
    "a kick": (False, lambda room: (room.host, Kick(room.guest.pid, ban=True))),
    "coming in": (False, lambda room: (room.client(), JoinGame(room.host.code, "Cy", watch=True))),
    "coming back": (True, lambda room: (room.client(), Rejoin(room.guest.code, room.guest.pid, room.guest.token))),
}


@pytest.mark.parametrize("what", REQUESTS)
def test_a_request_that_fails_has_changed_nothing_and_can_be_sent_again(
    faulty: Faulty, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    started, make = REQUESTS[what]
    room = a_room(start=started, options=create_chess(name="Ann", spectators=True))
    client, request = make(room)
    before, told = server_room(room).state(), heard(room)
    faulty.broken = True
    assert client.ask(request).error == "SERVER_FAULT"
    faulty.broken = False
    assert "ZeroDivisionError" in caplog.text
    assert server_room(room).state() == before
    assert heard(room) == told
    assert [client.closed for client in (room.host, room.guest)] == [False, False]
    # Everybody sits where they sat.
    assert room.guest.ask(Chat("still here")).ok
    assert client.ask(request).ok


def test_a_room_that_could_not_be_opened_is_not_there(faulty: Faulty) -> None:
    service = a_server(rooms_per_address=1)
    client = Client(service)
    faulty.broken = True
    assert client.error(create_chess()) == "SERVER_FAULT"
    assert len(service.rooms) == 0
    faulty.broken = False
    # It does not count for its address, and the client has no seat in it.
    assert client.ask(create_chess()).ok


def test_a_game_goes_on_from_where_it_was(faulty: Faulty) -> None:
    room = a_room(start=True)
    room.play("e2e4", "e7e5")
    faulty.broken = True
    assert room.white.error(MakeMove("g1f3", 2)) == "SERVER_FAULT"
    faulty.broken = False
    room.play("g1f3", "b8c6")
    assert board_of(room.snapshot()).moves == ["e2e4", "e7e5", "g1f3", "b8c6"]


def test_a_deadline_that_fails_is_tried_again(faulty: Faulty) -> None:
    room = a_room(start=True)
    faulty.broken = True
    room.clock.pass_ms(62_000)
    assert not room.host.all(GameOver)
    faulty.broken = False
    room.clock.pass_ms(5_000)
    assert room.host.last(GameOver).reason == "flag"


def test_a_bot_whose_answer_fails_is_not_asked_for_ever(faulty: Faulty) -> None:
    bot = Thinker()
    room = a_room(start=True, stand_in=bot)
    room.white.close()
    room.clock.pass_ms(6_000)
    faulty.broken = True
    bot.answer("e2e4")
    faulty.broken = False
    assert len(bot.tasks) == 1
    assert room.black.last(BoardState).ply == 0
    room.clock.pass_ms(60_000)
    assert room.black.last(GameOver).reason == "flag"


def test_what_one_connection_makes_of_the_news_undoes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    room = a_room()
    monkeypatch.setattr(room.host, "deliver", lambda _: 1 // 0)
    assert room.guest.ask(Chat("hello")).ok
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    assert [line.text for line in room.snapshot().chat] == ["hello"]


class TestAConflict:
    """Another process has written the room: what it wrote counts."""

    def other_process(self, store: Any, room: Room) -> None:
        found = server_room(room)
        store._rooms[found.code] = Stored(found.state(), found.version + 1, None, found.encoded_options)

    def test_nothing_of_the_request_is_told_and_everybody_comes_back_to_what_is_stored(self) -> None:
        clock = HeldClock()
        store = MemoryStore(clock)
        room = two_in_a_room(a_server(clock, store), clock)
        self.other_process(store, room)
        assert room.guest.ask(Chat("lost")).error == "NOT_NOW"
        assert room.host.all(ChatLine) == []
        assert room.host.closed
        assert room.guest.closed
        again = Client(room.service)
        snapshot = again.back(room.guest).snapshot
        assert snapshot is not None
        assert snapshot.chat == []
        assert again.ask(Chat("kept")).ok

    def test_a_deadline_that_meets_one_harms_nobody(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        disk = Disk(tmp_path, strict=False)
        room = two_in_a_room(disk.service(), disk.clock, start=True)
        self.other_process(disk.store, room)
        disk.clock.pass_ms(70_000)
        assert "what is in memory is dropped" in caplog.text
        assert Client(room.service).back(room.guest).ok
        disk.store.close()


def results(room: Room) -> list[Outcome]:
    store = room.service._store
    return [msgspec.msgpack.decode(each.data, type=Outcome) for each in store.results()]


def play_out(room: Room) -> None:
    """The guest resigns every game."""
    while not server_room(room).game.over:  # type: ignore[union-attr]
        room.guest.ask(Resign())
        room.clock.pass_ms(30_000)


def test_a_match_that_has_ended_is_recorded_once() -> None:
    room = a_room(start=True)
    play_out(room)
    (outcome,) = results(room)
    assert (outcome.game, outcome.match, outcome.score) == ("chess", 1, {1: 2.0, 2: 0.0})


def test_each_match_in_a_room_is_recorded() -> None:
    room = a_room(start=True)
    for _ in range(2):
        play_out(room)
        room.host.ask(PlayAgain(again=True))
        room.guest.ask(PlayAgain(again=True))
    assert [outcome.match for outcome in results(room)] == [1, 2]


def test_a_match_that_ends_with_its_room_is_recorded() -> None:
    room = a_room(start=True, closes_with_host=True)
    room.host.ask(Exit())
    assert [outcome.reason for outcome in results(room)] == ["forfeit"]


def test_a_match_whose_end_could_not_be_kept_is_not_recorded(faulty: Faulty) -> None:
    room = a_room(start=True)
    faulty.broken = True
    room.host.ask(Exit())
    assert results(room) == []
    faulty.broken = False
    room.host.ask(Exit())
    assert len(results(room)) == 1

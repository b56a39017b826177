"""A server that ends, by a kill or by the book, and one that takes up where it left: who finds what."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from netcode.messages import (
    BoardState,
    Chat,
    ChessOptions,
    DoHeartbeat,
    Exit,
    GameOver,
    GotHeartbeat,
    JoinGame,
    Kick,
    MakeMove,
    PlayAgain,
    Player,
    PlayerList,
    Resign,
    ShuttingDown,
)
from server.rooms.room import Room as ServerRoom
from server.rooms.room import RoomState
from server.store import Stored
from server.store.database import FILE_NAME
from server.store.rows import checksum
from tests.helpers.chess_wire import board_of, chess_of, create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.disk import Disk
from tests.helpers.server import KINDS, Client, Room, a_room, a_server, two_in_a_room

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = create_chess(name="Ann", spectators=True)


class RunningServer:
    """A room on a server that can be killed."""

    def __init__(self, directory: Path, *, start: bool = True, **limits: Any) -> None:
        self.disk = Disk(directory)
        self.limits = limits
        self.service = self.disk.service(**limits)
        self.room = two_in_a_room(self.service, self.disk.clock, start=start, options=OPTIONS)

    def restart(self) -> None:
        """All that has happened is on disk; the server is killed, and another one starts."""
        self.disk.written()
        self.restart_now()

    def restart_now(self) -> None:
        self.disk.restart()
        self.service = self.disk.service(**self.limits)

    def back(self, seat: Client) -> Client:
        """Somebody's new connection, in their old seat."""
        client = Client(self.service, "10.0.0.1")
        answer = client.back(seat)
        assert answer.ok, answer
        board = chess_of(answer.snapshot).board
        if board is not None:
            client.told.insert(0, board)
        client.token = seat.token
        return client

    def both_back(self) -> Room:
        host, guest = self.back(self.room.host), self.back(self.room.guest)
        return Room(self.service, self.disk.clock, host, guest)


@pytest.fixture
def place(tmp_path: Path) -> Any:
    place = RunningServer(tmp_path)
    yield place
    place.disk.store.close()


def test_a_match_goes_on_after_a_kill(place: RunningServer) -> None:
    place.room.play("e2e4", "e7e5")
    place.restart()
    room = place.both_back()
    assert board_of(room.snapshot()).moves == ["e2e4", "e7e5"]
    room.play("g1f3")
    assert room.guest.last(BoardState).last_move == "g1f3"


def test_people_their_roles_and_what_they_said_are_kept(place: RunningServer) -> None:
    watcher = place.room.client()
    watcher.ask(JoinGame(place.room.host.code, "Cy", watch=True))
    place.room.guest.ask(Chat("hello"))
    before = place.room.snapshot()
    place.restart()
    after = place.both_back().snapshot()
    place.back(watcher)
    assert [(line.pid, line.text) for line in after.chat] == [(2, "hello")]
    assert [_fixed(player) for player in after.players] == [_fixed(player) for player in before.players]


def _fixed(player: Player) -> Player:
    return msgspec.structs.replace(player, connected=True, latency_ms=None)


def test_seq_goes_on_where_it_was(place: RunningServer) -> None:
    place.room.play("e2e4")
    before = place.room.host.last(BoardState).seq
    place.restart()
    room = place.both_back()
    room.play("e7e5")
    assert room.host.last(BoardState).seq > before


def test_only_ones_own_token_opens_a_seat_after_a_restart(place: RunningServer) -> None:
    place.restart()
    stranger = Client(place.service, "10.0.0.3")
    stranger.code, stranger.pid, stranger.token = place.room.host.code, place.room.host.pid, place.room.guest.token
    assert stranger.back(stranger).error == "BAD_TOKEN"


def test_tokens_are_not_on_disk(place: RunningServer, tmp_path: Path) -> None:
    place.disk.written()
    place.disk.store.close()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert place.room.host.code.encode() in content
    assert place.room.host.token.encode() not in content


def test_a_move_sent_again_after_a_restart_is_not_played_twice(place: RunningServer) -> None:
    place.room.play("e2e4")
    place.restart()
    room = place.both_back()
    assert room.white.error(MakeMove("e2e4", 0)) == "STALE_PLY"
    assert board_of(room.snapshot()).moves == ["e2e4"]


def test_a_numbered_request_sent_again_after_a_restart_is_not_done_twice(place: RunningServer) -> None:
    place.room.guest.ask(Chat("hello", n=3))
    place.restart()
    room = place.both_back()
    assert room.guest.ask(Chat("hello", n=3)).ok
    assert [line.text for line in room.snapshot().chat] == ["hello"]


def test_a_banned_guest_stays_out_after_a_restart(tmp_path: Path) -> None:
    place = RunningServer(tmp_path, start=False)
    place.room.host.ask(Kick(place.room.guest.pid, ban=True))
    place.restart()
    assert Client(place.service, "10.0.0.2").error(JoinGame(place.room.host.code, "Bob")) == "BANNED"
    assert Client(place.service, "10.0.0.3").ask(JoinGame(place.room.host.code, "Cy")).ok
    place.disk.store.close()


def test_the_end_of_a_match_and_who_wants_another_are_kept(place: RunningServer) -> None:
    for _ in range(2):
        place.room.guest.ask(Resign())
        place.disk.clock.pass_ms(30_000)
    place.room.host.ask(PlayAgain(again=True))
    place.restart()
    room = place.both_back()
    over = chess_of(room.snapshot()).over
    assert over is not None
    assert over.result == "Win"
    room.guest.ask(PlayAgain(again=True))
    assert room.guest.last(BoardState).phase == "countdown"


class TestTime:
    def test_that_the_server_was_down_is_charged_to_nobody(self, place: RunningServer) -> None:
        place.room.play("e2e4")
        place.disk.pass_ms(5_000)
        place.restart()
        room = place.both_back()
        clocks = board_of(room.snapshot()).clocks_ms
        # What Black had thought before the kill is Black's own.
        assert clocks.black == pytest.approx(55_000, abs=60)
        room.clock.pass_ms(10_000)
        assert board_of(room.snapshot()).clocks_ms.black == pytest.approx(45_000, abs=60)

    def test_stands_still_until_both_are_back(self, place: RunningServer) -> None:
        place.room.play("e2e4")
        place.restart()
        host = place.back(place.room.host)
        assert host.all(BoardState)[0].running is None
        place.disk.clock.pass_ms(4_000)
        place.back(place.room.guest)
        told = host.last(BoardState)
        assert told.running == "black"
        assert told.clocks_ms.black == pytest.approx(60_000, abs=60)

    def test_goes_on_when_one_does_not_come_back_soon(self, place: RunningServer) -> None:
        place.room.play("e2e4")
        place.restart()
        host = place.back(place.room.host)
        place.disk.clock.pass_ms(6_001)
        assert host.last(BoardState).running == "black"
        place.disk.clock.pass_ms(59_000)
        assert host.all(GameOver) == []
        place.disk.clock.pass_ms(2_000)
        assert host.last(GameOver).reason == "flag"

    def test_that_was_waited_for_players_is_not_charged_after_a_second_kill(self, place: RunningServer) -> None:
        place.room.play("e2e4")
        for _ in range(3):
            place.restart()
            place.disk.pass_ms(1_030)
        clocks = board_of(place.both_back().snapshot()).clocks_ms
        assert clocks.black == pytest.approx(60_000, abs=100)

    def test_of_a_draft_is_not_lost_either(self, place: RunningServer) -> None:
        place.room.guest.ask(Resign())
        place.disk.clock.pass_ms(3_001)
        assert place.room.host.last(BoardState).phase == "draft"
        place.restart()
        room = place.both_back()
        assert chess_of(room.snapshot()).offers[0].ms == pytest.approx(12_000, abs=60)
        room.clock.pass_ms(12_001)
        assert room.host.last(BoardState).phase == "reveal"

    def test_a_room_that_nobody_comes_back_to_ends_after_five_minutes(self, place: RunningServer) -> None:
        place.restart()
        place.disk.clock.pass_ms(299_000)
        assert len(place.service.rooms) == 1
        place.disk.clock.pass_ms(1_001)
        assert len(place.service.rooms) == 0
        place.disk.written()
        place.restart_now()
        assert len(place.service.rooms) == 0


HEADLESS = msgspec.msgpack.encode(
    RoomState("BAAD", "chess", msgspec.msgpack.encode(ChessOptions()), False, True, [], 9, 10, 0, [], [], None)
)


@pytest.mark.parametrize("state", [b"\x00", HEADLESS], ids=["no state", "a host who is not there"])
def test_a_room_that_cannot_be_restored_is_kept_and_harms_no_other(
    place: RunningServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, state: bytes
) -> None:
    place.disk.written()
    place.disk.kill()
    with sqlite3.connect(tmp_path / FILE_NAME) as database:
        database.execute("INSERT INTO rooms VALUES ('BAAD', 7, NULL, ?, ?)", (state, checksum("BAAD", 7, state)))
    database.close()
    place.disk.open()
    place.service = place.disk.service()
    assert "Room BAAD cannot be read" in caplog.text
    assert chess_of(place.both_back().snapshot()).board is not None
    place.disk.written()
    place.disk.restart()
    assert dict(place.disk.store.everything())["BAAD"] == Stored(state, 7, None)


def test_restored_rooms_count_for_who_opened_them(tmp_path: Path) -> None:
    place = RunningServer(tmp_path, start=False, rooms_per_address=1)
    place.restart()
    assert Client(place.service, "10.0.0.1").error(create_chess()) == "SERVER_FULL"
    assert Client(place.service, "10.0.0.7").ask(create_chess()).ok
    place.disk.store.close()


def test_a_room_that_was_left_is_gone_after_a_restart(place: RunningServer) -> None:
    place.room.host.ask(Exit())
    place.room.guest.ask(Exit())
    place.disk.written()
    place.restart_now()
    assert len(place.service.rooms) == 0


def test_a_rooms_state_is_all_there_is() -> None:
    """Nobody may add to a room, or to a member, what a restart would lose."""
    room = a_room(start=True, options=OPTIONS)
    room.play("e2e4")
    room.host.ask(Chat("hi"))
    room.client().ask(JoinGame(room.host.code, "Cy", watch=True))
    found = room.service.rooms.find(room.host.code)
    assert found is not None
    restored = ServerRoom.restore(found.state(), found.encoded_options, KINDS)
    assert restored.state() == found.state()
    # Known from elsewhere: what the game needs, and what the store keeps beside the state.
    assert {name.lstrip("_") for name in vars(found)} - {
        "here",
        "version",
        "committed",
        "committed_options",
        "encoded_options",
    } == set(RoomState.__struct_fields__)


class TestDraining:
    def drain(self, room: Room) -> list[bool]:
        drained: list[bool] = []
        room.service.drain(lambda: drained.append(True))
        return drained

    def test_lets_nobody_new_in(self) -> None:
        room = a_room(start=True, options=OPTIONS)
        self.drain(room)
        assert room.client().error(create_chess()) == "SHUTTING_DOWN"
        assert room.client().error(JoinGame(room.host.code, "Cy", watch=True)) == "SHUTTING_DOWN"

    def test_lets_those_back_in_who_have_a_seat(self) -> None:
        room = a_room(start=True)
        self.drain(room)
        room.guest.close()
        assert room.client().back(room.guest).ok

    @pytest.mark.parametrize(("data", "kept"), [("", False), ("somewhere", True)])
    def test_tells_everybody(self, data: str, *, kept: bool) -> None:
        room = a_room(start=True, data=data)
        self.drain(room)
        (told,) = room.guest.all(ShuttingDown)
        assert (told.ms, told.kept) == (5_000, kept)
        room.service.stop()
        assert room.guest.closed
        assert room.guest.farewell == told.message

    def test_waits_for_the_end_of_a_match(self) -> None:
        room = a_room(start=True)
        drained = self.drain(room)
        room.clock.pass_ms(1_000)
        assert not drained
        room.guest.ask(Exit())
        room.clock.pass_ms(60)
        assert drained

    def test_does_not_wait_for_ever(self) -> None:
        room = a_room(start=True)
        drained = self.drain(room)
        room.clock.pass_ms(4_990)
        assert not drained
        room.clock.pass_ms(20)
        assert drained

    def test_is_over_at_once_when_nobody_plays(self) -> None:
        assert self.drain(a_room())

    def test_a_stopped_server_takes_nobody(self) -> None:
        server = a_server(HeldClock())
        server.stop()
        with pytest.raises(Exception, match="SHUTTING_DOWN"):
            Client(server)


class TestStrict:
    """With `--durable strict` nobody is told what is not on disk."""

    def test_an_answer_and_the_news_wait_for_the_disk(self, tmp_path: Path) -> None:
        disk = Disk(tmp_path, strict=True)
        client = Client(disk.service())
        answers: list[Any] = []
        client.service.receive(client.session, "CreateGame", b"{}", answers.append)
        assert (answers, client.all(PlayerList)) == ([], [])
        disk.written()
        assert answers[0].ok
        assert client.all(PlayerList)
        disk.restart()
        assert [code for code, _ in disk.store.everything()] == [answers[0].code]
        disk.store.close()

    def test_what_a_refusal_gives_away_waits_too(self, tmp_path: Path) -> None:
        disk = Disk(tmp_path, strict=True)
        client = Client(disk.service())
        answers: list[Any] = []
        client.service.receive(client.session, "CreateGame", b"{}", answers.append)
        client.service.receive(client.session, "StartGame", b"{}", answers.append)
        assert answers == []
        disk.written()
        assert [answer.ok for answer in answers] == [True, False]
        disk.store.close()

    def test_heartbeats_do_not_wait(self, tmp_path: Path) -> None:
        disk = Disk(tmp_path, strict=True)
        client = Client(disk.service(beat_s=0.1))
        client.answers_beats = False
        answers: list[Any] = []
        client.service.receive(client.session, "CreateGame", b"{}", answers.append)
        # Not yet written, as nobody has taken what the disk had to say.
        disk.clock.pass_ms(200)
        client.raw("Heartbeat", b'{"hbid":%d}' % client.last(DoHeartbeat).hbid)
        assert client.all(GotHeartbeat)
        assert answers == []
        disk.store.close()

    def test_a_room_made_over_http_is_on_disk_before_its_token_leaves(self, tmp_path: Path) -> None:
        disk = Disk(tmp_path, strict=True)
        stored: list[bool] = []
        disk.service().create_room(create_chess(), "10.0.0.1", lambda answer: stored.append(answer.ok))
        assert not stored
        disk.written()
        assert stored
        disk.store.close()

    def test_the_last_ones_leaving_is_on_disk_before_they_are_told(self, tmp_path: Path) -> None:
        disk = Disk(tmp_path, strict=True)
        client = Client(disk.service())
        answers: list[Any] = []
        for name in ("CreateGame", "Exit"):
            client.service.receive(client.session, name, b"{}", answers.append)
            disk.written()
        assert len(answers) == 2
        disk.restart()
        assert disk.store.everything() == []
        disk.store.close()

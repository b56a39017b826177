"""Rooms that cannot be written to disk: matches go on, and nobody is promised what is not so."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from netcode.messages import (
    ActionSuccess,
    BoardState,
    ChatLine,
    ShuttingDown,
    Stored,
)
from server.refused import Refused
from server.rooms.room import Room as ServerRoom
from tests.helpers.chess_wire import create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.disk import Disk
from tests.helpers.server import KINDS, Client, a_server, two_in_a_room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class FullDisk:
    """A room on a disk that can be full. SQLite's own ceiling stands in for the disk's: the error is the same."""

    def __init__(self, directory: Path, *, strict: bool) -> None:
        self.disk = Disk(directory, strict=strict)
        self.service = self.disk.service(drain_s=0.0)
        self.answers: list[ActionSuccess] = []
        host, guest = Client(self.service, "10.0.0.1"), Client(self.service, "10.0.0.2")
        self.host, self.guest = host, guest
        self.ask(host, "CreateGame", b'{"name":"Ann"}')
        self.seat(host)
        self.ask(guest, "JoinGame", b'{"code":"%s","name":"Bob"}' % host.code.encode())
        self.seat(guest)

    def seat(self, client: Client) -> None:
        answer = self.answers[-1]
        assert answer.pid is not None
        client.pid, client.code, client.token = answer.pid, answer.code or "", answer.token or ""

    def ask(self, client: Client, name: str, fields: bytes = b"{}") -> ActionSuccess:
        """Ask, and wait for the disk if the answer does."""
        before = len(self.answers)
        self.service.receive(client.session, name, fields, self.answers.append)
        while len(self.answers) == before:
            self.disk.clock.pass_ms(1)
            self.disk.answered()
        return self.answers[-1]

    def chat(self, text: str = "x" * 200) -> ActionSuccess:
        return self.ask(self.guest, "Chat", b'{"text":"%s"}' % text.encode())

    def fill(self) -> None:
        self.disk.database._connection.execute("PRAGMA max_page_count = 1")
        for _ in range(30):
            # More than the pages that it has already can take.
            self.chat()
        self.disk.clock.pass_ms(30)
        while self.disk.store._under_way:
            self.disk.answered()
        assert self.disk.store.failing

    def make_room(self) -> None:
        self.disk.database._connection.execute("PRAGMA max_page_count = 100000")
        self.disk.clock.pass_ms(1_000)
        self.disk.written()


@pytest.fixture(params=[False, True], ids=["relaxed", "strict"])
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FullDisk]:
    disk = FullDisk(tmp_path, strict=request.param)
    yield disk
    disk.disk.store.close()


def test_every_answer_says_so_and_everybody_in_the_room_is_told_once(full: FullDisk) -> None:
    assert full.chat().safe
    assert not full.host.all(Stored)
    full.fill()
    assert not full.chat("hello").safe
    assert not full.ask(full.host, "StartGame").safe
    # Also what changes nothing rests on what is not safe.
    refused = full.ask(full.host, "StartGame")
    assert (refused.ok, refused.safe) == (False, False)
    for client in (full.host, full.guest):
        assert client.all(Stored) == [Stored(safe=False)]
        assert client.last(ChatLine).text == "hello"
        assert client.all(BoardState)


def test_whoever_comes_back_meanwhile_is_told_by_the_answer(full: FullDisk) -> None:
    full.fill()
    assert not Client(full.service).back(full.guest).safe


def test_no_new_room_is_opened(full: FullDisk) -> None:
    full.fill()
    answer = full.ask(Client(full.service, "10.0.0.7"), "CreateGame")
    assert (answer.ok, answer.error) == (False, "NOT_SAFE")
    assert "cannot save" in (answer.message or "")
    with pytest.raises(Refused, match="NOT_SAFE"):
        full.service.create_room(create_chess(), "10.0.0.7", lambda _: None)


def test_when_the_disk_is_back_everything_is_written_and_told(full: FullDisk) -> None:
    full.fill()
    full.chat("said meanwhile")
    full.make_room()
    for client in (full.host, full.guest):
        assert client.all(Stored) == [Stored(safe=False), Stored(safe=True)]
    assert full.chat().safe
    assert full.ask(Client(full.service, "10.0.0.7"), "CreateGame").ok
    full.disk.written()
    full.disk.restart()
    stored = dict(full.disk.store.everything())[full.guest.code]
    room = ServerRoom.restore(stored.state, stored.options, KINDS)
    assert "said meanwhile" in [line.text for line in room.chat]


def test_nothing_is_called_safe_before_all_that_was_said_meanwhile_is_written(tmp_path: Path) -> None:
    full = FullDisk(tmp_path, strict=True)
    full.fill()
    full.disk.database._connection.execute("PRAGMA max_page_count = 100000")
    full.disk.clock.pass_ms(1_000)
    # The first batch after the failure is under way.
    assert not full.chat("a moment too late for it").safe
    full.disk.answered()
    assert full.guest.all(Stored) == [Stored(safe=False)]
    full.disk.written()
    assert full.guest.all(Stored)[-1] == Stored(safe=True)
    full.disk.store.close()


def test_a_stop_does_not_promise_what_the_disk_does_not_have(full: FullDisk, caplog: pytest.LogCaptureFixture) -> None:
    full.fill()
    drained: list[bool] = []
    full.service.drain(lambda: drained.append(True))
    full.service.stop()
    assert [told.kept for told in full.guest.all(ShuttingDown)] == [False, False]
    assert "could not save" in full.guest.farewell
    assert full.service.shutdown.lost_rooms == 1
    assert "1 of 1 rooms were not kept: database or disk is full" in caplog.text


def test_a_stop_that_finds_the_disk_full_only_then_says_so(tmp_path: Path) -> None:
    full = FullDisk(tmp_path, strict=False)
    full.disk.written()
    full.disk.database._connection.execute("PRAGMA max_page_count = 1")
    for _ in range(30):
        full.chat()
    full.service.drain(lambda: None)
    # The drain asks the disk before it says anything.
    assert not full.guest.all(ShuttingDown)
    full.disk.clock.pass_ms(0)
    full.disk.answered()
    assert not full.guest.last(ShuttingDown).kept
    full.service.stop()
    assert not full.guest.last(ShuttingDown).kept


def test_a_room_that_was_written_before_the_disk_was_full_is_promised(full: FullDisk) -> None:
    other = another_room(full)
    full.fill()
    full.service.stop()
    assert other.last(ShuttingDown).kept
    assert not full.guest.last(ShuttingDown).kept


def another_room(full: FullDisk) -> Client:
    client = Client(full.service, "10.0.0.8")
    full.ask(client, "CreateGame")
    full.disk.written()
    return client


def test_a_server_in_memory_never_promised_anything(caplog: pytest.LogCaptureFixture) -> None:
    clock = HeldClock()
    room = two_in_a_room(a_server(clock), clock)
    with caplog.at_level(logging.ERROR):
        room.service.stop()
    assert room.service.shutdown.lost_rooms == 0
    assert caplog.text == ""

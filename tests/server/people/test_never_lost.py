"""Killed at any instant, a server neither loses a finished match nor has it twice."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import aiohttp
import msgspec
import pytest
from sqlalchemy import func, select

from netcode.messages import Exit
from server.people import outcomes
from server.people import relay as relays
from server.people.database import Database, url_of_file
from server.people.relay import OutboxRelay
from server.people.tables import match_players, matches
from tests.helpers.disk import Disk
from tests.helpers.server import two_in_a_room
from tests.helpers.server_process import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from server.people.outcomes import Finished
    from server.store import Result


DEADLINE_S = 60.0


class Killed(BaseException):
    """The process is no more."""


class Machine:
    """A directory with rooms and people, and servers that are killed on it."""

    def __init__(self, directory: Path) -> None:
        self._url = url_of_file(directory / "people.sqlite")
        self.disk = Disk(directory)

    def play(self) -> None:
        """A match that ends; it is in the outbox, on disk."""
        room = two_in_a_room(self.disk.service(), self.disk.clock, start=True)
        room.play("e2e4", "e7e5")
        room.guest.ask(Exit())
        self.disk.written()

    def deliver(self, before_struck: Callable[[Result], None] = lambda _: None) -> None:
        """The relay does what it can, until it is killed or has nothing to do."""
        asyncio.run(self._deliver(before_struck))

    async def _deliver(self, before_struck: Callable[[Result], None]) -> None:
        database = Database(self._url)
        await database.open()
        store = self.disk.store
        delivered = store.delivered

        def strike(result: Result) -> None:
            before_struck(result)
            delivered(result)

        store.delivered = strike  # type: ignore[method-assign]
        try:
            relay = OutboxRelay(store, database, lambda _match, _record: None, lambda _match: None)
            await relay._deliver_all()
        except Killed:
            pass
        finally:
            store.delivered = delivered  # type: ignore[method-assign]
            await database.close()

    def killed(self) -> None:
        """The server is killed: what it had not written is gone. Another one starts."""
        self.disk.restart()

    async def _count(self) -> tuple[int, int]:
        database = Database(self._url)
        await database.open()
        try:
            async with database.reading() as connection:
                played = await connection.scalar(select(func.count()).select_from(matches))
                seats = await connection.scalar(select(func.count()).select_from(match_players))
                return played or 0, seats or 0
        finally:
            await database.close()

    @property
    def on_record(self) -> tuple[int, int]:
        """Matches, and those who played them."""
        return asyncio.run(self._count())


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_killed_before_the_relay_came(machine: Machine) -> None:
    machine.play()
    machine.killed()
    machine.deliver()
    assert machine.on_record == (1, 2)


def test_killed_in_the_middle_of_putting_it_on_record(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    async def record_and_die(connection: Any, finished: Sequence[Finished]) -> Any:
        await outcomes.record(connection, finished)
        raise Killed

    machine.play()
    with monkeypatch.context() as patch:
        patch.setattr(relays, "record", record_and_die)
        machine.deliver()
    assert machine.on_record == (0, 0)
    machine.killed()
    machine.deliver()
    assert machine.on_record == (1, 2)


def test_killed_when_it_was_on_record_and_in_the_outbox_still(machine: Machine) -> None:
    def die(_result: Result) -> None:
        raise Killed

    machine.play()
    machine.deliver(before_struck=die)
    assert machine.on_record == (1, 2)
    machine.killed()
    assert len(machine.disk.store.results()) == 1
    machine.deliver()
    assert machine.on_record == (1, 2)
    machine.disk.written()
    machine.killed()
    assert machine.disk.store.results() == []


def test_killed_when_the_outbox_had_struck_it_but_not_on_disk(machine: Machine) -> None:
    machine.play()
    machine.deliver()
    machine.killed()
    machine.deliver()
    assert machine.on_record == (1, 2)


class Crowd:
    """Pairs that begin matches and leave them, as quickly as the server lets them. `told`: the replays of which they
    were told.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self.told: set[str] = set()

    async def play(self, matches: int, seconds: float) -> None:
        """Go on until they were told of so many more matches, and for so long after that."""
        self._enough = asyncio.Event()
        self._wanted = len(self.told) + matches
        async with aiohttp.ClientSession() as session:
            pairs = [asyncio.create_task(self._pair(session)) for _ in range(4)]
            async with asyncio.timeout(DEADLINE_S):
                await self._enough.wait()
            await asyncio.wait(pairs, timeout=seconds)
            for pair in pairs:
                pair.cancel()
            await asyncio.gather(*pairs, return_exceptions=True)

    async def _pair(self, session: aiohttp.ClientSession) -> None:
        while True:
            async with session.ws_connect(f"{self._url}/ws") as host, session.ws_connect(f"{self._url}/ws") as guest:
                await host.send_str('{"CreateGame": {"name": "Ann"}}')
                code = (await self._answer(host, "CreateGame"))["code"]
                await guest.send_str(f'{{"JoinGame": {{"code": "{code}", "name": "Bob"}}}}')
                await self._answer(guest, "JoinGame")
                await host.send_str('{"StartGame": {}}')
                await self._answer(host, "StartGame")
                await guest.send_str('{"Exit": {}}')
                self.told.add((await self._until(host, "MatchOver"))["replay"])
                if len(self.told) >= self._wanted:
                    self._enough.set()

    async def _answer(self, socket: aiohttp.ClientWebSocketResponse, request: str) -> Any:
        while True:
            answer = await self._until(socket, "ActionSuccess")
            if answer["request"] == request:
                return answer

    async def _until(self, socket: aiohttp.ClientWebSocketResponse, wanted: str) -> Any:
        while True:
            ((name, fields),) = msgspec.json.decode(await socket.receive_str()).items()
            if name == wanted:
                return fields


def in_outbox(directory: Path) -> int:
    """How many matches are not on record yet."""
    with closing(sqlite3.connect(directory / "rooms.sqlite3", timeout=DEADLINE_S)) as rooms:
        count: int = rooms.execute("SELECT count(*) FROM results").fetchone()[0]
        return count


@pytest.mark.slow
def test_a_server_that_is_killed_again_and_again_has_every_match_that_it_told_of_once(tmp_path: Path) -> None:
    chance = random.Random(13)
    server = ServerProcess(tmp_path, "--durable=strict", "--bot-processes=0")
    crowd = Crowd(server.url)
    try:
        for _ in range(2):
            asyncio.run(crowd.play(3, chance.uniform(0, 0.5)))
            server.kill_and_restart()
        # What the killed one had not delivered, the last one does.
        deadline = time.monotonic() + DEADLINE_S
        while in_outbox(tmp_path) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert in_outbox(tmp_path) == 0
    finally:
        server.clear_away()
    with closing(sqlite3.connect(tmp_path / "people.sqlite")) as people:
        found = [id_ for (id_,) in people.execute("SELECT id FROM matches")]
        players = people.execute("SELECT count(*) FROM match_players").fetchone()[0]
    assert len(crowd.told) > 3
    assert crowd.told <= set(found)
    assert len(found) == len(set(found))
    assert players == 2 * len(found)

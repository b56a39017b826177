"""Whatever happens to the database of people, matches go on."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import sqlite3
import threading
from typing import TYPE_CHECKING

from netcode.messages import BoardState, Chat, CreateLogin, JoinGame, Login, MakeMove, SetProfile, StartGame
from netcode.refusals import SENTENCES, Refusal
from server.config import Config
from server.embed import EmbeddedServer
from server.people.service import PeopleService
from server.people.unavailable import UnavailableError
from server.service import Service
from server.store.memory import MemoryStore
from tests.helpers.chess_wire import create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.people_server import PASSWORD, PeopleServer, Somebody, a_people_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program writes to the file, and does not end."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def in_a_match(server: PeopleServer) -> tuple[Somebody, Somebody]:
    """White and Black of a match whose clock runs."""
    host, guest = server.somebody(), server.somebody("10.0.0.2")
    code = (await host.tell(create_chess(name="Ann"))).code or ""
    await guest.tell(JoinGame(code, "Bob"))
    await host.tell(StartGame())
    server.clock.pass_ms(3_001)
    return (host, guest) if host.last(BoardState).color == "white" else (guest, host)


def test_a_match_goes_on_while_people_are_away_and_who_asks_for_them_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.people.database.BUSY_S", 0.01)
    file = tmp_path / "people.sqlite"

    async def run() -> None:
        async with a_people_server(people_file=str(file)) as server:
            white, black = await in_a_match(server)
            with locked(file):
                answer = await white.tell(CreateLogin("Ann", PASSWORD))
                assert (answer.error, answer.message) == ("PEOPLE_AWAY", SENTENCES[Refusal.PEOPLE_AWAY])
                assert await black.told_no(SetProfile(key=secrets.token_urlsafe(16))) == "PEOPLE_AWAY"
                assert white.session.person == black.session.person == ""
                # Answered at once, on the same connections.
                assert white.ask(MakeMove("e2e4", 0)).ok
                assert black.ask(MakeMove("e7e5", 1)).ok
            assert (await white.tell(CreateLogin("Ann", PASSWORD))).ok

    asyncio.run(run())


def test_what_a_connection_asks_behind_a_login_waits_for_it_and_others_do_not() -> None:
    async def run() -> None:
        async with a_people_server() as server:
            white, black = await in_a_match(server)
            login = asyncio.create_task(white.tell(CreateLogin("Ann", PASSWORD)))
            await asyncio.sleep(0)
            said = asyncio.create_task(white.tell(Chat("behind")))
            await asyncio.sleep(0)
            # But for the game that they play.
            assert white.ask(MakeMove("e2e4", 0)).ok
            assert not login.done()
            assert not said.done()
            assert black.ask(Chat("beside")).ok
            assert (await login).ok
            assert (await said).ok
            room, _ = white.session.seated()
            assert [line.text for line in room.chat] == ["beside", "behind"]

    asyncio.run(run())


def test_a_try_that_came_to_nothing_does_not_count_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with a_people_server(wrong_passwords_per_account=1) as server:
            owner = server.somebody()
            assert (await owner.tell(CreateLogin("Ann", PASSWORD))).ok
            opened = await server.opened()

            def away() -> None:
                raise UnavailableError("away")

            with monkeypatch.context() as patched:
                patched.setattr(opened.database, "reading", away)
                assert await server.somebody().told_no(Login("Ann", PASSWORD)) == "PEOPLE_AWAY"
            assert (await server.somebody().tell(Login("Ann", PASSWORD))).ok

    asyncio.run(run())


def test_a_server_in_a_players_program_hosts_without_people_when_their_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "people.sqlite").write_bytes(b"not a database" * 100)

    async def run() -> None:
        config, clock = Config(people_file=str(tmp_path / "people.sqlite")), HeldClock()
        service = Service(config, clock, MemoryStore(clock), secrets.token_bytes)
        people = PeopleService(config, clock, secrets.token_bytes, at_once=False)
        people.serve(service)
        await people.open()
        host = Somebody(service)
        assert (await host.tell(create_chess(name="Ann"))).ok
        assert await host.told_no(CreateLogin("Ann", PASSWORD)) == "PEOPLE_AWAY"
        await people.close()

    asyncio.run(run())


def test_who_asks_before_people_are_there_waits_for_them() -> None:
    async def run() -> None:
        config, clock = Config(), HeldClock()
        service = Service(config, clock, MemoryStore(clock), secrets.token_bytes)
        people = PeopleService(config, clock, secrets.token_bytes, at_once=False)
        people.serve(service)
        await people.open()
        host, other = Somebody(service), Somebody(service)
        asked = asyncio.create_task(host.tell(CreateLogin("Ann", PASSWORD)))
        await asyncio.sleep(0)
        assert not asked.done()
        assert other.ask(create_chess(name="Bob")).ok
        assert (await asked).ok
        await people.close()

    asyncio.run(run())


def test_a_server_that_stops_in_the_middle_of_a_login_ends() -> None:
    async def run() -> None:
        async with a_people_server() as server:
            asked = asyncio.create_task(server.somebody().tell(CreateLogin("Ann", PASSWORD)))
            await asyncio.sleep(0)
        assert not server.people._tasks
        asked.cancel()

    asyncio.run(run())


def test_nothing_of_people_is_left_when_an_embedded_server_has_stopped(tmp_path: Path) -> None:
    """A connection to a database that stays open has a thread that stays, too."""
    before = set(threading.enumerate())
    server = EmbeddedServer.start(Config(port=0, bot_processes=0, people_file=str(tmp_path / "people.sqlite")))
    server.stop()
    assert set(threading.enumerate()) - before == set()
    assert not (tmp_path / "people.sqlite-wal").exists()

"""Orders to a running server from whoever operates it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import stat
from typing import TYPE_CHECKING

import aiohttp
import msgspec
import pytest

from netcode.messages import CreateLogin, JoinGame, Login, SetProfile, ShuttingDown
from server.operators import commands
from server.operators.control import Control, ControlAddress, control_addresses
from server.people.operations import _OF_A_PERSON
from server.people.tables import metadata
from server.rooms.operations import RoomOperations
from tests.helpers.chess_wire import create_chess
from tests.helpers.people_server import PASSWORD, PeopleServer, Somebody, a_people_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path
    from typing import TypeAlias

    Run: TypeAlias = "Callable[[Callable[[Office], Awaitable[None]]], None]"


class Office:
    """A server that takes orders, and the program that gives them."""

    def __init__(self, server: PeopleServer, directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.server = server
        self.directory = directory
        self._capsys = capsys

    async def order(self, *arguments: str) -> tuple[int, str]:
        """Exit status and what was printed, on whichever stream."""
        self._capsys.readouterr()
        status = await asyncio.to_thread(commands.main, [*arguments, "--data", str(self.directory)])
        printed = self._capsys.readouterr()
        return status, (printed.out + printed.err).strip()

    async def account(self, name: str = "Ann") -> Somebody:
        owner = self.server.somebody()
        assert (await owner.tell(CreateLogin(name, PASSWORD))).ok
        return owner

    async def guest(self, name: str) -> Somebody:
        guest = self.server.somebody("10.0.0.2")
        assert (await guest.tell(SetProfile(name, key=secrets.token_urlsafe(16)))).ok
        await self.server.settled()
        return guest


@contextlib.asynccontextmanager
async def an_office(directory: Path, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Office]:
    async with a_people_server() as server:
        operations = {"people": server.people.operate, "rooms": RoomOperations(server.service).do}
        control = Control(operations, secrets.token_bytes)
        await control.start(directory, 8765)
        try:
            yield Office(server, directory, capsys)
        finally:
            await control.stop()


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def in_an_office(story: Callable[[Office], Awaitable[None]]) -> None:
        async def told() -> None:
            async with an_office(tmp_path, capsys) as office:
                await story(office)

        asyncio.run(told())

    return in_an_office


def test_people_are_listed_with_what_to_call_them_by(run: Run) -> None:
    async def story(office: Office) -> None:
        assert await office.order("people", "list") == (0, "Nobody.")
        await office.account()
        office.server.clock.pass_ms(1)
        guest = await office.guest("Bob")
        number = guest.session.person[:8]
        bob = f"Bob (#{number})  guest, 0 matches, last seen 2026-01-01"
        ann = "Ann  account, 0 matches, last seen 2026-01-01"
        assert await office.order("people", "list") == (0, f"{bob}\n{ann}")
        assert await office.order("people", "list", "nn") == (0, ann)
        assert await office.order("people", "list", "%") == (0, "Nobody.")
        assert await office.order("people", "list", "--page", "9" * 19) == (0, "Nobody.")

    run(story)


def test_a_password_that_was_forgotten_is_replaced(run: Run) -> None:
    async def story(office: Office) -> None:
        owner = await office.account()
        status, said = await office.order("people", "reset", "ann")
        assert (status, said.rpartition(": ")[0]) == (
            0,
            "Ann is logged out everywhere, and can log in with this password",
        )
        assert owner.session.person == ""
        assert await office.server.somebody().told_no(Login("Ann", PASSWORD)) == "BAD_LOGIN"
        assert (await office.server.somebody().tell(Login("Ann", said.rpartition(": ")[2]))).ok
        guest = await office.guest("Bob")
        assert await office.order("people", "reset", f"#{guest.session.person}") == (
            1,
            f"Bob (#{guest.session.person[:8]}) is a guest, who has no password.",
        )

    run(story)


def test_a_password_that_is_replaced_on_several_processes_is_the_one_that_was_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def story() -> None:
        async with contextlib.AsyncExitStack() as stack:
            servers = []
            for port in (8766, 8767):
                server = await stack.enter_async_context(a_people_server(people_file=str(tmp_path / "people.sqlite")))
                control = Control({"people": server.people.operate}, secrets.token_bytes)
                await control.start(tmp_path, port)
                stack.push_async_callback(control.stop)
                servers.append(server)
            office = Office(servers[0], tmp_path, capsys)
            owners = [await office.account(), servers[1].somebody()]
            assert (await owners[1].tell(Login("Ann", PASSWORD))).ok
            _, said = await office.order("people", "reset", "Ann")
            assert [owner.session.person for owner in owners] == ["", ""]
            assert (await servers[0].somebody().tell(Login("Ann", said.rpartition(": ")[2]))).ok

    asyncio.run(story())


def test_who_is_banned_is_hung_up_on_and_cannot_come_back(run: Run) -> None:
    async def story(office: Office) -> None:
        owner = await office.account()
        key = secrets.token_urlsafe(16)
        guest = office.server.somebody("10.0.0.2")
        await guest.tell(SetProfile("Bob", key=key))
        for name in ("Ann", f"#{guest.session.person}"):
            assert (await office.order("people", "ban", name))[0] == 0
        assert owner.closed
        assert guest.closed
        assert await office.server.somebody().told_no(Login("Ann", PASSWORD)) == "BANNED"
        assert await office.server.somebody().told_no(SetProfile(key=key)) == "BANNED"
        assert await office.order("people", "unban", "Ann") == (0, "Ann may come in again.")
        assert (await office.server.somebody().tell(Login("Ann", PASSWORD))).ok

    run(story)


def test_a_person_is_forgotten(run: Run) -> None:
    async def story(office: Office) -> None:
        await office.account()
        assert (await office.order("people", "delete", "Ann"))[0] == 0
        assert await office.order("people", "list") == (0, "Nobody.")
        assert await office.order("people", "delete", "Ann") == (
            1,
            "Nobody here is called Ann. `people list` has everybody.",
        )

    run(story)


def test_a_picture_is_removed(run: Run) -> None:
    async def story(office: Office) -> None:
        owner = await office.account()
        await owner.tell(SetProfile(picture="pup:snow"))
        await office.server.settled()
        assert await office.order("people", "remove-picture", "Ann") == (0, "Ann has no picture any more.")
        assert owner.session.picture is None
        assert await office.order("people", "remove-picture", "Ann") == (1, "Ann has no picture.")

    run(story)


def test_all_that_is_known_of_somebody_is_printed_but_for_secrets(run: Run) -> None:
    async def story(office: Office) -> None:
        await office.account()
        status, printed = await office.order("people", "export", "Ann")
        found = msgspec.json.decode(printed)
        assert status == 0
        assert found["person"]["username"] == "Ann"
        assert found["person"]["created_at"].startswith("2026-01-01T")
        assert [set(each) for each in found["sessions"]] == [{"person", "created_at", "seen_at", "expires_at"}]
        assert "argon2" not in printed

    run(story)


def test_no_table_in_which_somebody_is_named_is_forgotten() -> None:
    naming = {
        table.name
        for table in metadata.sorted_tables
        if any(key.column.table.name == "people" for key in table.foreign_keys) or "who" in table.c
    }
    # The guest who was merged into an account is a row of the same table.
    assert naming - {"people"} == {table.name for table in _OF_A_PERSON}


def test_rooms_are_listed_and_closed(run: Run) -> None:
    async def story(office: Office) -> None:
        assert await office.order("rooms", "list") == (0, "")
        host, guest = office.server.somebody(), office.server.somebody("10.0.0.2")
        code = (await host.tell(create_chess(name="Ann", private=True))).code or ""
        assert (await guest.tell(JoinGame(code, "Bob"))).ok
        assert await office.order("rooms", "list") == (0, f"{code}  chess waits, private, 2 of 2 here: Ann, Bob")
        assert await office.order("rooms", "close", code.lower()) == (0, f"Room {code} is closed.")
        assert guest.last(ShuttingDown).message == "Whoever runs this server has closed the room."
        assert host.closed
        assert guest.closed
        assert await office.order("rooms", "close", code) == (1, f"There is no room {code}.")

    run(story)


def test_nobody_gives_orders_without_the_secret(run: Run) -> None:
    async def story(office: Office) -> None:
        (file,) = office.directory.glob("control-*.json")
        place = msgspec.json.decode(file.read_bytes(), type=ControlAddress)
        if os.name == "posix":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
        async with aiohttp.ClientSession() as session:
            for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {place.secret[:-1]}0x"}):
                url = f"http://127.0.0.1:{place.port}/"
                async with session.post(url, json={"area": "people", "command": "list"}, headers=headers) as answer:
                    assert answer.status == 401

    run(story)


def test_the_file_is_gone_when_the_server_is(run: Run, tmp_path: Path) -> None:
    async def story(office: Office) -> None:
        assert await asyncio.to_thread(control_addresses, office.directory)

    run(story)
    assert not list(tmp_path.glob("control-*.json"))


def test_without_a_server_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Left by one that was killed.
    (tmp_path / "control-1.json").write_bytes(msgspec.json.encode(ControlAddress(1, "x")))
    (tmp_path / "control-2.json").write_bytes(b"{")
    assert commands.main(["people", "list", "--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"No server runs on {tmp_path}, or none that you may give orders to.\n"


def test_the_directory_may_be_said_by_the_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UNDERDOG_DATA", raising=False)
    assert commands.main(["rooms", "list"]) == 2
    assert (
        capsys.readouterr().err
        == "Say with --data DIR on which directory the server runs (its --control, if it has one).\n"
    )
    monkeypatch.setenv("UNDERDOG_DATA", str(tmp_path))
    assert commands.main(["rooms", "list"]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_what_a_killed_server_has_left_is_removed_by_the_next(run: Run, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        unused: int = free.getsockname()[1]
    left = tmp_path / "control-1.json"
    left.write_bytes(msgspec.json.encode(ControlAddress(unused, "x")))

    async def story(office: Office) -> None:
        assert not left.exists()
        assert await office.order("rooms", "list") == (0, "")

    run(story)

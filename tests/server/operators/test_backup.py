"""`underdog-server backup`, while the server runs; and the way back from a copy."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from netcode.messages import Chat, StartGame
from server.__main__ import main
from server.operators.backup import PEOPLE
from server.people.database import url_of_file
from server.people.outcomes import record
from server.store.database import FILE_NAME
from tests.helpers.chess_wire import board_of
from tests.helpers.disk import Disk
from tests.helpers.records import a_database, a_match
from tests.helpers.server import Client, two_in_a_room

if TYPE_CHECKING:
    from pathlib import Path


def keep_a_match(directory: Path, number: int, *people: str) -> None:
    """Put a match on record there, and be a running server's people until it is on disk."""

    async def keep() -> None:
        async with (
            a_database(url_of_file(directory / PEOPLE), *people) as database,
            database.writing() as connection,
        ):
            await record(connection, [a_match("ann", "bob", number=number)])

    asyncio.run(keep())


def matches_in(directory: Path) -> int:
    with closing(sqlite3.connect(directory / PEOPLE)) as people:
        count: int = people.execute("SELECT count(*) FROM matches").fetchone()[0]
        return count


def test_a_copy_of_a_running_server_can_be_gone_back_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    disk = Disk(tmp_path / "rooms")
    room = two_in_a_room(disk.service(), disk.clock)
    room.host.ask(StartGame())
    disk.pass_ms(3_001)
    room.play("e2e4", "e7e5")
    disk.written()
    keep_a_match(disk.directory, 1, "ann", "bob")
    copy = tmp_path / "copy"
    assert main(["backup", str(disk.directory), str(copy)]) == 0
    assert capsys.readouterr().out == f"1 room, 2 people, 1 match copied to {copy}\n"
    # The server goes on writing, and then it is killed.
    room.guest.ask(Chat("after the copy"))
    disk.written()
    keep_a_match(disk.directory, 2)
    assert disk.store.failing is None
    disk.kill()
    assert main(["restore", str(copy), str(disk.directory)]) == 0
    assert "before-restore-1" in capsys.readouterr().out
    disk.open()
    snapshot = Client(disk.service()).back(room.guest).snapshot
    assert snapshot is not None
    assert (board_of(snapshot).moves, snapshot.chat) == (["e2e4", "e7e5"], [])
    assert (matches_in(disk.directory), matches_in(disk.directory / "before-restore-1")) == (1, 2)
    assert caplog.text == ""
    disk.store.close()


def test_people_who_are_kept_elsewhere_are_copied_and_gone_back_to_there(tmp_path: Path) -> None:
    Disk(tmp_path / "rooms").store.close()
    (tmp_path / "elsewhere").mkdir()
    people, copy = f"--people-file={tmp_path / 'elsewhere' / PEOPLE}", str(tmp_path / "copy")
    assert main(["backup", str(tmp_path / "rooms"), copy, people]) == 2
    keep_a_match(tmp_path / "elsewhere", 1, "ann", "bob")
    assert main(["backup", str(tmp_path / "rooms"), copy, people]) == 0
    keep_a_match(tmp_path / "elsewhere", 2)
    assert main(["restore", copy, str(tmp_path / "rooms"), people]) == 0
    assert matches_in(tmp_path / "elsewhere") == 1
    assert not (tmp_path / "rooms" / PEOPLE).exists()


def test_nobody_goes_back_under_a_running_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = Disk(tmp_path / "rooms")
    disk.written()
    assert main(["backup", str(disk.directory), str(tmp_path / "copy")]) == 0
    before = sorted(disk.directory.iterdir())
    assert main(["restore", str(tmp_path / "copy"), str(disk.directory)]) == 2
    assert "another" in capsys.readouterr().err.lower()
    assert sorted(disk.directory.iterdir()) == before
    disk.store.close()


def test_what_is_no_copy_is_not_gone_back_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "copy").mkdir()
    assert main(["restore", str(tmp_path / "copy"), str(tmp_path / "rooms")]) == 2
    assert "is no copy" in capsys.readouterr().err
    assert not (tmp_path / "rooms").exists()


def test_a_copy_is_put_where_nothing_was_yet(tmp_path: Path) -> None:
    Disk(tmp_path / "rooms").store.close()
    assert main(["backup", str(tmp_path / "rooms"), str(tmp_path / "copy")]) == 0
    shutil.rmtree(tmp_path / "rooms")
    assert main(["restore", str(tmp_path / "copy"), str(tmp_path / "rooms")]) == 0
    Disk(tmp_path / "rooms").store.close()


@pytest.mark.parametrize(
    ("directory", "copy", "sentence"),
    [
        ("nowhere", "new", "There is no rooms.sqlite3 in"),
        ("rooms", "rooms", "is there already"),
        ("rooms", "nowhere/new", "Cannot copy"),
        ("others", "new", "belongs to another program"),
        ("othersthere", "new", "people.sqlite belongs to another program"),
    ],
)
def test_what_cannot_be_copied_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], directory: str, copy: str, sentence: str
) -> None:
    Disk(tmp_path / "rooms").store.close()
    Disk(tmp_path / "othersthere").store.close()
    (tmp_path / "others").mkdir()
    for path in (tmp_path / "others" / FILE_NAME, tmp_path / "othersthere" / PEOPLE):
        with closing(sqlite3.connect(path)) as others:
            others.execute("CREATE TABLE bookmarks (url)")
    before = (tmp_path / "rooms" / FILE_NAME).read_bytes()
    assert main(["backup", str(tmp_path / directory), str(tmp_path / copy)]) == 2
    assert sentence in capsys.readouterr().err
    assert (tmp_path / "rooms" / FILE_NAME).read_bytes() == before
    assert not list(tmp_path.glob("**/*new*"))

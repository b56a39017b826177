"""`underdog-server backup`, while the server runs; and the way back from a copy."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from netcode.messages import Chat, StartGame
from server.__main__ import main
from server.store.database import FILE_NAME
from tests.helpers.chess_wire import board_of
from tests.helpers.disk import Disk
from tests.helpers.server import Client, two_in_a_room

if TYPE_CHECKING:
    from pathlib import Path


def test_a_copy_of_a_running_server_can_be_gone_back_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    disk = Disk(tmp_path / "rooms")
    room = two_in_a_room(disk.service(), disk.clock)
    room.host.ask(StartGame())
    disk.pass_ms(3_001)
    room.play("e2e4", "e7e5")
    disk.written()
    copy = tmp_path / "copy.sqlite3"
    assert main(["backup", str(disk.directory), str(copy)]) == 0
    assert capsys.readouterr().out == f"1 room copied to {copy}\n"
    # The server goes on writing, and then its directory is lost.
    room.guest.ask(Chat("after the copy"))
    disk.written()
    assert disk.store.failing is None
    disk.kill()
    shutil.rmtree(disk.directory)
    disk.directory.mkdir()
    shutil.copyfile(copy, disk.directory / FILE_NAME)
    disk.open()
    snapshot = Client(disk.service()).back(room.guest).snapshot
    assert snapshot is not None
    assert (board_of(snapshot).moves, snapshot.chat) == (["e2e4", "e7e5"], [])
    assert caplog.text == ""
    disk.store.close()


@pytest.mark.parametrize(
    ("directory", "file", "sentence"),
    [
        ("nowhere", "new", "There is no rooms.sqlite3 in"),
        ("rooms", f"rooms/{FILE_NAME}", "is there already"),
        ("rooms", "nowhere/new", "Cannot copy"),
        ("others", "new", "belongs to another program"),
    ],
)
def test_what_cannot_be_copied_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], directory: str, file: str, sentence: str
) -> None:
    Disk(tmp_path / "rooms").store.close()
    (tmp_path / "others").mkdir()
    with sqlite3.connect(tmp_path / "others" / FILE_NAME) as others:
        others.execute("CREATE TABLE bookmarks (url)")
    others.close()
    before = (tmp_path / "rooms" / FILE_NAME).read_bytes()
    assert main(["backup", str(tmp_path / directory), str(tmp_path / file)]) == 2
    assert sentence in capsys.readouterr().err
    assert (tmp_path / "rooms" / FILE_NAME).read_bytes() == before
    assert not list(tmp_path.glob("**/*new*"))

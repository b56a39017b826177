"""The server inside the client, on real ports of this machine."""

from __future__ import annotations

import http
import http.client
import os
import shutil
import socket
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from game.client.net import hosting
from netcode import messages as m
from server.embed import EmbeddedServer
from tests.helpers.caller import Caller
from tests.helpers.chess_wire import create_chess
from tests.helpers.desktop import wait_for
from tests.helpers.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.config import Config

CONNECT_S = 60


def answers(port: int) -> bool:
    """Whether a server is well there."""
    asking = http.client.HTTPConnection(hosting.LOOPBACK, port, timeout=CONNECT_S)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status == http.HTTPStatus.OK
    except ConnectionRefusedError:
        return False
    finally:
        asking.close()


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server((hosting.LOOPBACK, 0)) as other:
        yield other.getsockname()[1]


def test_a_started_server_can_be_reached() -> None:
    server = hosting.start(lan=False, first_port=free_port())
    try:
        assert answers(server.port)
        assert server.url == f"http://{hosting.LOOPBACK}:{server.port}"
    finally:
        server.stop()


def test_a_port_in_use_makes_it_take_a_later_one(taken_port: int) -> None:
    server = hosting.start(lan=False, first_port=taken_port)
    try:
        assert taken_port < server.port < taken_port + hosting.PORTS_TO_TRY
    finally:
        server.stop()


def test_when_every_port_is_in_use_the_player_is_told_which(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosting, "PORTS_TO_TRY", 1)
    with pytest.raises(hosting.CannotHost, match=f"{taken_port} to {taken_port} are all in use.*try again"):
        hosting.start(lan=False, first_port=taken_port)


def test_a_system_that_does_not_let_us_listen_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(config: Config) -> EmbeddedServer:
        del config
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(EmbeddedServer, "start", forbidden)
    with pytest.raises(hosting.CannotHost, match="does not let Underdog host a match: Permission denied"):
        hosting.start(lan=False, first_port=free_port())


@pytest.mark.parametrize(("lan", "host"), [(True, hosting.EVERYWHERE), (False, hosting.LOOPBACK)])
def test_only_a_hosted_match_is_open_to_the_network(lan: bool, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(config: Config) -> object:
        asked.append(config.host)
        return object()

    monkeypatch.setattr(EmbeddedServer, "start", note)
    hosting.start(lan=lan)
    assert asked == [host]


def test_the_local_server_ends_with_its_context(monkeypatch: pytest.MonkeyPatch) -> None:
    # Another test may host on the usual port as soon as it is free.
    monkeypatch.setattr(hosting, "start", partial(hosting.start, first_port=free_port()))
    with hosting.local_server() as url:
        port = int(url.rpartition(":")[2])
        assert answers(port)
    assert not answers(port)


def test_a_stopped_server_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    hosting.start(lan=False, first_port=free_port()).stop()
    assert not {thread for thread in set(threading.enumerate()) - before if thread.is_alive()}


# --- a table that outlives its program --------------------------------------------------------------------


def a_room_at(url: str) -> tuple[Caller, m.ActionSuccess]:
    caller = Caller(url)
    return caller, caller.ask(create_chess(name="Ann"))


def test_the_rooms_of_a_killed_program_are_there_again(tmp_path: Path) -> None:
    table, killed = tmp_path / "tables" / "one", tmp_path / "tables" / "two"
    server = hosting.start(lan=False, first_port=free_port(), table=table)
    caller, seat = a_room_at(server.url)
    # Relaxed: on disk 50 ms after the answer at the latest.
    wait_for(lambda: list(table.glob("*")) and b"Ann" in b"".join(each.read_bytes() for each in table.glob("*")), "Ann")
    shutil.copytree(table, killed)
    caller.transport.close()
    server.stop()
    again = hosting.resume(lan=False, port=server.port, table=killed)
    caller = Caller(again.url)
    try:
        assert caller.ask(m.Rejoin(seat.code or "", seat.pid or 0, seat.token or "")).ok
    finally:
        caller.transport.close()
        again.stop()


def test_a_server_that_is_stopped_takes_its_rooms_with_it_and_says_so(tmp_path: Path) -> None:
    server = hosting.start(lan=False, first_port=free_port(), table=tmp_path / "tables" / "one")
    caller, _ = a_room_at(server.url)
    server.stop()
    assert not caller.notice(m.ShuttingDown).kept
    caller.transport.close()
    assert list((tmp_path / "tables").iterdir()) == []


def test_a_folder_that_cannot_be_used_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    server = hosting.start(lan=False, first_port=free_port(), table=tmp_path / "file" / "one")
    try:
        assert answers(server.port)
    finally:
        server.stop()


def test_what_killed_programs_have_left_goes_after_a_while(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for table in (old, new):
        table.mkdir()
        (table / "rooms").write_text("")
    os.utime(old / "rooms", (0, 0))
    hosting.start(lan=False, first_port=free_port(), table=tmp_path / "mine").stop()
    assert [table.name for table in tmp_path.iterdir()] == ["new"]


def test_a_port_that_somebody_else_has_by_now_is_named(taken_port: int, tmp_path: Path) -> None:
    with pytest.raises(hosting.CannotHost, match=str(taken_port)):
        hosting.resume(lan=False, port=taken_port, table=tmp_path / "one")

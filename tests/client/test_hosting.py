"""The server inside the client, on real ports of this machine."""

from __future__ import annotations

import http
import http.client
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from game.client import hosting
from server.embed import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.config import Config

CONNECT_S = 5


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
    server = hosting.start(lan=False)
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
        hosting.start(lan=False)


@pytest.mark.parametrize(("lan", "host"), [(True, hosting.EVERYWHERE), (False, hosting.LOOPBACK)])
def test_only_a_hosted_match_is_open_to_the_network(lan: bool, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(config: Config) -> None:
        asked.append(config.host)

    monkeypatch.setattr(EmbeddedServer, "start", note)
    hosting.start(lan=lan)
    assert asked == [host]


def test_the_local_server_ends_with_its_context() -> None:
    with hosting.local_server() as url:
        port = int(url.rpartition(":")[2])
        assert answers(port)
    assert not answers(port)


def test_a_stopped_server_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    hosting.start(lan=False).stop()
    assert not {thread for thread in set(threading.enumerate()) - before if thread.is_alive()}

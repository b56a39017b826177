"""Listening: on which addresses, and what becomes of sockets that cannot be taken."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from typing import TYPE_CHECKING, Any, cast

import pytest

from server.app import SERVICE
from server.gateways import acceptor
from server.gateways.acceptor import listening_sockets
from tests.helpers.wire import a_place

if TYPE_CHECKING:
    from collections.abc import Iterator


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((host, port), timeout=240).close()
    except OSError:
        return False
    return True


@pytest.fixture
def bound(request: pytest.FixtureRequest) -> Iterator[list[socket.socket]]:
    try:
        sockets = listening_sockets(request.param, 0)
    except OSError as error:
        pytest.skip(f"this machine has no such address: {error}")
    yield sockets
    for each in sockets:
        each.close()


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no socket of this system takes both families")
@pytest.mark.parametrize("bound", ["::"], indirect=True)
def test_all_addresses_of_ipv6_are_those_of_ipv4_too(bound: list[socket.socket]) -> None:
    port = bound[0].getsockname()[1]
    assert (answers("127.0.0.1", port), answers("::1", port)) == (True, True)


@pytest.mark.parametrize("bound", ["localhost"], indirect=True)
def test_a_name_with_several_addresses_is_listened_to_on_one_port(bound: list[socket.socket]) -> None:
    ports = {each.getsockname()[1] for each in bound}
    assert len(ports) == 1
    assert answers("localhost", ports.pop())


def test_a_taken_port_leaves_nothing_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(OSError, match="in use"):
        listening_sockets("127.0.0.1", other.getsockname()[1])


class OpenDoor:
    """Lets everybody in, and notes who is gone again."""

    def __init__(self) -> None:
        self.accepted: list[socket.socket] = []
        self.left: list[object] = []

    def accept(self, connection: socket.socket, _host: str, _server: object) -> asyncio.Protocol:
        self.accepted.append(connection)
        return asyncio.Protocol()

    def gone(self, handler: object) -> None:
        self.left.append(handler)


def test_a_socket_that_comes_in_the_very_moment_of_the_end_is_closed() -> None:
    """Its task is cancelled before it has begun, and so can close nothing."""

    async def run() -> OpenDoor:
        door: Any = OpenDoor()
        listening = acceptor.Acceptor(door, cast("Any", None), None, 5)
        port = listening.listen("127.0.0.1", 0)
        with socket.create_connection(("127.0.0.1", port)):
            listening._accept(listening._sockets[0])
            await listening.close()
        return cast("OpenDoor", door)

    door = asyncio.run(run())
    assert [each.fileno() for each in door.accepted] == [-1]
    assert len(door.left) == 1


def test_an_address_of_another_machine_is_refused_in_the_systems_words() -> None:
    with pytest.raises(OSError, match=r"Cannot assign requested address$|not valid in its context$"):
        listening_sockets("203.0.113.9", 0)


def test_a_system_without_descriptors_is_waited_for_and_told_of(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(acceptor, "EXHAUSTED_S", 0.01)

    async def run() -> None:
        async with a_place() as place:
            accept, failures = socket.socket.accept, [errno.EMFILE, errno.ECONNABORTED]

            def failing(listening: socket.socket) -> Any:
                if not failures:
                    return accept(listening)
                raise OSError(failures.pop(0), "no")

            monkeypatch.setattr(socket.socket, "accept", failing)
            for _ in range(4):
                try:
                    async with place.session.get(f"{place.url}/healthz") as response:
                        assert response.status == 200
                except OSError:
                    continue
            assert not failures
            assert place.app[SERVICE].meters.turned_away["descriptors"] == 1

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    assert [record.reason for record in caplog.records if hasattr(record, "reason")] == ["descriptors"]

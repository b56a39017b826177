"""By which names a server may be called: its own, and no stranger's that happens to point here (DNS rebinding)."""

from __future__ import annotations

import asyncio
import socket

import pytest

from server.config import Config
from server.gateways.origins import Hosts, Origins
from tests.helpers.wire import a_place

REBOUND = "rebind.example:8765"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8765", "192.168.1.20", "[::1]:8765", "[fe80::1%25eth0]:8765", "LOCALHOST:8765", "localhost.",
        "den", "den:8765", "den.local:8765", "den.home.example", "play.example.org", "pages.example:9", "front.example",
    ],
)  # fmt: skip
def test_names_that_are_the_servers_own(host: str) -> None:
    config = Config(
        names="play.example.org, other.example", origins="https://pages.example", advertise="https://front.example:8443"
    )
    assert Hosts(config, "den.home.example").knows(host)


@pytest.mark.parametrize(
    "host",
    [
        REBOUND, "localhost.rebind.example", "den.rebind.example", "127.0.0.1.rebind.example", "1.2.3", "0x7f000001",
        "[rebind.example]", "", "play.example.org",
    ],
)  # fmt: skip
def test_names_that_are_not(host: str) -> None:
    assert not Hosts(Config(), "den.home.example").knows(host)


def test_who_lets_every_page_in_answers_to_every_name() -> None:
    assert Hosts(Config(origins="*"), "den").knows(REBOUND)


def test_this_machines_name_is_known_without_being_told() -> None:
    assert Hosts(Config()).knows(f"{socket.gethostname().lower()}:8765")


@pytest.mark.parametrize(
    ("method", "path", "upgrade"),
    [
        ("GET", "/rooms", False),
        ("POST", "/rooms/create", False),
        ("GET", "/healthz", False),
        ("GET", "/rooms/ABCD", True),
        ("GET", "/socket.io/?EIO=4&transport=websocket", True),
    ],
)
def test_a_page_that_has_bound_its_name_to_this_address_gets_nothing(method: str, path: str, *, upgrade: bool) -> None:
    headers = {"Host": REBOUND, "Origin": f"http://{REBOUND}"}
    if upgrade:
        headers |= {
            "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        }  # fmt: skip

    async def run() -> None:
        async with (
            a_place() as place,
            place.session.request(method, place.url + path, headers=headers) as response,
        ):
            told = await response.json()
            assert (response.status, told["error"]) == (421, "MISDIRECTED_REQUEST")
            assert "rebind.example" in told["message"]
            assert "--names" in told["message"]

    asyncio.run(run())


def test_a_program_that_names_no_host_is_let_in() -> None:
    async def run() -> None:
        async with a_place() as place:
            reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
            writer.write(b"GET /healthz HTTP/1.0\r\n\r\n")
            assert b" 200 " in await reader.readline()
            writer.close()

    asyncio.run(run())


def test_pages_of_an_advertised_address_are_own_pages() -> None:
    origins = Origins(Config(advertise="https://front.example"))
    assert origins.allow("https://front.example", "10.0.0.1:8765")
    assert not origins.allow("https://other.example", "10.0.0.1:8765")

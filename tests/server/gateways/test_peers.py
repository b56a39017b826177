"""Who counts as one address, and which web pages are let in."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request

from server.config import Config
from server.gateways.peers import Origins, neighbourhood, peer
from tests.helpers.wire import a_place

ELSEWHERE = "https://elsewhere.example"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("10.0.0.1", "::ffff:10.0.0.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("fe80::1%eth0", "fe80::2%eth0", False),
        ("fd00::1", "fd00::2", False),
        ("", "nonsense", False),
    ],
)
def test_neighbours(one: str, other: str, same: bool) -> None:
    assert (neighbourhood(one) == neighbourhood(other)) is same


@pytest.mark.parametrize(
    ("proxies", "hops", "wanted"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9, 10.1.1.1", "9.9.9.9"),
        (2, "9.9.9.9", "10.0.0.1"),
        (1, "x" * 9000, "x" * 45),
    ],
)
def test_only_so_many_hops_are_believed(proxies: int, hops: str, wanted: str) -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": hops}).clone(remote="10.0.0.1")
    assert peer(request, proxies) == wanted


@pytest.mark.parametrize(
    ("listed", "origin", "host", "allowed"),
    [
        ("", None, "play.example", True),
        ("", "https://play.example", "play.example", True),
        ("", "http://localhost:8765", "LOCALHOST:8765", True),
        ("", ELSEWHERE, "play.example", False),
        ("", "http://localhost:9999", "localhost:8765", False),
        ("", "null", "play.example", False),
        ("https://a.example, https://elsewhere.example/", ELSEWHERE, "play.example", True),
        ("*", "null", "play.example", True),
    ],
)
def test_pages_of_other_sites_need_permission(listed: str, origin: str | None, host: str, allowed: bool) -> None:
    assert Origins(Config(origins=listed)).allow(origin, host) is allowed


@pytest.mark.parametrize("path", ["/rooms", "/rooms/ABCD", "/socket.io/?EIO=4&transport=websocket"])
def test_a_foreign_page_gets_nothing(path: str) -> None:
    async def run() -> None:
        async with (
            a_place() as place,
            place.session.get(place.url + path, headers={"Origin": ELSEWHERE}) as response,
        ):
            assert (response.status, (await response.json())["error"]) == (403, "FORBIDDEN")

    asyncio.run(run())


def test_a_foreign_page_opens_no_room() -> None:
    async def run() -> None:
        async with a_place() as place:
            url = f"{place.url}/rooms/create"
            async with place.session.post(url, data=b"{}", headers={"Origin": ELSEWHERE}) as response:
                assert response.status == 403
            async with place.session.get(f"{place.url}/rooms") as response:
                assert (await response.json())["games"] == []

    asyncio.run(run())


@pytest.mark.parametrize(("method", "status"), [("OPTIONS", 204), ("POST", 200)])
def test_a_listed_page_may_ask_and_read(method: str, status: int) -> None:
    async def run() -> None:
        async with a_place(origins=ELSEWHERE) as place:
            ask: Any = place.session.request
            async with ask(method, f"{place.url}/rooms/create", headers={"Origin": ELSEWHERE}) as response:
                assert response.status == status
                assert response.headers["Access-Control-Allow-Origin"] == ELSEWHERE

    asyncio.run(run())


def test_an_own_page_plays_over_a_websocket() -> None:
    async def run() -> None:
        async with a_place() as place:
            async with place.session.post(f"{place.url}/rooms/create") as response:
                code = (await response.json())["code"]
            async with place.session.ws_connect(f"{place.url}/rooms/{code}", origin=place.url) as socket:
                assert '"ok":true' in (await socket.receive_str())

    asyncio.run(run())

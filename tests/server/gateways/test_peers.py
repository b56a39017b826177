"""Who counts as one address, and which web pages are let in."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request

from server.addresses import neighbourhood
from server.config import Config
from server.gateways.origins import Origins
from server.gateways.peers import Proxies
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
        ("::1", "::2", False),
        ("", "nonsense", False),
    ],
)
def test_neighbours(one: str, other: str, same: bool) -> None:
    assert (neighbourhood(one) == neighbourhood(other)) is same


TRUSTED = "10.0.0.0/8, fd00::/8"


def seen_from(remote: str, trusted: str, headers: dict[str, str]) -> str:
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=remote)
    return Proxies(Config(trusted_proxies=trusted)).peer(request)


@pytest.mark.parametrize(
    ("hops", "wanted"),
    [
        ("9.9.9.9", "9.9.9.9"),
        ("6.6.6.6, 9.9.9.9", "9.9.9.9"),
        ("6.6.6.6, 9.9.9.9, 10.1.1.1", "9.9.9.9"),
        ("9.9.9.9:4711", "9.9.9.9"),
        ("[2001:db8::1]:4711", "2001:db8::/64"),
        ("2001:db8::1", "2001:db8::/64"),
        ("::ffff:9.9.9.9", "9.9.9.9"),
        ("9.9.9.9, unknown", "10.0.0.1"),
        ("9.9.9.9, nonsense, 10.1.1.1", "10.1.1.1"),
        ("10.2.2.2, 10.1.1.1", "10.2.2.2"),
        ("x" * 9000, "10.0.0.1"),
        ("", "10.0.0.1"),
    ],
)
def test_a_trusted_proxy_tells_who_somebody_is(hops: str, wanted: str) -> None:
    assert seen_from("10.0.0.1", TRUSTED, {"X-Forwarded-For": hops}) == wanted


@pytest.mark.parametrize(
    ("forwarded", "wanted"),
    [
        ("for=9.9.9.9", "9.9.9.9"),
        ("for=6.6.6.6, for=9.9.9.9;proto=https;by=10.0.0.1", "9.9.9.9"),
        ('For="[2001:db8::1]:4711";host="a,b;c"', "2001:db8::/64"),
        ('for="9.9.9.9:80", for="[fd00::2]"', "9.9.9.9"),
        ('for=_hidden, for="_secret"', "10.0.0.1"),
        ("proto=https", "10.0.0.1"),
        ('for="\\9.9.9.9"', "9.9.9.9"),
        (";;;,,=", "10.0.0.1"),
    ],
)
def test_forwarded_is_read_as_rfc_7239_writes_it(forwarded: str, wanted: str) -> None:
    assert seen_from("10.0.0.1", TRUSTED, {"Forwarded": forwarded}) == wanted


@pytest.mark.parametrize(
    ("remote", "headers", "secure"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("10.0.0.9", {}, False),
        # A proxy on this machine that nobody has declared.
        ("127.0.0.1", {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https"}, False),
        ("127.0.0.1", {"Forwarded": "for=1.2.3.4"}, False),
        # Anybody can say so.
        ("10.0.0.9", {"X-Forwarded-Proto": "https"}, False),
        ("10.0.0.9", {"Forwarded": "for=1.2.3.4;proto=https"}, False),
        # A proxy of ours may.
        ("10.0.0.1", {"X-Forwarded-Proto": "https"}, True),
        ("10.0.0.1", {"X-Forwarded-Proto": "http"}, False),
        ("10.0.0.1", {"Forwarded": "for=1.2.3.4;proto=https"}, True),
        ("10.0.0.1", {"Forwarded": 'For=1.2.3.4; Proto="https"'}, True),
        ("10.0.0.1", {"Forwarded": "for=1.2.3.4;proto=http"}, False),
        ("10.0.0.1", {"X-Forwarded-For": "1.2.3.4"}, False),
        # On this machine, but for somebody who is elsewhere.
        ("127.0.0.2", {"X-Forwarded-For": "1.2.3.4"}, False),
    ],
)
def test_whether_a_line_can_be_read_on_its_way(remote: str, headers: dict[str, str], secure: bool) -> None:
    proxies = Proxies(Config(trusted_proxies="10.0.0.1, 127.0.0.2"))
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=remote)
    assert proxies.secures(request) == secure


def test_headers_that_disagree_are_believed_neither() -> None:
    """A proxy adds to the one and may pass on the other as it came from somebody who lies."""
    told = {"Forwarded": "for=6.6.6.6", "X-Forwarded-For": "9.9.9.9"}
    assert seen_from("10.0.0.1", TRUSTED, told) == "10.0.0.1"
    assert seen_from("10.0.0.1", TRUSTED, {**told, "Forwarded": "for=9.9.9.9"}) == "9.9.9.9"


def test_what_a_stranger_says_of_himself_is_not_believed_and_noted_once(caplog: pytest.LogCaptureFixture) -> None:
    proxies = Proxies(Config(trusted_proxies=TRUSTED))
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": "6.6.6.6"}).clone(remote="7.7.7.7")
    assert [proxies.peer(request) for _ in range(3)] == ["7.7.7.7"] * 3
    assert [record.getMessage().count("--trusted-proxies") for record in caplog.records] == [1]


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

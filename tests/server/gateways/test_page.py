"""The page over HTTP: where it is, what it may do in a browser, how it is kept, and what it weighs."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import re
from typing import TYPE_CHECKING, Any

import pytest

from netcode.messages import EMOTES
from server.gateways import page
from server.web.site import site
from tests.helpers.wire import RunningServer, a_place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

MOST_BYTES = 120 * 1024
# What a browser asks for before anybody touches the page: all code and style, three fonts, and a match's pieces.
MOST_LATER_BYTES = {"quiz": 44 * 1024, "replay": 14 * 1024, "people": 24 * 1024}
FIRST_LOAD = (
    r"js/[^/]*|css/page\.css|catalogue\.json|pieces/.*|fonts/(fredoka-600-page|inter-500-page|inter-700-page)\.woff2|pictures/(icon|pup_happy)\.svg"
    r"|icons/(crown|chat|flag|again|sound|door|handshake|cross)\.svg"
)


def get(path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What a server answers, as it is."""

    async def ask(place: RunningServer) -> tuple[int, dict[str, str], bytes]:
        async with place.session.get(f"{place.url}{path}", headers=headers, auto_decompress=False) as answer:
            return answer.status, dict(answer.headers), await answer.read()

    found: tuple[int, dict[str, str], bytes] = run(ask)
    return found


def run(script: Callable[[RunningServer], Awaitable[Any]], **limits: Any) -> Any:
    async def at_a_place() -> Any:
        async with a_place(**limits) as place:
            return await script(place)

    return asyncio.run(at_a_place())


@pytest.mark.parametrize(("path", "root"), [("/", "./"), ("/join/WOLF", "../"), ("/watch/WOLF?key=x", "../")])
def test_every_address_of_the_page_leads_to_the_same_root(path: str, root: str) -> None:
    """So that all of it works below any path of a reverse proxy."""
    status, headers, body = get(path)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert f'<base href="{root}">' in body.decode()
    addresses = re.findall(r'(?:href|src)="([^"]*)"', body.decode())
    assert all(not each.startswith(("/", "http")) for each in addresses)


def test_a_code_typed_behind_the_address_leads_to_the_rooms_door() -> None:
    async def follow(place: RunningServer) -> list[str]:
        found = []
        for typed in ("klmn", "KLMNPQ"):
            async with place.session.get(f"{place.url}/{typed}") as answer:
                assert answer.status == 200
                found.append(answer.url.path)
        return found

    assert run(follow) == ["/join/KLMN", "/join/KLMNPQ"]


@pytest.mark.parametrize("path", ["/rooms", "/people", "/quiz"])
def test_addresses_as_short_as_a_code_stay_what_they_are(path: str) -> None:
    assert get(path)[0] == 200


def test_the_page_may_load_and_reach_nothing_but_its_own_server() -> None:
    _, headers, body = get("/")
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert re.fullmatch(r"'self' ws://127\.0\.0\.1:\d+ wss://127\.0\.0\.1:\d+", policy["connect-src"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(rb"<script>|<style|\sstyle=|\son\w+=", body)


def test_other_processes_that_rooms_may_move_to_can_be_reached() -> None:
    async def ask(place: RunningServer) -> str:
        async with place.session.get(place.url) as answer:
            return answer.headers["Content-Security-Policy"]

    assert "wss://two.example" in run(ask, advertise="https://two.example")


def test_a_host_that_is_no_name_gets_into_no_header() -> None:
    async def ask(place: RunningServer) -> str:
        async with place.session.get(place.url, headers={"Host": "evil; script-src *"}) as answer:
            return answer.headers["Content-Security-Policy"]

    assert "evil" not in run(ask, origins="*")


def test_files_may_be_kept_for_ever_and_those_of_another_version_are_not_there() -> None:
    status, headers, _ = get(f"/static/{site().version}/js/main.js")
    assert status == 200
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert get("/static/0123456789ab/js/main.js")[0] == 404
    assert get(f"/static/{site().version}/js/../../app.py")[0] == 404
    assert get("/")[1]["Cache-Control"] == "no-cache"


def test_texts_come_compressed_to_whoever_can_read_that() -> None:
    path = f"/static/{site().version}/css/page.css"
    _, headers, packed = get(path, **{"Accept-Encoding": "gzip"})
    _, plainly, plain = get(path, **{"Accept-Encoding": "identity"})
    assert headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plainly
    assert gzip.decompress(packed) == plain
    assert headers["Vary"] == "Accept-Encoding"


def test_the_first_load_is_light() -> None:
    wanted = {path: file for path, file in site().files.items() if re.fullmatch(FIRST_LOAD, path)}
    size = sum(len(file.gzipped or file.body) for file in wanted.values())
    assert {"js/main.js", "fonts/inter-700-page.woff2", "pieces/wK.svg"} <= set(wanted)
    assert size <= MOST_BYTES, f"{size / 1024:.0f} KB"


def test_what_the_first_look_needs_is_asked_for_before_what_can_wait() -> None:
    """Through a thin line all that is asked for shares it, and nothing is painted before the style is there."""
    links = re.findall(r"<link [^>]*>", get("/")[2].decode())
    style = next(i for i, each in enumerate(links) if 'rel="stylesheet"' in each)
    preloads = [i for i, each in enumerate(links) if "preload" in each]
    assert preloads
    assert style < min(preloads)
    assert all('fetchpriority="low"' in links[i] for i in preloads)


@pytest.mark.parametrize(("part", "most"), MOST_LATER_BYTES.items())
def test_what_not_everybody_opens_costs_nothing_before_and_little_then(part: str, most: int) -> None:
    files = site().files
    parts = {path: file for path, file in files.items() if re.fullmatch(rf"js/{part}/.*|css/{part}\.css", path)}
    assert {f"js/{part}/view.js", f"css/{part}.css"} <= set(parts)
    assert sum(len(file.gzipped or file.body) for file in parts.values()) <= most
    html = get("/")[2].decode()
    assert "js/main.js" in html
    assert not any(path in html for path in parts)


@pytest.mark.parametrize(
    "path", ["/quiz", "/host/WOLF", "/screen/WOLF", "/replay/x", "/account", "/people", "/people/Ann"]
)
def test_other_addresses_have_the_page_too(path: str) -> None:
    assert get(path)[2].count(b"<main") == 1


def test_every_pack_of_questions_can_be_chosen() -> None:
    packs = json.loads(site().files["packs.json"].body)
    assert len(packs) >= 4
    for pack in packs:
        assert json.loads(site().files[f"packs/{pack['file']}"].body)["title"] == pack["title"]


def test_a_link_is_drawn_as_a_qr_code() -> None:
    status, headers, body = get("/qr.svg?link=http%3A%2F%2F192.168.1.20%3A8700%2Fjoin%2FWOLF")
    assert (status, headers["Content-Type"]) == (200, "image/svg+xml")
    assert body.startswith(b"<svg")


def test_a_big_screen_on_the_servers_own_machine_learns_how_others_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "announced_addresses", lambda _host: ["192.168.1.20", "127.0.0.1"])
    assert json.loads(get("/addresses")[2]) == {"addresses": ["192.168.1.20"]}


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "http://" + "a" * 300])
def test_what_is_no_link_is_not_drawn(link: str) -> None:
    assert get(f"/qr.svg?link={link}")[0] == 400


def test_the_catalogue_has_a_picture_for_every_upgrade_and_every_emote() -> None:
    files = site().files
    told = json.loads(files["catalogue.json"].body)
    assert told["emotes"] == list(EMOTES)
    for emote in EMOTES:
        assert f"pictures/emotes/{emote}.svg" in files
    for upgrade in told["upgrades"].values():
        assert upgrade["name"]
        assert upgrade["picture"] or f"pictures/{upgrade['emblem']['picture']}.svg" in files


def test_an_error_in_the_page_is_logged_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    async def report(place: RunningServer) -> int:
        told = {"message": "x is undefined\nERROR forged", "where": "main.js:1"}
        async with place.session.post(f"{place.url}/page-errors", json=told) as answer:
            return answer.status

    with caplog.at_level(logging.WARNING, "server.gateways.page"):
        assert run(report) == 204
    assert [record.getMessage() for record in caplog.records] == ["the page broke: x is undefined ERROR forged"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"message": 7}', b"\xff", b"[" * 4000, b"x" * 9000])
def test_a_report_that_is_none_is_refused(body: bytes) -> None:
    async def report(place: RunningServer) -> int:
        async with place.session.post(f"{place.url}/page-errors", data=body) as answer:
            return answer.status

    assert run(report) == 400


def test_reports_are_limited_by_address() -> None:
    async def report(place: RunningServer) -> list[int]:
        statuses = []
        for _ in range(4):
            async with place.session.post(f"{place.url}/page-errors", json={}) as answer:
                statuses.append(answer.status)
        return statuses

    assert run(report, requests_per_s=0.01, requests_burst=2) == [204, 204, 429, 429]


def test_the_list_that_home_shows_tells_of_each_game_under_its_name_as_on_the_wire() -> None:
    async def ask(place: RunningServer) -> Any:
        asked = {"spectators": True, "base_seconds": 120, "watch_delay": 10}
        async with place.session.post(f"{place.url}/rooms/create", json=asked) as made:
            assert made.ok
        async with place.session.get(f"{place.url}/rooms") as answer:
            return await answer.json()

    (line,) = run(ask)["games"]
    assert line["chess"] == {"best_of": 3, "base_seconds": 120, "watch_delay": 10, "over": False}
    assert "part" not in line

"""Phones against the window, behind a reverse proxy, by a LAN name, and ten rooms of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.helpers.desktop import Player, a_desktop, require_desktop
from tests.helpers.patient import PatientServer
from tests.helpers.phones import Pair, Phone, a_browser
from tests.helpers.reverseproxy import below

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.journey, pytest.mark.slow]

WINDOW = (1024, 640)
NAME = "lan.test"
ROOMS = 10


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser(f"--host-resolver-rules=MAP {NAME} 127.0.0.1") as browser:
        yield browser


def test_a_phone_plays_against_the_window(browser: Browser, tmp_path: Path) -> None:
    """Ada hosts from the menu of the real program; Bo comes with a phone and her code."""
    require_desktop()
    with a_desktop(WINDOW[0], WINDOW[1] + 60) as desktop:
        ada = Player(desktop, tmp_path, "Ada", (0, 0), WINDOW)
        try:
            ada.leave_home("Host a match")
            ada.click("Start hosting")
            lobby = ada.scene("lobby")
            port = re.search(r":(\d+)", lobby["address"])
            bo = Phone(browser, f"http://127.0.0.1:{port[1] if port else 8765}/", "Bo")
            bo.join(f"{bo.root}join/{lobby['code']}")
            ada.click("Start")
            bo.sees_the_game()
            ada_has_white = not bo.has_white
            if ada_has_white:
                ada.move("e2e4")
                bo.sees_ply(1)
                bo.tap("e7", "e5")
            else:
                bo.tap("e2", "e4")
                ada.until(lambda seen: seen.get("ply") == 1, "the phone's move")
                ada.move("e7e5")
            bo.sees_ply(2)
            ada.until(lambda seen: seen.get("ply") == 2, "both moves")
            desktop.screenshot("phones-6-the-window")
            bo.screenshot("phones-7-against-the-window")
            bo.resign()
            bo.page.locator(".draft button.card").first.wait_for()
            ada.until(lambda seen: seen.get("phase") == "draft", "the draft")
            bo.page.wait_for_timeout(400)
            bo.page.locator(".draft button.card").first.tap()
            bo.page.locator(".title", has_text="Game 2").wait_for()
            bo.close()
        finally:
            ada.kill()


@pytest.mark.parametrize("tls", [False, True])
def test_all_of_it_works_below_a_path_of_a_reverse_proxy(browser: Browser, tmp_path: Path, *, tls: bool) -> None:
    server = PatientServer(tmp_path, *(["--public", "--trusted-proxies=127.0.0.1", "--names=localhost"] if tls else []))
    try:
        with below("/games/underdog/", server.url, tls=tls) as root:
            pair = Pair(browser, root, ignore_https_errors=tls)
            assert pair.host.page.evaluate("() => location.protocol") == ("https:" if tls else "http:")
            assert pair.link.startswith(root)
            pair.play("e2e4", "e7e5")
            pair.black.page.reload()
            pair.black.sees_ply(2)
            assert all(
                each.startswith((root, f"ws{root[4:]}", "data:")) for each in (*pair.host.asked, *pair.guest.asked)
            )
            pair.close()
    finally:
        server.clear_away()


def test_a_name_on_the_network_works_over_plain_http_and_others_are_turned_away(
    browser: Browser, tmp_path: Path
) -> None:
    """As a phone sees it: no secure context, so no clipboard, and nothing on the page needs one."""
    server = PatientServer(tmp_path, f"--names={NAME}")
    try:
        pair = Pair(browser, f"http://{NAME}:{server.port}/")
        assert pair.host.page.evaluate("() => isSecureContext") is False
        pair.play("e2e4")
        pair.close()
        host = Phone(browser, f"http://{NAME}:{server.port}/", "Cem")
        host.host()
        host.page.get_by_role("button", name="Copy link").tap()
        host.page.locator(".invitation .quiet", has_text=re.compile("opied|copy it")).wait_for()
        host.close()
    finally:
        server.clear_away()


def test_a_name_that_the_server_does_not_have_gets_no_page(browser: Browser, tmp_path: Path) -> None:
    server = PatientServer(tmp_path)
    try:
        phone = Phone(browser, f"http://{NAME}:{server.port}/", "Cem")
        answer = phone.page.goto(phone.root)
        assert answer is not None
        assert answer.status == 421
        phone.close()
    finally:
        server.clear_away()


def test_ten_rooms_of_phones_play_side_by_side(browser: Browser, tmp_path: Path) -> None:
    server = PatientServer(tmp_path)
    try:
        pairs: list[Pair] = []
        for i in range(ROOMS):
            first = pairs[0] if pairs else None
            pairs.append(Pair(browser, f"{server.url}/", (f"Ann {i}", f"Bob {i}"), start=False, beside=first))
        for pair in pairs:
            pair.host.start()
        for pair in pairs:
            pair.host.sees_the_game()
            pair.guest.sees_the_game()
        for move in ("e2e4", "e7e5", "g1f3"):
            for pair in pairs:
                pair.play(move)
        for pair in pairs:
            pair.close()
    finally:
        server.clear_away()

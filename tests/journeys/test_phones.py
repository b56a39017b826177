"""The page in real browsers, played by touch: whole matches, and everything that can befall a phone in the middle."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.helpers.patient import PatientServer
from tests.helpers.phones import Pair, Phone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.journey

MARKUP = "<img src onerror=a>"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PatientServer]:
    server = PatientServer(tmp_path, "--cards=trotters,recruit,siege")
    yield server
    server.clear_away()


@pytest.mark.slow
def test_two_phones_play_a_best_of_3_by_touch(browser: Browser, server: PatientServer) -> None:
    """Taps, a drag and a premove; a checkmate; the draft, whose card works in the next game; chat, and a rematch. Names
    and talk with markup stay text, and nothing is asked of any other server.
    """
    pair = Pair(browser, f"{server.url}/", ("Ann", MARKUP))
    loser, winner = pair.white, pair.black
    pair.play("f2f3", "e7e5")
    # Out of turn: it is kept, and made when White has moved.
    with loser.sees_meanwhile(".over .panel", "Checkmate!"), winner.sees_meanwhile(".over .panel", "Checkmate!"):
        winner_premoves(pair)
    loser.screenshot("phones-1-checkmate")

    loser.page.locator(".draft button.card").nth(2).wait_for()
    assert winner.page.locator(".draft button.card").count() == 0, "the winner looks on"
    winner.page.locator(".draft .card", has_text="Trotters").wait_for()
    loser.screenshot("phones-2-draft")
    # A press in the first moment would not count: it could have been meant for something else.
    loser.page.wait_for_timeout(400)
    loser.page.locator(".draft .card", has_text="Trotters").tap()
    winner.page.locator(".draft .taken", has_text="Trotters").wait_for()

    for phone in (loser, winner):
        phone.page.locator(".title", has_text="Game 2").wait_for()
        phone.sees_the_game()
    pair.ply = 0
    assert loser is pair.black, "colours change"
    loser.page.locator(".near .badge", has_text="Trotters").wait_for()
    pair.play("e2e4", "g8f6", "d2d3")
    loser.tap("f6")
    loser.page.locator(".target.granted").first.wait_for()
    loser.screenshot("phones-3-granted")
    loser.tap("f5")
    winner.sees_ply(4)
    loser.page.locator(".talk-button").tap()
    loser.page.get_by_placeholder("Say something…").fill(MARKUP)
    loser.page.get_by_role("button", name="Send").tap()
    winner.page.locator(".unread").wait_for()
    with winner.sees_meanwhile("img.leap"):
        loser.page.get_by_role("button", name="Good game").tap()
    loser.page.get_by_role("button", name="Close").tap()
    assert MARKUP in (winner.page.locator(".lines").text_content() or "")
    assert not winner.page.locator("main img[onerror]").count()

    loser.resign()
    for phone in (loser, winner):
        phone.page.locator(".end").wait_for()
    winner.page.locator(".end", has_text="You win the match!").wait_for()
    winner.screenshot("phones-4-won")
    loser.page.get_by_role("button", name="Change").tap()
    loser.page.locator(".end").get_by_label("5", exact=True).check(force=True)
    loser.page.get_by_role("button", name="Ask for it").tap()
    winner.page.locator(".end", has_text="wants another one!").wait_for()
    winner.page.locator(".end", has_text="Best of 5").wait_for()
    winner.page.get_by_role("button", name="Play again").tap()
    for phone in (loser, winner):
        phone.page.locator(".title", has_text="Game 1 · best of 5").wait_for()
        assert all(each.startswith((server.url, f"ws{server.url[4:]}", "data:")) for each in phone.asked)
    pair.close()


def winner_premoves(pair: Pair) -> None:
    """Black chooses the mate before White blunders, by dragging."""
    white, black = pair.white, pair.black
    black.drag("d8", "h4")
    black.page.locator(".premove").first.wait_for()
    white.drag("g2", "g4")


@pytest.mark.slow
def test_whoever_reloads_loses_the_line_or_the_server_is_back_in_the_seat(
    browser: Browser, server: PatientServer
) -> None:
    pair = Pair(browser, f"{server.url}/")
    pair.play("e2e4")
    black, white = pair.black, pair.white

    black.page.reload()
    black.sees_ply(1)
    pair.play("e7e5")
    # Closed by mistake: home knows the way back.
    black.page.goto(black.root)
    black.page.get_by_role("button", name="Back to your table").tap()
    black.sees_ply(2)

    white.context.set_offline(True)
    white.page.locator(".banner.alarm").wait_for()
    white.screenshot("phones-5-line-lost")
    white.context.set_offline(False)
    white.page.locator(".banner.alarm").wait_for(state="hidden")
    pair.play("g1f3")

    server.signal(signal.SIGKILL)
    server.ended()
    for phone in (white, black):
        phone.page.locator(".banner.alarm").wait_for()
    server.start()
    for phone in (white, black):
        phone.page.locator(".banner.alarm").wait_for(state="hidden")
        phone.sees_ply(3)
    pair.play("b8c6", "f1c4")
    pair.close()


@pytest.mark.slow
def test_others_watch_with_both_names_and_the_newer_of_two_tabs_has_the_seat(
    browser: Browser, server: PatientServer
) -> None:
    """One finds the match in the list at home, the other comes by the link when both chairs are taken."""
    pair = Pair(browser, f"{server.url}/")
    cem = Phone(browser, f"{server.url}/", "Cem", size=(740, 360))
    cem.page.goto(cem.root)
    cem.page.locator(".rooms button", has_text="Ann’s table").tap()
    cem.sees_the_game()
    dora = Phone(browser, f"{server.url}/", "Dora")
    dora.page.goto(pair.link)
    dora.page.get_by_label("Your name").fill("Dora")
    dora.page.get_by_role("button", name="Take a seat").tap()
    dora.page.locator(".notice", has_text="already has its two players").wait_for()
    dora.page.get_by_role("button", name="Watch instead").tap()
    dora.sees_the_game()
    pair.host.page.locator(".audience", has_text="watching").first.wait_for(state="attached")
    pair.play("e2e4")
    for watcher in (cem, dora):
        watcher.page.locator(".last").first.wait_for()
        names = {watcher.locate(".near .name").text_content(), watcher.locate(".far .name").text_content()}
        assert names == {"Ann", "Bob"}
        assert watcher.page.get_by_label("Resign").count() == 0
        watcher.close()

    phone = pair.black
    older = phone.page
    phone.page = phone.new_page()
    phone.page.goto(older.url)
    older.locator(".goodbye", has_text="another tab").wait_for()
    phone.sees_ply(1)
    pair.play("e7e5")
    older.get_by_role("button", name="Play here").tap()
    phone.page.locator(".goodbye").wait_for()
    older.locator(".piece").first.wait_for()
    pair.close()


@pytest.mark.slow
def test_without_storage_one_plays_as_well(browser: Browser, server: PatientServer) -> None:
    host, guest = Phone(browser, f"{server.url}/", "Ann"), Phone(browser, f"{server.url}/", "Bob")
    for phone in (host, guest):
        phone.page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
        )
    guest.join(host.host())
    host.start()
    white = host
    for phone in (host, guest):
        phone.sees_the_game()
        white = phone if phone.has_white else white
    white.tap("e2", "e4")
    host.sees_ply(1)
    guest.sees_ply(1)
    host.close()
    guest.close()


@pytest.mark.parametrize(
    ("code", "sentence"), [("NOPE", "There is no match with that code."), ("%3Cimg%3E", "There is no match")]
)
def test_a_wrong_code_is_told_at_the_door(browser: Browser, server: PatientServer, code: str, sentence: str) -> None:
    phone = Phone(browser, f"{server.url}/", "Ann")
    phone.page.goto(f"{phone.root}join/{code}")
    phone.page.get_by_role("button", name="Take a seat").tap()
    phone.page.locator(".notice", has_text=sentence).wait_for()
    phone.close()


def test_what_breaks_in_the_page_is_said_and_the_way_out_is_shown(browser: Browser, server: PatientServer) -> None:
    phone = Phone(browser, f"{server.url}/", "Ann")
    phone.page.goto(phone.root)
    with phone.page.expect_response("**/page-errors") as answer:
        phone.page.evaluate("() => { setTimeout(() => { throw new Error('a bug') }) }")
    assert answer.value.status == 204
    phone.page.locator("#broken", has_text="Something broke").wait_for()
    phone.page.get_by_role("button", name="Reload").tap()
    phone.page.get_by_role("button", name="Host a match").wait_for()
    assert phone.broken == ["a bug"]
    phone.broken.clear()
    phone.close()

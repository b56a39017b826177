"""The page for those who see little, have a small phone, or use no pointer; and what axe-core finds on every screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.helpers.axe import SETTLED, axe, axe_if_there, findings
from tests.helpers.legible import illegible
from tests.helpers.pagetour import (
    CARDS,
    screens_of_a_match,
    screens_of_a_quiz,
    screens_of_home,
    screens_of_people,
)
from tests.helpers.patient import PatientServer
from tests.helpers.phones import Pair, Phone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.helpers.pagetour import Seen

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PatientServer]:
    server = PatientServer(tmp_path, f"--cards={CARDS}")
    yield server
    server.clear_away()


def look_at(screens: Iterator[Seen]) -> None:
    """Each screen as a small phone shows it: all can be read, and axe, where there is one, has nothing against it."""
    code = axe_if_there()
    for name, phone in screens:
        before = phone.page.viewport_size
        phone.page.set_viewport_size({"width": 360, "height": 640})
        phone.page.evaluate(SETTLED)
        assert illegible(phone) == [], name
        assert not code or findings(phone, code) == [], name
        assert before is not None
        phone.page.set_viewport_size(before)
    if not code:
        axe()


def test_all_can_be_read_before_a_match(browser: Browser, server: PatientServer) -> None:
    look_at(screens_of_home(browser, f"{server.url}/"))


def test_all_can_be_read_in_a_match(browser: Browser, server: PatientServer) -> None:
    look_at(screens_of_a_match(browser, f"{server.url}/"))


def test_all_can_be_read_of_people_and_in_replays(browser: Browser, server: PatientServer) -> None:
    look_at(screens_of_people(browser, f"{server.url}/"))


def test_all_can_be_read_in_a_quiz(browser: Browser, server: PatientServer, tmp_path: Path) -> None:
    look_at(screens_of_a_quiz(browser, f"{server.url}/", tmp_path))


class Keys:
    """Somebody who plays by keyboard alone. The cursor stays where it was last, and begins on e2."""

    def __init__(self, phone: Phone, *, turned: bool = False) -> None:
        self.page = phone.page
        self._at = "e2"
        self._turned = turned
        self.page.locator("svg.board").focus()

    def move(self, origin: str, target: str) -> None:
        """Take up a piece and put it down, having heard what stands where."""
        self._walk(origin)
        self.page.keyboard.press("Enter")
        self._walk(target)
        self.page.locator("#told", has_text="can be reached").wait_for(state="attached")
        self.page.keyboard.press("Enter")

    def _walk(self, to: str) -> None:
        files, ranks = ord(to[0]) - ord(self._at[0]), ord(to[1]) - ord(self._at[1])
        if self._turned:
            files, ranks = -files, -ranks
        sideways = "ArrowRight" if files > 0 else "ArrowLeft"
        ahead = "ArrowUp" if ranks > 0 else "ArrowDown"
        for key in [sideways] * abs(files) + [ahead] * abs(ranks):
            self.page.keyboard.press(key)
        if to != self._at:
            self.page.locator("#told", has_text=f"{to}, ").wait_for(state="attached")
        self._at = to

    def hears(self, text: str) -> None:
        """Wait until a screen reader would have said this."""
        self.page.locator("#spoken", has_text=text).wait_for(state="attached")


def test_a_game_and_its_draft_are_played_by_keyboard_and_spoken(browser: Browser, server: PatientServer) -> None:
    pair = Pair(browser, f"{server.url}/")
    white, black = Keys(pair.white), Keys(pair.black, turned=True)
    white.move("f2", "f3")
    black.hears("White: pawn f2 to f3")
    black.move("e7", "e5")
    white.hears("Black: pawn e7 to e5")
    white.move("g2", "g4")
    black.hears("White: pawn g2 to g4")
    black.move("d8", "h4")
    white.hears("Checkmate")
    # The first card has the focus when the draft opens, and takes no press that was meant for the board.
    white.page.locator(".draft button.card:focus").wait_for()
    draft = white.page.locator(".draft")
    while draft.is_visible() and not draft.locator(".taken").count():
        white.page.keyboard.press("Enter")
    white.hears("You take")
    pair.close()


def requests_sent(phone: Phone) -> list[str]:
    """The names of what that phone asks of the server after its next reload, as it asks."""
    names: list[str] = []
    phone.page.on("websocket", lambda line: line.on("framesent", lambda text: names.extend(json.loads(text))))
    phone.page.reload()
    phone.page.locator("svg.board").wait_for()
    return names


def test_a_card_pressed_many_times_is_chosen_once(browser: Browser, server: PatientServer) -> None:
    pair = Pair(browser, f"{server.url}/")
    loser = pair.white
    pair.play("f2f3", "e7e5", "g2g4")
    names = requests_sent(loser)
    pair.play("d8h4")
    loser.page.locator(".draft button.card:focus").wait_for()
    press = "const card = document.querySelector('.draft button.card'); for (let i = 0; i < 50; i++) card?.click()"
    while not loser.page.locator(".draft .taken").count():
        loser.page.evaluate(press)
    loser.page.locator("#spoken", has_text="You take").wait_for(state="attached")
    assert names.count("ChooseUpgrade") == 1
    pair.close()


def test_a_button_held_down_by_its_key_is_pressed_once(browser: Browser, server: PatientServer) -> None:
    pair = Pair(browser, f"{server.url}/")
    names = requests_sent(pair.white)
    page = pair.white.page
    page.get_by_label("Offer draw").focus()
    for _ in range(40):
        page.keyboard.down("Enter")
    page.get_by_label("Take offer back").wait_for()
    assert [each for each in names if each != "Heartbeat"] == ["OfferDraw"]
    pair.close()


def focused(phone: Phone) -> str:
    """What the keyboard would press."""
    label: str = phone.page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")
    return label


def test_a_question_takes_the_focus_of_the_buttons_that_it_hides(browser: Browser, server: PatientServer) -> None:
    pair = Pair(browser, f"{server.url}/")
    pair.white.page.get_by_label("Turn the board").focus()
    pair.black.page.get_by_label("Offer draw").tap()
    decline = pair.white.page.get_by_role("button", name="Decline")
    decline.wait_for()
    pair.white.page.keyboard.press("Tab")
    assert focused(pair.white) == "Accept"
    pair.white.page.keyboard.press("Tab")
    pair.white.page.keyboard.press("Enter")
    decline.wait_for(state="detached")
    pair.white.page.keyboard.press("Tab")
    assert pair.white.page.evaluate("document.activeElement.closest('.actions') !== null")
    pair.close()


def test_a_question_is_answered_by_keyboard_alone(browser: Browser, server: PatientServer) -> None:
    pair = Pair(browser, f"{server.url}/")
    page = pair.white.page
    page.get_by_label("Resign", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator(".bar .danger").wait_for()
    page.keyboard.press("Tab")
    assert focused(pair.white) == "Resign"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".bar .danger").wait_for(state="detached")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.actions') !== null")
    pair.close()


def edges(phone: Phone, selector: str) -> tuple[float, float]:
    """Where that begins and ends, from the top of the screen."""
    box = phone.locate(selector).bounding_box()
    assert box is not None
    return box["y"], box["y"] + box["height"]


@pytest.mark.parametrize("size", [(844, 390), (1280, 800)])
def test_home_stays_whole_with_all_options_open_and_a_lobby_needs_no_scrolling(
    browser: Browser, server: PatientServer, size: tuple[int, int]
) -> None:
    phone = Phone(browser, f"{server.url}/", "Ann", size)
    phone.page.goto(phone.root)
    phone.page.locator("summary").tap()
    title, corner, name = (edges(phone, each) for each in ("h1", ".corner", ".choices .field input"))
    assert title[0] >= 0
    assert title[1] <= size[1]
    assert corner[1] <= name[0]
    phone.page.locator("summary").tap()
    phone.page.get_by_role("button", name="Host a match").tap()
    phone.page.locator(".lobby .link").wait_for()
    assert phone.page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    seats = phone.locate(".people").bounding_box()
    assert seats is not None
    assert seats["width"] >= size[0] * 0.45, "large enough to be read by everybody around the table"
    phone.close()


def test_a_lobby_says_what_is_played_and_shows_what_is_written_there(browser: Browser, server: PatientServer) -> None:
    """What was read there is not unread in the match, nor is what one has written oneself."""
    host, guest = (Phone(browser, f"{server.url}/", name, (360, 640)) for name in ("Ann", "Bob"))
    guest.join(host.host(seconds="2 min"))
    for phone in (host, guest):
        phone.page.locator(".lobby .quiet", has_text="Best of 3 · 2 min").wait_for()
    for phone, text in ((host, "hello dear"), (guest, "hello Ann")):
        phone.page.get_by_placeholder("Say something…").fill(text)
        phone.page.keyboard.press("Enter")
    for phone in (host, guest):
        for text in ("hello dear", "hello Ann"):
            phone.page.locator(".lobby .lines", has_text=text).wait_for()
    for width, height in ((360, 640), (844, 390), (768, 1024), (1366, 768)):
        host.page.set_viewport_size({"width": width, "height": height})
        people, talk = (host.locate(each).bounding_box() for each in (".lobby .people", ".lobby .talk"))
        assert people is not None
        assert talk is not None
        assert abs(people["width"] - talk["width"]) < 2, "they are as wide as each other"
        assert small_or_outside(host) == []
    host.start()
    for phone in (host, guest):
        phone.sees_the_game()
        assert phone.page.locator(".unread").count() == 0
        phone.close()


@pytest.mark.parametrize("size", [(360, 640), (390, 844), (768, 1024), (740, 360), (1024, 640), (1280, 800)])
def test_everything_that_is_pressed_is_large_and_nothing_lies_beyond_the_edge(
    browser: Browser, server: PatientServer, size: tuple[int, int]
) -> None:
    pair = Pair(browser, f"{server.url}/", size=size)
    for phone in (pair.white, pair.black):
        assert small_or_outside(phone) == []
        assert edges(phone, ".near")[1] <= size[1], "one's own clock is on the screen"
    pair.white.resign()
    pair.white.page.locator(".draft button.card").first.wait_for()
    # Long cards on a small screen can be scrolled to, but never sideways.
    draft = pair.white.page.locator(".draft")
    assert draft.evaluate("(each) => each.scrollWidth <= each.clientWidth")
    draft.locator(".card").last.scroll_into_view_if_needed()
    bottom = draft.locator(".card").last.bounding_box()
    assert bottom is not None
    assert bottom["y"] + bottom["height"] <= size[1] + 1
    pair.close()


def small_or_outside(phone: Phone) -> list[str]:
    """Buttons that are smaller than a finger wants or than their text, or that do not lie wholly on the screen."""
    found: list[str] = phone.page.evaluate(
        """() => [...document.querySelectorAll('button, input, svg.board')]
          .filter((each) => each.checkVisibility() && !each.closest('.lines'))
          .map((each) => [each, each.getBoundingClientRect()])
          .filter(([each, box]) => box.width && !each.classList.contains('badge'))
          .filter(([each, box]) => box.height < 44 || box.width < 40 || box.left < -1 || box.top < -1
            || box.right > innerWidth + 1 || box.bottom > innerHeight + 1
            || (each.matches('.tool') && each.scrollWidth > each.clientWidth))
          .map(([each, box]) => each.className.baseVal ?? each.className + ' ' + JSON.stringify(box))"""
    )
    return found

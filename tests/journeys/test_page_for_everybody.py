"""The page for those who see little, have a small phone, or use no pointer; and what axe-core finds on every screen."""

from __future__ import annotations

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
from tests.helpers.phones import Pair, Phone
from tests.helpers.server_process import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.helpers.pagetour import Seen

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    server = ServerProcess(tmp_path, f"--cards={CARDS}")
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


def test_all_can_be_read_before_a_match(browser: Browser, server: ServerProcess) -> None:
    look_at(screens_of_home(browser, f"{server.url}/"))


def test_all_can_be_read_in_a_match(browser: Browser, server: ServerProcess) -> None:
    look_at(screens_of_a_match(browser, f"{server.url}/"))


def test_all_can_be_read_of_people_and_in_replays(browser: Browser, server: ServerProcess) -> None:
    look_at(screens_of_people(browser, f"{server.url}/"))


def test_all_can_be_read_in_a_quiz(browser: Browser, server: ServerProcess, tmp_path: Path) -> None:
    look_at(screens_of_a_quiz(browser, f"{server.url}/", tmp_path))


def test_a_game_is_played_by_keyboard_and_its_moves_are_spoken(browser: Browser, server: ServerProcess) -> None:
    pair = Pair(browser, f"{server.url}/")
    white, black = pair.white.page, pair.black.page
    white.locator("svg.board").focus()
    # From e2, where the cursor begins.
    white.keyboard.press("ArrowRight")
    white.keyboard.press("ArrowLeft")
    white.locator("#told", has_text="e2, white pawn").wait_for(state="attached")
    white.keyboard.press("Enter")
    white.keyboard.press("ArrowUp")
    white.keyboard.press("ArrowUp")
    white.locator("#told", has_text="e4, empty, can be reached").wait_for(state="attached")
    white.keyboard.press("Enter")
    black.locator("#spoken", has_text="White: pawn e2 to e4").wait_for(state="attached")
    pair.close()


def edges(phone: Phone, selector: str) -> tuple[float, float]:
    """Where that begins and ends, from the top of the screen."""
    box = phone.locate(selector).bounding_box()
    assert box is not None
    return box["y"], box["y"] + box["height"]


@pytest.mark.parametrize("size", [(844, 390), (1280, 800)])
def test_home_stays_whole_with_all_options_open_and_a_lobby_needs_no_scrolling(
    browser: Browser, server: ServerProcess, size: tuple[int, int]
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
    phone.close()


@pytest.mark.parametrize("size", [(360, 640), (390, 844), (768, 1024), (740, 360), (1280, 800)])
def test_everything_that_is_pressed_is_large_and_nothing_lies_beyond_the_edge(
    browser: Browser, server: ServerProcess, size: tuple[int, int]
) -> None:
    pair = Pair(browser, f"{server.url}/", size=size)
    for phone in (pair.white, pair.black):
        assert small_or_outside(phone) == []
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
    """Buttons that are smaller than a finger wants, or that do not lie wholly on the screen."""
    found: list[str] = phone.page.evaluate(
        """() => [...document.querySelectorAll('button, input, svg.board')]
          .filter((each) => each.checkVisibility() && !each.closest('.lines'))
          .map((each) => [each, each.getBoundingClientRect()])
          .filter(([each, box]) => box.width && !each.classList.contains('badge'))
          .filter(([, box]) => box.height < 44 || box.width < 40 || box.left < -1 || box.top < -1
            || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
          .map(([each, box]) => each.className.baseVal ?? each.className + ' ' + JSON.stringify(box))"""
    )
    return found

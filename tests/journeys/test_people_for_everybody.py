"""Screens about people, and the replay, for those who see little, use no pointer, or have a small phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.pastmatches import told_by
from tests.helpers.patient import PatientServer
from tests.helpers.phones import Phone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.journey, pytest.mark.slow]

SCREENS = {
    "account": ".history li",
    "people": ".leaderboard tbody tr",
    "people/bart": ".history li",
    "replay/x": ".controls",
}
"""By their address, with what is there when they are."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PatientServer]:
    server = PatientServer(tmp_path_factory.mktemp("server"))
    yield server
    server.clear_away()


@pytest.fixture
def reader(browser: Browser, server: PatientServer) -> Iterator[Phone]:
    """A guest with a past, who looks at what people have played."""
    phone = Phone(browser, f"{server.url}/", "Ann", size=(360, 640), reduced_motion="reduce")
    told_by(phone.page)
    phone.page.goto(phone.root)
    phone.page.evaluate("localStorage.setItem('guest key', '0123456789abcdef0123456789abcdef')")
    yield phone
    phone.close()


def screens(phone: Phone) -> Iterator[str]:
    """Each of them in turn, once it is there, with all that can be unfolded."""
    for address, there in SCREENS.items():
        phone.page.goto(phone.root + address)
        phone.page.locator(there).first.wait_for()
        for fold in phone.page.locator(".fold summary").all():
            fold.tap()
        yield address


@pytest.mark.parametrize("size", [(360, 640), (740, 360), (1280, 800)])
def test_all_fits_any_width_and_what_is_pressed_is_large(reader: Phone, size: tuple[int, int]) -> None:
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    for address in screens(reader):
        assert reader.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        assert too_small(reader) == [], address


def too_small(phone: Phone) -> list[str]:
    """What a finger would miss."""
    found: list[str] = phone.page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, summary, a.button')]
          .filter((each) => each.checkVisibility())
          .map((each) => [each, each.getBoundingClientRect()])
          .filter(([each, box]) => box.width > 1 && (box.height < 44 || box.width < 40))
          .filter(([each]) => !each.matches('.badge, .check input'))
          .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${JSON.stringify(box)}`)"""
    )
    return found


def test_a_replay_is_followed_by_keyboard_and_spoken(reader: Phone) -> None:
    page = reader.page
    page.goto(f"{reader.root}replay/x")
    page.locator(".controls").wait_for()

    def is_told(text: str) -> None:
        page.locator(".playback [role=status]", has_text=text).wait_for(state="attached")

    page.keyboard.press("ArrowRight")
    is_told("Ann: pawn f2 to f3.")
    page.keyboard.press("End")
    is_told("Ann takes Rewind.")
    page.keyboard.press("ArrowLeft")
    is_told("queen d8 to h4, check. Checkmate! Bartholomew the 2nd takes game 1.")
    page.keyboard.press("PageDown")
    is_told("Game 2. The game begins.")
    page.keyboard.press("f")
    page.locator(".near.white").wait_for()
    page.keyboard.press(" ")
    page.get_by_role("button", name="Pause").wait_for()


def test_a_replay_that_is_not_there_is_told_in_a_sentence(reader: Phone) -> None:
    reader.page.unroute("**/replays/*.json")
    reader.page.goto(f"{reader.root}replay/nothere")
    reader.page.locator(".goodbye", has_text="There is no such match").wait_for()

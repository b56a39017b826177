"""People on the page: guests who are known again, an account, ratings, histories, replays and the leaderboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.images import picture
from tests.helpers.patient import PatientServer
from tests.helpers.phones import Pair, Phone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.journey, pytest.mark.slow]

PASSWORD = "correct horse"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PatientServer]:
    server = PatientServer(tmp_path)
    yield server
    server.clear_away()


def finish_a_match(pair: Pair) -> tuple[Phone, Phone]:
    """The one who has White loses twice; loser and winner."""
    loser, winner = pair.white, pair.black
    pair.play("e2e4", "e7e5")
    loser.resign()
    loser.page.locator(".draft button.card").first.wait_for()
    # A press in the first moment would not count: it could have been meant for something else.
    loser.page.wait_for_timeout(400)
    loser.page.locator(".draft button.card").first.tap()
    for phone in (loser, winner):
        phone.page.locator(".title", has_text="Game 2").wait_for()
        phone.sees_the_game()
    loser.resign()
    for phone in (loser, winner):
        phone.page.locator(".end").wait_for()
    return loser, winner


def open_own_page(phone: Phone) -> None:
    """Go to where everything about oneself is."""
    phone.page.goto(f"{phone.root}account")
    phone.page.locator(".account").wait_for()


def fill_in(phone: Phone, title: str, **fields: str) -> None:
    """Unfold a form, fill it in, and send it."""
    fold = phone.page.locator("details.fold", has_text=title)
    fold.locator("summary").tap()
    for name, value in fields.items():
        fold.locator(f"input[name={name}]").fill(value)
    fold.get_by_role("button", name=title).tap()


def test_a_guest_is_known_again_makes_an_account_and_is_themselves_on_another_device(
    browser: Browser, server: PatientServer
) -> None:
    pair = Pair(browser, f"{server.url}/", reduced_motion="reduce")
    loser, winner = finish_a_match(pair)
    for phone in (loser, winner):
        phone.page.locator(".ratings", has_text="?").wait_for()
    winner.screenshot("people-1-rated")

    winner.page.get_by_role("button", name="Watch it again").tap()
    winner.page.locator(".playback .moves button", has_text="e4").wait_for()
    winner.page.get_by_label("To the end of the game").tap()
    winner.page.locator(".playback .draft .taken").wait_for()
    winner.screenshot("people-2-replay")

    open_own_page(winner)
    winner.page.locator(".history li", has_text=loser.name).wait_for()
    fill_in(winner, "Create an account", username="winner", password=PASSWORD)
    winner.page.locator(".account", has_text="Signed in as winner").wait_for()
    winner.page.locator(".history li", has_text=loser.name).wait_for()
    winner.screenshot("people-3-account")

    tablet = Phone(browser, f"{server.url}/", "Wanda")
    open_own_page(tablet)
    fill_in(tablet, "Sign in", username="winner", password="wrong horse")
    tablet.page.locator(".said.wrong", has_text="do not belong together").wait_for()
    tablet.page.locator("details[open] input[name=password]").fill(PASSWORD)
    tablet.page.locator("details[open] button").tap()
    tablet.page.locator(".account", has_text="Signed in as winner").wait_for()
    tablet.page.locator(".history li", has_text=loser.name).wait_for()
    tablet.page.goto(f"{tablet.root}people")
    tablet.page.locator(".leaderboard tr", has_text=winner.name).wait_for()
    # A finger has no tooltips.
    tablet.page.get_by_text("too few matches").wait_for()
    tablet.screenshot("people-4-leaderboard")
    tablet.page.goto(f"{tablet.root}people/winner")
    tablet.page.locator(".statistics", has_text="1 won").wait_for()

    open_own_page(tablet)
    fill_in(tablet, "Change password", old=PASSWORD, new=f"{PASSWORD} battery")
    tablet.page.locator(".said", has_text="Your password is changed").wait_for()
    tablet.page.get_by_role("button", name="Sign out everywhere").tap()
    tablet.page.locator(".account summary", has_text="Sign in").wait_for()
    open_own_page(winner)
    winner.page.locator(".said", has_text="You have been signed out").wait_for()
    fill_in(winner, "Sign in", username="WINNER", password=f"{PASSWORD} battery")
    winner.page.locator(".account", has_text="Signed in as winner").wait_for()
    fill_in(winner, "Delete account", password=f"{PASSWORD} battery")
    winner.page.locator(".said", has_text="Your account is deleted").wait_for()
    winner.page.goto(f"{winner.root}people/winner")
    winner.page.locator("[role=alert]", has_text="Nobody of that name").wait_for()
    for phone in (winner, loser, tablet):
        phone.close()


def test_whoever_is_muted_or_blocked_is_heard_no_more_until_one_wants_to(
    browser: Browser, server: PatientServer
) -> None:
    pair = Pair(browser, f"{server.url}/", reduced_motion="reduce")
    teller, hearer = pair.host, pair.guest

    def say(text: str) -> None:
        teller.page.get_by_placeholder("Say something…").fill(text)
        teller.page.get_by_role("button", name="Send").tap()
        teller.page.locator(".lines", has_text=text).wait_for()

    teller.page.locator(".talk-button").tap()
    hearer.page.locator(".talk-button").tap()
    say("first")
    hearer.page.locator(".lines", has_text="first").wait_for()
    hearer.page.get_by_label("Mute or block somebody").tap()
    hearer.page.locator(".hushed li", has_text=teller.name).get_by_role("button", name="Mute").tap()
    hearer.page.locator(".lines", has_text="first").wait_for(state="detached")
    hearer.page.locator(".hushed").get_by_role("button", name="Muted").tap()
    hearer.page.locator(".lines", has_text="first").wait_for(state="attached")
    hearer.screenshot("people-5-hush")
    hearer.page.locator(".hushed").get_by_role("button", name="Block").tap()
    hearer.page.locator(".hushed").get_by_role("button", name="Blocked").wait_for()
    # A press beside it closes it: a clock may be running.
    hearer.page.touchscreen.tap(20, 20)
    hearer.page.locator("dialog").wait_for(state="detached")
    hearer.page.locator(".lines", has_text="first").wait_for(state="detached")

    open_own_page(hearer)
    hearer.page.locator(".panel", has_text="Blocked").get_by_role("button", name="Unblock").tap()
    hearer.page.locator(".hushed").wait_for(state="hidden")
    pair.close()


def test_a_photo_of_any_size_becomes_ones_picture(browser: Browser, server: PatientServer, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(picture("JPEG", (4000, 3000), (200, 30, 60)))
    phone = Phone(browser, f"{server.url}/", "Wanda")
    open_own_page(phone)
    phone.page.locator(".own-picture input[type=file]").set_input_files(photo)
    phone.page.wait_for_function(
        "() => [...document.images].some((each) => each.src.includes('/avatars/') && each.naturalWidth === 256)"
    )
    phone.screenshot("people-6-own-picture")
    (tmp_path / "text.png").write_text("no picture")
    phone.page.locator(".own-picture input[type=file]").set_input_files(tmp_path / "text.png")
    phone.page.locator(".own-picture-said", has_text="cannot be read").wait_for()

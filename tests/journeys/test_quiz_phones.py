"""A quiz in real browsers: a host's page, a big screen and six phones, one of them cut off and back, one late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.patient import PatientServer
from tests.helpers.quizphones import PACK, BigScreen, Desk, Player, pack_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.journey, pytest.mark.slow]

SMALLEST_PX = 26.6
"""20 points on a screen of 1080 lines."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PatientServer]:
    server = PatientServer(tmp_path / "rooms")
    yield server
    server.clear_away()


def settling(host: Desk, screen: BigScreen, everybody: Sequence[Player]) -> tuple[Player, Player]:
    """The host has the next two play for a place, which everybody watches: White and Black, when White may move."""
    host.does("settle")
    screen.page.locator(".duel-says", has_text="to move").wait_for()
    for player in everybody:
        player.page.locator(".duel-says:visible", has_text="move").wait_for()
    playing = [each for each in everybody if each.page.get_by_role("button", name="Resign").count()]
    one, other = playing
    return (other, one) if one.page.locator(".duel.turned").count() else (one, other)


def test_six_phones_play_a_short_quiz(browser: Browser, server: PatientServer, tmp_path: Path) -> None:
    root = f"{server.url}/"
    host, screen = Desk(browser, root), BigScreen(browser, root)
    link = host.open(pack_in(tmp_path))
    screen.look(link)
    ann, bob, cem, dora, eve = (Player(browser, root, name) for name in ("Ann", "Bob", "Cem", "Dora", "Eve"))
    for player in (ann, bob, cem, dora, eve):
        player.sit_down(link)
        player.sees("lobby")
    screen.page.locator(".arrivals li").nth(4).wait_for()
    assert screen.smallest_text() >= SMALLEST_PX
    screen.screenshot("quiz-1-lobby-screen")
    host.does("main")

    # A question: pressed too early, then wrong, then right.
    host.picks(0, 0)
    for player in (ann, bob, cem):
        player.page.locator(".clue", has_text="Who says woof?").wait_for()
    host.sees("A dog")
    assert screen.smallest_text() >= SMALLEST_PX
    with ann.sees_for_a_moment("early"):
        ann.buzz()
    ann.sees("reading")
    host.does("main")
    bob.sees("armed")
    bob.screenshot("quiz-2-armed-phone")
    screen.screenshot("quiz-2-armed-screen")
    bob.buzz()
    bob.sees("yours")
    ann.sees("other")
    screen.page.locator(".score-plate.answers", has_text="Bob").wait_for()
    assert not any("A dog" in text for text in screen.told), "no answer leaves the server before it may be known"
    host.screenshot("quiz-3-buzzed-host")
    with bob.sees_for_a_moment("wrong"):
        host.does("wrong")
    ann.sees("armed")
    bob.sees("locked")
    ann.page.keyboard.press("Space")
    ann.sees("yours")
    host.does("right")
    ann.sees("right")
    screen.page.locator(".answer", has_text="A dog").wait_for()

    # One is cut off, and comes back into the middle of the next question; one comes late.
    cem.context.set_offline(True)
    cem.sees("away")
    host.does("main")
    host.picks(1, 0)
    cem.context.set_offline(False)
    cem.sees("reading")
    fay = Player(browser, root, "Fay")
    fay.sit_down(link)
    fay.sees("reading")

    # A question on the board, answered by moving the piece.
    host.does("main")
    cem.sees("armed")
    cem.buzz()
    cem.sees("yours")
    cem.page.locator(".clue-board.live").wait_for()
    cem.tap("c5")
    cem.page.locator(".target").first.wait_for()
    cem.screenshot("quiz-4-board-phone")
    cem.tap("a5")
    cem.sees("right")

    # Undone, and done again.
    host.does("undo")
    cem.sees("yours")
    host.does("redo")
    cem.sees("right")

    # A daily double: it is the player's who has the board.
    host.does("main")
    host.picks(1, 1)
    cem.page.get_by_role("button", name="All").tap()
    cem.screenshot("quiz-5-wager-phone")
    screen.page.locator(".stage-state", has_text="Cem is thinking").wait_for()
    cem.page.get_by_role("button", name="Stake it").tap()
    cem.sees("yours")
    host.does("right")
    cem.page.locator(".standing .points", has_text="600").wait_for()

    # An emote leaps over the big screen.
    dora.page.get_by_label("Emotes").tap()
    with screen.sees_meanwhile(".stage-leap", "Dora"):
        dora.page.get_by_label("Good game").tap()

    # The final question: stakes and answers in secret.
    host.does("main")
    host.does("final")
    everybody = (ann, bob, cem, dora, eve, fay)
    for player in (ann, cem):
        # The others have no points to stake.
        player.page.get_by_role("button", name="All").tap()
        player.page.get_by_role("button", name="Stake it").tap()
    # Closed by mistake, and undone. The wagers had a button in the same place.
    host.sees("Close the answers")
    assert host.rows_of_controls == 1
    host.does("close")
    ann.sees("closed")
    host.does("undo")
    for player in everybody:
        player.page.get_by_label("Your answer").fill(f"pup of {player.name}")
        player.page.get_by_role("button", name="Send").tap()
    host.page.locator(".finals li").nth(5).wait_for()
    host.screenshot("quiz-6-final-host")
    assert not any("pup of" in text for text in screen.told)
    for left in range(6, 0, -1):
        host.page.locator(".finals .right").first.click()
        if left > 1:
            host.page.locator(".finals li").nth(left - 1).wait_for(state="detached")
    screen.page.locator(".step.place-1", has_text="Cem").wait_for()
    cem.sees("over")
    cem.page.locator(".pad-word", has_text="1st").wait_for()
    screen.screenshot("quiz-7-podium-screen")
    cem.screenshot("quiz-7-over-phone")
    with host.page.expect_download() as download:
        host.does("csv")
    assert "1,Cem,," in download.value.path().read_text(encoding="utf-8")

    # Three share a place: two play, White moves and Black gives up; then the winner plays the third.
    screen.page.locator(".tie", has_text="for place 3").wait_for()
    screen.screenshot("quiz-8-tie-screen")
    white, black = settling(host, screen, everybody)
    white.tap("e2")
    white.tap("e4")
    screen.page.locator(".duel-says", has_text=f"{black.name} to move").wait_for()
    screen.screenshot("quiz-8-duel-screen")
    host.screenshot("quiz-8-duel-host")
    black.screenshot("quiz-8-duel-phone")
    black.page.get_by_role("button", name="Resign").tap()
    black.page.locator(".pad-word", has_text="5th").wait_for()
    white.page.locator(".pad-hint", has_text=white.name).wait_for()
    white.screenshot("quiz-8-tie-phone")
    winner, loser = settling(host, screen, everybody)
    loser.page.get_by_role("button", name="Resign").tap()
    winner.page.locator(".pad-word", has_text="3rd").wait_for()
    loser.page.locator(".pad-word", has_text="4th").wait_for()

    # Nobody becomes the host by an address.
    stranger = Player(browser, root, "Zoe")
    stranger.page.goto(link.replace("/join/", "/host/"))
    stranger.page.get_by_role("button", name="Join as a player").wait_for()
    stranger.close()

    # The same room, once more.
    host.does("main")
    for player in everybody:
        player.sees("lobby")
    screen.page.locator(".arrivals li").nth(5).wait_for()
    host.does("main")
    screen.page.locator(".squares .square", has_text="400").first.wait_for()

    # And with other questions: one of ours that has not been played is chosen already.
    host.does("end")
    host.page.get_by_role("button", name="Set it up").click()
    for player in everybody:
        player.sees("lobby")
    screen.page.locator(".stage-head h1", has_not_text=PACK["title"]).wait_for()
    screen.page.locator(".arrivals li").nth(5).wait_for()
    host.screenshot("quiz-9-other-questions")
    for each in (host, screen, *everybody):
        each.close()

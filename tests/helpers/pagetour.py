"""Every screen of the page, one after the other, with all that can be unfolded and the longest texts there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.pastmatches import told_by
from tests.helpers.phones import Pair, Phone
from tests.helpers.quizphones import BigScreen, Desk, Player, pack_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

LONG = "Bartholomew the 2nd"
CARDS = "revival,rewind,breather"
"""Those with the longest texts: what the server's drafts should offer."""

Seen = tuple[str, Phone]


def screens_of_home(browser: Browser, root: str) -> Iterator[Seen]:
    """What there is before a match."""
    with_room = Phone(browser, root, LONG, reduced_motion="reduce")
    with_room.host()
    yield "lobby", with_room
    home = Phone(browser, root, "Cem", reduced_motion="reduce")
    home.page.goto(root)
    home.page.locator(".rooms button").first.wait_for()
    home.page.locator("summary").tap()
    yield "home", home
    home.page.goto(f"{root}join/WOLF")
    home.page.get_by_label("Your name").wait_for()
    yield "door", home
    home.page.get_by_label("Your name").fill("Cem")
    home.page.get_by_role("button", name="Take a seat").tap()
    home.page.locator(".notice:not(:empty), .goodbye").first.wait_for()
    yield "wrong-code", home
    for phone in (with_room, home):
        phone.close()


def screens_of_a_match(browser: Browser, root: str) -> Iterator[Seen]:
    """A match from the lobby to its end, for its players and for somebody who watches."""
    pair = Pair(browser, root, (LONG, "Wolfeschlegelstein"), start=False, reduced_motion="reduce")
    watcher = Phone(browser, root, "Eve", reduced_motion="reduce")
    watcher.page.goto(pair.link.replace("/join/", "/watch/"))
    watcher.page.locator(".lobby").wait_for()
    pair.host.page.locator(".people li:not(.empty)").nth(1).wait_for()
    yield "lobby-full", pair.host
    yield "lobby-watched", watcher
    pair.start()
    yield "match-begun", pair.white
    loser = pair.white
    pair.play("e2e4", "e7e5")
    pair.white.tap("g1")
    yield "match-selected", pair.white
    yield "match-watched", watcher
    pair.white.page.locator(".talk-button").tap()
    pair.white.page.get_by_label("Say something").fill("Good luck, have fun!")
    pair.white.page.get_by_label("Say something").press("Enter")
    pair.white.page.locator(".lines li").first.wait_for()
    yield "talk", pair.white
    pair.white.page.get_by_role("button", name="Close").tap()
    pair.white.page.get_by_label("Resign").tap()
    yield "resigning", pair.white
    loser.page.locator(".bar .danger").tap()
    loser.page.locator(".over .panel").wait_for()
    yield "game-over", loser
    loser.page.locator(".draft button.card").first.wait_for()
    # From here to the next game time goes on, however long somebody looks: what passes is not waited for.
    yield "draft", loser
    yield "draft-of-the-other", pair.host if loser is pair.guest else pair.guest
    loser.page.evaluate("document.querySelector('.draft button.card')?.click()")
    yield "reveal", loser
    pair.host.page.locator(".draft").wait_for(state="hidden")
    for phone in (pair.host, pair.guest):
        phone.sees_the_game()
    yield "badges", loser
    loser.page.locator(".badge").first.tap()
    yield "badge-explained", loser
    loser.page.locator(".explanation").tap()
    loser.page.get_by_label("Offer draw").tap()
    yield "draw-offered", loser
    winner = pair.host if loser is pair.guest else pair.guest
    winner.page.locator(".bar button").first.wait_for()
    yield "draw-asked", winner
    winner.page.locator(".bar button").last.tap()
    loser.resign()
    loser.page.locator(".end").wait_for()
    yield "end", loser
    yield "end-watched", watcher
    for phone in (pair.host, pair.guest, watcher):
        phone.close()


def screens_of_people(browser: Browser, root: str) -> Iterator[Seen]:
    """Oneself, the leaderboard, somebody else, and a replay."""
    phone = Phone(browser, root, "Ann", reduced_motion="reduce")
    told_by(phone.page)
    phone.page.goto(root)
    phone.page.evaluate("localStorage.setItem('guest key', '0123456789abcdef0123456789abcdef')")
    for address, there in (
        ("account", ".history li"),
        ("people", ".leaderboard tbody tr"),
        ("people/bart", ".history li"),
        ("replay/x", ".controls"),
    ):
        phone.page.goto(root + address)
        phone.page.locator(there).first.wait_for()
        for fold in phone.page.locator(".fold summary").all():
            fold.tap()
        yield address.replace("/", "-"), phone
    phone.page.get_by_label("To the end of the game").tap()
    phone.page.locator(".playback .draft .taken").wait_for()
    yield "replay-draft", phone
    phone.page.locator(".more summary").tap()
    yield "replay-more", phone
    phone.close()


def screens_of_a_quiz(browser: Browser, root: str, directory: Path) -> Iterator[Seen]:
    """A quiz on a phone, as its host sees it, and on a big screen."""
    host, screen, ann = Desk(browser, root), BigScreen(browser, root), Player(browser, root, LONG)
    everybody = {"desk": host, "stage": screen, "phone": ann}
    for phone in everybody.values():
        phone.page.emulate_media(reduced_motion="reduce")
    host.page.goto(f"{root}quiz")
    host.page.locator("option").nth(4).wait_for(state="attached")
    yield "quiz-setup", host
    link = host.open(pack_in(directory))
    screen.look(link)
    ann.sit_down(link)
    host.page.locator(".controls .main:enabled").wait_for()

    def each(moment: str) -> Iterator[Seen]:
        return ((f"{who}-{moment}", phone) for who, phone in everybody.items())

    yield from each("lobby")
    host.does("main")
    host.page.locator(".squares .square").first.wait_for()
    yield from each("grid")
    host.picks(0, 0)
    yield from each("question")
    host.does("main")
    ann.sees("armed")
    ann.buzz()
    ann.sees("yours")
    yield from each("buzzed")
    host.does("wrong")
    ann.sees("wrong")
    yield from each("wrong")
    # Only whoever has points stakes some of them.
    host.does("undo")
    ann.sees("yours")
    host.does("right")
    ann.sees("right")
    host.does("main")
    host.does("final")
    ann.page.locator(".stake").wait_for()
    yield from each("final")
    for phone in everybody.values():
        phone.close()

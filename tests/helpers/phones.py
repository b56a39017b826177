"""People with the page in a real browser: Debian's Chromium, by touch. Skips loudly where the machine has none."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING, Any

from tests.helpers.desktop import ARTEFACTS
from tests.helpers.missing import not_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

PATIENCE_MS = 60_000
PHONE = (390, 844)
# Looks at every change, so that nothing passes unseen however slow the machine is.
_WATCH = """([selector, text]) => {
  const seen = { seen: false }
  const look = () => {
    seen.seen ||= [...document.querySelectorAll(selector)]
      .some((each) => each.checkVisibility() && each.textContent.includes(text))
  }
  const everything = { subtree: true, childList: true, attributes: true, characterData: true }
  new MutationObserver(look).observe(document, everything)
  look()
  return seen
}"""


@contextlib.contextmanager
def a_browser(*flags: str) -> Iterator[Browser]:
    """A browser that several phones may share."""
    program = shutil.which("chromium")
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        program = None
    if program is None:
        sentence = "JOURNEY NOT RUN: this machine lacks chromium, or the package playwright"
        not_run(sentence)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as driver:
        # As root, in a container, Chromium has no sandbox of its own; what it shows here is our own page.
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", *flags])
        try:
            yield browser
        finally:
            browser.close()


class Phone:
    """One person at one phone. What they do, they do by touch, on what they see."""

    def __init__(
        self,
        browser: Browser,
        root: str,
        name: str,
        size: tuple[int, int] = PHONE,
        beside: Phone | None = None,
        **options: Any,
    ) -> None:
        """`root`: the server's address, with a slash at its end. Whatever breaks in the page fails the test. `beside`:
        one more tab of that phone, which costs the machine less than one more phone.
        """
        self.root = root
        self.name = name
        self.broken: list[str] = []
        self.asked: list[str] = []
        """Every address that the page has asked for."""
        self.context: BrowserContext = (
            beside.context
            if beside
            else browser.new_context(
                viewport={"width": size[0], "height": size[1]}, has_touch=True, is_mobile=True, **options
            )
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.new_page()

    def new_page(self) -> Page:
        """One more tab."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.on("console", lambda said: self.broken.append(said.text) if "Content Security" in said.text else None)
        page.on("request", lambda request: self.asked.append(request.url))
        return page

    # --- coming ---------------------------------------------------------------------------------------------------

    def host(self, *, seconds: str = "3 min") -> str:
        """Open a table from home; the link for the others."""
        page = self.page
        page.goto(self.root)
        page.get_by_label("Your name").fill(self.name)
        page.locator("summary").tap()
        page.get_by_label(seconds).check(force=True)
        page.get_by_role("button", name="Host a match").tap()
        link = page.locator(".link")
        link.wait_for()
        return link.input_value()

    def join(self, link: str) -> None:
        """Open the link, say who one is, and sit down."""
        self.page.goto(link)
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_role("button", name="Take a seat").tap()
        self.page.locator(".lobby").wait_for()

    def start(self) -> None:
        """Begin the match, as the host."""
        self.page.get_by_role("button", name="Start").tap()

    # --- seeing ---------------------------------------------------------------------------------------------------

    @property
    def has_white(self) -> bool:
        """Whose side of the board is at the bottom."""
        return self.page.locator(".near.white").count() == 1

    @property
    def moves(self) -> list[str]:
        """The list of moves, as it is written."""
        return self.page.locator(".moves li span:not(.number)").all_text_contents()

    def sees_ply(self, count: int) -> None:
        """Wait until so many moves have been made."""
        from playwright.sync_api import expect

        expect(self.page.locator(".moves li span:not(.number)")).to_have_count(count)

    def sees_the_game(self) -> None:
        """Wait until a game runs."""
        self.page.locator(".clock.runs").first.wait_for()
        self.page.locator(".over .count").wait_for(state="detached")

    @contextlib.contextmanager
    def sees_meanwhile(self, selector: str, text: str = "") -> Iterator[None]:
        """What is done inside makes this appear, maybe for a moment only."""
        seen = self.page.evaluate_handle(_WATCH, [selector, text])
        yield
        self.page.wait_for_function("(seen) => seen.seen", arg=seen)

    def locate(self, selector: str) -> Locator:
        """The first thing of that kind."""
        return self.page.locator(selector).first

    def pieces_at(self, square: str) -> int:
        """How many pieces stand on that square, going by where they are drawn."""
        x, y = self.center(square)
        drawn = self.page.locator(".piece image").all()
        boxes = [box for each in drawn if (box := each.bounding_box())]
        return sum(b["x"] <= x <= b["x"] + b["width"] and b["y"] <= y <= b["y"] + b["height"] for b in boxes)

    def screenshot(self, name: str) -> None:
        """A picture under artefacts/."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png")

    # --- doing ----------------------------------------------------------------------------------------------------

    def center(self, square: str) -> tuple[float, float]:
        """Where the middle of a square is."""
        box = self.page.locator("svg.board").bounding_box()
        assert box is not None
        file, rank = "abcdefgh".index(square[0]), int(square[1]) - 1
        column, row = (file, 7 - rank) if self.has_white else (7 - file, rank)
        side = box["width"] / 8
        return box["x"] + (column + 0.5) * side, box["y"] + (row + 0.5) * side

    def tap(self, *squares: str) -> None:
        """Touch these squares of the board, one after the other."""
        for square in squares:
            self.page.touchscreen.tap(*self.center(square))

    def drag(self, start: str, end: str) -> None:
        """Put a finger on a piece, move it, and lift it."""
        line = self.context.new_cdp_session(self.page)
        (x, y), (to_x, to_y) = self.center(start), self.center(end)
        points = [(x + (to_x - x) * i / 6, y + (to_y - y) * i / 6) for i in range(7)]
        for i, (at_x, at_y) in enumerate(points):
            kind = "touchMove" if i else "touchStart"
            line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at_x, "y": at_y}]})
        line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def resign(self) -> None:
        """Give this game up."""
        self.page.get_by_label("Resign").tap()
        self.page.locator(".bar .danger").tap()

    def close(self) -> None:
        """Put the phone away; nothing may have broken in the page."""
        self.context.close()
        assert not self.broken


class Pair:
    """Two phones at one table, by default with White's clock running."""

    def __init__(
        self,
        browser: Browser,
        root: str,
        names: tuple[str, str] = ("Ann", "Bob"),
        *,
        start: bool = True,
        beside: Pair | None = None,
        **options: Any,
    ) -> None:
        self.host: Phone = Phone(browser, root, names[0], beside=beside.host if beside else None, **options)
        self.guest: Phone = Phone(browser, root, names[1], beside=beside.guest if beside else None, **options)
        self.link = self.host.host()
        self.guest.join(self.link)
        self.ply = 0
        if start:
            self.start()

    def start(self) -> None:
        """Begin the match, and wait until White's clock runs."""
        self.host.start()
        for phone in (self.host, self.guest):
            phone.sees_the_game()

    @property
    def white(self) -> Phone:
        """Who has White in this game."""
        return self.host if self.host.has_white else self.guest

    @property
    def black(self) -> Phone:
        """And who has Black."""
        return self.guest if self.white is self.host else self.host

    def play(self, *moves: str) -> None:
        """Make these moves by tapping, in turn; both see each."""
        for move in moves:
            mover = self.white if self.ply % 2 == 0 else self.black
            mover.tap(move[:2], move[2:4])
            self.ply += 1
            for phone in (self.white, self.black):
                phone.sees_ply(self.ply)

    def close(self) -> None:
        """Both put their phones away."""
        self.host.close()
        self.guest.close()

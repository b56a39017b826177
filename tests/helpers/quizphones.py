"""People at a quiz in real browsers: the host at a laptop, a big screen, and phones that buzz by touch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.helpers.phones import PATIENCE_MS, Phone

if TYPE_CHECKING:
    import contextlib
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

LAPTOP = (1280, 800)
PROJECTOR = (1920, 1080)

PACK: dict[str, Any] = {
    "format": 1,
    "title": "A short evening",
    "rounds": [
        {
            "name": "Only round",
            "categories": [
                {
                    "name": "Dogs",
                    "questions": [
                        {"value": 200, "clue": "Who says woof?", "answers": ["A dog"]},
                        {"value": 400, "clue": "What do dogs bury?", "answers": ["Bones"]},
                    ],
                },
                {
                    "name": "Boards",
                    "questions": [
                        {
                            "value": 200,
                            "clue": "White mates in one move.",
                            "answers": [],
                            "fen": "8/2K5/k7/2R4R/8/3r2N1/8/8 w - - 0 1",
                            "moves": ["c5a5"],
                        },
                        {"value": 400, "clue": "Who starts?", "answers": ["White"], "double": True},
                    ],
                },
            ],
        }
    ],
    "final": {"category": "Pups", "clue": "What is a young dog called?", "answers": ["A pup"]},
}


class Player(Phone):
    """One player at a phone."""

    def sit_down(self, link: str) -> None:
        """Open the link, say who one is, and wait for the buzzer."""
        self.page.goto(link)
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_role("button", name="Take a seat").tap()
        self.pad.wait_for()

    @property
    def pad(self) -> Locator:
        """The buzzer."""
        return self.page.locator(".pad")

    def sees(self, state: str) -> None:
        """Wait until the buzzer is in this state."""
        self.page.locator(f'.pad[data-state="{state}"]').wait_for()

    def sees_for_a_moment(self, state: str) -> contextlib.AbstractContextManager[None]:
        """The buzzer comes into this state by what is done inside, and leaves it again."""
        return self.sees_meanwhile(f'.pad[data-state="{state}"]')

    def buzz(self) -> None:
        """Touch the buzzer."""
        self.pad.tap()

    def center(self, square: str) -> tuple[float, float]:
        """Where the middle of a square is, White at the bottom."""
        box = self.page.locator(".clue-board:visible svg.board").bounding_box()
        assert box is not None
        side = box["width"] / 8
        return box["x"] + ("abcdefgh".index(square[0]) + 0.5) * side, box["y"] + (8.5 - int(square[1])) * side


class Desk(Phone):
    """The host at a laptop."""

    def __init__(self, browser: Browser, root: str, name: str = "Quin") -> None:
        super().__init__(browser, root, name, LAPTOP)

    def open(self, pack: Path) -> str:
        """Set a quiz up with the pack in this file; the link for the players."""
        page = self.page
        page.goto(self.root)
        page.get_by_role("button", name="Host a quiz").click()
        page.get_by_label("Your name").fill(self.name)
        page.get_by_label("Questions", exact=True).select_option(label="A pack of your own (JSON)")
        page.get_by_label("A pack of your own (JSON)").set_input_files(pack)
        page.get_by_role("button", name="Open the room").click()
        page.locator(".big-code").wait_for()
        return page.url.replace("/host/", "/join/")

    def does(self, what: str) -> None:
        """Press the button of that kind."""
        self.page.locator(f'.controls [data-does="{what}"]').click()

    def picks(self, category: int, row: int) -> None:
        """Open a square of the grid, counted from 0."""
        columns = self.page.locator(".squares h2").count()
        self.page.locator(".squares .square").nth(row * columns + category).click()

    @property
    def rows_of_controls(self) -> int:
        """In how many rows the buttons below are."""
        middles = self.page.evaluate(
            """() => [...document.querySelectorAll('.controls > :not(.gap)')].map((each) => {
                const { top, bottom } = each.getBoundingClientRect()
                return Math.round((top + bottom) / 20)
            })"""
        )
        return len(set(middles))

    def sees(self, text: str) -> None:
        """Wait until this can be read somewhere."""
        self.page.locator(".desk", has_text=text).wait_for(timeout=PATIENCE_MS)


class BigScreen(Phone):
    """The public screen: whatever it is told goes on record."""

    def __init__(self, browser: Browser, root: str) -> None:
        super().__init__(browser, root, "Screen", PROJECTOR)
        self.told: list[str] = []
        self.page.on("websocket", lambda socket: socket.on("framereceived", lambda text: self.told.append(str(text))))

    def look(self, link: str) -> None:
        """Show the room of this link."""
        self.page.goto(link.replace("/join/", "/screen/"))
        self.page.locator(".stage").wait_for()

    def smallest_text(self) -> float:
        """The size in px of the smallest letters that can be seen."""
        found = self.page.evaluate(
            """() => Math.min(...[...document.querySelectorAll('.stage *')]
                .filter((each) => each.checkVisibility() && !each.closest('.unseen, svg')
                    && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
                .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""
        )
        return float(found)


def pack_in(directory: Path) -> Path:
    """The short pack as a file."""
    file = directory / "short.json"
    file.write_text(json.dumps(PACK), encoding="utf-8")
    return file

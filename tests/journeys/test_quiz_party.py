"""A quiz that a real window hosts: phones in a browser and a player at another window; one phone is cut off and comes
back, one comes late, one lies about its time, and the host's program is killed in the middle of a question.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.desktop import Desktop, a_desktop, require_desktop
from tests.helpers.desktop import Player as Window
from tests.helpers.phones import a_browser
from tests.helpers.quizphones import PACK, Player

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.journey, pytest.mark.slow]

HOST_SIZE = (1280, 800)
SMALL = (1024, 640)
LIE = "Object.defineProperty(Event.prototype, 'timeStamp', { get: () => performance.now() - 300 })"
"""Every touch was three hundred milliseconds earlier than it was."""


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    require_desktop()
    with a_desktop(HOST_SIZE[0], HOST_SIZE[1] + SMALL[1] + 120) as desktop:
        yield desktop


@pytest.fixture
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


class Host:
    """Ada at the big window."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self._desktop, self._folder = desktop, folder
        self.window = self._come()

    def _come(self) -> Window:
        return Window(self._desktop, self._folder, "Ada", (0, 0), HOST_SIZE)

    def open(self, pack: Path) -> dict[str, Any]:
        """Host the pack in this file; what the window knows of the room."""
        self.window.leave_home("Host a quiz")
        self.window.scene("quiz setup")
        self.window.type_into("path", str(pack), seen_as="path")
        self.window.click("Open the doors")
        return self.window.until(lambda seen: seen.get("view") == "lobby", "the lobby")

    def picks(self, category: int, row: int) -> None:
        """A question, read out."""
        seen = self.window.until(lambda seen: seen.get("view") == "grid" and bool(seen.get("grid")), "the grid")
        x, y, w, h = seen["grid"][category][row]
        self.window.click_at(x + w / 2, y + h / 2)
        self.sees("reading")

    def does(self, key: str, then: str) -> None:
        """Press a key, and wait until the quiz has gone on to that phase."""
        self.window.key(key)
        self.sees(then)

    def sees(self, phase: str) -> dict[str, Any]:
        return self.window.until(lambda seen: seen.get("phase") == phase, f"the quiz is at {phase}")

    def dies_and_comes_back(self) -> None:
        """SIGKILL, with the server in the program, and the program is started again."""
        self.window.kill()
        self.window = self._come()
        self.window.leave_home("Rejoin match")


def pad_is(window: Window, state: str) -> None:
    """The buzzer of a player at a window."""
    window.until(lambda seen: seen.get("pad") == state, f"{window.name}'s buzzer says {state}")


def play_on_the_board(window: Window, *squares: str) -> None:
    """Click from square to square."""
    seen = window.until(lambda seen: "question board" in seen.get("widgets", {}), "the question's board")
    x, y, w, _ = seen["widgets"]["question board"]
    for square in squares:
        column, row = "abcdefgh".index(square[0]), 8 - int(square[1])
        window.click_at(x + (column + 0.5) * w / 8, y + (row + 0.5) * w / 8)


def test_a_party_of_six_with_a_cut_line_a_latecomer_a_liar_and_a_host_who_is_killed(
    desktop: Desktop, browser: Browser, tmp_path: Path
) -> None:
    pack = tmp_path / "pack.json"
    pack.write_text(json.dumps(PACK), "utf-8")
    host = Host(desktop, tmp_path)
    room = host.open(pack)
    root, link = f"{room['address']}/", f"{room['address']}/join/{room['code']}"
    _, bob, cem, _ = phones = [Player(browser, root, name) for name in ("Ann", "Bob", "Cem", "Dora")]
    bob.page.add_init_script(LIE)
    for phone in phones:
        phone.sit_down(link)
    bo = Window(desktop, tmp_path, "Bo", (0, HOST_SIZE[1] + 60), SMALL)
    bo.type_into("join field", f"{room['address']} {room['code']}", seen_as="join")
    bo.click("Join")
    pad_is(bo, "lobby")
    host.window.until(lambda seen: seen.get("players") == 5, "five are in")
    desktop.screenshot("party-1-lobby")
    host.window.click("Start")

    # At the window one buzzes with Space; the liar, who comes second, stays second.
    host.picks(0, 0)
    pad_is(bo, "reading")
    host.does("space", "armed")
    pad_is(bo, "armed")
    bob.sees("armed")
    bo.key("space")
    pad_is(bo, "yours")
    bob.sees("other")
    desktop.screenshot("party-2-buzzed")
    host.does("r", "judged")
    pad_is(bo, "right")

    # One is cut off and one comes late; the board is answered on the window.
    cem.context.set_offline(True)
    cem.sees("away")
    host.does("Return", "grid")
    host.picks(1, 0)
    cem.context.set_offline(False)
    cem.sees("reading")
    fay = Player(browser, root, "Fay")
    fay.sit_down(link)
    fay.sees("reading")
    host.does("space", "armed")
    pad_is(bo, "armed")
    bo.click("pad")
    pad_is(bo, "yours")
    desktop.screenshot("party-3-board")
    play_on_the_board(bo, "c5", "a5")
    pad_is(bo, "right")
    host.sees("judged")

    # The host's program is killed while the liar may answer.
    host.does("Return", "grid")
    host.picks(0, 1)
    host.does("space", "armed")
    bob.sees("armed")
    bob.buzz()
    bob.sees("yours")
    host.dies_and_comes_back()
    host.sees("buzzed")
    bob.sees("yours")
    pad_is(bo, "other")
    desktop.screenshot("party-4-host-is-back")
    # By the mouse: a window that has just come may lose the first keys.
    host.window.click("Right")
    host.sees("judged")
    bob.sees("right")
    seen = host.window.see()
    assert sorted(seen["scores"].values()) == [0, 0, 0, 0, 400, 400]
    for phone in (*phones, fay):
        phone.close()
    bo.kill()
    host.window.kill()

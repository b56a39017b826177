"""Three matches in a row between two real windows: one person has only a mouse, the other only a keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.desktop import Player, a_desktop, require_desktop
from tests.journeys.test_two_windows import WINDOW, sit_down

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.desktop import Desktop

pytestmark = pytest.mark.journey

FIRST_MOVES = {"white": ("e2e4", "e4"), "black": ("e7e5", "e5")}


def type_move(player: Player, san: str) -> None:
    """Letters, and Return, once it is that player's turn."""
    before = player.until(lambda seen: seen.get("can_move") is True, f"{player.name} may move")["ply"]

    def write() -> None:
        for key in (*["BackSpace"] * len(san), *san, "Return"):
            player.key(key)

    player.insist(write, lambda seen: seen.get("ply", before) != before, f"{san} is made")


def play_a_game(mouse: Player, keyboard: Player) -> None:
    """A move each, and whoever has the keyboard gives up by it."""
    colors = {
        player.until(lambda seen: seen.get("phase") == "playing", "a game")["color"]: player
        for player in (mouse, keyboard)
    }
    for ply, color in enumerate(("white", "black")):
        uci, san = FIRST_MOVES[color]
        if colors[color] is mouse:
            mouse.move(uci)
        else:
            type_move(keyboard, san)
        for player in (mouse, keyboard):
            player.until(lambda seen: seen.get("ply", 0) > ply, f"{san} arrives")  # noqa: B023
    give_up(keyboard)


def give_up(player: Player) -> None:
    """By its key: once to ask, and once more when the answer counts."""
    player.key("F8")
    player.until(lambda seen: "resign: yes" in seen.get("widgets", {}), "the answer counts")
    player.key("F8")


def take_a_card(keyboard: Player) -> None:
    """The first one, too early and then in earnest."""
    keyboard.key("1")
    keyboard.until(lambda seen: "card 1" in seen.get("widgets", {}), "the cards have been seen")
    keyboard.key("1")


@pytest.mark.slow
def test_three_matches_in_a_row(tmp_path: Path) -> None:
    require_desktop()
    with a_desktop(2 * WINDOW[0], WINDOW[1] + 60) as desktop:
        mouse = Player(desktop, tmp_path, "Ada", (0, 0), WINDOW)
        keyboard = Player(desktop, tmp_path, "Bo", (WINDOW[0], 0), WINDOW)
        try:
            sit_down(mouse, keyboard)
            for number in range(3):
                play_a_match(desktop, mouse, keyboard, number)
        finally:
            for player in (mouse, keyboard):
                player.kill()


def play_a_match(desktop: Desktop, mouse: Player, keyboard: Player, number: int) -> None:
    """Two games, and the wish for another match from both."""
    play_a_game(mouse, keyboard)
    keyboard.scene("draft")
    take_a_card(keyboard)
    keyboard.until(lambda seen: seen.get("game") == 2 and seen.get("phase") == "playing", "the second game")
    desktop.screenshot(f"three-matches-{number}")
    give_up(keyboard)
    for player in (mouse, keyboard):
        player.until(lambda seen: "Play again" in seen.get("widgets", {}), "another match can be asked for")
    mouse.click("Play again")
    keyboard.key("Return")
    for player in (mouse, keyboard):
        player.until(lambda seen: seen.get("game") == 1, "another match")

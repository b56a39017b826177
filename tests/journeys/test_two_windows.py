"""Two people, two windows, one match: from the menu to the final score, by mouse and keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.desktop import Desktop, Player, a_desktop, require_desktop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.journey

WINDOW = (1024, 640)
FOOLS_MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    require_desktop()
    with a_desktop(2 * WINDOW[0], WINDOW[1] + 60) as desktop:
        yield desktop


@pytest.fixture
def players(desktop: Desktop, tmp_path: Path) -> Iterator[tuple[Player, Player]]:
    ada = Player(desktop, tmp_path, "Ada", (0, 0), WINDOW)
    bo = Player(desktop, tmp_path, "Bo", (WINDOW[0], 0), WINDOW)
    yield ada, bo
    for player in (ada, bo):
        if player.process.poll() is None:
            player.kill()


def sit_down(ada: Player, bo: Player) -> None:
    """Ada hosts, Bo joins by address and code, Ada starts."""
    ada.leave_home("Host a match")
    ada.click("Start hosting")
    lobby = ada.scene("lobby")
    bo.scene("home")
    bo.type_into("join field", f"{lobby['address']} {lobby['code']}", seen_as="join")
    bo.click("Join")
    bo.scene("lobby")
    ada.click("Start")


def play(white: Player, black: Player, moves: tuple[str, ...]) -> None:
    """These moves, each by the one whose turn it is."""
    for ply, uci in enumerate(moves):
        (black if ply % 2 else white).move(uci)


def colors(ada: Player, bo: Player) -> tuple[Player, Player]:
    """Who has White and who has Black, once a game runs."""
    seen = ada.until(lambda seen: seen.get("phase") == "playing", "the clock runs")
    return (ada, bo) if seen["color"] == "white" else (bo, ada)


@pytest.mark.slow
def test_a_match_from_the_menu_to_the_final_score(desktop: Desktop, players: tuple[Player, Player]) -> None:
    """Two windows play a best of three to its end: hosting, joining, mating by mouse, drafting, the final score."""
    ada, bo = players
    desktop.screenshot("journey-1-home")
    sit_down(ada, bo)

    white, black = colors(ada, bo)
    play(white, black, FOOLS_MATE)
    desktop.screenshot("journey-2-mate")
    white.scene("draft")
    white.click("card 1")
    black.has_seen(lambda seen: seen.get("phase") == "reveal", "what was picked")
    desktop.screenshot("journey-3-reveal")

    # Colours have changed. The upgrade is drawn by lot and may stand in any opening's way, so the game ends otherwise.
    black.until(lambda seen: seen.get("game") == 2 and seen.get("phase") == "playing", "the second game")
    assert black.see()["color"] == "white"
    black.move("e2e4")
    white.until(lambda seen: seen.get("ply") == 1, "the move arrives")
    white.resign()

    for player in players:
        seen = player.scene("matchend")
        assert seen["score"] == {black.name: 2.0, white.name: 0.0}
    desktop.screenshot("journey-4-final-score")
    watch_again(desktop, ada)
    ada.end()
    assert ada.process.returncode == 0


def watch_again(desktop: Desktop, player: Player) -> None:
    """The replay: wound by key, played by click, and left."""
    player.click("Watch the replay")
    player.until(lambda seen: (seen.get("scene"), seen.get("game"), seen.get("ply")) == ("replay", 1, 0), "game 1")
    player.key("End")
    player.until(lambda seen: seen.get("ply") == len(FOOLS_MATE), "the mate")
    desktop.screenshot("journey-6-replay")
    player.key("Page_Down")
    player.until(lambda seen: (seen.get("game"), seen.get("ply")) == (2, 0), "game 2")
    player.click("play")
    player.until(lambda seen: seen.get("ply", 0) > 0, "the playback moves on")
    player.key("Escape")
    player.scene("matchend")


def test_when_one_program_dies_the_other_plays_on(desktop: Desktop, players: tuple[Player, Player]) -> None:
    """The guest's program is killed in the middle of a game: the host is told, and may still move."""
    ada, bo = players
    sit_down(ada, bo)
    white, black = colors(ada, bo)
    play(white, black, ("e2e4", "e7e5"))

    bo.kill()

    ada.until(lambda seen: seen.get("absent") == ["Bo"], "Ada is told that Bo is gone")
    desktop.screenshot("journey-5-disconnected")
    if ada is white:
        ada.move("g1f3")
        ada.until(lambda seen: seen.get("ply") == 3, "Ada's move is made")

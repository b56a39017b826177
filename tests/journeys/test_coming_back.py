"""A program that dies in the middle of a match is started again, and its player plays on: in real windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.desktop import Desktop, Player, a_desktop, require_desktop, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.journey

WINDOW = (1024, 640)


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    require_desktop()
    with a_desktop(2 * WINDOW[0], WINDOW[1] + 60) as desktop:
        yield desktop


class Evening:
    """Ada hosts, Bo is her guest, and White has made a move."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self._desktop, self._folder = desktop, folder
        self.ada = self.come("Ada")
        self.bo = self.come("Bo")
        self.ada.leave_home("Host a match")
        self.ada.click("Start hosting")
        lobby = self.ada.scene("lobby")
        self.bo.type_into("join field", f"{lobby['address']} {lobby['code']}", seen_as="join")
        self.bo.click("Join")
        self.bo.scene("lobby")
        self.ada.click("Start")
        seen = self.ada.until(lambda seen: seen.get("phase") == "playing", "the game")
        self.ada_has_white = seen["color"] == "white"
        white, black = (self.ada, self.bo) if self.ada_has_white else (self.bo, self.ada)
        white.move("e2e4")
        black.until(lambda seen: seen.get("ply") == 1, "the move arrives")

    def come(self, name: str) -> Player:
        """Start that person's program, for the first time or again."""
        return Player(self._desktop, self._folder, name, (0 if name == "Ada" else WINDOW[0], 0), WINDOW)

    def play_on(self) -> None:
        """Whoever is to move gives the game up, and both see it end."""
        players = (self.ada, self.bo)
        wait_for(lambda: any(player.see().get("can_move") for player in players), "somebody may move")
        mover = next(player for player in players if player.see().get("can_move"))
        mover.resign()
        for player in players:
            player.until(lambda seen: seen.get("phase") in {"result", "draft"}, "the game goes on to its end")

    def end(self) -> None:
        for player in (self.ada, self.bo):
            if player.process.poll() is None:
                player.kill()


@pytest.fixture
def evening(desktop: Desktop, tmp_path: Path) -> Iterator[Evening]:
    evening = Evening(desktop, tmp_path)
    yield evening
    evening.end()


@pytest.mark.slow
def test_whoever_is_killed_comes_back_and_plays_on(desktop: Desktop, evening: Evening) -> None:
    """SIGKILL for the guest's program, and the bot plays until it is started again; then for the host's, which holds
    the match and brings it back. Each time *Rejoin match* is pressed, and the other's window goes on by itself.
    """
    evening.bo.kill()
    ada = evening.ada
    ada.until(lambda seen: seen.get("absent") == ["Bo"], "Ada is told")
    desktop.screenshot("back-1-plug-pulled")
    if not evening.ada_has_white:
        # The bot sits down once five seconds of Bo's own clock have run.
        ada.move("e7e5")
    ada.until(lambda seen: seen.get("bots") == ["Bo"], "the bot sits down")
    ply = 2 if evening.ada_has_white else 3
    ada.until(lambda seen: seen.get("ply", 0) >= ply, "the bot has moved")
    desktop.screenshot("back-2-the-bot-plays")
    bo = evening.bo = evening.come("Bo")
    desktop.screenshot("back-3-home")
    bo.leave_home("Rejoin match")
    bo.until(lambda seen: seen.get("phase") == "playing" and seen.get("ply", 0) >= ply, "Bo sees the moves")
    seen = ada.until(lambda seen: seen.get("absent") == [], "Ada sees that Bo is back")
    desktop.screenshot("back-4-there-again")

    ada.kill()
    bo.until(lambda seen: bool(seen.get("banner")), "Bo is told")
    desktop.screenshot("back-5-the-host-is-gone")
    ada = evening.ada = evening.come("Ada")
    ada.leave_home("Rejoin match")
    ada.until(lambda now: now.get("phase") == "playing" and now.get("ply") == seen["ply"], "Ada sees her match")
    bo.until(lambda seen: seen.get("absent") == [] and not seen.get("banner"), "Bo has come back")
    desktop.screenshot("back-6-the-table-is-back")
    evening.play_on()

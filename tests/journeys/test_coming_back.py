"""A program that dies in the middle of a match is started again, and its player plays on: in real windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.desktop import Player, a_desktop, require_desktop

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.journey

WINDOW = (1024, 640)


def test_a_killed_program_is_started_again_and_plays_on(tmp_path: Path) -> None:
    """Bo's program gets SIGKILL in the middle of a game, Ada is told; Bo starts it again and presses Rejoin match."""
    require_desktop()
    with a_desktop(2 * WINDOW[0], WINDOW[1] + 60) as desktop:
        ada = Player(desktop, tmp_path, "Ada", (0, 0), WINDOW)
        bo = Player(desktop, tmp_path, "Bo", (WINDOW[0], 0), WINDOW)
        try:
            ada.click("Host a match")
            ada.click("Open the table")
            lobby = ada.scene("lobby")
            bo.type_into("join field", f"{lobby['address']} {lobby['code']}", seen_as="join")
            bo.click("Join")
            bo.scene("lobby")
            ada.click("Start")
            ada_has_white = ada.until(lambda seen: seen.get("phase") == "playing", "the game")["color"] == "white"
            white, black = (ada, bo) if ada_has_white else (bo, ada)
            white.move("e2e4")
            black.until(lambda seen: seen.get("ply") == 1, "the move arrives")

            bo.kill()
            ada.until(lambda seen: seen.get("absent") == ["Bo"], "Ada is told", patience_s=10)
            desktop.screenshot("back-1-plug-pulled")
            ada.until(lambda seen: seen.get("bots") == ["Bo"], "the bot sits down", patience_s=15)
            if not ada_has_white:
                ada.move("e7e5")
            ply = 2 if ada_has_white else 3
            ada.until(lambda seen: seen.get("ply", 0) >= ply, "the bot has moved", patience_s=15)
            desktop.screenshot("back-2-the-bot-plays")

            bo = Player(desktop, tmp_path, "Bo", (WINDOW[0], 0), WINDOW)
            desktop.screenshot("back-3-home")
            bo.click("Rejoin match")
            bo.until(lambda seen: seen.get("phase") == "playing" and seen.get("ply", 0) >= ply, "Bo sees the moves")
            ada.until(lambda seen: seen.get("absent") == [], "Ada sees that Bo is back")
            desktop.screenshot("back-4-there-again")
            turn = ada if ada.see()["can_move"] else bo
            turn.until(lambda seen: seen.get("can_move") is True, "somebody may move")
            turn.click("Resign")
            turn.scene("confirm")
            turn.click("Resign")
            for player in (ada, bo):
                player.until(lambda seen: seen.get("phase") in {"result", "draft"}, "the game goes on to its end")
        finally:
            for player in (ada, bo):
                if player.process.poll() is None:
                    player.kill()

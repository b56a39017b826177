"""A quiz from the menu to the podium: the real window hosts, three plain WebSockets play."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web

from tests.helpers.desktop import Desktop, Player, a_desktop, require_desktop
from tests.helpers.wire import RunningServer
from tests.server.quiz.note import NoteClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.journey

WINDOW = (1280, 800)
MATE = "6k1/5ppp/8/8/8/8/8/4R2K w - - 0 1"
PACK = {
    "format": 1,
    "title": "A short evening",
    "rounds": [
        {
            "name": "Only",
            "categories": [
                {
                    "name": "Pieces",
                    "questions": [
                        {"value": 200, "clue": "Which piece jumps?", "answers": ["The knight"]},
                        {"value": 400, "clue": "Mate in one!", "fen": MATE, "moves": ["e1e8"]},
                    ],
                }
            ],
        }
    ],
    "final": {"category": "Endgames", "clue": "What is worth nothing alone?", "answers": ["A king"]},
}


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    require_desktop()
    with a_desktop(WINDOW[0], WINDOW[1] + 60) as desktop:
        yield desktop


@pytest.fixture
def host(desktop: Desktop, tmp_path: Path) -> Iterator[Player]:
    ada = Player(desktop, tmp_path, "Ada", (0, 0), WINDOW)
    yield ada
    if ada.process.poll() is None:
        ada.kill()


def open_the_doors(host: Player, pack: Path) -> dict[str, Any]:
    """Ada hosts a pack of her own; what her window knows of the room."""
    host.leave_home("Host a quiz")
    host.scene("quiz setup")
    host.type_into("path", str(pack), seen_as="path")
    host.click("Open the doors")
    return in_view(host, "lobby")


def in_view(host: Player, view: str) -> dict[str, Any]:
    return host.until(lambda seen: seen.get("view") == view, f"the window shows {view}")


def in_phase(host: Player, phase: str) -> dict[str, Any]:
    return host.until(lambda seen: seen.get("phase") == phase, f"the quiz is at {phase}")


def is_judging(host: Player, pid: int) -> dict[str, Any]:
    """The phones may hear of a judgement before the window goes on to the next answer."""
    return host.until(lambda seen: seen.get("judging") == pid, f"the answer of {pid} is to be judged")


def pick(host: Player, category: int, row: int) -> None:
    seen = host.until(lambda seen: seen.get("view") == "grid" and bool(seen.get("grid")), "the grid is there")
    x, y, w, h = seen["grid"][category][row]
    host.click_at(x + w / 2, y + h / 2)
    in_phase(host, "reading")


async def play(host: Player, desktop: Desktop, room: dict[str, Any]) -> dict[str, Any]:
    """Three phones play the pack; what the window shows at the end."""
    async with aiohttp.ClientSession() as session:
        place = RunningServer(web.Application(), urlsplit(room["address"]).port or 0, session)
        ann, bob, cat = phones = [NoteClient(place, room["code"]) for _ in range(3)]
        for phone, name in zip(phones, ("Ann", "Bob", "Cat"), strict=True):
            await phone.join(name)

        async def at_the_window(what: Any, *how: Any) -> Any:
            return await asyncio.to_thread(what, host, *how)

        await asyncio.to_thread(host.until, lambda seen: seen.get("players") == 3, "three pups are in")
        desktop.screenshot("journey-quiz-1-lobby")
        await at_the_window(Player.click, "Start")
        await asyncio.gather(*(phone.until("StartGame") for phone in phones))

        # Bob is wrong, Ann is right.
        await at_the_window(pick, 0, 0)
        await at_the_window(Player.key, "space")
        await ann.until("BuzzEnable")
        await asyncio.sleep((await bob.until("BuzzEnable"))["at_ms"] / 1000)
        await bob.send("Buzz")
        await at_the_window(in_phase, "buzzed")
        desktop.screenshot("journey-quiz-2-buzzed")
        await at_the_window(Player.key, "w")
        await asyncio.sleep((await ann.until("BuzzEnable"))["at_ms"] / 1000)
        await ann.send("Buzz")
        await at_the_window(in_phase, "buzzed")
        await at_the_window(Player.key, "r")
        await at_the_window(in_phase, "judged")
        desktop.screenshot("journey-quiz-3-judged")

        # Nobody knows the second one.
        await at_the_window(Player.key, "Return")
        await at_the_window(pick, 0, 1)
        desktop.screenshot("journey-quiz-4-board")
        await at_the_window(Player.key, "g")
        await at_the_window(in_phase, "judged")

        # The final question.
        await at_the_window(Player.key, "f")
        await at_the_window(in_phase, "wager")
        # Only Ann has points to stake.
        await ann.send("Wager", {"amount": 100})
        await at_the_window(in_phase, "final")
        for phone, text in ((ann, "A king"), (bob, "A bishop"), (cat, "No idea")):
            await phone.send("FinalAnswer", {"text": text})
        await asyncio.to_thread(host.until, lambda seen: "Right" in seen.get("widgets", {}), "answers are judged")
        desktop.screenshot("journey-quiz-5-final")
        # From the lowest score up: Bob, Cat, Ann.
        for phone, key in ((bob, "w"), (cat, "w"), (ann, "r")):
            await at_the_window(is_judging, phone.pid)
            await at_the_window(Player.key, key)
            await phone.until("Witness", msg="HostChecked", pid=phone.pid)
        for phone in phones:
            await phone.until("EndGame")
        seen: dict[str, Any] = await at_the_window(in_view, "over")
        desktop.screenshot("journey-quiz-6-podium")

        # The next quiz begins in the same room, with everybody.
        await at_the_window(Player.click, "Another quiz")
        await at_the_window(Player.scene, "quiz setup")
        await at_the_window(Player.click, "Open the doors")
        again = await at_the_window(in_view, "lobby")
        assert (again["code"], again["players"]) == (room["code"], 3)
        return {**seen, "by name": {str(ann.pid): 300, str(bob.pid): -200, str(cat.pid): 0}}


@pytest.mark.slow
def test_a_quiz_from_the_menu_to_the_podium(host: Player, desktop: Desktop, tmp_path: Path) -> None:
    """A window hosts a pack from a file; phones join, buzz, wager and answer; the points are theirs."""
    pack = tmp_path / "pack.json"
    pack.write_text(json.dumps(PACK), "utf-8")
    room = open_the_doors(host, pack)
    seen = asyncio.run(play(host, desktop, room))
    assert seen["scores"] == seen["by name"]

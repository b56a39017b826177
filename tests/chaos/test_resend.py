"""Answers are lost, not requests: who hears of no answer asks again, also of the next server. Nothing is doubled."""

from __future__ import annotations

import asyncio
import random
import signal
from typing import TYPE_CHECKING, Any

import aiohttp
import msgspec
import pytest
from aiohttp import web

from tests.helpers.extent import repeated
from tests.helpers.server_process import ServerProcess
from tests.helpers.wire import STORY_S, RunningServer, Wire

if TYPE_CHECKING:
    from pathlib import Path

# A Ruy Lopez, main line: long enough, and nothing repeats.
MOVES = (
    *("e2e4", "e7e5", "g1f3", "b8c6", "f1b5", "a7a6", "b5a4", "g8f6", "e1g1", "f8e7", "f1e1", "b7b5", "a4b3", "d7d6"),
    *("c2c3", "e8g8", "h2h3", "c6a5", "b3c2", "c7c5", "d2d4", "d8c7"),
)


class Stubborn:
    """Somebody whose requests arrive and whose answers don't, until the server has been killed."""

    def __init__(self, place: RunningServer, seat: dict[str, Any], wire: Wire) -> None:
        self.place = place
        self.seat = seat
        self.wire = wire
        self.n = 0
        self.waiting: list[tuple[str, dict[str, Any]]] = []

    async def send(self, name: str, **fields: Any) -> None:
        """Send, and never read the answer."""
        self.n += 1
        self.waiting.append((name, {**fields, "n": self.n}))
        await self.wire.say("42" + msgspec.json.encode([name, self.waiting[-1][1]]).decode())

    async def back(self) -> None:
        """Take the seat again."""
        self.wire = await self.place.wire()
        answer = await self.wire.ask("Rejoin", code=self.seat["code"], pid=self.seat["pid"], token=self.seat["token"])
        assert answer["ok"], answer

    async def ask_again(self) -> None:
        """Send all again that was never answered, whether or not it was done."""
        for name, fields in self.waiting:
            answer = await self.wire.ask(name, **fields)
            assert answer["ok"], (name, fields, answer)
        self.waiting.clear()


async def play(server: ServerProcess, kills: int, dice: random.Random) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(STORY_S):
        place = RunningServer(web.Application(), server.port, session)
        host, guest = await place.wire(), await place.wire()
        seat = await host.ask("CreateGame", host_color="white")
        both = (
            Stubborn(place, seat, host),
            Stubborn(place, await guest.ask("JoinGame", code=seat["code"]), guest),
        )
        assert (await host.ask("StartGame"))["ok"]
        await host.until("BoardState", phase="playing")
        said: dict[int, list[str]] = {0: [], 1: []}
        for number in range(kills):
            who = number % 2
            mover = both[who]
            said[who].append(f"before kill {number}")
            await mover.send("Chat", text=said[who][-1])
            await mover.send("MakeMove", move=MOVES[number], ply=number)
            # Before it is read, before it is on disk, before it is answered, or after all of that.
            await asyncio.sleep(dice.uniform(0, 0.012))
            server.signal(signal.SIGKILL)
            server.ended()
            server.start()
            for each in both:
                await each.back()
            await mover.ask_again()
        wire = both[0].wire
        answer = await wire.ask("Rejoin", code=seat["code"], pid=seat["pid"], token=seat["token"])
        assert answer["snapshot"]["chess"]["board"]["moves"] == list(MOVES[:kills])
        for who, lines in said.items():
            pid = both[who].seat["pid"]
            assert [line["text"] for line in answer["snapshot"]["chat"] if line["pid"] == pid] == lines


@pytest.mark.parametrize(("kills", "seed"), [(1, 1), pytest.param(repeated(20, 8), 2, marks=pytest.mark.slow)])
def test_requests_whose_answers_were_lost_with_the_server_are_done_once(tmp_path: Path, kills: int, seed: int) -> None:
    server = ServerProcess(tmp_path, "--durable=strict", "--return-s=60")
    try:
        asyncio.run(play(server, kills, random.Random(seed)))
    finally:
        server.clear_away()

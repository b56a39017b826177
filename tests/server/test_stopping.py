"""A real server that is told to stop: what people see, and what its exit code says."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from tests.helpers.victim import Victim
from tests.helpers.wire import Place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@contextlib.asynccontextmanager
async def a_place(victim: Victim) -> AsyncIterator[Place]:
    try:
        async with aiohttp.ClientSession() as session, asyncio.timeout(20):
            yield Place(web.Application(), victim.port, session)
    finally:
        victim.clear_away()


def test_sigterm_says_goodbye_and_the_next_server_goes_on(tmp_path: Path) -> None:
    async def run() -> None:
        victim = Victim(tmp_path, "--drain-s=0")
        async with a_place(victim) as place:
            host, guest = await place.wire(), await place.wire()
            seat = await host.ask("CreateGame")
            await guest.ask("JoinGame", code=seat["code"])
            assert (await guest.ask("Chat", text="hello"))["ok"]
            victim.signal(signal.SIGTERM)
            told = await guest.until("ShuttingDown")
            assert (told["kept"], told["ms"]) == (True, 0)
            assert await guest.closed() == 1001
            assert victim.ended() == ""
            assert victim.process.returncode == 0
            victim.start()
            again = await place.wire()
            answer = await again.ask("Rejoin", code=seat["code"], pid=seat["pid"], token=seat["token"])
            assert [line["text"] for line in answer["snapshot"]["chat"]] == ["hello"]

    asyncio.run(run())


def test_a_second_signal_ends_the_drain(tmp_path: Path) -> None:
    async def run() -> None:
        victim = Victim(tmp_path, "--drain-s=60")
        async with a_place(victim) as place:
            host, guest = await place.wire(), await place.wire()
            await guest.ask("JoinGame", code=(await host.ask("CreateGame"))["code"])
            assert (await host.ask("StartGame"))["ok"]
            victim.signal(signal.SIGTERM)
            assert (await guest.until("ShuttingDown"))["ms"] == 60_000
            # The match goes on meanwhile, and nobody else comes in.
            assert (await guest.ask("Chat", text="quick!"))["ok"]
            assert (await (await place.wire()).ask("CreateGame"))["error"] == "SHUTTING_DOWN"
            victim.signal(signal.SIGINT)
            assert victim.ended() == ""
            assert victim.process.returncode == 1

    asyncio.run(run())

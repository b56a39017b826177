"""A real server that is told to stop: what people see, and what its exit code says."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web

from tests.helpers.server_process import ServerProcess
from tests.helpers.wire import STORY_S, RunningServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@contextlib.asynccontextmanager
async def a_place(server: ServerProcess) -> AsyncIterator[RunningServer]:
    try:
        async with aiohttp.ClientSession() as session, asyncio.timeout(STORY_S):
            yield RunningServer(web.Application(), server.port, session)
    finally:
        server.clear_away()


def test_sigterm_says_goodbye_and_the_next_server_goes_on(tmp_path: Path) -> None:
    async def run() -> None:
        server = ServerProcess(tmp_path, "--drain-s=0")
        async with a_place(server) as place:
            host, guest = await place.wire(), await place.wire()
            seat = await host.ask("CreateGame")
            await guest.ask("JoinGame", code=seat["code"])
            assert (await guest.ask("Chat", text="hello"))["ok"]
            server.signal(signal.SIGTERM)
            told = await guest.until("ShuttingDown")
            assert (told["kept"], told["ms"]) == (True, 0)
            assert await guest.closed() == 1001
            assert server.ended() == ""
            assert server.process.returncode == 0
            server.start()
            again = await place.wire()
            answer = await again.ask("Rejoin", code=seat["code"], pid=seat["pid"], token=seat["token"])
            assert [line["text"] for line in answer["snapshot"]["chat"]] == ["hello"]

    asyncio.run(run())


def test_a_second_signal_ends_the_drain(tmp_path: Path) -> None:
    async def run() -> None:
        server = ServerProcess(tmp_path, "--drain-s=60")
        async with a_place(server) as place:
            host, guest = await place.wire(), await place.wire()
            await guest.ask("JoinGame", code=(await host.ask("CreateGame"))["code"])
            assert (await host.ask("StartGame"))["ok"]
            server.signal(signal.SIGTERM)
            assert (await guest.until("ShuttingDown"))["ms"] == 60_000
            # The match goes on meanwhile, and nobody else comes in.
            assert (await guest.ask("Chat", text="quick!"))["ok"]
            assert (await (await place.wire()).ask("CreateGame"))["error"] == "SHUTTING_DOWN"
            server.signal(signal.SIGINT)
            assert server.ended() == ""
            assert server.process.returncode == 1

    asyncio.run(run())


def fill_disk(server: ServerProcess) -> None:
    """From now on the server can write to no file: the same error as of a full disk, without being root."""
    import resource

    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def empty_disk(server: ServerProcess) -> None:
    import resource

    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process can be set on Linux only")
@pytest.mark.parametrize("durable", ["relaxed", "strict"])
def test_sigterm_with_a_full_disk_promises_nothing_and_says_what_is_lost(tmp_path: Path, durable: str) -> None:
    async def run() -> None:
        server = ServerProcess(tmp_path, "--drain-s=0", f"--durable={durable}")
        async with a_place(server) as place:
            host, guest = await place.wire(), await place.wire()
            seat = await host.ask("CreateGame")
            await guest.ask("JoinGame", code=seat["code"])
            fill_disk(server)
            assert (await guest.ask("Chat", text="hello"))["ok"]
            assert await guest.until("Stored") == {"safe": False}
            answer = await guest.ask("Chat", text="still here")
            assert (answer["ok"], answer["safe"]) == (True, False)
            async with place.session.get(f"{server.url}/healthz") as response:
                health = await response.json()
            assert (health["status"], health["safe"]) == (200, False)
            assert health["store"] != "ok"
            server.signal(signal.SIGTERM)
            assert not (await guest.until("ShuttingDown"))["kept"]
            assert await guest.closed() == 1001
            complaints = server.ended()
            assert "Cannot write the rooms to disk" in complaints
            assert "1 of 1 rooms were not kept" in complaints
            assert "Traceback" not in complaints
            assert server.process.returncode == 1

    asyncio.run(run())


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process can be set on Linux only")
def test_a_disk_that_is_repaired_has_everything(tmp_path: Path) -> None:
    async def run() -> None:
        server = ServerProcess(tmp_path, "--durable=strict")
        async with a_place(server) as place:
            host, guest = await place.wire(), await place.wire()
            seat = await host.ask("CreateGame")
            await guest.ask("JoinGame", code=seat["code"])
            fill_disk(server)
            assert (await guest.ask("Chat", text="said while it was full"))["ok"]
            assert await guest.until("Stored") == {"safe": False}
            assert (await (await place.wire()).ask("CreateGame"))["error"] == "NOT_SAFE"
            empty_disk(server)
            assert await guest.until("Stored") == {"safe": True}
            assert "safe" not in await guest.ask("Chat", text="and after")
            server.kill_and_restart()
            again = await place.wire()
            answer = await again.ask("Rejoin", code=seat["code"], pid=seat["pid"], token=seat["token"])
            said = [line["text"] for line in answer["snapshot"]["chat"]]
            assert said == ["said while it was full", "and after"]

    asyncio.run(run())

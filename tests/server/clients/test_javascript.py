"""Clients in another language, written from the protocol's page alone, play whole matches against our server."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.clock import HurriedClock
from tests.helpers.missing import not_run
from tests.helpers.wire import RunningServer, a_place

if TYPE_CHECKING:
    from asyncio.subprocess import Process

HERE = Path(__file__).parent
NPM_S = 120
# A match has half a minute of pauses in it.
HURRY = 20.0
UNHURRIED = {"silence_s": 300.0, "ping_timeout_s": 300, "handshake_s": 300.0}


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs, in a directory with what they need from npm."""
    missing = [program for program in ("node", "npm") if shutil.which(program) is None]
    if missing:
        not_run(f"CLIENTS IN JAVASCRIPT NOT RUN: this machine lacks {' and '.join(missing)}")
    where = tmp_path_factory.mktemp("javascript")
    for each in (HERE / "package.json", *HERE.glob("*.mjs")):
        shutil.copy(each, where)
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
    installed = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=NPM_S, check=False)
    if installed.returncode:
        not_run(
            f"CLIENTS IN JAVASCRIPT NOT RUN: npm has no socket.io-client for us: {installed.stderr or installed.stdout}"
        )
    return where


async def start(clients: Path, program: str, *arguments: str) -> Process:
    # Node has had a WebSocket of its own since 22, and behind this flag since 20.10; older ones refuse the flag.
    flags = ["--experimental-websocket"] if program == "over_websocket.mjs" and await _knows_websocket(clients) else []
    return await asyncio.create_subprocess_exec(
        "node", *flags, program, *arguments, cwd=clients, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


async def _knows_websocket(clients: Path) -> bool:
    asked = await asyncio.create_subprocess_exec(
        "node", "--experimental-websocket", "--eval", "", cwd=clients, stderr=subprocess.DEVNULL
    )
    return await asked.wait() == 0


async def said(process: Process) -> dict[str, Any]:
    """The next line that a program prints."""
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        assert process.stderr is not None
        raise AssertionError((await process.stderr.read()).decode())
    told = json.loads(line)
    assert isinstance(told, dict)
    return told


async def play(place: RunningServer, clients: Path, host: str, guest: str) -> list[dict[str, Any]]:
    """How the match went, as the host and as the guest tell it."""
    first = await start(clients, host, place.url)
    code = (await said(first))["code"]
    second = await start(clients, guest, place.url, code)
    told = [await said(first), await said(second)]
    assert [await first.wait(), await second.wait()] == [0, 0]
    return told


@pytest.mark.parametrize(
    ("host", "guest"),
    [
        ("over_socketio.mjs", "over_socketio.mjs"),
        ("over_websocket.mjs", "over_websocket.mjs"),
        ("over_socketio.mjs", "over_websocket.mjs"),
    ],
)
def test_two_of_them_play_a_match_to_its_end(clients: Path, host: str, guest: str) -> None:
    async def run() -> None:
        async with a_place(HurriedClock(HURRY), beat_s=1.0, **UNHURRIED) as place:
            ada, grace = await play(place, clients, host, guest)
            assert {ada["result"], grace["result"]} == {"Win", "Lose"}
            assert ada["score"] == grace["score"]
            assert max(ada["score"].values()) == 2, (ada, grace)
            # An upgrade may spoil the mate of the later games, and then somebody has resigned.
            assert ada["games"][0][1] == grace["games"][0][1] == "checkmate"
            assert {reason for _, reason in ada["games"]} <= {"checkmate", "resignation"}, (ada, grace)
            assert len(ada["upgrades"]) + len(grace["upgrades"]) == len(ada["games"]) - 1
            assert ada["latencies"] > 0

    asyncio.run(run())

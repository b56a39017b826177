"""The processes that think for absent players, for real."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import get_args

import pytest

from game.chess.bot.interface import Situation
from game.chess.bot.levels import LEVELS
from game.chess.rules.bycolor import ByColor
from netcode.messages import AiLevel
from server.standin import Answer, BotProcesses, Task

START = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"
MATE_IN_ONE = ("f2f3", "e7e5", "g2g4")
DEADLINE_S = 20.0
# What a server that is killed leaves behind: the ids of its bots' processes, which must end with it.
KILLED = """
import asyncio, os, sys
from tests.server.test_standin import a_move
from server.standin import BotProcesses

async def main():
    pool, told = BotProcesses(1), asyncio.Event()
    pool.think(a_move(), lambda answer: told.set())
    await told.wait()
    print(*pool._pool._processes, flush=True)
    os.kill(os.getpid(), 9)

if __name__ == "__main__":
    asyncio.run(main())
"""


def a_move(*moves: str) -> Task:
    side: ByColor[tuple[str, ...]] = ByColor((), ())
    situation = Situation(START, moves, side, "black" if len(moves) % 2 else "white", ByColor(60_000, 60_000))
    return Task("move", "easy", situation)


async def thought(pool: BotProcesses, *tasks: Task) -> list[Answer]:
    answers: asyncio.Queue[Answer] = asyncio.Queue()
    for task in tasks:
        pool.think(task, answers.put_nowait)
    async with asyncio.timeout(DEADLINE_S):
        return [await answers.get() for _ in tasks]


def test_it_moves_drafts_and_answers_offers_without_stopping_the_loop() -> None:
    async def run() -> tuple[list[Answer], float]:
        pool, longest = BotProcesses(1), 0.0

        async def tick() -> None:
            nonlocal longest
            while True:
                before = time.perf_counter()
                await asyncio.sleep(0)
                longest = max(longest, time.perf_counter() - before)

        ticking = asyncio.create_task(tick())
        draft = Task("upgrade", "easy", offered=("trotters", "siege"))
        draw = Task("draw", "easy", a_move(*MATE_IN_ONE).situation)
        try:
            return await thought(pool, a_move(*MATE_IN_ONE), draft, draw), longest
        finally:
            ticking.cancel()
            pool.close()

    answers, longest = asyncio.run(run())
    assert isinstance(answers[0], str)
    assert answers[1] in {"trotters", "siege"}
    assert answers[2] is False
    # Starting the process is the longest of it.
    assert longest < 0.5


def test_a_process_that_dies_is_replaced() -> None:
    async def run() -> list[Answer]:
        pool = BotProcesses(1)
        try:
            await thought(pool, a_move())
            assert pool._pool is not None
            for pid in pool._pool._processes:
                os.kill(pid, signal.SIGKILL)
            return await thought(pool, a_move())
        finally:
            pool.close()

    (move,) = asyncio.run(run())
    assert isinstance(move, str)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes as Linux shows them")
def test_it_ends_with_a_server_that_is_killed() -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], capture_output=True, text=True, timeout=DEADLINE_S, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    until, pids = time.monotonic() + DEADLINE_S, killed.stdout.split()
    assert pids
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < until, "a bot's process outlives its server"


def test_every_level_that_a_room_may_ask_for_is_there() -> None:
    assert set(get_args(AiLevel)) <= set(LEVELS)

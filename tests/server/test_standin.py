"""The processes that think for absent players, for real."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import chess
import pytest

from game.chess.bot.interface import Situation
from game.chess.bot.levels import LEVELS
from game.chess.rules.bycolor import ByColor
from netcode.messages import AiLevel
from server.games.bots import BotProcesses, Task, think
from server.games.interface import BotTask, Thought

if TYPE_CHECKING:
    from collections.abc import Callable

START = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"
MATE_IN_ONE = ("f2f3", "e7e5", "g2g4")
DEADLINE_S = 60.0
# What a server that is killed leaves behind: the ids of its bots' processes, which must end with it.
KILLED = """
import asyncio, os, sys
from tests.server.test_standin import a_move
from server.games.bots import BotProcesses
from server.games.interface import BotTask

async def main():
    pool, told = BotProcesses(1), asyncio.Event()
    pool.think("room", BotTask(1, (0,), a_move()), lambda answer: told.set())
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


async def thought(pool: BotProcesses, *tasks: Task) -> list[str | bool]:
    answers: asyncio.Queue[Thought] = asyncio.Queue()
    for number, task in enumerate(tasks):
        pool.think(str(number), BotTask(1, (number,), task), answers.put_nowait)
    async with asyncio.timeout(DEADLINE_S):
        return [(await answers.get()).answer for _ in tasks]


def test_it_moves_drafts_and_answers_offers_without_stopping_the_loop() -> None:
    async def run() -> tuple[list[str | bool], int]:
        pool, turns = BotProcesses(1), 0

        async def tick() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        ticking = asyncio.create_task(tick())
        draft = Task("upgrade", "easy", offered=("trotters", "siege"))
        draw = Task("draw", "easy", a_move(*MATE_IN_ONE).situation)
        try:
            return await thought(pool, a_move(*MATE_IN_ONE), draft, draw), turns
        finally:
            ticking.cancel()
            pool.close()

    answers, turns = asyncio.run(run())
    assert isinstance(answers[0], str)
    assert answers[1] in {"trotters", "siege"}
    assert answers[2] is False
    # The loop turned all the time, and not just once for each answer.
    assert turns > 10 * len(answers)


def test_a_process_that_dies_is_replaced() -> None:
    async def run() -> list[str | bool]:
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
def test_it_ends_with_a_server_that_is_killed_and_without_a_word() -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], capture_output=True, text=True, timeout=DEADLINE_S, check=False
    )
    assert (killed.returncode, killed.stderr) == (-signal.SIGKILL, "")
    until, pids = time.monotonic() + DEADLINE_S, killed.stdout.split()
    assert pids
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < until, "a bot's process outlives its server"


def test_every_level_that_a_room_may_ask_for_is_there() -> None:
    assert set(get_args(AiLevel)) <= set(LEVELS)


def test_a_room_s_stale_task_is_dropped_and_other_rooms_come_first() -> None:
    """While the one process thinks, a room asks twice and another once: the first question is never answered."""

    async def run() -> list[str]:
        pool, order = BotProcesses(1), []
        done = asyncio.Event()

        def note(name: str) -> Callable[[Thought], None]:
            def told(_: Thought) -> None:
                order.append(name)
                if len(order) == 3:
                    done.set()

            return told

        try:
            pool.think("a", BotTask(1, (0,), a_move()), note("a1"))
            pool.think("b", BotTask(1, (0,), a_move()), note("stale"))
            pool.think("c", BotTask(1, (0,), a_move()), note("c1"))
            pool.think("d", BotTask(1, (0,), a_move()), note("dropped"))
            pool.drop("d")
            pool.think("b", BotTask(1, (0,), a_move()), note("b1"))
            async with asyncio.timeout(DEADLINE_S):
                await done.wait()
        finally:
            pool.close()
        return order

    assert asyncio.run(run()) == ["a1", "c1", "b1"]


def test_a_quick_move_is_legal_and_has_the_pace_of_its_level() -> None:
    thought = think(a_move(), 0)
    assert str(thought.answer) in {move.uci() for move in chess.Board().legal_moves}
    assert 600 <= thought.pause_ms <= 1_600

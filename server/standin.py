"""The bot that thinks for absent players, in processes of its own: the server's loop only asks, and is told.

A process is started when the first task comes, by spawning: the same on every system and in a frozen executable, whose
`main` must call `multiprocessing.freeze_support()` first. It ends with the server, also when that is killed.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import wait
from random import Random
from threading import Thread
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from msgspec import Struct

from game.chess.bot.interface import Situation

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

log = logging.getLogger(__name__)

Answer: TypeAlias = "str | bool"


class Task(Struct, frozen=True):
    """One thing to think about at a level's strength: a move or an offered draw in `situation`, or an upgrade out of
    `offered` for a player who owns `owned`.
    """

    kind: Literal["move", "draw", "upgrade"]
    level: str
    situation: Situation | None = None
    offered: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()


class StandIn(Protocol):
    """Whoever thinks for the absent."""

    def think(self, task: Task, done: Callable[[Answer], None]) -> None:
        """Call `done` on the loop's thread when thought out; never, when that is impossible: the clock decides then."""

    def close(self) -> None:
        """No more thinking; nothing that is under way is told."""


class Nobody:
    """For servers without bots: the clock decides."""

    def think(self, task: Task, done: Callable[[Answer], None]) -> None:
        """See `StandIn.think`."""

    def close(self) -> None:
        """See `StandIn.close`."""


class BotProcesses:
    """So many processes that think, started when they are first needed."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def think(self, task: Task, done: Callable[[Answer], None]) -> None:
        """See `StandIn.think`."""
        self._submit(task, done, tries=2)

    def close(self) -> None:
        """See `StandIn.close`."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, task: Task, done: Callable[[Answer], None], tries: int) -> None:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._processes, multiprocessing.get_context("spawn"), initializer=_begin)
        pool, loop = self._pool, asyncio.get_running_loop()
        told = partial(self._told, pool, task, done, tries)

        def pass_on(future: Future[Answer]) -> None:
            # On the pool's thread. The loop may have closed before: then there is nobody to tell.
            if not (loop.is_closed() or future.cancelled()):
                loop.call_soon_threadsafe(told, future)

        try:
            pool.submit(think, task).add_done_callback(pass_on)
        except BrokenProcessPool:
            self._replace(pool)
            if tries > 1:
                self._submit(task, done, tries - 1)

    def _told(
        self, pool: ProcessPoolExecutor, task: Task, done: Callable[[Answer], None], tries: int, future: Future[Answer]
    ) -> None:
        if self._pool is not pool and self._pool is None:
            return
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, BrokenProcessPool) and tries > 1:
            self._replace(pool)
            self._submit(task, done, tries - 1)
        else:
            log.error("the bot could not think about a %s", task.kind, exc_info=error)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        if self._pool is broken:
            log.warning("a bot's process has died; another one is started")
            self.close()


def think(task: Task) -> Answer:
    """What the bot answers; in its process."""
    # Only that process needs the search: the server itself starts the sooner without it.
    from game.chess.bot.engine import SearchBot  # noqa: PLC0415
    from game.chess.bot.levels import LEVELS, budget  # noqa: PLC0415

    level = LEVELS[task.level]
    bot = SearchBot(level, Random())
    if task.kind == "upgrade":
        return bot.choose_upgrade(task.offered, task.owned)
    assert task.situation is not None
    thought = budget(level, task.situation.own_clock_ms)
    if task.kind == "draw":
        return bot.accepts_draw(task.situation, thought, _clock_ms)
    return bot.choose_move(task.situation, thought, _clock_ms)


def _clock_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def _begin() -> None:
    """A process's beginning: it ends when the server does, and not by a Ctrl-C that is meant for that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(0)

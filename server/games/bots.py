"""The chess bot that plays for absent players, in processes of its own, so that its thinking never blocks the server.

The processes are started when a player is away for the first time. They are spawned, never forked: the same on every
system and in a frozen executable, whose `main` must call `multiprocessing.freeze_support()` first. They end with the
server, even if that is killed.
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
from importlib import import_module
from multiprocessing.connection import wait
from random import Random
from threading import Thread
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct

from game.chess.bot.interface import Situation
from game.chess.bot.tracker import start_quiet_tracker
from server.games.interface import Thought
from server.games.task_queue import TaskQueue

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from server.games.interface import BotTask

log = logging.getLogger(__name__)


class Task(Struct, frozen=True):
    """One decision for the bot, at a level's strength: a move or an answer to a draw offer in `situation`, or the pick
    of an upgrade out of `offered` for a player who owns `owned`.
    """

    kind: Literal["move", "draw", "upgrade"]
    level: str
    situation: Situation | None = None
    offered: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()


class _Asked(NamedTuple):
    task: BotTask
    done: Callable[[Thought], None]
    tries: int = 2


class BotProcesses:
    """A pool of bot processes, started at the first absence. `TaskQueue` decides the order of tasks."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._turns: TaskQueue[_Asked] = TaskQueue(processes)
        self._thinking = 0
        self._closed = False
        self._pool: ProcessPoolExecutor | None = None

    def think(self, room: str, task: BotTask, done: Callable[[Thought], None]) -> None:
        """See `Bots.think`."""
        self._turns.ask(room, _Asked(task, done), _clock_ms())
        self._take_turns()

    def drop(self, room: str) -> None:
        """See `Bots.drop`."""
        self._turns.drop(room)

    def get_ready(self) -> None:
        """See `Bots.get_ready`."""
        if self._pool is None:
            # Starting a process takes longer than a move may; the others follow when there is work for them.
            self._begun_pool().submit(_get_ready)

    def close(self) -> None:
        """See `Bots.close`."""
        self._closed = True
        self._end_pool()

    def _end_pool(self) -> None:
        pool, self._pool = self._pool, None
        self._thinking = 0
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _begun_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            start_quiet_tracker()
            self._pool = ProcessPoolExecutor(self._processes, multiprocessing.get_context("spawn"), initializer=_begin)
        return self._pool

    def _take_turns(self) -> None:
        # The pool cannot drop tasks, so it gets no more than can begin at once.
        while self._thinking < self._processes and (turn := self._turns.next(_clock_ms())) is not None:
            self._submit(turn.task, turn.limit_ms)

    def _submit(self, asked: _Asked, limit_ms: int) -> None:
        question = asked.task.question
        assert isinstance(question, Task)
        pool, loop = self._begun_pool(), asyncio.get_running_loop()
        told = partial(self._told, pool, asked, limit_ms)

        def pass_on(future: Future[Thought]) -> None:
            # On the pool's thread. The loop may have closed before: then there is nobody to tell.
            if not (loop.is_closed() or future.cancelled()):
                loop.call_soon_threadsafe(told, future)

        try:
            future = pool.submit(think, question, limit_ms)
        except BrokenProcessPool:
            self._replace(pool)
            if asked.tries > 1:
                self._submit(asked._replace(tries=asked.tries - 1), limit_ms)
            return
        self._thinking += 1
        future.add_done_callback(pass_on)

    def _told(self, pool: ProcessPoolExecutor, asked: _Asked, limit_ms: int, future: Future[Thought]) -> None:
        if self._closed:
            return
        if self._pool is pool:
            self._thinking -= 1
        error = future.exception()
        if error is None:
            asked.done(future.result())
        elif isinstance(error, BrokenProcessPool) and asked.tries > 1:
            self._replace(pool)
            self._submit(asked._replace(tries=asked.tries - 1), limit_ms)
        else:
            log.error("the bot could not think about %r", asked.task.key, exc_info=error)
        self._take_turns()

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        if self._pool is broken:
            log.warning("a bot's process has died; another one is started")
            self._end_pool()


def think(task: Task, limit_ms: int) -> Thought:
    """What the bot answers within so many ms; in its process."""
    # Only that process needs the search: the server itself starts the sooner without it.
    from game.chess.bot.engine import SearchBot
    from game.chess.bot.levels import LEVELS, budget, pause_ms, within

    level = LEVELS[task.level]
    bot = SearchBot(level, Random())
    if task.situation is None:
        return Thought(bot.choose_upgrade(task.offered, task.owned))
    situation = task.situation
    pause = pause_ms(level, situation.own_clock_ms, len(situation.moves))
    thought = within(budget(level, situation.own_clock_ms), limit_ms)
    if task.kind == "draw":
        return Thought(bot.accepts_draw(situation, thought, _clock_ms), pause)
    return Thought(bot.choose_move(situation, thought, _clock_ms), pause)


def bot_name(level: str) -> str:
    """The name that people see for a computer player of this level. An unknown level is named by its id."""
    from game.chess.bot.levels import LEVELS

    return LEVELS[level].title if level in LEVELS else level


def _get_ready() -> None:
    import_module("game.chess.bot.engine")


def _clock_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def _begin() -> None:
    """Initialise a process: it ends when the server does, and ignores a Ctrl-C that is meant for the server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(0)

"""A bot in a process of its own, so that its thinking never blocks a window.

One pipe ties the two together: the child reports its room, or why it failed; when the parent closes its end,
or dies, the child leaves. Processes are spawned, never forked: the same on every system and in a frozen
executable, whose `main` must call `multiprocessing.freeze_support()` first.
"""

from __future__ import annotations

import multiprocessing
import signal
from functools import partial
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING

from msgspec import Struct

from game.chess.bot.levels import LEVELS
from game.chess.bot.online import Wake, play
from game.chess.bot.plan import Plan
from game.chess.bot.tracker import start_quiet_tracker

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from game.chess.bot.player import Player
    from netcode.messages import BestOf
    from netcode.transport import Incoming

STOP_TIMEOUT_S = 3.0
CRASHED = "The computer player has stopped working. Leave this match and start another one."


class Opened(Struct, frozen=True):
    """From the child: it sits in this room."""

    code: str


class Failed(Struct, frozen=True):
    """From the child: why it could not play, in one sentence."""

    sentence: str


class BotProcess:
    """One bot; use it from one thread."""

    def __init__(
        self,
        url: str,
        code: str | None,
        name: str,
        level: str,
        *,
        seed: int | None = None,
        watch_speed_ms: int = 0,
        matches: int = 0,
        best_of: BestOf = 3,
        picture: str = "",
    ) -> None:
        """A bot for the room `code`, or for one that it opens itself (None), where others may watch.

        `level` is a name of `LEVELS`; `matches` 0: as many as the opponent wants.

        Raises:
            KeyError: there is no such level.
        """
        plan = Plan(name, LEVELS[level], code, best_of, matches, watch_speed_ms, spectators=True, picture=picture)
        context = multiprocessing.get_context("spawn")
        self._ours, self._theirs = context.Pipe()
        self._process = context.Process(target=_play, args=(self._theirs, url, plan, seed), daemon=True)
        self._code: str | None = code
        self._failure: str | None = None
        self._stopped = False

    def start(self) -> None:
        """Begin; returns at once."""
        start_quiet_tracker()
        self._process.start()
        # The child's end lives in the child alone, so that each notices the other's death.
        self._theirs.close()

    def stop(self) -> None:
        """Have the bot leave its room and end its process, whatever it is doing. May be called twice."""
        if self._process.pid is None:
            return
        self._read()
        self._stopped = True
        self._ours.close()
        self._process.join(STOP_TIMEOUT_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.is_alive()

    @property
    def code(self) -> str | None:
        """The room, once it is known; never blocks."""
        self._read()
        return self._code

    @property
    def failure(self) -> str | None:
        """Why the bot could not play, or does not any more, once it is known; never blocks."""
        self._read()
        if self._failure is None and self._process.exitcode and not self._stopped:
            self._failure = CRASHED
        return self._failure

    def wait(self, timeout_s: float) -> bool | None:
        """Sleep until `code` or `failure` may say something new (True) or the time is over (False); None: it has ended.

        For a thread of its own: the only method that may be called from another one.
        """
        try:
            ready = wait([self._ours, self._process.sentinel], timeout_s)
        except (OSError, ValueError):
            # Stopped in the meantime.
            return None
        return None if self._process.sentinel in ready else bool(ready)

    def _read(self) -> None:
        try:
            while not self._ours.closed and self._ours.poll():
                self._note(self._ours.recv())
        except (EOFError, OSError):
            # The child is gone; `alive` says so.
            return

    def _note(self, report: Opened | Failed) -> None:
        if isinstance(report, Opened):
            self._code = report.code
        else:
            self._failure = report.sentence


class BotPair:
    """Two bots in one room: what a demo in the window watches (join `code` with `watch=True`)."""

    def __init__(self, url: str, *, level: str, seed: int, watch_speed_ms: int, best_of: BestOf = 3) -> None:
        self.url = url
        self._host = BotProcess(
            url, None, "Ada", level, seed=seed, watch_speed_ms=watch_speed_ms, matches=1, best_of=best_of
        )
        self._guest: BotProcess | None = None
        self._guest_of = partial(
            BotProcess, url, name="Bela", level=level, seed=seed + 1, watch_speed_ms=watch_speed_ms, matches=1
        )

    def start(self) -> None:
        """Begin with the first bot, which opens the room."""
        self._host.start()

    def poll(self) -> str | None:
        """The room's code once both bots are on their way to it; never blocks for longer than a process's
        start.
        """
        code = self._host.code
        if code is not None and self._guest is None:
            self._guest = self._guest_of(code=code)
            self._guest.start()
        return code

    def wait(self, timeout_s: float) -> bool | None:
        """Like a single bot's, for the first: it opens the room, and outlives the other."""
        return self._host.wait(timeout_s)

    def stop(self) -> None:
        """End both."""
        for bot in (self._host, self._guest):
            if bot is not None:
                bot.stop()

    @property
    def failure(self) -> str | None:
        """Why there is nothing to watch, once that is known."""
        return self._host.failure or (self._guest.failure if self._guest is not None else None)


class _Report:
    """Tells the parent the room as soon as it is known."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._told = False

    def __call__(self, player: Player, _: Incoming) -> None:
        if player.seat is not None and not self._told:
            self._told = True
            _tell(self._pipe, Opened(player.seat.code))


def _play(pipe: Connection, url: str, plan: Plan, seed: int | None) -> None:
    """The child's whole life."""
    # Ctrl-C in a terminal reaches the child as well; the parent's end is what ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wake = Wake()
    Thread(target=_stop_with_parent, args=(pipe, wake), daemon=True).start()
    player = play(url, plan, seed=seed, wake=wake, seen=_Report(pipe))
    if player.failure is not None:
        _tell(pipe, Failed(player.failure))


def _stop_with_parent(pipe: Connection, wake: Wake) -> None:
    try:
        # Nothing is ever sent to the child: this returns when the other end is closed.
        pipe.recv()
    except (EOFError, OSError):
        wake.stop()


def _tell(pipe: Connection, report: Opened | Failed) -> None:
    try:
        pipe.send(report)
    except OSError:
        # Nobody is left to tell; `_stop_with_parent` sees the same and ends the game.
        return

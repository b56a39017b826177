"""A bot with a real clock, real random numbers and a real connection.

The command line, the bot's process and the demo use this. Nothing else in `game.chess.bot` reads the time.
"""

from __future__ import annotations

import time
from random import Random
from threading import Event
from typing import TYPE_CHECKING

from game.chess.bot.engine import SearchBot
from game.chess.bot.player import Player, run
from netcode.transport import SocketIOTransport

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.chess.bot.interface import Bot
    from game.chess.bot.levels import Level
    from game.chess.bot.plan import Plan
    from netcode.transport import Incoming


class Wake:
    """Wakes the bot's thread when the network thread has received something, or when the bot is to stop."""

    def __init__(self) -> None:
        self._rung = Event()
        self._stop = Event()

    def ring(self) -> None:
        """Something has come in; any thread may call it."""
        self._rung.set()

    def wait(self, seconds: float | None) -> None:
        """Wait for `ring`, at most so many seconds. A ring between two waits is not lost."""
        self._rung.wait(seconds)
        self._rung.clear()

    def stop(self) -> None:
        """Ask the bot to leave; any thread may call it."""
        self._stop.set()
        self._rung.set()

    def stopped(self) -> bool:
        """Whether `stop` has been called."""
        return self._stop.is_set()


def monotonic_ms() -> int:
    """This machine's monotonic clock in whole milliseconds."""
    return time.monotonic_ns() // 1_000_000


def new_bot(level: Level, seed: int | None) -> SearchBot:
    """The project's own bot. Without a seed it plays differently each time."""
    return SearchBot(level, Random(seed))


def new_player(plan: Plan, seed: int | None, bot: Bot | None = None) -> Player:
    """A player with the project's own bot, or with another."""
    return Player(plan, bot or new_bot(plan.level, seed), monotonic_ms)


def play(
    url: str,
    plan: Plan,
    *,
    seed: int | None,
    wake: Wake,
    seen: Callable[[Player, Incoming], None],
    bot: Bot | None = None,
) -> Player:
    """Play on the server at `url` until the player is done, by default with the project's own bot.

    `seen` is called with each message, after the player has handled it.
    """
    player = new_player(plan, seed, bot)
    run(
        player,
        SocketIOTransport(url, wake.ring),
        wake.wait,
        wake.stopped,
        seen=lambda incoming: seen(player, incoming),
    )
    return player

"""Where a bot is put together with a real clock, real dice and a real connection.

The command line, the bot's own process and the demo all come here; nothing else in `game.chess.bot` knows the time.
"""

from __future__ import annotations

import time
from random import Random
from threading import Event
from typing import TYPE_CHECKING

from game.chess.bot.engine import SearchBot
from game.chess.bot.player import Plan, Player, run
from netcode.transport import SocketIOTransport

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.chess.bot.interface import Bot
    from game.chess.bot.levels import Level
    from netcode.transport import Incoming


class Wake:
    """What the network thread rings and the bot's thread waits for; also how the bot is asked to stop."""

    def __init__(self) -> None:
        self._rung = Event()
        self._stop = Event()

    def ring(self) -> None:
        """Something has come in; any thread may call it."""
        self._rung.set()

    def wait(self, seconds: float | None) -> None:
        """Until rung, or for so many seconds; rings between two waits are not lost."""
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
    """The project's own bot; no seed: other dice each time."""
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
    """Play on the server at `url` until it is over, with the project's own bot if with no other; `seen` is told all
    that comes in, after it has been dealt with.
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

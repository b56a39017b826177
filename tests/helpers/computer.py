"""The computer opponent without a process of its own: the real player with a quick bot, on the test's server and
time.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from game.chess.bot.levels import LEVELS
from game.chess.bot.plan import Plan
from game.chess.bot.player import Player, step
from game.chess.upgrades import board_from
from tests.helpers.server import loopback

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.chess.bot.interface import Budget, Situation, TimeSource
    from server.service import Service


class RandomBot:
    """Any legal move, any upgrade; takes every draw."""

    def __init__(self, seed: int = 1) -> None:
        self._dice = Random(seed)

    def choose_move(self, situation: Situation, budget: Budget, clock: TimeSource) -> str:
        del budget, clock
        board = board_from(situation.start_fen, situation.upgrades, situation.start_layers)
        for move in situation.moves:
            board.play(move)
        return self._dice.choice(list(board.legal_moves)).uci()

    def choose_upgrade(self, offered: Sequence[str], owned: Sequence[str]) -> str:
        del owned
        return self._dice.choice(list(offered))

    def accepts_draw(self, situation: Situation, budget: Budget, clock: TimeSource) -> bool:
        del situation, budget, clock
        return True

    def offers_draw(self, situation: Situation) -> bool:
        del situation
        return False


class Computer:
    """A `localservices.Bots` on the test's own thread: `step` does what is due."""

    failure: str | None = None

    def __init__(self, service: Service, clock: TimeSource, code: str, name: str) -> None:
        self._line = loopback(service)
        self.player = Player(Plan(name, LEVELS["novice"], code, matches=0), RandomBot(), clock)

    def start(self) -> None:
        """It comes with the next step."""

    def stop(self) -> None:
        self._line.close()

    def wait(self, timeout_s: float) -> bool | None:
        del timeout_s
        return None

    def step(self) -> None:
        """Take in what has come, and do what is due."""
        if not self.player.done:
            step(self.player, self._line)

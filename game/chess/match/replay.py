"""A match written down: its seed and its commands with their times. Played again, it gives the same events.

That is the bug report, the regression test and what a viewer steps through, all in one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from game.chess.match.commands import Command
from game.chess.match.machine import Match
from game.chess.match.state import MatchOptions

if TYPE_CHECKING:
    from game.chess.match.events import Event


class Step(Struct, frozen=True):
    """A command, or (None) a look at the clock, at its time."""

    at_ms: int
    command: Command | None = None


class Replay(Struct):
    """Everything that a match depended on."""

    players: tuple[int, int]
    options: MatchOptions
    seed: bytes
    started_ms: int
    steps: list[Step] = []

    def play(self) -> tuple[Match, list[Event]]:
        """Play it again.

        Raises:
            NotNow: a step is not allowed where it stands, so this is no match that was ever played.
        """
        match, events = Match.start(self.players, self.options, self.seed, self.started_ms)
        for step in self.steps:
            # No look at the clock of its own: a command may have come first when both were due.
            events += match.tick(step.at_ms) if step.command is None else match.handle(step.command, step.at_ms)
        return match, events

    def dump(self) -> bytes:
        """The replay as JSON."""
        return msgspec.json.format(msgspec.json.encode(self))

    @classmethod
    def load(cls, data: bytes) -> Replay:
        """A replay from JSON.

        Raises:
            msgspec.DecodeError: the file is none.
        """
        return msgspec.json.decode(data, type=cls)

"""A recorded match: its seed, and its commands with their times. Played again, it gives the same events.

This makes a bug report that is also a regression test.
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
    """One call of the machine: `handle` with a command, or `tick` (None)."""

    at_ms: int
    command: Command | None = None


class Replay(Struct):
    """Everything on which the events of a match depend."""

    players: tuple[int, int]
    options: MatchOptions
    seed: bytes
    started_ms: int
    steps: list[Step] = []

    def play(self) -> tuple[Match, list[Event]]:
        """Play the match again; returns it and all of its events.

        Raises:
            NotNow: a command is not allowed at its time, so this was never a real match.
        """
        match, events = Match.start(self.players, self.options, self.seed, self.started_ms)
        for step in self.steps:
            # `handle` without a `tick` before it: a command may have come first when both were due.
            events += match.tick(step.at_ms) if step.command is None else match.handle(step.command, step.at_ms)
        return match, events

    def dump(self) -> bytes:
        """The replay as JSON."""
        return msgspec.json.format(msgspec.json.encode(self))

    @classmethod
    def load(cls, data: bytes) -> Replay:
        """A replay from JSON.

        Raises:
            msgspec.DecodeError: the JSON is not a replay.
        """
        return msgspec.json.decode(data, type=cls)

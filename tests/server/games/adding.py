"""A whole game in one module, the example for "Adding a game" in ARCHITECTURE.md.

Players throw numbers until the sum reaches the goal. One to five play; they may come late, and may leave at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from netcode.messages import GameMessages, Notice, Options, Part, Request
from netcode.refusals import Refusal
from server.games import Events, News, Seats, Viewer
from server.games.base import BaseKind, BaseMachine, NewsByViewer
from server.refused import Refused


class AddingOptions(Options, frozen=True):
    game = "adding"
    goal: int = 20


class AddingPart(Part, frozen=True):
    game = "adding"
    goal: int
    total: int = 0


class Throw(Request, frozen=True):
    number: Annotated[int, Meta(ge=1, le=6)]


class Sum(Notice, frozen=True):
    seq: int
    total: int
    own: int


class Adding(BaseMachine, Struct):
    goal: int
    thrown: dict[int, int]

    @property
    def over(self) -> bool:
        return sum(self.thrown.values()) >= self.goal

    def handle(self, command: tuple[int, Throw], now_ms: int) -> Events:
        player, throw = command
        if self.over or player not in self.thrown:
            raise Refused(Refusal.NOT_NOW)
        self.thrown[player] += throw.number
        return ["thrown"]

    def joined(self, player: int, now_ms: int) -> Events:
        self.thrown[player] = 0
        return ["joined"]

    def left(self, player: int, now_ms: int) -> Events:
        return ["left"] if self.thrown.pop(player, None) is not None else []

    def news(self, events: Events, seq: int, now_ms: int, *, stands: bool) -> News:
        total = sum(self.thrown.values())
        return NewsByViewer(lambda viewer: [Sum(seq, total, self.thrown.get(viewer.pid, 0))])

    def snapshot_for(self, viewer: Viewer, seq: int, now_ms: int, *, stands: bool) -> AddingPart:
        return AddingPart(self.goal, sum(self.thrown.values()))

    def score(self) -> dict[int, float]:
        return {player: float(thrown) for player, thrown in self.thrown.items()}


class AddingKind(BaseKind):
    wire = GameMessages(AddingOptions, AddingPart, AddingPart, (Throw, Sum))
    machine = Adding
    players = Seats(1, 5, late=True)

    def lobby(self, options: AddingOptions) -> AddingPart:
        return AddingPart(options.goal)

    def start(self, players: Sequence[int], options: AddingOptions, seed: bytes, now_ms: int) -> tuple[Adding, Events]:
        return Adding(options.goal, dict.fromkeys(players, 0)), ["started"]

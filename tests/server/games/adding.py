"""A whole game in one module, the example for "Adding a game" in ARCHITECTURE.md.

Players throw numbers until the sum reaches the goal. One to five play; they may come late, and may leave at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

import msgspec
from msgspec import Meta, Struct

from netcode.messages import GameMessages, Notice, Options, Part, Request
from netcode.refusals import Refusal
from server.games import Events, News, Seats, Sender, Viewer
from server.games.base import BaseKind, BaseMachine, NewsByViewer
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence


class AddingOptions(Options, frozen=True):
    game: ClassVar[str] = "adding"
    goal: Annotated[int, Meta(ge=1, le=1000)] = 20


class AddingPart(Part, frozen=True):
    game: ClassVar[str] = "adding"
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

    def handle(self, command: object, now_ms: int) -> Events:
        match command:
            case int(player), Throw(number) if player in self.thrown and not self.over:
                self.thrown[player] += number
                return ["thrown"]
            case _:
                raise Refused(Refusal.NOT_NOW)

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


def a_throw(request: Throw, by: Sender) -> object:
    return by.pid, request


class AddingKind(BaseKind):
    options = AddingOptions
    wire = GameMessages(AddingOptions, AddingPart, AddingPart, (Throw, Sum), opens="goal")
    commands = {Throw: a_throw}

    def seats(self, options: Options) -> Seats:
        return Seats(1, 5, late=True)

    def lobby(self, options: Options) -> AddingPart:
        assert isinstance(options, AddingOptions)
        return AddingPart(options.goal)

    def start(self, players: Sequence[int], options: Options, seed: bytes, now_ms: int) -> tuple[Adding, Events]:
        assert isinstance(options, AddingOptions)
        return Adding(options.goal, dict.fromkeys(players, 0)), ["started"]

    def restore(self, data: bytes, options: Options) -> Adding:
        return msgspec.msgpack.decode(data, type=Adding)

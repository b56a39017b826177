"""A whole game in one small module, the example for "Adding a game".

Whoever throws adds to the sum, and the goal ends it. One to five play, one may come late, and whoever leaves drops out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

import msgspec
from msgspec import Meta, Struct

from netcode.messages import GameMessages, Notice, Options, Part, Request
from netcode.refusals import Refusal
from server.games import Events, GameMachine, Seats, Sender, ToCommand, Viewer
from server.games.base import BaseKind, BaseMachine
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from server.config import Config


class AddingOptions(Options, frozen=True):
    game: ClassVar[str] = "adding"

    goal: Annotated[int, Meta(ge=1, le=1000)] = 20


class Throw(Request, frozen=True):
    number: Annotated[int, Meta(ge=1, le=6)]


class Sum(Notice, frozen=True):
    seq: int
    total: int
    goal: int
    own: int


class AddingPart(Part, frozen=True):
    game: ClassVar[str] = "adding"

    total: int = 0
    goal: int = 0


class State(Struct):
    goal: int
    thrown: dict[int, int]


class AddingNews(Struct):
    state: State
    seq: int

    def told_to(self, viewer: Viewer) -> list[Notice]:
        total, own = sum(self.state.thrown.values()), self.state.thrown.get(viewer.pid, 0)
        return [Sum(self.seq, total, self.state.goal, own)]


class Adding(BaseMachine):
    def __init__(self, state: State) -> None:
        self.state = state

    @property
    def over(self) -> bool:
        return sum(self.state.thrown.values()) >= self.state.goal

    def handle(self, command: object, now_ms: int) -> Events:
        del now_ms
        assert isinstance(command, tuple)
        player, number = command
        if self.over or player not in self.state.thrown:
            raise Refused(Refusal.NOT_NOW)
        self.state.thrown[player] += number
        return [command]

    def joined(self, player: int, now_ms: int) -> Events:
        del now_ms
        self.state.thrown[player] = 0
        return ["joined"]

    def left(self, player: int, now_ms: int) -> Events:
        del now_ms
        return ["left"] if self.state.thrown.pop(player, None) is not None else []

    def news(self, events: Events, seq: int, now_ms: int) -> AddingNews:
        del events, now_ms
        return AddingNews(self.state, seq)

    def snapshot_for(self, viewer: Viewer, seq: int, now_ms: int, *, stands: bool) -> AddingPart:
        del viewer, seq, now_ms, stands
        return AddingPart(sum(self.state.thrown.values()), self.state.goal)

    def score(self) -> dict[int, float]:
        return {player: float(thrown) for player, thrown in self.state.thrown.items()}

    def snapshot(self) -> bytes:
        return msgspec.msgpack.encode(self.state)


def a_throw(request: Throw, by: Sender) -> object:
    return by.pid, request.number


class AddingKind(BaseKind):
    options = AddingOptions
    wire = GameMessages(AddingOptions, AddingPart, AddingPart, (Throw, Sum), opens="goal")
    commands: ClassVar[Mapping[type[Request], ToCommand]] = {Throw: a_throw}

    def __init__(self, config: Config) -> None:
        del config

    def seats(self, options: Options) -> Seats:
        del options
        return Seats(1, 5, late=True)

    def line(self, options: Options, game: GameMachine | None) -> AddingPart:
        del game
        return self.lobby(options)

    def lobby(self, options: Options) -> AddingPart:
        assert isinstance(options, AddingOptions)
        return AddingPart(goal=options.goal)

    def start(self, players: Sequence[int], options: Options, seed: bytes, now_ms: int) -> tuple[GameMachine, Events]:
        del seed, now_ms
        assert isinstance(options, AddingOptions)
        return Adding(State(options.goal, dict.fromkeys(players, 0))), ["started"]

    def restore(self, data: bytes, options: Options) -> Adding:
        del options
        return Adding(msgspec.msgpack.decode(data, type=State))

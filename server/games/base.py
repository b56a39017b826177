"""Base classes for games: every optional part of the interface, as it is for a game that does not need it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from netcode.messages.base import Request
from server.games.interface import Seats
from server.packets import Packet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from msgspec import Struct

    from netcode.messages.base import GameMessages, Notice, Options, Part
    from netcode.messages.replays import ReplayFile
    from netcode.messages.rooms import Role
    from server.config import Config
    from server.games.interface import (
        Beat,
        BotTask,
        Events,
        GameMachine,
        Outcome,
        OwnOptions,
        Recorded,
        SeenPlayer,
        Sender,
        ToCommand,
        Viewer,
    )


class BaseKind:
    """The optional parts of `interface.GameKind`."""

    wire: GameMessages
    machine: type[GameMachine]
    """The type of the machine. Only `restore` needs it."""
    players: Seats = Seats(2, 2)
    """Who may play, in all rooms of this kind."""
    commanders: frozenset[Role] = frozenset({"player"})
    counts_latency: bool = False

    def __init__(self, config: Config) -> None:
        """`config` is the server's. Raises ValueError with a sentence if the game cannot use it."""
        del config

    @cached_property
    def options(self) -> type[Options]:
        """The options of the wire."""
        return self.wire.options

    @cached_property
    def commands(self) -> Mapping[type[Request], ToCommand]:
        """Every request of the game; the command is (pid, request)."""
        return {each: _as_sent for each in self.wire.messages if issubclass(each, Request)}

    def seats(self, options: OwnOptions) -> Seats:
        """See `GameKind.seats`: the same for all options."""
        del options
        return self.players

    def restore(self, data: bytes, options: OwnOptions) -> GameMachine:
        """See `GameKind.restore`, for a machine that is a `msgspec.Struct`."""
        del options
        return msgspec.msgpack.decode(data, type=self.machine)

    def lobby(self, options: OwnOptions) -> Part:
        """See `GameKind.lobby`."""
        raise NotImplementedError

    def line(self, options: OwnOptions, game: GameMachine | None) -> Part:
        """See `GameKind.line`: by default what the lobby is told."""
        del game
        return self.lobby(options)

    def prepared(self, options: OwnOptions) -> OwnOptions:
        """See `GameKind.prepared`."""
        return options

    def settled(self, options: OwnOptions) -> OwnOptions:
        """See `GameKind.settled`."""
        return options

    def watch_delay_ms(self, options: OwnOptions) -> int:
        """Whoever watches sees everything at once."""
        del options
        return 0

    def renewed(self, options: OwnOptions, before: OwnOptions) -> OwnOptions:
        """See `GameKind.renewed`."""
        del before
        return options

    def in_lobby(self, options: OwnOptions, seq: int) -> Sequence[Notice]:
        """See `GameKind.in_lobby`."""
        del options, seq
        return ()

    def replay(self, record: bytes) -> Struct | None:
        """See `GameKind.replay`."""
        del record
        return None

    def notation(self, replay: ReplayFile) -> str | None:
        """See `GameKind.notation`."""
        del replay
        return None

    def picture(self, options: OwnOptions, name: str) -> tuple[str, bytes] | None:
        """See `GameKind.picture`."""
        del options, name
        return None


def _as_sent(request: Request, by: Sender) -> tuple[int, Request]:
    return by.pid, request


class BaseMachine:
    """The optional parts of `interface.GameMachine`."""

    @property
    def awaits_result(self) -> bool:
        """A result goes on record at once."""
        return False

    @property
    def bots(self) -> frozenset[int]:
        """No bots."""
        return frozenset()

    @property
    def seen_players(self) -> Mapping[int, SeenPlayer]:
        """Spectators see everything at once."""
        return {}

    @property
    def end_unseen(self) -> bool:
        """Spectators see everything at once."""
        return False

    @property
    def racing(self) -> bool:
        """Players do not race each other."""
        return False

    def tick(self, now_ms: int) -> Events:
        """Time alone changes nothing."""
        del now_ms
        return ()

    def deadline(self) -> int | None:
        """Nothing is ever due."""
        return None

    def joined(self, player: int, now_ms: int) -> Events:
        """Not called: nobody may join late."""
        del player, now_ms
        return ()

    def left(self, player: int, now_ms: int) -> Events:
        """The others play on."""
        del player, now_ms
        return ()

    def present(self, player: int, now_ms: int, *, here: bool) -> Events:
        """The game waits for absent players."""
        del player, now_ms, here
        return ()

    def hosted(self, now_ms: int, *, here: bool) -> Events:
        """The others play on without a host."""
        del now_ms, here
        return ()

    def heard(self, player: int, beat: Beat) -> None:
        """Latencies are ignored."""

    def measured(self, player: int, rtt_ms: int, now_ms: int) -> None:
        """Latencies are ignored."""

    def outcome(self, events: Events) -> Outcome | None:
        """Nothing goes on record."""
        del events
        return None

    def closing(self, now_ms: int) -> Events:
        """No result was held back."""
        del now_ms
        return ()

    def recorded(self, record: Recorded) -> None:
        """Nothing goes on record."""

    def bot_tasks(self, now_ms: int) -> Sequence[BotTask]:
        """No bots."""
        del now_ms
        return ()

    def bot_command(self, task: BotTask, answer: str | bool) -> object:
        """No bots."""
        raise NotImplementedError

    def snapshot(self) -> bytes:
        """All fields, of a machine that is a `msgspec.Struct`."""
        return msgspec.msgpack.encode(self)


class NewsByViewer:
    """`interface.News` that tells each viewer what a function returns for them."""

    def __init__(self, tell: Callable[[Viewer], Sequence[Notice]]) -> None:
        self._tell = tell

    def told_to(self, viewer: Viewer) -> Sequence[Packet]:
        """See `News.told_to`."""
        return [Packet(notice) for notice in self._tell(viewer)]

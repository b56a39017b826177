"""Base classes for games: every optional part of the interface, as it is for a game that does not need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from server.packets import Packet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from msgspec import Struct

    from netcode.messages.base import Notice, Options, Part, Request
    from netcode.messages.replays import ReplayFile
    from netcode.messages.rooms import Role
    from server.config import Config
    from server.games.interface import Beat, BotTask, Events, GameMachine, Outcome, Recorded, ToCommand, Viewer


class BaseKind:
    """The optional parts of `interface.GameKind`."""

    commands: Mapping[type[Request], ToCommand]
    commanders: frozenset[Role] = frozenset({"player"})
    counts_latency: bool = False

    def __init__(self, config: Config) -> None:
        """`config` is the server's. Raises ValueError with a sentence if the game cannot use it."""
        del config

    def lobby(self, options: Options) -> Part:
        """See `GameKind.lobby`."""
        raise NotImplementedError

    def line(self, options: Options, game: GameMachine | None) -> Part:
        """See `GameKind.line`: by default what the lobby is told."""
        del game
        return self.lobby(options)

    def prepared(self, options: Options) -> Options:
        """See `GameKind.prepared`."""
        return options

    def settled(self, options: Options) -> Options:
        """See `GameKind.settled`."""
        return options

    def watch_delay_ms(self, options: Options) -> int:
        """Whoever watches sees everything at once."""
        del options
        return 0

    def renewed(self, options: Options, before: Options) -> Options:
        """See `GameKind.renewed`."""
        del before
        return options

    def in_lobby(self, options: Options, seq: int) -> Sequence[Notice]:
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

    def picture(self, options: Options, name: str) -> tuple[str, bytes] | None:
        """See `GameKind.picture`."""
        del options, name
        return None


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

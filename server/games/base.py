"""Base classes for games without bots, pictures or deadlines: every optional part of a game's interface, doing
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgspec import Struct

    from netcode.messages.base import Notice, Options
    from netcode.messages.replays import ReplayFile
    from netcode.messages.rooms import Role
    from server.games.interface import Beat, BotTask, Events, Outcome, Recorded


class BaseKind:
    """The optional parts of `interface.GameKind`."""

    commanders: frozenset[Role] = frozenset({"player"})
    counts_latency: bool = False

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

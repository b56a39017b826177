"""What a game is like that has no bots, asks nothing of the server, and doesn't care who is away: to be built upon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcode.messages.base import Options
    from netcode.messages.rooms import Role
    from server.games.seam import BotTask, Events, Outcome


class PlainKind:
    """The half of a `GameKind` that most games share."""

    commanders: Final[frozenset[Role]] = frozenset({"player"})

    def settled(self, options: Options) -> Options:
        """See `GameKind.settled`."""
        return options


class PlainMachine:
    """The half of a `GameMachine` that does nothing. See `seam.GameMachine` for each method."""

    bots: frozenset[int] = frozenset()

    def tick(self, now_ms: int) -> Events:
        """No time passes."""
        del now_ms
        return ()

    def deadline(self) -> int | None:
        """Nothing is ever due."""
        return None

    def joined(self, player: int, now_ms: int) -> Events:
        """Nobody comes late."""
        del player, now_ms
        return ()

    def left(self, player: int, now_ms: int) -> Events:
        """The others play on."""
        del player, now_ms
        return ()

    def present(self, player: int, now_ms: int, *, here: bool) -> Events:
        """Whoever is away is waited for."""
        del player, now_ms, here
        return ()

    def measured(self, player: int, rtt_ms: int, now_ms: int) -> None:
        """Nothing depends on anybody's line."""

    def outcome(self, events: Events) -> Outcome | None:
        """Nothing goes on record."""
        del events
        return None

    def bot_tasks(self, now_ms: int) -> Sequence[BotTask]:
        """There are no bots."""
        del now_ms
        return ()

    def bot_command(self, task: BotTask, answer: str | bool) -> object:
        """There are no bots."""
        raise NotImplementedError

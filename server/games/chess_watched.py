"""A match that spectators see later than its players, so that nobody can help a player by watching.

There are two machines. One is the match. The other one repeats the calls of the first that much later, and spectators
are told by it. The same calls give the same match, so only the second machine and the calls in between need to be
stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

import msgspec
from msgspec import Struct

from game.chess.match import commands
from server.games.base import BaseMachine
from server.games.chess import ChessMachine, Command, Decision, Event, in_lobby
from server.games.interface import Recorded, SeenPlayer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netcode.messages import ChessOptions, ChessSnapshot
    from server.games.interface import BotTask, Events, News, Outcome, Viewer
    from server.packets import Packet

_NOTHING: tuple[Packet, ...] = ()


class Begun(Struct, frozen=True, tag=True):
    """The match has begun."""

    players: tuple[int, int]
    seed: bytes
    cards: tuple[str, ...]


class Ticked(Struct, frozen=True, tag=True):
    """Something happened by time alone."""


class Left(Struct, frozen=True, tag=True):
    """A player left for good."""

    player: int


class Present(Struct, frozen=True, tag=True):
    """A player's connection is gone, or back."""

    player: int
    here: bool


class Kept(Struct, frozen=True, tag=True):
    """The id of the match's record is known."""

    record: Recorded


Call: TypeAlias = Begun | Ticked | Left | Present | Kept | commands.Command | Decision


class Step(Struct, frozen=True):
    """A call of the match, and its time."""

    at_ms: int
    call: Call


class Shown(Struct, frozen=True):
    """Events that spectators are told of now."""

    events: list[Event]


class State(Struct):
    """The stored state: both machines, and the calls that the later one has not repeated yet."""

    match: bytes
    later: bytes | None
    steps: list[Step]


class WatchedChess(BaseMachine):
    """A `GameMachine`: a match that is watched with a delay."""

    def __init__(
        self, live: ChessMachine, options: ChessOptions, later: ChessMachine | None = None, steps: Sequence[Step] = ()
    ) -> None:
        self.live = live
        self._options = options
        self._delay_ms = (options.watch_delay or 0) * 1000
        # None: those who watch still wait for the match to begin.
        self._later = later
        self._later_bytes = None if later is None else later.snapshot()
        self._steps = list(steps)

    @classmethod
    def start(
        cls, players: tuple[int, int], options: ChessOptions, seed: bytes, now_ms: int, cards: tuple[str, ...] = ()
    ) -> tuple[WatchedChess, list[Event]]:
        """See `ChessMachine.start`."""
        live, happened = ChessMachine.start(players, options, seed, now_ms, cards)
        return cls(live, options, steps=[Step(now_ms, Begun(players, seed, cards))]), list(happened)

    @classmethod
    def restore(cls, data: bytes, options: ChessOptions) -> WatchedChess:
        """The machine of a `snapshot`."""
        state = _decode(data)
        later = None if state.later is None else ChessMachine.restore(state.later)
        return cls(ChessMachine.restore(state.match), options, later, state.steps)

    def snapshot(self) -> bytes:
        """The whole state, as bytes."""
        return _encode(State(self.live.snapshot(), self._later_bytes, self._steps))

    # --- the match ------------------------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        """Whether the match is over, as its players see it."""
        return self.live.over

    @property
    def bots(self) -> frozenset[int]:
        """The players for whom a bot plays now."""
        return self.live.bots

    def handle(self, command: object, now_ms: int) -> Events:
        """A player does something."""
        return self._do(cast("Command", command), now_ms, lambda: self.live.handle(command, now_ms))

    def left(self, player: int, now_ms: int) -> Events:
        """A player has left for good."""
        return self._do(Left(player), now_ms, lambda: self.live.left(player, now_ms))

    def present(self, player: int, now_ms: int, *, here: bool) -> Events:
        """A player's connection is gone, or back."""
        return self._do(Present(player, here), now_ms, lambda: self.live.present(player, now_ms, here=here))

    def measured(self, player: int, rtt_ms: int, now_ms: int) -> None:
        """The round trip of a player's connection has changed."""
        self.live.measured(player, rtt_ms, now_ms)
        self._steps.append(Step(now_ms, commands.Measured(player, rtt_ms)))

    def recorded(self, record: Recorded) -> None:
        """The id of the match's record is known."""
        self.live.recorded(record)
        if self._steps:
            self._steps.append(Step(self._steps[-1].at_ms, Kept(record)))
        elif self._later is not None:
            # All have seen the end.
            self._later.recorded(record)
            self._later_bytes = self._later.snapshot()

    def tick(self, now_ms: int) -> Events:
        """Do what is due by time alone, in the match and in what spectators see of it."""
        happened: list[object] = []
        due_ms = self.live.deadline()
        if due_ms is not None and due_ms <= now_ms:
            happened += self._do(Ticked(), now_ms, lambda: self.live.tick(now_ms))
        seen = self._catch_up(now_ms - self._delay_ms)
        return [*happened, Shown(seen)] if seen else happened

    def deadline(self) -> int | None:
        """When `tick` is next due."""
        seen_ms = self._steps[0].at_ms + self._delay_ms if self._steps else None
        return min((due for due in (self.live.deadline(), seen_ms) if due is not None), default=None)

    def outcome(self, events: Events) -> Outcome | None:
        """The outcome of the match if it has ended with these events, as its players see it."""
        return self.live.outcome(events)

    def bot_tasks(self, now_ms: int) -> Sequence[BotTask]:
        """The current tasks of bots."""
        return self.live.bot_tasks(now_ms)

    def bot_command(self, task: BotTask, answer: str | bool) -> Command:
        """The command that a bot's answer means."""
        return self.live.bot_command(task, answer)

    def _do(self, call: Call, now_ms: int, what: Callable[[], Events]) -> list[object]:
        """Do it, and note it to be repeated. A refused call changes nothing and is not repeated."""
        happened = list(what())
        self._steps.append(Step(now_ms, call))
        return happened

    # --- what is seen of it ---------------------------------------------------------------------------------

    @property
    def seen(self) -> ChessMachine | None:
        """The match as spectators see it; None before it begins for them."""
        return self._later

    @property
    def seen_players(self) -> dict[int, SeenPlayer]:
        """See `GameMachine.seen_players`."""
        later = self._later
        leaving = [step.call.player for step in self._steps if isinstance(step.call, Left)]
        bots = frozenset() if later is None else later.bots
        return {
            pid: SeenPlayer(later is None or not later.is_away(pid), pid in bots, pid in leaving)
            for pid in dict.fromkeys([*leaving, *self.live.score()])
        }

    @property
    def end_unseen(self) -> bool:
        """See `GameMachine.end_unseen`."""
        return self.over and (self._later is None or not self._later.over)

    def _catch_up(self, until_ms: int) -> list[Event]:
        """Repeat the calls up to this time, as far as the first visible change: each is told by itself, even if several
        are late.
        """
        seen: list[Event] = []
        due = 0
        for step in self._steps:
            # Where the match is kept is told with its end.
            if step.at_ms > until_ms or (seen and not isinstance(step.call, Kept)):
                break
            seen += self._do_again(step)
            due += 1
        if due:
            del self._steps[:due]
            self._later_bytes = None if self._later is None else self._later.snapshot()
        return seen

    def _do_again(self, step: Step) -> Sequence[Event]:
        call, at_ms = step.call, step.at_ms
        if isinstance(call, Begun):
            self._later, happened = ChessMachine.start(call.players, self._options, call.seed, at_ms, call.cards)
            return happened
        later = self._later
        assert later is not None
        match call:
            case Ticked():
                return later.tick(at_ms)
            case Left(player=player):
                return later.left(player, at_ms)
            case Present(player=player, here=here):
                return later.present(player, at_ms, here=here)
            case Kept(record=record):
                later.recorded(record)
                return ()
            case commands.Measured(player=player, rtt_ms=rtt_ms):
                later.measured(player, rtt_ms, at_ms)
                return ()
            case command:
                return later.handle(command, at_ms)

    def news(self, happened: Events, seq: int, now_ms: int, *, stands: bool) -> WatchedNews:
        """What players are told now, and what spectators are told."""
        played = [event for event in happened if not isinstance(event, Shown)]
        seen = [event for each in happened if isinstance(each, Shown) for event in each.events]
        to_players = self.live.news(played, seq, now_ms, stands=stands) if played or not happened else None
        to_watchers = None
        if self._later is not None and (seen or not happened):
            to_watchers = self._later.news(seen, seq, now_ms - self._delay_ms, stands=stands)
        return WatchedNews(to_players, to_watchers)

    def snapshot_for(self, viewer: Viewer, seq: int, now_ms: int, *, stands: bool) -> ChessSnapshot:
        """Everything that a viewer needs who comes in or back."""
        if viewer.role == "player":
            return self.live.snapshot_for(viewer, seq, now_ms, stands=stands)
        if self._later is None:
            return in_lobby(self._options, self.live.match.chosen_cards)
        return self._later.snapshot_for(viewer, seq, now_ms - self._delay_ms, stands=stands)

    def score(self) -> dict[int, float]:
        """The points that everybody may know. (Players see their own in the board's state.)"""
        return dict.fromkeys(self.live.score(), 0.0) | (self._later.score() if self._later else {})


class WatchedNews:
    """See `interface.News`."""

    def __init__(self, to_players: News | None, to_watchers: News | None) -> None:
        self._to_players = to_players
        self._to_watchers = to_watchers

    def told_to(self, viewer: Viewer) -> Sequence[Packet]:
        """What this viewer is told, in order."""
        news = self._to_players if viewer.role == "player" else self._to_watchers
        return _NOTHING if news is None else news.told_to(viewer)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(State).decode

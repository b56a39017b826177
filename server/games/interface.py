"""The interface between rooms and games: the protocols that each game implements, and the values that pass between.

A room knows its members, their connections, and the time. Everything else is the game's: what its requests mean, who
may make them, what each viewer is told, and when it is over. Some values a room only passes back to the game that they
come from. They are `object` here, or, where an implementation names its own type, `Any`: `OwnOptions`, `OwnCommand`.

All times are the room's, in ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias

from msgspec import Struct

from netcode.messages.people import RatingChange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from netcode.heartbeat import RoundTrip
    from netcode.messages.base import GameMessages, Notice, Options, Part, Request
    from netcode.messages.replays import ReplayFile
    from netcode.messages.rooms import Role
    from server.packets import Packet

Events: TypeAlias = "Sequence[object]"
OwnCommand: TypeAlias = Any
"""A command of the game: what its kind's `commands` and its machine's `bot_command` make."""
OwnOptions: TypeAlias = Any
"""Options of the kind's own type: its `options`."""


class Viewer(NamedTuple):
    """A member who is told what happens. `wants` is what their client has asked for besides; rooms pass it on
    unread.
    """

    pid: int
    role: Role
    wants: frozenset[str] = frozenset()
    host: bool = False


class Sender(NamedTuple):
    """Who made a request, when it arrived, and what is known of their connection."""

    pid: int
    role: Role
    at_ms: float
    line: RoundTrip
    host: bool = False


class Beat(NamedTuple):
    """A heartbeat that a client has answered. `received_ms` and `replied_ms` are on the client's clock, None if it did
    not say.

    `system_rtt_ms` is the smallest round trip that the server's operating system has seen on this connection, if known.
    """

    sent_ms: float
    arrived_ms: float
    received_ms: float | None
    replied_ms: float | None
    system_rtt_ms: float | None


class Seats(Struct, frozen=True):
    """How many can play. `late`: players may join, and be removed, after the game has begun. `host`: the role that the
    host has. A host whose role is `screen` is no player and cannot be replaced, because only they know the answers.
    """

    fewest: int
    most: int
    late: bool = False
    host: Literal["player", "screen"] = "player"


class GameEnd(Struct, frozen=True):
    """One game of a match: its winner (None: nobody) and the reason of its end."""

    winner: int | None
    reason: str


class Usage(Struct, frozen=True):
    """One upgrade of a player in a match: how often they took it, and how many games they played and won with it."""

    player: int
    upgrade: str
    taken: int
    games: int
    won: int


class Contestant(Struct, frozen=True):
    """A player of a finished match. `person` is their id beyond this room, "" if unknown; `bot` is the level of a
    computer.
    """

    pid: int
    name: str
    person: str = ""
    bot: str = ""
    picture: str | None = None


class Outcome(Struct, frozen=True):
    """A finished match, for the record. The game says what happened; the room adds who the players were.

    `match` is its number in the room, from 1. `places` has each player's place, from 1; equal players share one.
    `replay` is what `GameKind.replay` reads. `aborted`: the match ended before it had really begun, so nothing is
    counted. `watch_delay_ms`: how much later its spectators see its end; others read of it then.
    """

    game: str
    match: int
    score: dict[int, float]
    reason: str
    rated: bool = True
    places: dict[int, int] = {}
    aborted: bool = False
    games: list[GameEnd] = []
    upgrades: list[Usage] = []
    replay: bytes | None = None
    # By the room:
    watch_delay_ms: int = 0
    code: str = ""
    at_ms: int = 0
    players: list[Contestant] = []


class Recorded(Struct, frozen=True):
    """The id of a match's record, and the rating changes by pid (as text) once they are known."""

    replay: str
    ratings: dict[str, RatingChange] | None = None


class BotTask(Struct, frozen=True):
    """A task for the bot that plays for `player`. Tasks with the same `key` are the same task."""

    player: int
    key: tuple[int, ...]
    question: object
    """What the bot reads."""


class Thought(Struct, frozen=True):
    """A bot's answer, and how long after the question it would give it at its normal pace."""

    answer: str | bool
    pause_ms: int = 0


class Bots(Protocol):
    """A pool of bots that play for absent players."""

    def think(self, room: str, task: BotTask, done: Callable[[Thought], None]) -> None:
        """Call `done` on the loop's thread with the answer. If no answer is possible it is never called, and the clock
        decides.

        An earlier task of the same room is dropped, unless a bot already works on it.
        """

    def drop(self, room: str) -> None:
        """The room needs no answer any more."""

    def get_ready(self) -> None:
        """A player is away, so a bot may soon be needed."""

    def close(self) -> None:
        """Stop. Pending tasks are not answered."""


class NoBots:
    """For servers without bots: the clock decides. See `Bots`."""

    def think(self, room: str, task: BotTask, done: Callable[[Thought], None]) -> None:
        """See `Bots.think`."""

    def drop(self, room: str) -> None:
        """See `Bots.drop`."""

    def get_ready(self) -> None:
        """See `Bots.get_ready`."""

    def close(self) -> None:
        """See `Bots.close`."""


class News(Protocol):
    """What happened in one step of a game, to be told to viewers."""

    def told_to(self, viewer: Viewer) -> Sequence[Packet]:
        """The notices for this viewer, in order. Notices that are the same for several viewers should be in the same
        packet, because each packet is encoded once.
        """


class SeenPlayer(NamedTuple):
    """A player as spectators see them who see the match later: whether they are connected, whether a bot plays for
    them, and whether they have left without that being seen yet.
    """

    here: bool
    bot: bool
    leaving: bool


class GameMachine(Protocol):
    """A game that is being played: a state machine with commands in and events out."""

    @property
    def over(self) -> bool:
        """Whether the match is over (another one may still begin)."""

    @property
    def awaits_result(self) -> bool:
        """Whether the match is over and its outcome is still to come."""

    @property
    def bots(self) -> AbstractSet[int]:
        """The players for whom a bot plays now."""

    @property
    def seen_players(self) -> Mapping[int, SeenPlayer]:
        """The players as spectators see them, where they see the match later; else empty. Those who are leaving come
        first, in that order.
        """

    @property
    def end_unseen(self) -> bool:
        """Whether the match is over and spectators have not seen that yet."""

    @property
    def racing(self) -> bool:
        """Whether players are about to race each other, so that latencies must be measured often."""

    def handle(self, command: OwnCommand, now_ms: int) -> Events:
        """The events of a command. Raises Refused and changes nothing if the command is not allowed."""

    def tick(self, now_ms: int) -> Events:
        """The events that are due by time alone."""

    def deadline(self) -> int | None:
        """When `tick` is next due."""

    def joined(self, player: int, now_ms: int) -> Events:
        """A player has joined late. Called only if `Seats.late`."""

    def left(self, player: int, now_ms: int) -> Events:
        """A member has left for good. Members who do not play (any more) change nothing.

        The room forgets them once `score` no longer names them.
        """

    def present(self, player: int, now_ms: int, *, here: bool) -> Events:
        """A player's connection is gone, or back."""

    def hosted(self, now_ms: int, *, here: bool) -> Events:
        """The connection of a host who does not play is gone, or back."""

    def heard(self, player: int, beat: Beat) -> None:
        """A player has answered a heartbeat. What the machine learns from it is not stored."""

    def measured(self, player: int, rtt_ms: int, now_ms: int) -> None:
        """The server has measured the round trip of a player's connection again."""

    def news(self, events: Events, seq: int, now_ms: int, *, stands: bool) -> News:
        """What viewers are told of these events and of the current state. `stands`: the room's time stands still."""

    def snapshot_for(self, viewer: Viewer, seq: int, now_ms: int, *, stands: bool) -> Part:
        """Everything that a viewer needs who comes in or back. `stands`: the room's time stands still."""

    def score(self) -> Mapping[int, float]:
        """Points by player."""

    def outcome(self, events: Events) -> Outcome | None:
        """The outcome of the match if it has ended with these events."""

    def closing(self, now_ms: int) -> Events:
        """The room ends, or goes on to another game. Returns the events by which a result that was held back becomes
        final.
        """

    def recorded(self, record: Recorded) -> None:
        """The match that has just ended goes on record here, which its players are told. Called again when ratings are
        known.
        """

    def bot_tasks(self, now_ms: int) -> Sequence[BotTask]:
        """The current tasks of bots."""

    def bot_command(self, task: BotTask, answer: str | bool) -> object:
        """The command that a bot's answer means."""

    def snapshot(self) -> bytes:
        """The whole state, as bytes."""


ToCommand: TypeAlias = "Callable[[Any, Sender], object]"
"""Makes a command of a request of the one type that it is registered for."""


class GameKind(Protocol):
    """A kind of game that a server offers."""

    @property
    def wire(self) -> GameMessages:
        """What the game adds to the wire."""

    @property
    def options(self) -> type[Options]:
        """The type of what `settled` returns and a room keeps: the options of the wire, or a richer type."""

    @property
    def commands(self) -> Mapping[type[Request], ToCommand]:
        """Which requests belong to this game, and how each becomes a command."""

    @property
    def commanders(self) -> frozenset[Role]:
        """The roles that may make such requests."""

    @property
    def counts_latency(self) -> bool:
        """Whether players' round trips affect the game: see `GameMachine.measured`."""

    def prepared(self, options: OwnOptions) -> OwnOptions:
        """The options with slow work already done; raises Refused. Called on another thread before `settled`, for
        options that are larger than a message. It must touch nothing but the options.
        """

    def settled(self, options: OwnOptions) -> OwnOptions:
        """The options of a new room, with the server's defaults for what the host left open; raises Refused."""

    def seats(self, options: OwnOptions) -> Seats:
        """Who may play."""

    def watch_delay_ms(self, options: OwnOptions) -> int:
        """How much later than players those hear who watch. The game sees to its own news; the rest is the room's."""

    def line(self, options: OwnOptions, game: GameMachine | None) -> Part:
        """What the public list tells of such a room. The game may have begun."""

    def lobby(self, options: OwnOptions) -> Part:
        """What a snapshot tells before the game has begun."""

    def start(
        self, players: Sequence[int], options: OwnOptions, seed: bytes, now_ms: int
    ) -> tuple[GameMachine, Events]:
        """Begin a game. All its randomness comes from the seed."""

    def restore(self, data: bytes, options: OwnOptions) -> GameMachine:
        """The game of a `GameMachine.snapshot` in a room with these options. Raises ValueError if the bytes are
        invalid.
        """

    def renewed(self, options: OwnOptions, before: OwnOptions) -> OwnOptions:
        """The options of the room's next game. What they leave open stays as it was `before`."""

    def in_lobby(self, options: OwnOptions, seq: int) -> Sequence[Notice]:
        """What members are told when the room waits for its next game."""

    def replay(self, record: bytes) -> Struct | None:
        """The game's part of a `ReplayFile`, made from `Outcome.replay`; None if this game has no replays.

        Raises:
            ValueError: it cannot be read, or not be played by today's rules.
        """

    def notation(self, replay: ReplayFile) -> str | None:
        """A replay as text in the game's usual notation; None if there is none."""

    def picture(self, options: OwnOptions, name: str) -> tuple[str, bytes] | None:
        """One of the game's pictures, with its media type; None if there is none of that name."""

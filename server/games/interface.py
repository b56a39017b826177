"""What a room and a game know of each other: the protocols that a game fulfils, and the values that pass between.

A room knows who is there, how they are connected, and that time passes. All else is the game's: what its requests
mean, who may do what, what each of them is told, when it is over. What a game hands out and gets back unread (commands,
events, what a bot is to think about) is an `object` here.

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

Events: TypeAlias = "Sequence[object]"


class Viewer(NamedTuple):
    """Somebody who is told what happens. `wants`: what their client has asked for besides; rooms don't know what."""

    pid: int
    role: Role
    wants: frozenset[str] = frozenset()
    host: bool = False


class Sender(NamedTuple):
    """Whose request it is, when it arrived, and what is known of their line."""

    pid: int
    role: Role
    at_ms: float
    line: RoundTrip
    host: bool = False


class Beat(NamedTuple):
    """A heartbeat that a player's program has answered. The inner two times are of the player's own clock, if told.

    `system_rtt_ms`: the smallest round trip that the server's system has seen on this connection, if it says.
    """

    sent_ms: float
    arrived_ms: float
    received_ms: float | None
    replied_ms: float | None
    system_rtt_ms: float | None


class Seats(Struct, frozen=True):
    """How many play. `late`: whether one may sit down, and be shown the door, when the game has begun; `host`: as what
    its host sits there. A host who is a screen is no player and cannot be replaced: what they alone know stays theirs.
    """

    fewest: int
    most: int
    late: bool = False
    host: Literal["player", "screen"] = "player"


class GameEnd(Struct, frozen=True):
    """One game of a match: who has won it (None: nobody) and why it ended."""

    winner: int | None
    reason: str


class Usage(Struct, frozen=True):
    """An upgrade in a player's match: how often they took it, and how many games they played and won with it."""

    player: int
    upgrade: str
    taken: int
    games: int
    won: int


class Contestant(Struct, frozen=True):
    """Who played under a number. `person`: who that is beyond this room, "" if nobody knows; `bot`: the level of a
    computer player.
    """

    pid: int
    name: str
    person: str = ""
    bot: str = ""
    picture: str | None = None


class Outcome(Struct, frozen=True):
    """A finished match, for the record. The game says what happened, the room who they were.

    `match` is its number in the room, from 1; `places` who came first (1), second and so on, equals alike. `replay` is
    what `GameKind.replay` reads. `aborted`: it ended before it had really begun, and says nothing of anybody.
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
    code: str = ""
    at_ms: int = 0
    players: list[Contestant] = []


class Recorded(Struct, frozen=True):
    """Where the record of a finished match will be found; what it did to ratings by pid as text, once that is known."""

    replay: str
    ratings: dict[str, RatingChange] | None = None


class BotTask(Struct, frozen=True):
    """What a bot is to do for `player`. While the `key` stays the same, so does the task."""

    player: int
    key: tuple[int, ...]
    question: object
    """What the bot reads."""


class Thought(Struct, frozen=True):
    """What a bot answers, and after how long from the question on it would answer at its normal pace."""

    answer: str | bool
    pause_ms: int = 0


class Bots(Protocol):
    """Whoever thinks for those who are away, or no people."""

    def think(self, room: str, task: BotTask, done: Callable[[Thought], None]) -> None:
        """Call `done` on the loop's thread when thought out; never, when that is impossible: the clock decides then.

        What the room asked before and nobody has begun to think about is dropped.
        """

    def drop(self, room: str) -> None:
        """The room needs no answer any more."""

    def get_ready(self) -> None:
        """Somebody is away, and a bot may soon be needed."""

    def close(self) -> None:
        """No more thinking; nothing that is under way is told."""


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
    """What has happened, to be told."""

    def told_to(self, viewer: Viewer) -> Sequence[Notice]:
        """What this viewer is told, in order. What is the same for several should be the same object: each notice is
        encoded once.
        """


class GameMachine(Protocol):
    """A game that is being played: plain state, with commands in and events out."""

    @property
    def over(self) -> bool:
        """Whether it has come to its end (another match may still begin)."""

    @property
    def awaits_result(self) -> bool:
        """Whether it is over and its result is still to go on record."""

    @property
    def bots(self) -> AbstractSet[int]:
        """For which players a bot plays now."""

    @property
    def racing(self) -> bool:
        """Whether players are about to race each other, so that their lines are to be measured often."""

    def handle(self, command: object, now_ms: int) -> Events:
        """What the command makes happen; raises Refused, and changes nothing, when it isn't allowed."""

    def tick(self, now_ms: int) -> Events:
        """What time alone makes happen."""

    def deadline(self) -> int | None:
        """When `tick` is next due."""

    def joined(self, player: int, now_ms: int) -> Events:
        """Somebody has sat down late; only in games whose seats say that this is possible."""

    def left(self, player: int, now_ms: int) -> Events:
        """A player has left for good. Whoever does not play (any more) changes nothing.

        The room forgets them, too, when `score` no longer names them.
        """

    def present(self, player: int, now_ms: int, *, here: bool) -> Events:
        """A player's connection is gone, or there again."""

    def hosted(self, now_ms: int, *, here: bool) -> Events:
        """The connection of a host who does not play is gone, or there again."""

    def heard(self, player: int, beat: Beat) -> None:
        """A player has answered a heartbeat. What is learned from that is no part of what is stored."""

    def measured(self, player: int, rtt_ms: int, now_ms: int) -> None:
        """The server has measured the round trip of a player's connection anew."""

    def news(self, events: Events, seq: int, now_ms: int) -> News:
        """What viewers are told of these events, and of how it stands now."""

    def snapshot_for(self, viewer: Viewer, seq: int, now_ms: int, *, stands: bool) -> Part:
        """All that a viewer needs who comes in or back. `stands`: no time passes for now."""

    def score(self) -> Mapping[int, float]:
        """Points by player."""

    def outcome(self, events: Events) -> Outcome | None:
        """The match that has ended with these events."""

    def closing(self, now_ms: int) -> Events:
        """The room ends, or goes on to another game: a result that was still waited with is there with these events."""

    def recorded(self, record: Recorded) -> None:
        """Where the match that has just ended goes on record, to be told with it; once more when ratings are known."""

    def bot_tasks(self, now_ms: int) -> Sequence[BotTask]:
        """What bots are to do now."""

    def bot_command(self, task: BotTask, answer: str | bool) -> object:
        """The command that follows from what a bot answers."""

    def snapshot(self) -> bytes:
        """Everything, as bytes."""


ToCommand: TypeAlias = "Callable[[Any, Sender], object]"
"""Makes a command of a request of the one type that it is registered for."""


class GameKind(Protocol):
    """A kind of game, as a server offers it."""

    @property
    def wire(self) -> GameMessages:
        """What it adds to the wire."""

    @property
    def options(self) -> type[Options]:
        """What `settled` gives, and a room keeps: the options of the wire, or more."""

    @property
    def commands(self) -> Mapping[type[Request], ToCommand]:
        """Which requests are this game's, and what commands they become."""

    @property
    def commanders(self) -> frozenset[Role]:
        """Who may make such requests at all."""

    @property
    def counts_latency(self) -> bool:
        """Whether the round trips of its players change its games: see `GameMachine.measured`."""

    def prepared(self, options: Options) -> Options:
        """The options with what takes long done already; raises Refused. For options that hold more than a message
        does: it is called on another thread, before `settled`, and touches nothing but them.
        """

    def settled(self, options: Options) -> Options:
        """The options of a new room, with what the server chooses where the host has not; raises Refused."""

    def seats(self, options: Options) -> Seats:
        """Who may play."""

    def line(self, options: Options, game: GameMachine | None) -> Part:
        """What the public list tells of such a room, in which this game may have begun."""

    def lobby(self, options: Options) -> Part:
        """What a snapshot tells before the game has begun."""

    def start(self, players: Sequence[int], options: Options, seed: bytes, now_ms: int) -> tuple[GameMachine, Events]:
        """Begin; the seed is all the chance there is."""

    def restore(self, data: bytes, options: Options) -> GameMachine:
        """The game that `GameMachine.snapshot` described in a room with these options; raises ValueError if it
        describes none.
        """

    def renewed(self, options: Options, before: Options) -> Options:
        """The options of the next game in a room that had others `before`, as far as they leave anything open."""

    def in_lobby(self, options: Options, seq: int) -> Sequence[Notice]:
        """What members are told when the room waits for its next game."""

    def replay(self, record: bytes) -> Struct | None:
        """What a `ReplayFile` tells of a match under the game's name, by its `Outcome.replay`; None: nothing.

        Raises:
            ValueError: it cannot be read, or not be played by today's rules.
        """

    def notation(self, replay: ReplayFile) -> str | None:
        """A replay as text, in the notation in which other programs read the game; None: there is none."""

    def picture(self, options: Options, name: str) -> tuple[str, bytes] | None:
        """One of the game's pictures, with its media type; None: there is none of that name."""

"""The messages that every room has, whatever is played: joining, leaving, chat, the public list, answers and
snapshots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Meta, Struct, field
from msgspec.structs import asdict, replace

from netcode.messages.base import (
    Code,
    Count,
    GuestKey,
    Malformed,
    Name,
    Notice,
    Options,
    Part,
    PicturePath,
    Request,
    Token,
    beside_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from netcode.messages.base import GameMessages

BotLevel = Annotated[str, Meta(min_length=1, max_length=20)]
Role: TypeAlias = Literal["player", "spectator", "screen"]
"""`screen`: a big screen that everybody in the room looks at, in games that have one."""

# What an `Emote` may be; the pictures are the client's.
EMOTES = (
    "hi", "gg", "thinking", "laughing", "crying", "shocked", "angry", "love", "panic", "sleeping", "crown", "bone",
)  # fmt: skip


class ListGames(Request, frozen=True):
    """Ask for the public list. A `ListOfGames` follows the answer. With `subscribe`, outside of a room, another one
    follows whenever that page has changed.
    """

    game: Annotated[str, Meta(max_length=20)] | None = None
    page: Annotated[int, Meta(ge=1, le=10_000)] = 1
    subscribe: bool = False


class CreateGame(Request, frozen=True):
    """Open a room and sit in it as host. The HTTP body of `POST /rooms/create` has the same fields.

    On the wire, the game's name and its options are fields like the others.
    """

    decides: ClassVar[bool] = True
    has_parts: ClassVar[bool] = True

    options: Options = Options()
    """To be given always; the default is what they are until they have been read."""
    name: Name | None = None
    """The host's; without one that of their profile, or one that the server makes up."""
    private: bool = False
    spectators: bool = False
    bot: BotLevel | None = None
    """The level of a computer player, whose matches are rated apart from people's."""

    def on_wire(self) -> Any:
        """See `Message.on_wire`."""
        fields = asdict(self)
        del fields["options"]
        return {**fields, "game": self.options.game, **asdict(self.options)}

    def with_parts(self, fields: Callable[[], Any], games: Mapping[str, GameMessages]) -> CreateGame:
        """See `Message.with_parts`."""
        given = fields()
        return replace(self, options=msgspec.convert(given, _game_of(given, games).options))


def _game_of(given: dict[str, Any], games: Mapping[str, GameMessages]) -> GameMessages:
    if "game" in given:
        game = games.get(given["game"]) if isinstance(given["game"], str) else None
        if game is None:
            raise Malformed("there is no such game")
        return game
    known = (each for each in games.values() if each.opens is not None and each.opens in given)
    return next(known, next(iter(games.values())))


class JoinGame(Request, frozen=True):
    """Take a seat in the room with this code. Without a name, the server makes one up."""

    decides: ClassVar[bool] = True

    code: Code
    name: Name | None = None
    watch: bool = False
    screen: bool = False
    """As one more public screen, in games that have them."""
    key: Annotated[str, Meta(max_length=64)] | None = None
    """The room's key, as links have it: with it the code counts as no guess."""
    bot: BotLevel | None = None
    """As in `CreateGame`."""
    targets: bool = False
    """Whether the game's states shall say what the receiver may do, for a client that knows no rules."""


class Rejoin(Request, frozen=True):
    """Come back to one's own seat. The newest connection of a player wins. `pid` 0 means whoever the token belongs
    to.
    """

    code: Code
    pid: Count
    token: Token
    seq: Count = 0
    targets: bool = False
    """As in `JoinGame`."""


class StartGame(Request, frozen=True):
    """The host starts the match."""


class GameStarted(Notice, frozen=True):
    """A game begins. Its number (from 1) and, where the game has these, each player's colour and the countdown in
    ms.
    """

    wire_name: ClassVar[str] = "StartGame"

    game: int = 1
    colors: dict[str, int] = {}
    countdown_ms: int = 0


class NewGame(Request, frozen=True):
    """The host sets up another game, after a game or before it has begun: same room, same people, same code.

    The fields are the options of `CreateGame`. A game with questions keeps its own if none are given.
    """

    has_parts: ClassVar[bool] = True

    options: Options = Options()
    """As in `CreateGame`."""

    def on_wire(self) -> Any:
        """See `Message.on_wire`."""
        return {"n": self.n, "game": self.options.game, **asdict(self.options)}

    def with_parts(self, fields: Callable[[], Any], games: Mapping[str, GameMessages]) -> NewGame:
        """See `Message.with_parts`."""
        given = fields()
        return replace(self, options=msgspec.convert(given, _game_of(given, games).options))


class TransferHost(Request, frozen=True):
    """The host makes another member the host, before or after a game."""

    pid: Count


class LockRoom(Request, frozen=True):
    """The host lets nobody new in any more, or does so again."""

    locked: bool


class Exit(Request, frozen=True):
    """Leave the room for good. A match that is under way is lost."""


class Chat(Request, frozen=True):
    """Say something to the room."""

    each_counts: ClassVar[bool] = True

    text: Annotated[str, Meta(max_length=1000)]


class Emote(Request, frozen=True):
    """Show an emote to the room."""

    each_counts: ClassVar[bool] = True

    emote: Annotated[str, Meta(max_length=20)]


class Kick(Request, frozen=True):
    """The host removes a member."""

    pid: Count
    ban: bool = False


class SetProfile(Request, frozen=True):
    """Change one's display name or picture; what is left out stays. Outside of a room it is for later seats.

    `key` is a guest's own secret of 128 random bits or more. Whoever sends the same key again is the same guest.
    """

    name: Name | None = None
    picture: PicturePath | None = None
    key: GuestKey | None = None

    def about(self) -> object:
        """See `Request.about`."""
        return self.name is None, self.picture is None, self.key is None


class RoomLine(Struct, frozen=True):
    """One room of the public list. `running`: no seat is free, but one can watch. `part` belongs to the game."""

    code: str
    game: str
    name: str
    host: str
    players: int
    seats: int
    running: bool = False
    part: Part | None = None


class Player(Struct, frozen=True, omit_defaults=True):
    """A member of a room as the others see them. `host` and `ai` are left out if they are false."""

    pid: int
    name: str
    role: Role
    connected: bool
    host: bool = False
    # Factories, so that omit_defaults leaves these in.
    picture: str | None = field(default_factory=lambda: None)
    latency_ms: int | None = field(default_factory=lambda: None)
    score: float = field(default_factory=lambda: 0.0)
    # The player is away, and a bot plays for them.
    ai: bool = False


class PlayerList(Notice, frozen=True):
    """The members of the room, told on coming in. Later changes have messages of their own.

    `watchers` is the number of connected spectators.
    """

    players: list[Player]
    watchers: int = 0


class PlayerJoined(Notice, frozen=True):
    """Somebody has come in."""

    player: Player


class PlayerChanged(Notice, frozen=True, omit_defaults=True):
    """The changed fields of a member. All others are left out."""

    pid: int
    name: str | None = None
    role: Role | None = None
    connected: bool | None = None
    host: bool | None = None
    picture: str | None = None
    score: float | None = None
    ai: bool | None = None


class PlayerLeft(Notice, frozen=True):
    """A member has left for good. For players of a running game there is `ClientDisconnected` with `left` instead."""

    pid: int


class Latencies(Notice, frozen=True):
    """Changed round trips of players in ms, as the server measures them, by pid (as text)."""

    ms: dict[str, int]


class NewPlayer(Notice, frozen=True):
    """To the joining player alone: their number, and the token to come back with."""

    pid: int
    token: str


class ListOfGames(Notice, frozen=True):
    """The rooms that are not private: first those with a free seat, then those that can be watched. `page` of
    `pages`.
    """

    has_parts: ClassVar[bool] = True

    games: list[RoomLine]
    page: int = 1
    pages: int = 1

    def on_wire(self) -> Any:
        """See `Message.on_wire`."""
        return {**asdict(self), "games": [_without_part(line) for line in self.games]}

    def with_parts(self, fields: Callable[[], Any], games: Mapping[str, GameMessages]) -> ListOfGames:
        """See `Message.with_parts`."""
        lines = zip(self.games, fields()["games"], strict=True)
        return replace(self, games=[_with_part(line, given, games, "line") for line, given in lines])


class ClientDisconnected(Notice, frozen=True):
    """A member's connection is gone. `left`: a player has left a running match for good. `ai`: the bot plays on."""

    pid: int
    ai: bool = False
    left: bool = False


class ClientReconnected(Notice, frozen=True):
    """A member is connected again."""

    pid: int


class ChatLine(Notice, frozen=True):
    """A member said something."""

    wire_name: ClassVar[str] = "Chat"

    pid: int
    text: str
    name: str = ""


class EmoteShown(Notice, frozen=True):
    """A member showed an emote."""

    wire_name: ClassVar[str] = "Emote"

    pid: int
    emote: str


class Witness(Notice, frozen=True):
    """What another member did, if that has no message of its own: `msg` is the request's name, `data` its fields."""

    pid: int
    msg: str
    data: dict[str, Any] = {}


class Kicked(Notice, frozen=True):
    """To the removed member, before the connection closes."""

    ban: bool = False


class ShuttingDown(Notice, frozen=True):
    """The server stops in `ms`; `message` says why. `kept`: the rooms will be there when it is back."""

    ms: int
    kept: bool
    message: str


class Stored(Notice, frozen=True, omit_defaults=True):
    """Whether the room's match would survive a crash of the server from now on. `stands`: until then nothing is
    answered and no clock runs.
    """

    safe: bool
    stands: bool = False


class Replaced(Notice, frozen=True):
    """To a connection whose seat the same player has taken on a newer one, before it closes. Don't reconnect by
    yourself, or the two would take the seat from each other for ever.
    """


class Moved(Notice, frozen=True):
    """To a room that is now at another process of the same server: connect there and `Rejoin`. `url` is that process's
    base URL.
    """

    url: str
    code: str


class Snapshot(Struct, frozen=True):
    """Everything that a client needs to show a room that it has just entered or come back to.

    `n` is the number of the receiver's last request that was done. `key` is the room's key for invitation links. `part`
    belongs to the game and lies under the game's name on the wire.
    """

    code: str
    seq: int
    game: str
    players: list[Player]
    chat: list[ChatLine] = []
    watchers: int = 0
    n: int = 0
    key: str = ""
    part: Part | None = None
    locked: bool = False


class ActionSuccess(Notice, frozen=True, omit_defaults=True):
    """The answer to every request.

    `error` is a code of `refusals`, `message` its sentence, `wait_ms` after how long the request may be made again.
    `safe` false: what this tells would not survive a crash of the server (see `Stored`). With ELSEWHERE, `url` is where
    to ask instead (see `Moved`). `session` is a secret to log in with again; `username`, `name` and `picture` say who
    one is logged in as.
    """

    request: str
    # A factory, so that omit_defaults leaves `ok` in: every client must find it.
    ok: bool = msgspec.field(default_factory=lambda: True)
    error: str | None = None
    message: str | None = None
    wait_ms: int | None = None
    code: str | None = None
    pid: int | None = None
    token: str | None = None
    snapshot: Snapshot | None = None
    safe: bool = True
    url: str | None = None
    session: str | None = None
    username: str | None = None
    name: str | None = None
    picture: str | None = None

    has_parts: ClassVar[bool] = True

    def on_wire(self) -> Any:
        """See `Message.on_wire`."""
        if self.snapshot is None:
            return self
        told = {name: value for name, value in asdict(self).items() if value is not None}
        if self.safe:
            del told["safe"]
        return {**told, "snapshot": _without_part(self.snapshot)}

    def with_parts(self, fields: Callable[[], Any], games: Mapping[str, GameMessages]) -> ActionSuccess:
        """See `Message.with_parts`."""
        if self.snapshot is None:
            return self
        return replace(self, snapshot=_with_part(self.snapshot, fields()["snapshot"], games, "snapshot"))


P = TypeVar("P", RoomLine, Snapshot)


def _without_part(whole: RoomLine | Snapshot) -> dict[str, Any]:
    fields = asdict(whole)
    del fields["part"]
    return beside_key(fields, whole.part)


def _with_part(
    whole: P, given: dict[str, Any], games: Mapping[str, GameMessages], which: Literal["line", "snapshot"]
) -> P:
    """The message with the game's part decoded, or without it if the game is unknown here or sent nothing."""
    game = games.get(whole.game)
    if game is None or whole.game not in given:
        return replace(whole, part=None)
    return replace(whole, part=msgspec.convert(given[whole.game], getattr(game, which)))

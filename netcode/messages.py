"""The one vocabulary of the wire, for client and server alike.

Here live the messages' names, fields and limits, and their encoding; what a message *means* lives in the room
and the machines. A class's wire name is its class name, but for the three that exist in both directions
(`StartGame`, `Chat`, `Emote`): there the server's class is named apart and says its wire name.

Times are milliseconds. `pid` is a player's number within one room. Colours are `"white"` and `"black"`.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

Colour: TypeAlias = Literal["white", "black"]
Code = Annotated[str, Meta(min_length=1, max_length=16)]
Name = Annotated[str, Meta(max_length=64)]
Token = Annotated[str, Meta(max_length=128)]
Count = Annotated[int, Meta(ge=0, le=2**31)]
Milliseconds = Annotated[int, Meta(ge=0, le=2**53)]
BestOf: TypeAlias = Literal[3, 5, 7]
AiTakeover: TypeAlias = Literal["auto", "ask", "off"]
AiLevel: TypeAlias = Literal["novice", "easy", "quick", "medium", "strong", "best"]
StandinLevel: TypeAlias = Literal["novice", "easy", "quick", "medium"]
AbsenceChoice: TypeAlias = Literal["wait", "bot", "draw", "win", "end"]

# What an `Emote` may be; the pictures are the client's.
EMOTES = (
    "hi", "gg", "thinking", "laughing", "crying", "shocked", "angry", "love", "panic", "sleeping", "crown", "bone",
)  # fmt: skip


class Malformed(ValueError):
    """A message that is no message: unknown name, wrong type, missing field, not JSON."""


class Message(Struct, frozen=True, forbid_unknown_fields=False):
    """Anything that crosses the wire."""

    wire_name: ClassVar[str] = ""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "wire_name" not in cls.__dict__:
            cls.wire_name = cls.__name__


class Request(Message, frozen=True, kw_only=True):
    """From a client; each is answered by one `ActionSuccess`.

    `n`, if not 0, numbers what a member asks for, growing: one that was done already is answered well and not done
    again, so whoever lost an answer with the connection may send the request again (`Snapshot.n` is the last one done).
    """

    n: Count = 0


class Notice(Message, frozen=True):
    """From the server."""


# --- requests -------------------------------------------------------------------------------------


class ListGames(Request, frozen=True):
    """Which matches are there? A `ListOfGames` follows the answer, and with `subscribe`, from the menu, another one
    whenever that page has changed.
    """

    game: Literal["chess"] | None = None
    page: Annotated[int, Meta(ge=1, le=10_000)] = 1
    subscribe: bool = False


class CreateGame(Request, frozen=True):
    """Open a room and sit in it as host. The HTTP body of `POST /rooms/create` has the same fields."""

    game: Literal["chess"] = "chess"
    best_of: BestOf = 3
    name: Name = "Host"
    private: bool = False
    base_seconds: Annotated[int, Meta(ge=10, le=600)] = 60
    ai_takeover: AiTakeover = "auto"
    ai_level: AiLevel = "medium"
    """How strong the computer is as an opponent."""
    standin_level: StandinLevel | None = None
    """How strong whoever plays for the absent is; None: the server's choice. A modest one: leaving must not pay."""
    spectators: bool = False
    host_color: Literal["lot", "white", "black"] = "lot"
    """The host's colour in the first game; after that they alternate."""


class JoinGame(Request, frozen=True):
    """Sit down in the room with this code; without a name under one that the server makes up."""

    code: Code
    name: Name | None = None
    watch: bool = False
    key: Annotated[str, Meta(max_length=64)] | None = None
    """The room's key, as links have it: with it the code counts as no guess."""
    targets: bool = False
    """Whether the game's states shall say what the receiver may do, for a client that knows no rules."""


class Rejoin(Request, frozen=True):
    """Come back to one's own seat after a lost connection; the newest connection of a player wins. A `pid` of 0
    is whoever the token belongs to.
    """

    code: Code
    pid: Count
    token: Token
    seq: Count = 0
    targets: bool = False
    """As in `JoinGame`."""


class StartGame(Request, frozen=True):
    """The host starts the match once both are in."""


class MakeMove(Request, frozen=True):
    """Play a move, UCI. `ply` is the board's ply before it, which makes a resend harmless."""

    move: Annotated[str, Meta(min_length=2, max_length=8)]
    ply: Count
    lag_ms: Milliseconds | None = None
    """How much of the time was the network's, as far as the server's own measurement bears it out; left out: that."""
    think_ms: Milliseconds | None = None


class ChooseUpgrade(Request, frozen=True):
    """Take one of the offered upgrades."""

    upgrade: Annotated[str, Meta(max_length=40)]


class Resign(Request, frozen=True):
    """Give up this game (not the match)."""


class OfferDraw(Request, frozen=True):
    """Offer a draw; it stands until the opponent answers or moves."""


class WithdrawDraw(Request, frozen=True):
    """Take back one's own offer of a draw."""


class AnswerDraw(Request, frozen=True):
    """Answer the opponent's offer."""

    accept: bool


class PlayAgain(Request, frozen=True):
    """After the match: another one? It starts when both said true."""

    again: bool


class Exit(Request, frozen=True):
    """Leave the room for good; a match under way is lost."""


class Chat(Request, frozen=True):
    """Say something to the room."""

    text: Annotated[str, Meta(max_length=1000)]


class Emote(Request, frozen=True):
    """Show an emote to the room."""

    emote: Annotated[str, Meta(max_length=20)]


class DecideAbsence(Request, frozen=True):
    """What becomes of the game whose other player is away: see `AbsenceQuestion`, which it answers."""

    choice: AbsenceChoice


class Kick(Request, frozen=True):
    """The host shows somebody the door."""

    pid: Count
    ban: bool = False


class SetProfile(Request, frozen=True):
    """Change the display name that others see, or the picture, or both; what is left out stays."""

    name: Name | None = None
    picture: Annotated[str, Meta(pattern=r"^pup:[a-z]{1,20}$")] | None = None
    """One of the pups that every client can draw."""


class Heartbeat(Request, frozen=True):
    """Answer to `DoHeartbeat`, sent at once."""

    hbid: Count
    t_recv: float | None = None
    t_reply: float | None = None


class LatencyOfHeartbeat(Request, frozen=True):
    """The round trip the client saw. Nothing is done with it: what others see is the server's own measurement."""

    hbid: Count
    t_lat: Annotated[float, Meta(ge=0, le=600_000)]


# --- parts of notices -----------------------------------------------------------------------------


class Game(Struct, frozen=True):
    """One line of the public list; `running`: there is no seat left, but one may watch."""

    code: str
    game: str
    name: str
    host: str
    players: int
    seats: int
    best_of: int
    running: bool = False


class Player(Struct, frozen=True):
    """One member of a room as the others see them."""

    pid: int
    name: str
    role: Literal["player", "spectator"]
    connected: bool
    host: bool = False
    picture: str | None = None
    latency_ms: int | None = None
    score: float = 0.0
    # Away, and the bot plays on meanwhile.
    ai: bool = False


class Clocks(Struct, frozen=True):
    """A pair of milliseconds, one for each colour."""

    white: int
    black: int


class Counts(Struct, frozen=True):
    """A pair of numbers, one for each colour."""

    white: int = 0
    black: int = 0


class Badges(Struct, frozen=True):
    """The upgrades that each colour's player owns in this game, oldest first, by catalogue id."""

    white: list[str] = []
    black: list[str] = []


# --- notices --------------------------------------------------------------------------------------


class BoardState(Notice, frozen=True):
    """Everything one viewer needs to draw the game. `color` is the receiver's, None for a spectator.

    `phase` is one of countdown, playing, result, draft, reveal, over; `phase_ms` is what remains of a phase
    that time alone ends (None for playing and over, and for a result that waits for an absent player). `wins` maps pid
    (as text: JSON has no other keys) to games won.

    `moves` (UCI, from `start_fen` on) comes with a snapshot only, together with `start_ms` (the clocks before the first
    move), `left_ms` (for each move, what the mover's clock showed after it) and `standin_plies` (after how many moves a
    stand-in had made the last one); otherwise `last_move` and `by_standin` continue what the client already has.

    `credit_ms` is how much of the network's time has been given back to each side in this game, `bank_ms` what is left
    for their next moves, and `draw_wait` after how many more moves of their own each may offer a draw (0: now).

    A move is UCI; besides there are "0000" (a pass), "N@b1" (a fallen knight comes back on b1) and "rewind" (the
    player's last move and the reply are taken back; the same player is to move, and `ply` counts on). `layers` says of
    a position what a FEN cannot, and is empty or four fields like "b1 d1d8 Pr NNp": the squares of heroes, the squares
    of shielded pieces, charges left (p pass, r revival, w rewind), fallen pieces that can come back; capitals are
    White's.

    `targets`, `granted` and `promotions` are for players who joined with `targets`, else None. A move is an origin and
    one of its targets: `{"g1": ["f3", "h3"], "N@": ["b1"], "0000": [""], "rewind": [""]}`. While it is not the
    receiver's turn, they are what may be chosen beforehand. `granted` moves ("g1f3") are possible only by an upgrade;
    `promotions` take a letter behind them (q, r, b, n), and on the last rank must.
    """

    seq: int
    game: int
    best_of: int
    phase: Literal["countdown", "playing", "result", "draft", "reveal", "over"]
    phase_ms: int | None
    wins: dict[str, int]
    draws: int
    players: dict[Colour, int]
    color: Colour | None
    turn: Colour
    fen: str
    start_fen: str
    ply: int
    last_move: str | None
    check: bool
    clocks_ms: Clocks
    bank_ms: Clocks
    running: Colour | None
    upgrades: Badges
    armageddon: bool = False
    draw_offer: Colour | None = None
    draw_wait: Counts = Counts()
    credit_ms: Clocks = Clocks(0, 0)
    by_standin: bool = False
    moves: list[str] | None = None
    start_ms: Clocks | None = None
    left_ms: list[int] | None = None
    standin_plies: list[int] | None = None
    layers: str = ""
    start_layers: str = ""
    targets: dict[str, list[str]] | None = None
    granted: list[str] | None = None
    promotions: list[str] | None = None


class UpgradeOffer(Notice, frozen=True):
    """A draft has opened for `pid`: catalogue ids in `upgrades`, the time left in `ms`. Everyone sees the cards.

    After a draw both choose, and what one has chosen is told when both have; until then the other hears a `Witness` of
    ChooseUpgrade, and finds `picked` in a snapshot.
    """

    pid: int
    upgrades: list[str]
    ms: int
    picked: bool = False


class UpgradeChosen(Notice, frozen=True):
    """`pid` owns `upgrade` from the next game on; `auto` when the time chose."""

    pid: int
    upgrade: str
    auto: bool = False


class GameOver(Notice, frozen=True):
    """One game has ended; `result` is the receiver's (a spectator gets the white player's)."""

    result: Literal["Win", "Lose", "Tie"]
    reason: str
    score: dict[str, float]
    winner: int | None = None


class MatchOver(Notice, frozen=True):
    """The match has ended; `score` is games won plus half the draws, by pid."""

    result: Literal["Win", "Lose", "Tie"]
    score: dict[str, float]
    reason: str
    winner: int | None = None
    replay: str | None = None


class GameStarted(Notice, frozen=True):
    """A game begins: its number (from 1), who has which colour, and the countdown in ms."""

    wire_name: ClassVar[str] = "StartGame"

    game: int
    colors: dict[Colour, int]
    countdown_ms: int


class PlayerList(Notice, frozen=True):
    """Who is in the room; `watchers`: how many of them are spectators who are there now."""

    players: list[Player]
    watchers: int = 0


class NewPlayer(Notice, frozen=True):
    """To the joining player alone: their number and the token to come back with."""

    pid: int
    token: str


class ListOfGames(Notice, frozen=True):
    """Rooms that are not private: those that are open and not full, then those that one may watch; one `page` of
    `pages`.
    """

    games: list[Game]
    page: int = 1
    pages: int = 1


class ClientDisconnected(Notice, frozen=True):
    """A member's connection is gone; `left` when a player has left a running match for good. `ai`: the bot plays on."""

    pid: int
    ai: bool = False
    left: bool = False


class AbsenceQuestion(Notice, frozen=True):
    """To the waiting player: `pid` is away for long. Wait, have the bot play on, or take a draw or the win? And between
    two games, after a draw or a win was taken: wait, or end the match, which the waiting player then wins?

    Any of `choices` may be sent in a `DecideAbsence` until `pid` is back or the game is over.
    """

    pid: int
    choices: list[AbsenceChoice]


class PlayerLeft(Notice, frozen=True):
    """A member has left for good while no match was running (else: `ClientDisconnected` with `left`)."""

    pid: int


class ClientReconnected(Notice, frozen=True):
    """A member is back."""

    pid: int


class ChatLine(Notice, frozen=True):
    """Somebody said something."""

    wire_name: ClassVar[str] = "Chat"

    pid: int
    text: str
    name: str = ""


class EmoteShown(Notice, frozen=True):
    """Somebody showed an emote."""

    wire_name: ClassVar[str] = "Emote"

    pid: int
    emote: str


class Witness(Notice, frozen=True):
    """What another member did that has no message of its own: `msg` is the request's name, `data` its fields."""

    pid: int
    msg: str
    data: dict[str, Any] = {}


class Kicked(Notice, frozen=True):
    """To the one who was shown the door, before the connection closes."""

    ban: bool = False


class ShuttingDown(Notice, frozen=True):
    """The server stops in `ms`, and says so in `message`. `kept`: rooms will be there again when it is back."""

    ms: int
    kept: bool
    message: str


class Stored(Notice, frozen=True):
    """To a room whose match would not survive a crash of the server for now (`safe` false), or would again."""

    safe: bool


class Replaced(Notice, frozen=True):
    """To a connection whose seat the same player has taken from a newer one, before it closes: don't come back by
    yourself, or the two would take the seat from each other for ever.
    """


class DoHeartbeat(Notice, frozen=True):
    """Every second; answer with `Heartbeat` at once."""

    hbid: int
    t_sent: float


class GotHeartbeat(Notice, frozen=True):
    """The server has the answer: now the client knows its round trip."""

    hbid: int


class PlayedGame(Struct, frozen=True):
    """A finished game of the match: its last state, with all moves, and the cards that came of it."""

    board: BoardState
    chosen: list[UpgradeChosen] = []


class Snapshot(Struct, frozen=True):
    """All that a client needs to show a room it has just entered or come back to.

    `results` are how the finished games of this match ended, `played` the games themselves; `chosen` what was picked in
    the draft that is still being shown, `again` who wants another match, `question` what the receiver may decide about
    an absent opponent, and `n` the number of the receiver's last request that was done. `cards` are what the drafts
    here offer on a server that was started to try these out; a match with any is never rated. `ai_takeover`
    and `standin_level` say what happens when somebody is away, and how strong their stand-in is. `key` is the room's,
    for links that let others in.
    """

    code: str
    seq: int
    best_of: int
    players: list[Player]
    chat: list[ChatLine] = []
    board: BoardState | None = None
    offers: list[UpgradeOffer] = []
    over: MatchOver | None = None
    results: list[GameOver] = []
    played: list[PlayedGame] = []
    chosen: list[UpgradeChosen] = []
    again: list[int] = []
    question: AbsenceQuestion | None = None
    watchers: int = 0
    n: int = 0
    key: str = ""
    cards: list[str] = []
    ai_takeover: AiTakeover = "auto"
    standin_level: StandinLevel | None = None


class ActionSuccess(Notice, frozen=True, omit_defaults=True):
    """The answer to every request. `error` is a code of `refusals`, `message` its sentence; `wait_ms`: after how long
    the request may be made again. `safe` false: what it tells would not survive a crash of the server, see `Stored`.
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


REQUESTS: dict[str, type[Request]] = {cls.wire_name: cls for cls in Request.__subclasses__()}
NOTICES: dict[str, type[Notice]] = {cls.wire_name: cls for cls in Notice.__subclasses__()}

_encoder = msgspec.json.Encoder()
_request_decoders = {name: msgspec.json.Decoder(cls) for name, cls in REQUESTS.items()}
_notice_decoders = {name: msgspec.json.Decoder(cls) for name, cls in NOTICES.items()}


def encode(message: Message) -> bytes:
    """The fields of a message as a JSON object."""
    return _encoder.encode(message)


def decode_request(name: str, fields: bytes | msgspec.Raw) -> Request:
    """A client's message from its name and its JSON object.

    Raises:
        Malformed: unknown name, not JSON, a field missing, of the wrong type or out of its range.
    """
    request: Request = _decode(_request_decoders, name, fields)
    return request


def decode_notice(name: str, fields: bytes | msgspec.Raw) -> Notice:
    """A server's message from its name and its JSON object; raises Malformed like `decode_request`."""
    notice: Notice = _decode(_notice_decoders, name, fields)
    return notice


def notice_from(name: str, fields: Any) -> Notice:
    """A server's message from its name and its fields as plain objects; raises Malformed like
    `decode_request`.
    """
    cls = NOTICES.get(name)
    if cls is None:
        raise Malformed(f"there is no message {name[:40]!r}")
    try:
        return msgspec.convert(fields, cls)
    except msgspec.ValidationError as error:
        raise Malformed(str(error)) from error


def _decode(decoders: dict[str, msgspec.json.Decoder[Any]], name: str, fields: bytes | msgspec.Raw) -> Any:
    decoder = decoders.get(name)
    if decoder is None:
        raise Malformed(f"there is no message {name[:40]!r}")
    try:
        return decoder.decode(fields)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(str(error)) from error

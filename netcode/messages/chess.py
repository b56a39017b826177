"""The messages of one-minute chess: moves, upgrades, draw offers, and the state of the match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from msgspec import Meta, Struct

from netcode.messages.base import (
    Count,
    GameMessages,
    Malformed,
    Milliseconds,
    Notice,
    Options,
    Part,
    Request,
    declared_in,
)
from netcode.messages.people import RatingChange  # noqa: TC001 - messages are read by it

if TYPE_CHECKING:
    from netcode.messages.rooms import RoomLine, Snapshot

Colour: TypeAlias = Literal["white", "black"]
BestOf: TypeAlias = Literal[3, 5, 7]
BaseSeconds = Annotated[int, Meta(ge=10, le=600)]
Comeback: TypeAlias = Literal["full", "gentle"]
AiTakeover: TypeAlias = Literal["auto", "ask", "off"]
AiLevel: TypeAlias = Literal["novice", "easy", "quick", "medium", "strong", "best"]
StandinLevel: TypeAlias = Literal["novice", "easy", "quick", "medium"]
WatchDelay = Annotated[int, Meta(ge=0, le=60)]
"""Seconds."""
HostColor: TypeAlias = Literal["lot", "white", "black"]
AbsenceChoice: TypeAlias = Literal["wait", "bot", "draw", "win", "end"]


class ChessOptions(Options, frozen=True):
    """How a match is set up."""

    game: ClassVar[str] = "chess"

    best_of: BestOf = 3
    base_seconds: BaseSeconds = 60
    ai_takeover: AiTakeover = "auto"
    ai_level: AiLevel = "medium"
    """How strong the computer is as an opponent."""
    standin_level: StandinLevel | None = None
    """The level of stand-ins; None: the server's choice. They are modest, because leaving must not pay."""
    host_color: HostColor = "lot"
    """The host's colour in the first game; after that they alternate."""
    comeback: Comeback = "full"
    """How much losing is worth: a gentle comeback offers commons and rares only."""
    watch_delay: WatchDelay | None = None
    """How much later than the players those see the match who watch it; None: the server's choice."""


class MakeMove(Request, frozen=True):
    """Play a move (UCI). `ply` is the number of plies before it, so a resent move is not played twice."""

    urgent: ClassVar[bool] = True

    move: Annotated[str, Meta(min_length=2, max_length=8)]
    ply: Count
    lag_ms: Milliseconds | None = None
    """How much of the time was the network's, as far as the server's own measurement bears it out; left out: that."""
    think_ms: Milliseconds | None = None


class ChooseUpgrade(Request, frozen=True):
    """Pick one of the offered upgrades."""

    decides: ClassVar[bool] = True

    upgrade: Annotated[str, Meta(max_length=40)]


class Resign(Request, frozen=True):
    """Resign this game (not the match)."""

    urgent: ClassVar[bool] = True


class OfferDraw(Request, frozen=True):
    """Offer a draw. The offer is open until the opponent answers or moves."""


class WithdrawDraw(Request, frozen=True):
    """Withdraw the sender's draw offer."""


class AnswerDraw(Request, frozen=True):
    """Answer the opponent's draw offer."""

    decides: ClassVar[bool] = True

    accept: bool


class PlayAgain(Request, frozen=True):
    """After the match: ask for another one, or take that back. It starts once both have asked for it on the same terms.

    A `best_of` or `base_seconds` that is left out stays as last proposed, or as it was. Changed terms ask the other
    player anew. Both players get a `Witness` with all three fields.
    """

    again: bool
    best_of: BestOf | None = None
    base_seconds: BaseSeconds | None = None


class DecideAbsence(Request, frozen=True):
    """The answer to an `AbsenceQuestion`: what becomes of the game whose other player is away."""

    decides: ClassVar[bool] = True

    choice: AbsenceChoice


class Clocks(Struct, frozen=True):
    """Milliseconds for each colour."""

    white: int
    black: int


class Counts(Struct, frozen=True):
    """A number for each colour."""

    white: int = 0
    black: int = 0


class Badges(Struct, frozen=True):
    """The upgrades of each colour's player in this game, as catalogue ids, oldest first."""

    white: list[str] = []
    black: list[str] = []


class BoardState(Notice, frozen=True):
    """Everything that one viewer needs to draw the game. `color` is the receiver's, None for a spectator.

    `phase` is one of countdown, playing, result, draft, reveal, over. `phase_ms` is the rest of a phase that ends by
    time alone (None for playing and over, and for a result that waits for an absent player). `wins` maps pid (as text,
    as JSON has no other keys) to games won.

    Only in a snapshot: `moves` (UCI, from `start_fen` on), `start_ms` (the clocks before the first move), `left_ms`
    (for each move, the mover's clock after it) and `standin_plies` (the numbers of the moves that a stand-in made).
    Otherwise `last_move` and `by_standin` continue what the client already has.

    `credit_ms` is how much lag credit each side has got in this game, `bank_ms` how much it can still get for its next
    moves. `draw_wait` is after how many more of their own moves each may offer a draw (0: now).

    A move is UCI, or "0000" (a pass), "N@b1" (a fallen knight comes back on b1) or "rewind" (the player's last move and
    the reply are taken back; the same player is to move, and `ply` still grows). `layers` is the part of a position
    that a FEN cannot express. It is empty, or has four fields like "b1 d1d8 Pr NNp": the squares of heroes, the squares
    of shielded pieces, the charges left (p pass, r revival, w rewind), and the fallen pieces that can come back.
    Capitals are White's.

    `targets`, `granted` and `promotions` are for players who joined with `targets`, else None. A move is an origin and
    one of its targets: `{"g1": ["f3", "h3"], "N@": ["b1"], "0000": [""], "rewind": [""]}`. During the opponent's turn
    these are the premoves that can be chosen. `granted` moves ("g1f3") are possible only by an upgrade. `promotions`
    may be followed by a letter (q, r, b, n), and must be on the last rank.
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

    After a draw both players pick, and the picks are told once both have picked. Until then the others get a `Witness`
    of ChooseUpgrade, and a snapshot has the pick in `picked`.
    """

    pid: int
    upgrades: list[str]
    ms: int
    picked: bool = False


class UpgradeChosen(Notice, frozen=True):
    """`pid` owns `upgrade` from the next game on. `auto`: the time was up, so the server picked."""

    pid: int
    upgrade: str
    auto: bool = False


class GameOver(Notice, frozen=True):
    """A game has ended. `result` is the receiver's; a spectator gets White's."""

    result: Literal["Win", "Lose", "Tie"]
    reason: str
    score: dict[str, float]
    winner: int | None = None


class MatchOver(Notice, frozen=True):
    """The match has ended. `score` is games won plus half the draws, by pid. `replay` is the id of its replay.
    `ratings` are there once the match is on record (see `Rated`).
    """

    result: Literal["Win", "Lose", "Tie"]
    score: dict[str, float]
    reason: str
    winner: int | None = None
    replay: str | None = None
    ratings: dict[str, RatingChange] | None = None


class AbsenceQuestion(Notice, frozen=True):
    """To the waiting player: `pid` has been away for long. During a game the choices are to wait, to let the bot play
    on, or to take a draw or the win. Between two games, after a draw or a win was taken, they are to wait, or to end
    the match as its winner.

    Any of `choices` may be sent in a `DecideAbsence` until `pid` is back or the game is over.
    """

    pid: int
    choices: list[AbsenceChoice]


class Terms(Struct, frozen=True):
    """What may be changed for another match."""

    best_of: int
    base_seconds: int


class PlayedGame(Struct, frozen=True):
    """A finished game of the match: its last state, with all moves, and the upgrades that were picked after it."""

    board: BoardState
    chosen: list[UpgradeChosen] = []


class ChessSnapshot(Part, frozen=True):
    """The match for a client that has just come in or come back. Before the match begins it says what the match will be
    like.

    `results` say how the finished games of this match ended, `played` are the games themselves. `chosen` is what was
    picked in the draft that is still shown. `again` is who wants another match, and `again_as` on which terms.
    `question` is what the receiver may decide about an absent opponent. `cards` are the upgrades that the drafts offer
    where testers asked for some; such a match is never rated. `watch_delay` is by how many seconds spectators see the
    match later than its players. `ai_takeover` and `standin_level` say what happens when a
    player is away, and how strong the stand-in is.
    """

    game: ClassVar[str] = "chess"

    best_of: int = 3
    base_seconds: int = 60
    ai_takeover: AiTakeover = "auto"
    standin_level: StandinLevel | None = None
    comeback: Comeback = "full"
    watch_delay: int = 0
    cards: list[str] = []
    board: BoardState | None = None
    offers: list[UpgradeOffer] = []
    over: MatchOver | None = None
    results: list[GameOver] = []
    played: list[PlayedGame] = []
    chosen: list[UpgradeChosen] = []
    again: list[int] = []
    again_as: Terms | None = None
    question: AbsenceQuestion | None = None

    @classmethod
    def of(cls, snapshot: Snapshot) -> ChessSnapshot:
        """What a snapshot of a room of chess tells of the match; raises Malformed if it is none."""
        if not isinstance(snapshot.part, cls):
            raise Malformed(f"a snapshot of {snapshot.game!r} is none of chess")
        return snapshot.part


class ChessLine(Part, frozen=True):
    """What the public list tells of a match."""

    game: ClassVar[str] = "chess"
    beside: ClassVar[tuple[str, ...]] = ("best_of",)

    best_of: int = 3
    base_seconds: int = 60
    watch_delay: int = 0
    over: bool = False
    """Whether the match is over, for those who watch; its players may begin another one."""

    @classmethod
    def of(cls, line: RoomLine) -> ChessLine:
        """What a line of the list tells of the match; of a room of another game, nothing in particular."""
        return line.part if isinstance(line.part, cls) else cls()


CHESS = GameMessages(ChessOptions, ChessSnapshot, ChessLine, declared_in(__name__))

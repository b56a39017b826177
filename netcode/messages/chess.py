"""One-minute chess on the wire: moves, cards, draws, and what is told of them."""

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
    """How strong whoever plays for the absent is; None: the server's choice. A modest one: leaving must not pay."""
    host_color: HostColor = "lot"
    """The host's colour in the first game; after that they alternate."""
    comeback: Comeback = "full"
    """How much losing is worth: a gentle comeback offers commons and rares only."""


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
    """After the match: another one? It starts when both said true to the same.

    What is left out of `best_of` and `base_seconds` stays as it was proposed last, or else as it was; what is changed
    asks the other afresh. Both hear a `Witness` with all three.
    """

    again: bool
    best_of: BestOf | None = None
    base_seconds: BaseSeconds | None = None


class DecideAbsence(Request, frozen=True):
    """What becomes of the game whose other player is away: see `AbsenceQuestion`, which it answers."""

    choice: AbsenceChoice


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
    """The match has ended; `score` is games won plus half the draws, by pid. Its replay will be found as `replay`;
    `ratings` are there when the match is on record, of which `Rated` tells.
    """

    result: Literal["Win", "Lose", "Tie"]
    score: dict[str, float]
    reason: str
    winner: int | None = None
    replay: str | None = None
    ratings: dict[str, RatingChange] | None = None


class AbsenceQuestion(Notice, frozen=True):
    """To the waiting player: `pid` is away for long. Wait, have the bot play on, or take a draw or the win? And between
    two games, after a draw or a win was taken: wait, or end the match, which the waiting player then wins?

    Any of `choices` may be sent in a `DecideAbsence` until `pid` is back or the game is over.
    """

    pid: int
    choices: list[AbsenceChoice]


class Terms(Struct, frozen=True):
    """What may be changed for another match."""

    best_of: int
    base_seconds: int


class PlayedGame(Struct, frozen=True):
    """A finished game of the match: its last state, with all moves, and the cards that came of it."""

    board: BoardState
    chosen: list[UpgradeChosen] = []


class ChessSnapshot(Part, frozen=True):
    """The match for those who have just come in or back; before it begins, what it will be like.

    `results` are how the finished games of this match ended, `played` the games themselves; `chosen` what was picked in
    the draft that is still being shown, `again` who wants another match and `again_as` what kind, and `question` what
    the receiver may decide about an absent opponent. `cards` are what the drafts here offer on a server that was
    started to try these out; a match with any is never rated. `ai_takeover` and `standin_level` say what happens when
    somebody is away, and how strong their stand-in is.
    """

    game: ClassVar[str] = "chess"

    best_of: int = 3
    base_seconds: int = 60
    ai_takeover: AiTakeover = "auto"
    standin_level: StandinLevel | None = None
    comeback: Comeback = "full"
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

    @classmethod
    def of(cls, line: RoomLine) -> ChessLine:
        """What a line of the list tells of the match; of a room of another game, nothing in particular."""
        return line.part if isinstance(line.part, cls) else cls()


CHESS = GameMessages(ChessOptions, ChessSnapshot, ChessLine, declared_in(__name__))

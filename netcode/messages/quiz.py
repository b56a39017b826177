"""The party quiz on the wire: what its host and its players ask, and what is told of it.

The host is a big screen. `AnswerMove`, `Buzz`, `FinalAnswer` and `Wager` are requests of players, all others the
host's. Scores and the like are by pid, as text.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from msgspec import Meta, Struct, field

from netcode.messages.base import Count, GameMessages, Notice, Options, Part, Request, declared_in

Phase: TypeAlias = Literal["lobby", "grid", "reading", "armed", "buzzed", "judged", "wager", "final", "over"]
Seconds = Annotated[int, Meta(ge=3, le=600)]
TeamName = Annotated[str, Meta(min_length=1, max_length=20)]
Pace = Annotated[float, Meta(ge=1, le=2)]
Points = Annotated[int, Meta(ge=-10_000_000, le=10_000_000)]


class QuizOptions(Options, frozen=True):
    """How a quiz is set up. Times are usual ones: `pace` (1, 1.5 or 2) lengthens all of them."""

    game: ClassVar[str] = "quiz"

    questions: Any = None
    """A pack of questions, as its file has it."""
    answer_seconds: Seconds = 15
    buzz_seconds: Seconds = 15
    wager_seconds: Seconds = 30
    final_seconds: Seconds = 45
    pace: Pace = 1.0
    show_clues: bool = True
    """Whether phones show the questions, too."""
    teams: Annotated[list[TeamName], Meta(max_length=8)] = []
    """Players are put into these in turn as they come; the host may change that."""


# --- the host's requests ------------------------------------------------------------------------------------------


class SelectQuestion(Request, frozen=True):
    """Open a square of the grid (counted from 0). A daily double is for `pid`, or whoever has the board."""

    category: Count
    row: Count
    pid: Count | None = None


class BuzzEnable(Request, frozen=True):
    """The question has been read: open the buzzers."""


class BuzzDisable(Request, frozen=True):
    """Close them again."""


class HostChecked(Request, frozen=True):
    """The answer was right, or wrong: of whoever has buzzed, or in the final of `pid`."""

    correct: bool
    pid: Count | None = None


class GiveUp(Request, frozen=True):
    """Nobody knows it: show the answer."""


class ShowGrid(Request, frozen=True):
    """The answer has been looked at: back to the grid, on all screens."""


class NextRound(Request, frozen=True):
    """On to the next grid."""


class StartFinal(Request, frozen=True):
    """On to the final question: everybody wagers first."""


class EndGame(Request, frozen=True):
    """The quiz is over; the scores stand."""


class SetScore(Request, frozen=True):
    """Put a player's score right."""

    pid: Count
    score: Points


class SetTeam(Request, frozen=True):
    """Put a player into a team; null: into none."""

    pid: Count
    team: TeamName | None = None


class SetPace(Request, frozen=True):
    """Give a player 1, 1.5 or 2 times the usual time."""

    pid: Count
    factor: Pace


class SettleTie(Request, frozen=True):
    """When it is over: two players who share a place play a game of chess for the better one."""

    pids: Annotated[list[Count], Meta(min_length=2, max_length=2)]


class Undo(Request, frozen=True):
    """Take the last judgement back."""


class Redo(Request, frozen=True):
    """Make the judgement again that was taken back last."""


class Pause(Request, frozen=True):
    """Time stands still."""


class Resume(Request, frozen=True):
    """Time goes on."""


# --- the players' requests ----------------------------------------------------------------------------------------


class Buzz(Request, frozen=True):
    """I know it. `t`: when the button was pressed, in ms of the clock that `Heartbeat.t_recv` is of."""

    t: float | None = None


class Wager(Request, frozen=True):
    """So much is staked on the question to come."""

    amount: Count


class FinalAnswer(Request, frozen=True):
    """An answer to the final question; the last one in time counts."""

    text: Annotated[str, Meta(max_length=200)]


class AnswerMove(Request, frozen=True):
    """The answer to a board question: a move, UCI."""

    move: Annotated[str, Meta(min_length=2, max_length=8)]


# --- what is told -------------------------------------------------------------------------------------------------


class Column(Struct, frozen=True):
    """A category of the grid. A value that was asked already is null."""

    name: str
    values: list[int | None]


class OpenQuestion(Struct, frozen=True, omit_defaults=True):
    """The open question, as far as the receiver may know it.

    `double`: whose daily double it is. `image`: a path on this server. `targets`: what may be moved to where on the
    board of `fen`. `answers` and `explanation`: the host's alone until the question is judged.
    """

    category: int = field(default_factory=int)
    row: int = field(default_factory=int)
    value: int = field(default_factory=int)
    double: int | None = None
    clue: str | None = None
    choices: list[str] = []
    image: str = ""
    fen: str = ""
    targets: dict[str, list[str]] | None = None
    answers: list[str] | None = None
    explanation: str = ""


class FinalQuestion(Struct, frozen=True, omit_defaults=True):
    """The final question. `wagered`, `answered`, `judged`: which pids have. `texts`: those answers that may be read."""

    category: str = field(default_factory=str)
    clue: str | None = None
    wagered: list[int] = []
    answered: list[int] = []
    judged: list[int] = []
    texts: dict[str, str] = {}
    answers: list[str] | None = None


class Team(Struct, frozen=True):
    """A team's players, and what they have together."""

    players: list[int]
    score: int


class Duel(Struct, frozen=True):
    """A game of chess that settles a tie: `players`, `clocks_ms` are White's and Black's.

    A draw wins for Black, who has less time. `starts_ms`: in how long White's clock starts. `targets`: where the
    receiver may move what, while it is their turn. `winner`, and `reason`, when it has ended.
    """

    players: list[int]
    fen: str
    ply: int
    clocks_ms: list[int]
    turn: Literal["white", "black"] = "white"
    running: bool = False
    starts_ms: int | None = None
    last_move: str | None = None
    check: bool = False
    targets: dict[str, list[str]] | None = None
    winner: int | None = None
    reason: str = ""


class QuizState(Notice, frozen=True):
    """All that the receiver may know of the quiz.

    `buzzed`: who may answer. `locked`: who may not buzz for this question. `control`: who picks next. `opens_ms`: in
    how long the buzzers open, 0 while they are open. `deadline_ms`: how much time is left for what is going on.
    `most`: what the receiver may stake now. `has_final`: whether a final question is still to come. `paces`: who has
    more time than usual, for the host alone. `duels_won`: how many ties were settled for whom; these rank players with
    as many points.
    """

    seq: int
    phase: Phase
    round: int = 0
    rounds: int = 1
    grid: list[Column] = []
    open: OpenQuestion | None = None
    scores: dict[str, int] = {}
    buzzed: int | None = None
    locked: list[int] = []
    control: int | None = None
    opens_ms: int | None = None
    deadline_ms: int | None = None
    paused: bool = False
    teams: dict[str, Team] = {}
    wagers: dict[str, int] = {}
    most: int | None = None
    has_final: bool = False
    paces: dict[str, float] = {}
    duels_won: dict[str, int] = {}
    duel: Duel | None = None
    final: FinalQuestion | None = None


class BuzzOpen(Notice, frozen=True):
    """The buzzers open in `at_ms` from the receipt of this: pressing before that costs time."""

    wire_name: ClassVar[str] = "BuzzEnable"

    at_ms: int


class BuzzClosed(Notice, frozen=True):
    """The buzzers are closed."""

    wire_name: ClassVar[str] = "BuzzDisable"


class QuizEnded(Notice, frozen=True):
    """The quiz is over."""

    wire_name: ClassVar[str] = "EndGame"


class QuizSetUp(Notice, frozen=True):
    """The next quiz of this room is set up like this."""

    title: str
    show_clues: bool
    pace: float
    team_names: list[str]


class QuizSnapshot(Part, frozen=True):
    """What a newcomer is told: how the quiz is set up, and how it stands."""

    game: ClassVar[str] = "quiz"

    state: QuizState
    title: str = ""
    show_clues: bool = True
    pace: float = 1.0
    team_names: list[str] = []


class QuizLine(Part, frozen=True):
    """What the public list tells of a quiz."""

    game: ClassVar[str] = "quiz"

    title: str = ""


QUIZ = GameMessages(QuizOptions, QuizSnapshot, QuizLine, declared_in(__name__), opens="questions")

"""The messages of the party quiz.

The host is usually a big screen. `AnswerMove`, `Buzz`, `FinalAnswer` and `Wager` are requests of players, all others
are the host's. Scores and similar maps have pids as keys, as text.
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
    """How a quiz is set up. Times are before `pace` (1, 1.5 or 2), which multiplies all of them."""

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
    """Open a square of the grid; indexes count from 0. A daily double goes to `pid`, or else to whoever has the
    board.
    """

    decides: ClassVar[bool] = True

    category: Count
    row: Count
    pid: Count | None = None


class BuzzEnable(Request, frozen=True):
    """Open the buzzers: the question has been read out."""


class BuzzDisable(Request, frozen=True):
    """Close the buzzers again."""


class HostChecked(Request, frozen=True):
    """Judge an answer as right or wrong: of the player who has buzzed or, in the final, of `pid`."""

    decides: ClassVar[bool] = True

    correct: bool
    pid: Count | None = None


class GiveUp(Request, frozen=True):
    """Show the answer, because nobody knows it."""


class ShowGrid(Request, frozen=True):
    """Go back to the grid on all screens, after the answer was shown."""


class NextRound(Request, frozen=True):
    """Go on to the next grid."""


class StartFinal(Request, frozen=True):
    """Go on to the final question. Everybody who has points wagers first; all the others stake nothing."""


class CloseWagers(Request, frozen=True):
    """Close the wagers on the final question before the time is up. Whoever has not wagered stakes nothing."""


class CloseAnswers(Request, frozen=True):
    """Close the answers to the final question before the time is up."""


class EndGame(Request, frozen=True):
    """End the quiz with the scores as they are."""


class SetScore(Request, frozen=True):
    """Correct a player's score."""

    pid: Count
    score: Points


class SetTeam(Request, frozen=True):
    """Put a player into a team; null takes them out of theirs."""

    pid: Count
    team: TeamName | None = None


class SetPace(Request, frozen=True):
    """Give a player 1, 1.5 or 2 times the usual time."""

    pid: Count
    factor: Pace


class SettleTie(Request, frozen=True):
    """When it is over: the two play a game of chess for a place; the next of those that `QuizState.tie` names."""

    pids: Annotated[list[Count], Meta(min_length=2, max_length=2)]


class AbortDuel(Request, frozen=True):
    """Call off the game that `SettleTie` has begun. Nobody wins it, and it can be played again."""


class Undo(Request, frozen=True):
    """Take the last judgement back."""


class Redo(Request, frozen=True):
    """Restore the judgement that was taken back last."""


class Pause(Request, frozen=True):
    """Stop all timers."""


class Resume(Request, frozen=True):
    """Let the timers run again."""


# --- the players' requests ----------------------------------------------------------------------------------------


class Buzz(Request, frozen=True):
    """Press the buzzer. `t` is the time of the press in ms, by the same clock as `Heartbeat.t_recv`."""

    urgent: ClassVar[bool] = True

    t: float | None = None


class Wager(Request, frozen=True):
    """Stake so many points on the next question."""

    amount: Count


class FinalAnswer(Request, frozen=True):
    """Answer the final question. The last answer in time counts."""

    text: Annotated[str, Meta(max_length=200)]


class AnswerMove(Request, frozen=True):
    """Answer a board question with a move (UCI)."""

    urgent: ClassVar[bool] = True

    move: Annotated[str, Meta(min_length=2, max_length=8)]


# --- what is told -------------------------------------------------------------------------------------------------


class Column(Struct, frozen=True):
    """A category of the grid. The value of a question that was already asked is null."""

    name: str
    values: list[int | None]


class OpenQuestion(Struct, frozen=True, omit_defaults=True):
    """The open question, as far as the receiver may know it.

    `double` is whose daily double it is, `image` a path on this server, `targets` which squares can be reached from
    where on the board `fen`. Until the question is judged, only the host gets `answers` and `explanation`.
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
    """The final question. `players` take part; `wagered`, `answered` and `judged` are those of them who have. `texts`
    are the answers that the receiver may read.
    """

    category: str = field(default_factory=str)
    clue: str | None = None
    players: list[int] = []
    wagered: list[int] = []
    answered: list[int] = []
    judged: list[int] = []
    texts: dict[str, str] = {}
    answers: list[str] | None = None


class Team(Struct, frozen=True):
    """The players of a team, and their points together."""

    players: list[int]
    score: int


class Duel(Struct, frozen=True):
    """A game of chess that settles a tie. `players` and `clocks_ms` are in the order White, Black.

    A draw wins for Black, who has less time. `starts_ms` is the time until White's clock starts. `targets` are the
    receiver's moves, during their turn. `winner` and `reason` are set once it is over.
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


class TieToSettle(Struct, frozen=True):
    """Players who share a place and can play for it, in pairs: whoever loses is out.

    `games`: those of this round that are still to be played, the next one first. `through`: who plays in the next
    round. `place`: the best that they play for.
    """

    place: int
    games: list[list[int]]
    through: list[int] = []


class QuizState(Notice, frozen=True):
    """Everything that the receiver may know of the quiz.

    `buzzed` is who may answer, `locked` who may no longer buzz for this question, `control` who picks the next one.
    `opens_ms` is the time until the buzzers open, 0 while they are open; `deadline_ms` the time left in the current
    phase. `most` is the receiver's highest wager, if they are asked for one. `has_final`: a final question is still to
    come. `paces` (for the host alone) are the players with more time than usual. `tie_ranks` ranks players with equal
    points, the highest first; `tie` is what the host can have settled next. `stands`: no time runs until the players
    are back at a server that was away. `on_record`: the result can no longer be changed.
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
    tie_ranks: dict[str, int] = {}
    tie: TieToSettle | None = None
    duel: Duel | None = None
    final: FinalQuestion | None = None
    stands: bool = False
    on_record: bool = False


class BuzzOpen(Notice, frozen=True):
    """The buzzers open `at_ms` after this is received. Pressing earlier costs time."""

    wire_name: ClassVar[str] = "BuzzEnable"

    at_ms: int


class BuzzClosed(Notice, frozen=True):
    """The buzzers are closed."""

    wire_name: ClassVar[str] = "BuzzDisable"


class QuizEnded(Notice, frozen=True):
    """The quiz is over."""

    wire_name: ClassVar[str] = "EndGame"


class QuizSetUp(Notice, frozen=True):
    """The setup of the room's next quiz."""

    title: str
    show_clues: bool
    pace: float
    team_names: list[str]


class QuizSnapshot(Part, frozen=True):
    """The quiz for a client that has just come in: its setup and its state."""

    game: ClassVar[str] = "quiz"

    state: QuizState
    title: str = ""
    show_clues: bool = True
    pace: float = 1.0
    team_names: list[str] = []


class QuizLine(Part, frozen=True):
    """A quiz in the public list."""

    game: ClassVar[str] = "quiz"

    title: str = ""
    over: bool = False


QUIZ = GameMessages(QuizOptions, QuizSnapshot, QuizLine, declared_in(__name__), opens="questions")

"""The state of a quiz as plain data, its phases, and which phase can follow which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec import Struct

from game.quiz.buzzer import Press
from game.quiz.pack import Pack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.quiz.pack import Question

Phase: TypeAlias = Literal["grid", "reading", "armed", "buzzed", "judged", "wager", "final", "over"]

FOLLOWS: Final[Mapping[Phase, frozenset[Phase]]] = {
    # The grid is shown: the host picks a question, goes on to the next round, or to the final.
    "grid": frozenset({"grid", "reading", "wager", "over"}),
    # A question is read out: nobody can buzz yet.
    "reading": frozenset({"armed", "judged", "over"}),
    # The buzzers are open.
    "armed": frozenset({"reading", "buzzed", "judged", "over"}),
    # Somebody may answer.
    "buzzed": frozenset({"armed", "judged", "over"}),
    # The answer is shown; for the rest it is as the grid.
    "judged": frozenset({"grid", "reading", "wager", "over"}),
    # The player of a daily double, or everybody before the final question, wagers points in secret.
    "wager": frozenset({"buzzed", "judged", "final", "over"}),
    # The final question: all answer in writing, and are judged one by one.
    "final": frozenset({"over"}),
    # Ties may still be settled.
    "over": frozenset(),
}
"""All that commands and time can do. Undo and Redo alone go back to a phase that was: see `Judgement`."""


class NotNow(Exception):
    """The command is not allowed at this time or for this player. Nothing has changed."""


class Options(Struct, frozen=True):
    """The rules of a quiz. Times are ms, before the quiz's `pace` (1, 1.5 or 2) and a player's own."""

    pack: Pack
    answer_ms: int = 15_000
    buzz_ms: int = 15_000
    wager_ms: int = 30_000
    final_ms: int = 45_000
    pace: float = 1.0
    show_clues: bool = True


class Player(Struct):
    """A player."""

    pid: int
    score: int = 0
    team: str | None = None
    pace: float = 1.0
    here: bool = True
    # When the connection was lost.
    away_ms: int | None = None
    # Gone for good; the score stays.
    left: bool = False
    photos_won: int = 0


class Open(Struct, frozen=True):
    """The open question. Indexes count from 0."""

    category: int
    row: int
    # Whose daily double it is.
    double: int | None = None


class Tie(Struct, frozen=True):
    """Players with the same rank who play for their places, in this order; `games`: the winner and loser of each."""

    rank: tuple[int, ...]
    players: tuple[int, ...]
    games: tuple[tuple[int, int], ...] = ()


class Moment(Struct, frozen=True):
    """Everything that a judgement can change, except the scores."""

    phase: Phase
    round: int
    taken: tuple[tuple[int, int, int], ...]
    open: Open | None
    control: int | None
    buzzed: int | None
    locked: tuple[int, ...]
    in_final: bool
    wagering: tuple[int, ...]
    wagers: dict[int, int]
    judged: tuple[int, ...]
    answers_closed: bool = False
    unused_ms: int | None = None


class Judgement(Struct, frozen=True):
    """A judgement that can be undone and redone. `scores` has the change of each score."""

    before: Moment
    after: Moment
    scores: dict[int, int]


class State(Struct):
    """The whole state of a quiz. Times are the room's, in ms."""

    options: Options
    players: dict[int, Player]
    phase: Phase = "grid"
    round: int = 0
    # Squares that were asked, as (round, category, row), in the order of asking.
    taken: tuple[tuple[int, int, int], ...] = ()
    open: Open | None = None
    # Who picks next: by custom the player who was right last, but the host decides.
    control: int | None = None
    buzzed: int | None = None
    # When the press was made that won the last buzz.
    won_ms: float = 0.0
    locked: tuple[int, ...] = ()
    # When the buzzers open, and until when each early presser is shut out.
    opens_ms: int | None = None
    early_until_ms: dict[int, float] = {}
    presses: tuple[Press, ...] = ()
    decides_ms: int | None = None
    # When the time for the phase is up.
    deadline_ms: int | None = None
    # Who takes part, and what they have staked: for a double one player, for the final all players.
    wagering: tuple[int, ...] = ()
    wagers: dict[int, int] = {}
    in_final: bool = False
    answers: dict[int, str] = {}
    judged: tuple[int, ...] = ()
    answers_closed: bool = False
    # What was left of the time for the final answers when the host closed them or ended the quiz: both may be undone.
    unused_ms: int | None = None
    paused_ms: int | None = None
    # Those that have been played for, also where scores have changed since.
    ties: tuple[Tie, ...] = ()
    # Lots decide who plays whom.
    lots: bytes = b""
    undo: list[Judgement] = []
    redo: list[Judgement] = []

    def moment(self) -> Moment:
        """What the next judgement may change."""
        return Moment(
            self.phase,
            self.round,
            self.taken,
            self.open,
            self.control,
            self.buzzed,
            self.locked,
            self.in_final,
            self.wagering,
            self.wagers,
            self.judged,
            self.answers_closed,
            self.unused_ms,
        )

    @property
    def question(self) -> Question | None:
        """The open question; None also in the final."""
        if self.open is None:
            return None
        categories = self.options.pack.rounds[self.round].categories
        return categories[self.open.category].questions[self.open.row]

    @property
    def final_asked(self) -> bool:
        """Whether the final question was asked, which happens once all wagers are made."""
        return self.in_final and set(self.wagering) <= set(self.wagers)

    def time_of(self, now_ms: int) -> int:
        """The quiz's time. It stands still during a pause."""
        return now_ms if self.paused_ms is None else self.paused_ms

    def left_ms(self, now_ms: int) -> int | None:
        """The time left in the current phase; None: no limit."""
        return None if self.deadline_ms is None else max(0, self.deadline_ms - self.time_of(now_ms))

    @property
    def buzzers_open_ms(self) -> int | None:
        """Since when, or from when on, the buzzers are open; None while they are closed."""
        return self.opens_ms if self.phase == "armed" and self.paused_ms is None else None

    @property
    def playing(self) -> list[Player]:
        """The players who have not left."""
        return [player for player in self.players.values() if not player.left]

    @property
    def wager_ms(self) -> int:
        """How much time the players have to wager."""
        return max(self.duration(self.options.wager_ms, pid) for pid in self.wagering)

    @property
    def in_teams(self) -> bool:
        """Whether anybody plays in a team."""
        return any(player.team is not None for player in self.players.values())

    def may_buzz(self, player: Player) -> bool:
        """Whether this player may still answer the open question: neither they nor their team were wrong before."""
        if player.left or player.pid in self.locked:
            return False
        return player.team is None or all(self.players[pid].team != player.team for pid in self.locked)

    def has_left(self, pid: int) -> bool:
        """Whether no active player has this number."""
        player = self.players.get(pid)
        return player is None or player.left

    def player(self, pid: int) -> Player:
        """The active player with this number; raises NotNow if there is none."""
        if self.has_left(pid):
            raise NotNow
        return self.players[pid]

    def need(self, *phases: Phase) -> None:
        """Raise NotNow in any other phase."""
        if self.phase not in phases:
            raise NotNow

    def go(self, phase: Phase, *, until_ms: int | None = None) -> None:
        """Enter a phase, and clear what belonged to the previous one."""
        self.phase, self.deadline_ms = phase, until_ms
        self.opens_ms = self.decides_ms = None
        self.presses, self.early_until_ms = (), {}

    def duration(self, usual_ms: int, pid: int | None = None) -> int:
        """How long something takes in this quiz for this player."""
        pace = self.players[pid].pace if pid is not None else 1.0
        return round(usual_ms * self.options.pace * pace)

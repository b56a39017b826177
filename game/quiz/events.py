"""What has happened in a quiz. Times are ms of the room's clock."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from game.quiz.buzzer import Press

By: TypeAlias = Literal["host", "board", "time"]
Reason: TypeAlias = Literal["answered", "given up", "time", "nobody left"]


class Joined(Struct, frozen=True):
    """A player is in."""

    player: int


class Selected(Struct, frozen=True):
    """A square was opened; `double`: who may wager on it alone."""

    category: int
    row: int
    double: int | None = None


class Asked(Struct, frozen=True):
    """A daily double's wager is made: its player may answer now, and nobody else."""

    player: int


class Opened(Struct, frozen=True):
    """The buzzers open at `at_ms` (in the past when a pause has ended); a press before counts as too early."""

    at_ms: int


class Closed(Struct, frozen=True):
    """The buzzers are closed."""


class PressedEarly(Struct, frozen=True):
    """A player pressed before the buzzers were open, and may not until `until_ms`."""

    player: int
    until_ms: float


class Buzzed(Struct, frozen=True):
    """Who was first, out of which presses since `opened_ms`; `photo`: the players of a photo finish, or empty."""

    player: int
    opened_ms: int
    presses: tuple[Press, ...]
    photo: tuple[int, ...] = ()


class BuzzedLate(Struct, frozen=True):
    """A press that arrived after the decision: by how much it was behind the first. It changes nothing any more."""

    player: int
    behind_ms: float


class Judged(Struct, frozen=True):
    """An answer was judged: what it changed, and the score after it. `by`: the host, the board, or the time."""

    player: int
    correct: bool
    delta: int
    score: int
    by: By = "host"


class Revealed(Struct, frozen=True):
    """The answer may be known now: given up by the host, because the time was up, or because nobody is left to ask."""

    reason: Reason


class GridShown(Struct, frozen=True):
    """The grid is shown again."""


class RoundBegan(Struct, frozen=True):
    """The grid of this round (from 0) is shown."""

    round: int


class Wagering(Struct, frozen=True):
    """These players may wager now."""

    players: tuple[int, ...]


class Wagered(Struct, frozen=True):
    """A player has wagered; how much stays secret."""

    player: int


class FinalAsked(Struct, frozen=True):
    """The final question is shown."""


class FinalAnswered(Struct, frozen=True):
    """A player has answered; what stays secret."""

    player: int


class FinalClosed(Struct, frozen=True):
    """Nobody can answer the final question any more; the host may judge."""


class ScoreSet(Struct, frozen=True):
    """The host has put a score right."""

    player: int
    score: int


class TeamSet(Struct, frozen=True):
    """A player is in this team now."""

    player: int
    team: str | None


class PaceSet(Struct, frozen=True):
    """A player has so many times the usual time now."""

    player: int
    factor: float


class Settled(Struct, frozen=True):
    """A game for a place was won."""

    winner: int
    loser: int


class Undone(Struct, frozen=True):
    """A judgement was taken back."""


class Redone(Struct, frozen=True):
    """A judgement was made again."""


class Paused(Struct, frozen=True):
    """Time stands still."""


class Resumed(Struct, frozen=True):
    """Time goes on."""


class DroppedOut(Struct, frozen=True):
    """A player has left for good; the score stays."""

    player: int


class Ended(Struct, frozen=True):
    """The quiz is over."""


Event: TypeAlias = (
    Joined
    | Selected
    | Asked
    | Opened
    | Closed
    | PressedEarly
    | Buzzed
    | BuzzedLate
    | Judged
    | Revealed
    | GridShown
    | RoundBegan
    | Wagering
    | Wagered
    | FinalAsked
    | FinalAnswered
    | FinalClosed
    | ScoreSet
    | TeamSet
    | PaceSet
    | Settled
    | Undone
    | Redone
    | Paused
    | Resumed
    | DroppedOut
    | Ended
)

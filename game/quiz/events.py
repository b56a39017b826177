"""The events of a quiz. Times are ms of the room's clock."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from game.quiz.buzzer import Press

By: TypeAlias = Literal["host", "board", "time"]
Reason: TypeAlias = Literal["answered", "given up", "time", "nobody left"]


class Joined(Struct, frozen=True):
    """A player has joined."""

    player: int


class Selected(Struct, frozen=True):
    """A question was opened. `double`: the player who may wager on it alone."""

    category: int
    row: int
    double: int | None = None


class Asked(Struct, frozen=True):
    """A daily double's wager was made. Only its player may answer now."""

    player: int


class Opened(Struct, frozen=True):
    """The buzzers open at `at_ms` (in the past after a pause). An earlier press is too early."""

    at_ms: int


class Closed(Struct, frozen=True):
    """The buzzers are closed."""


class PressedEarly(Struct, frozen=True):
    """A player pressed before the buzzers were open, and may not press again until `until_ms`."""

    player: int
    until_ms: float


class Buzzed(Struct, frozen=True):
    """Who was first, of which presses since `opened_ms`. `photo`: the players of a photo finish, or empty."""

    player: int
    opened_ms: int
    presses: tuple[Press, ...]
    photo: tuple[int, ...] = ()


class BuzzedLate(Struct, frozen=True):
    """A press that arrived after the decision, and how far it was behind the first. It changes nothing."""

    player: int
    behind_ms: float


class Judged(Struct, frozen=True):
    """An answer was judged: the change of the score, and the new score. `by`: the host, the board, or the time."""

    player: int
    correct: bool
    delta: int
    score: int
    by: By = "host"


class Revealed(Struct, frozen=True):
    """The answer may be shown: the host gave up, the time was up, or nobody is left who may answer."""

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
    """A player has wagered. The amount stays secret."""

    player: int


class FinalAsked(Struct, frozen=True):
    """The final question is shown."""


class FinalAnswered(Struct, frozen=True):
    """A player has answered the final question. The answer stays secret."""

    player: int


class FinalClosed(Struct, frozen=True):
    """The final question can no longer be answered, and the host may judge."""


class ScoreSet(Struct, frozen=True):
    """The host corrected a score."""

    player: int
    score: int


class TeamSet(Struct, frozen=True):
    """A player is in this team now."""

    player: int
    team: str | None


class PaceSet(Struct, frozen=True):
    """A player has so many times the usual time from now on."""

    player: int
    factor: float


class Settled(Struct, frozen=True):
    """A game for a place was won."""

    winner: int
    loser: int


class Undone(Struct, frozen=True):
    """A judgement was taken back."""


class Redone(Struct, frozen=True):
    """A judgement was restored."""


class Paused(Struct, frozen=True):
    """The time stands still."""


class Resumed(Struct, frozen=True):
    """The time runs again."""


class DroppedOut(Struct, frozen=True):
    """A player has left for good. The score stays."""

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

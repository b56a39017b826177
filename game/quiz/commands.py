"""What people may ask of a quiz. The host's commands carry no name: who the host is, is the room's business."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Join(Struct, frozen=True):
    """A player comes in, at any time before the end."""

    player: int


class SelectQuestion(Struct, frozen=True):
    """The host opens a square of the grid; `player` gets it if it is a daily double, else whoever has the board."""

    category: int
    row: int
    player: int | None = None


class BuzzEnable(Struct, frozen=True):
    """The host opens the buzzers."""


class BuzzDisable(Struct, frozen=True):
    """The host closes them again."""


class Buzz(Struct, frozen=True):
    """A player's press, as `buzzer.Line` judged it (ms, the room's time).

    `delays`: how long after it was pressed another player's buzz may still arrive, by player.
    """

    player: int
    arrival_ms: float
    pressed_ms: float
    uncertainty_ms: float
    delays_ms: dict[int, float]


class HostChecked(Struct, frozen=True):
    """The host judges the answer: of whoever has buzzed, or in the final of `player`."""

    correct: bool
    player: int | None = None


class AnswerMove(Struct, frozen=True):
    """Whoever has buzzed answers a board question by making a move (UCI)."""

    player: int
    move: str


class GiveUp(Struct, frozen=True):
    """Nobody knew it, or nobody is there to stake on it: the answer is shown."""


class ShowGrid(Struct, frozen=True):
    """Everybody has seen the answer: back to the grid."""


class NextRound(Struct, frozen=True):
    """On to the next grid."""


class StartFinal(Struct, frozen=True):
    """On to the final question."""


class Wager(Struct, frozen=True):
    """A player says how much they stake."""

    player: int
    amount: int


class FinalAnswer(Struct, frozen=True):
    """A player's answer to the final question; the last one before the time is up counts."""

    player: int
    text: str


class SetScore(Struct, frozen=True):
    """The host puts a score right."""

    player: int
    score: int


class SetTeam(Struct, frozen=True):
    """The host puts a player into a team; None: into none."""

    player: int
    team: str | None


class SetPace(Struct, frozen=True):
    """The host gives a player more time: 1, 1.5 or 2 times the usual."""

    player: int
    factor: float


class Settle(Struct, frozen=True):
    """The next game for a place that is shared has been won; see `ties.upcoming`."""

    winner: int
    loser: int


class Undo(Struct, frozen=True):
    """Take the last judgement back."""


class Redo(Struct, frozen=True):
    """Make the judgement again that was taken back last."""


class Pause(Struct, frozen=True):
    """Time stands still."""


class Resume(Struct, frozen=True):
    """Time goes on."""


class EndGame(Struct, frozen=True):
    """The host ends the quiz: the scores stand."""


Command: TypeAlias = (
    Join
    | SelectQuestion
    | BuzzEnable
    | BuzzDisable
    | Buzz
    | HostChecked
    | AnswerMove
    | GiveUp
    | ShowGrid
    | NextRound
    | StartFinal
    | Wager
    | FinalAnswer
    | SetScore
    | SetTeam
    | SetPace
    | Settle
    | Undo
    | Redo
    | Pause
    | Resume
    | EndGame
)

"""The commands of a quiz. The host's commands have no player: the room knows who the host is."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Join(Struct, frozen=True):
    """A player joins, at any time before the end."""

    player: int


class SelectQuestion(Struct, frozen=True):
    """The host opens a question. A daily double goes to `player`, or else to whoever has the board."""

    category: int
    row: int
    player: int | None = None


class BuzzEnable(Struct, frozen=True):
    """The host opens the buzzers."""


class BuzzDisable(Struct, frozen=True):
    """The host closes the buzzers again."""


class Buzz(Struct, frozen=True):
    """A player's press, as judged by `buzzer.Line` (ms, the room's time).

    `delays`: by player, how long after its press another buzz may still arrive.
    """

    player: int
    arrival_ms: float
    pressed_ms: float
    uncertainty_ms: float
    delays_ms: dict[int, float]


class HostChecked(Struct, frozen=True):
    """The host judges the answer of the player who has buzzed or, in the final, of `player`."""

    correct: bool
    player: int | None = None


class AnswerMove(Struct, frozen=True):
    """The player who has buzzed answers a board question by a move (UCI)."""

    player: int
    move: str


class GiveUp(Struct, frozen=True):
    """The host shows the answer, because nobody knew it, or nobody is there to wager."""


class ShowGrid(Struct, frozen=True):
    """The host goes back to the grid."""


class NextRound(Struct, frozen=True):
    """The host goes on to the next grid."""


class StartFinal(Struct, frozen=True):
    """The host goes on to the final question."""


class Wager(Struct, frozen=True):
    """A player wagers."""

    player: int
    amount: int


class FinalAnswer(Struct, frozen=True):
    """A player answers the final question. The last answer before the time is up counts."""

    player: int
    text: str


class CloseWagers(Struct, frozen=True):
    """The host closes the wagers on the final question before the time is up."""


class CloseAnswers(Struct, frozen=True):
    """The host closes the answers to the final question before the time is up."""


class SetScore(Struct, frozen=True):
    """The host corrects a score."""

    player: int
    score: int


class SetTeam(Struct, frozen=True):
    """The host puts a player into a team; None takes them out of theirs."""

    player: int
    team: str | None


class SetPace(Struct, frozen=True):
    """The host gives a player 1, 1.5 or 2 times the usual time."""

    player: int
    factor: float


class Settle(Struct, frozen=True):
    """The next game for a place that is shared has been won; see `ties.upcoming`."""

    winner: int
    loser: int


class Undo(Struct, frozen=True):
    """The host takes the last judgement back."""


class Redo(Struct, frozen=True):
    """The host restores the judgement that was taken back last."""


class Pause(Struct, frozen=True):
    """The host stops the time."""


class Resume(Struct, frozen=True):
    """The host lets the time run again."""


class EndGame(Struct, frozen=True):
    """The host ends the quiz with the scores as they are."""


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
    | CloseWagers
    | CloseAnswers
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

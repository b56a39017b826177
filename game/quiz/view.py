"""What each viewer may see of a quiz: a pure function of the state.

Only the host gets answers until the question is judged or given up. Wagers and final answers are known to their own
player alone until they are judged. What a role may not know is not in its view at all, so nothing depends on a client's
discretion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from msgspec import Struct

from game.quiz.board import answers_of, targets
from game.quiz.final import has_wagered, most_to_wager
from game.quiz.ties import Upcoming, tie_ranks, upcoming

if TYPE_CHECKING:
    from game.quiz.state import State

Role: TypeAlias = Literal["host", "screen", "player", "spectator"]
T = TypeVar("T")


@dataclass(frozen=True)
class Viewer:
    """A viewer's role and, for a player, their number."""

    role: Role
    pid: int | None = None


class Column(Struct, frozen=True):
    """A category of the grid. The value of a question that was asked already is None."""

    name: str
    values: tuple[int | None, ...]


class OpenView(Struct, frozen=True, omit_defaults=True):
    """The open question, as far as this viewer may know it. `double` is the player whose daily double it is."""

    category: int
    row: int
    value: int
    double: int | None = None
    clue: str | None = None
    choices: tuple[str, ...] = ()
    image: str = ""
    fen: str = ""
    targets: dict[str, list[str]] | None = None
    answers: tuple[str, ...] | None = None
    explanation: str = ""


class FinalView(Struct, frozen=True, omit_defaults=True):
    """The final question. `players` take part; `wagered`, `answered` and `judged` are those of them who have. `texts`
    are the answers that this viewer may read.
    """

    category: str
    clue: str | None = None
    players: tuple[int, ...] = ()
    wagered: tuple[int, ...] = ()
    answered: tuple[int, ...] = ()
    judged: tuple[int, ...] = ()
    texts: dict[int, str] = {}
    answers: tuple[str, ...] | None = None


class Team(Struct, frozen=True):
    """A team's players, and their points together."""

    players: tuple[int, ...]
    score: int


class View(Struct, frozen=True):
    """A quiz as one viewer sees it.

    `deadline_ms`: how much time is left. `control`: who picks next. `most`: what this viewer may stake now.
    `has_final`: whether a final question is still to come. `paces`: who has more time than usual; the host's alone.
    `tie_ranks`: how players with as many points rank, the highest first. `tie`: which can be settled now.
    """

    phase: str
    round: int
    rounds: int
    grid: tuple[Column, ...]
    open: OpenView | None
    scores: dict[int, int]
    teams: dict[str, Team]
    buzzed: int | None
    locked: tuple[int, ...]
    control: int | None
    deadline_ms: int | None
    paused: bool
    wagers: dict[int, int]
    most: int | None
    has_final: bool
    paces: dict[int, float]
    tie_ranks: dict[int, int]
    tie: Upcoming | None
    final: FinalView | None


def view(state: State, viewer: Viewer, now_ms: int) -> View:
    """What this viewer may see."""
    return View(
        phase=state.phase,
        round=state.round,
        rounds=len(state.options.pack.rounds),
        grid=_grid(state),
        open=_open(state, viewer),
        scores={player.pid: player.score for player in state.players.values()},
        teams=teams(state),
        buzzed=state.buzzed,
        locked=_locked(state),
        control=state.control if state.control is not None and not state.has_left(state.control) else None,
        deadline_ms=state.left_ms(now_ms),
        paused=state.paused_ms is not None,
        wagers=_wagers(state, viewer),
        most=_most(state, viewer),
        has_final=state.options.pack.final is not None and not state.in_final,
        paces={each.pid: each.pace for each in state.playing if viewer.role == "host" and each.pace != 1},
        tie_ranks=tie_ranks(state),
        tie=upcoming(state),
        final=_final(state, viewer),
    )


def teams(state: State) -> dict[str, Team]:
    """Each team by its name; its score is what its players have together, those who have left among them."""
    members: dict[str, list[int]] = {}
    for player in state.players.values():
        if player.team is not None:
            members.setdefault(player.team, []).append(player.pid)
    return {name: Team(tuple(pids), sum(state.players[pid].score for pid in pids)) for name, pids in members.items()}


def _grid(state: State) -> tuple[Column, ...]:
    taken = {(category, row) for round_, category, row in state.taken if round_ == state.round}
    return tuple(
        Column(
            category.name,
            tuple(None if (index, row) in taken else each.value for row, each in enumerate(category.questions)),
        )
        for index, category in enumerate(state.options.pack.rounds[state.round].categories)
    )


def _open(state: State, viewer: Viewer) -> OpenView | None:
    question, at = state.question, state.open
    if question is None or at is None:
        return None
    told: dict[str, Any] = {}
    if _sees_clue(state, viewer):
        told |= {"clue": question.clue, "choices": question.choices, "image": question.image, "fen": question.fen}
    if question.on_board and viewer.role == "player" and state.phase != "wager":
        # The player to move must see the board, even if questions are shown on the big screen alone.
        told |= {"fen": question.fen, "targets": targets(question)}
    if viewer.role == "host" or state.phase == "judged":
        told |= {"answers": answers_of(question), "explanation": question.explanation}
    return OpenView(at.category, at.row, question.value, at.double, **told)


def _sees_clue(state: State, viewer: Viewer) -> bool:
    """Whether the open question's clue may be seen: a daily double is staked on before it is."""
    if viewer.role == "host":
        return True
    return state.phase != "wager" and (viewer.role != "player" or state.options.show_clues)


def _locked(state: State) -> tuple[int, ...]:
    """Who may not buzz for the open question: whoever was wrong, and their teams."""
    if state.phase not in {"reading", "armed", "buzzed"}:
        return ()
    return tuple(player.pid for player in state.playing if not state.may_buzz(player))


def _wagers(state: State, viewer: Viewer) -> dict[int, int]:
    """A daily double's wager is announced once it is made; one on the final question once its answer is judged."""
    if not state.in_final:
        return state.wagers if state.open is not None and state.phase != "wager" else _own(state.wagers, viewer)
    if viewer.role == "host" and state.final_asked:
        return state.wagers
    return _own(state.wagers, viewer, state.judged)


def _most(state: State, viewer: Viewer) -> int | None:
    """What this viewer may stake now; None: nobody asks them, or they have nothing to stake."""
    pid = viewer.pid if viewer.role == "player" else None
    if pid is None or state.phase != "wager" or pid not in state.wagering or pid in state.wagers:
        return None
    return most_to_wager(state, pid) or None


def _own(secrets: dict[int, T], viewer: Viewer, known: tuple[int, ...] = ()) -> dict[int, T]:
    """Of what each player keeps secret: this viewer's own, and that of those of whom it is `known`."""
    own = viewer.pid if viewer.role == "player" else None
    return {pid: secret for pid, secret in secrets.items() if pid in known or pid == own}


def _final(state: State, viewer: Viewer) -> FinalView | None:
    question = state.options.pack.final
    if question is None or not state.in_final:
        return None
    told: dict[str, Any] = {}
    if viewer.role == "host" or (state.final_asked and (viewer.role != "player" or state.options.show_clues)):
        told["clue"] = question.clue
    # An end while they wager or answer may be taken back: then nobody knows more than before.
    closed = state.final_asked and state.answers_closed
    if viewer.role == "host" or (state.phase == "over" and closed):
        told["answers"] = question.answers
    # The host reads what is to be judged, once nobody can change it any more.
    readable = tuple(state.answers) if viewer.role == "host" and closed else state.judged
    return FinalView(
        question.category,
        players=tuple(pid for pid in state.wagering if not state.has_left(pid)),
        wagered=tuple(pid for pid in state.wagering if has_wagered(state, pid)),
        answered=tuple(state.answers),
        judged=state.judged,
        texts=_own(state.answers, viewer, readable),
        **told,
    )

"""What the host can do at each moment of a quiz, and the headline of the screen. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from game.client.quiz import texts
from game.quiz.results import places_of
from netcode import messages as m

if TYPE_CHECKING:
    from game.client.quiz.model import QuizModel
    from netcode.messages import Request

View: TypeAlias = Literal["lobby", "grid", "question", "wager", "final", "duel", "over"]
Local: TypeAlias = Literal["replay", "public", "csv", "json"]
"""What changes nothing on the server."""
PRIMARY = "\r"
"""The key of what usually comes next: Enter or Space."""


class Action(NamedTuple):
    """Something that the host can do now. `keys` are its keys; the first one is shown."""

    text: str
    keys: str
    does: Request | Local
    kind: Literal["primary", "secondary", "danger", "quiet"] = "secondary"


def view_of(model: QuizModel) -> View:
    """Which view fills the screen."""
    state = model.state
    if state is None or state.phase == "lobby":
        return "lobby"
    if state.phase == "over":
        return "duel" if state.duel is not None and state.duel.winner is None else "over"
    if state.final is not None:
        return "final"
    if state.phase == "grid" or state.open is None:
        return "grid"
    return "wager" if state.phase == "wager" else "question"


def grid_is_empty(model: QuizModel) -> bool:
    """Whether every question of this round was asked."""
    grid = model.state.grid if model.state is not None else []
    return all(value is None for column in grid for value in column.values)


def actions(model: QuizModel) -> list[Action]:
    """The host's current buttons, the usual one first."""
    if not model.is_host:
        return []
    if model.phase == "lobby":
        start = [Action(texts.START, PRIMARY + "s", m.StartGame(), "primary")] if model.players else []
        return [*start, Action(texts.PUBLIC, "v", "public"), _lock(model)]
    if view_of(model) == "duel":
        # By no key: none that is pressed by habit may end a game.
        return [Action(texts.CALL_OFF, "", m.AbortDuel(), "danger")]
    if model.phase == "over":
        tie = model.state.tie if model.state is not None else None
        on_record = model.state is not None and model.state.on_record
        return [
            *([] if tie is None else [Action(texts.SETTLE, "t", m.SettleTie(tie.games[0]))]),
            Action(texts.AGAIN, PRIMARY, m.NewGame(m.QuizOptions()), "primary"),
            Action(texts.SAVE_CSV, "c", "csv"),
            Action(texts.SAVE_JSON, "j", "json"),
            *([] if on_record else _history()[:1]),
        ]
    if model.state is not None and model.state.paused:
        return [Action(texts.RESUME, PRIMARY + "p", m.Resume(), "primary"), *_history()]
    return [*_of_phase(model), *_history(), Action(texts.PAUSE, "p", m.Pause(), "quiet")]


def _of_phase(model: QuizModel) -> list[Action]:
    give_up = Action(texts.GIVE_UP, "g", m.GiveUp())
    match model.phase:
        case "reading":
            return [Action(texts.OPEN_BUZZERS, PRIMARY + "b", m.BuzzEnable(), "primary"), give_up]
        case "armed":
            return [Action(texts.CLOSE_BUZZERS, PRIMARY + "b", m.BuzzDisable()), give_up]
        case "buzzed":
            return _judge(None)
        case "wager" if model.state is not None and model.state.final is not None:
            return [Action(texts.CLOSE_WAGERS, "c", m.CloseWagers())]
        case "wager":
            return [Action(texts.SKIP, "g", m.GiveUp())]
        case "final":
            return _of_final(model)
        case "judged":
            replay = [Action(texts.REPLAY, "b", "replay", "quiet")] if len(model.presses) > 1 else []
            onward = _onward(model) if grid_is_empty(model) else [Action(texts.GO_ON, PRIMARY, m.ShowGrid(), "primary")]
            return [*onward, *replay]
        case "grid":
            return _onward(model)
        case _:
            return []


def _judge(pid: int | None) -> list[Action]:
    return [
        Action(texts.RIGHT, "ry", m.HostChecked(correct=True, pid=pid), "primary"),
        Action(texts.WRONG, "wn", m.HostChecked(correct=False, pid=pid), "danger"),
    ]


def _of_final(model: QuizModel) -> list[Action]:
    if model.state is not None and model.state.deadline_ms is not None:
        # Not a key that is pressed by habit: it cuts off whoever is still writing.
        return [Action(texts.CLOSE_ANSWERS, "c", m.CloseAnswers())]
    pid = to_judge(model)
    return [] if pid is None else _judge(pid)


def _onward(model: QuizModel) -> list[Action]:
    """The action after this grid."""
    state = model.state
    if state is None:
        return []
    done = grid_is_empty(model)
    kind: Literal["primary", "quiet"] = "primary" if done else "quiet"
    usual = PRIMARY if done else ""
    if state.round + 1 < state.rounds:
        return [Action(texts.NEXT_ROUND, usual + "x", m.NextRound(), kind)]
    if not state.has_final:
        return [Action(texts.END, usual + "e", m.EndGame(), kind)]
    return [Action(texts.START_FINAL, usual + "f", m.StartFinal(), kind), Action(texts.END, "e", m.EndGame(), "quiet")]


def _history() -> list[Action]:
    return [Action(texts.UNDO, "u", m.Undo(), "quiet"), Action(texts.REDO, "d", m.Redo(), "quiet")]


def _lock(model: QuizModel) -> Action:
    return Action(texts.UNLOCK if model.locked else texts.LOCK, "l", m.LockRoom(not model.locked))


def to_judge(model: QuizModel) -> int | None:
    """Whose final answer is judged next: the player with the fewest points first, to keep it exciting. None:
    nobody's.
    """
    state = model.state
    if state is None or state.final is None or state.phase != "final" or state.deadline_ms is not None:
        return None
    judged, left = set(state.final.judged), model.room.people.left
    waiting = [pid for pid in state.final.wagered if pid not in judged and pid not in left]
    return min(waiting, key=lambda pid: (model.score(pid), pid), default=None)


def headline(model: QuizModel) -> str:
    """What is going on, in a few words."""
    state = model.state
    if state is None or state.phase == "lobby":
        return model.title
    if state.paused:
        return texts.PAUSED
    match view_of(model):
        case "duel":
            return texts.DUEL
        case "over":
            duel = state.duel
            return texts.OVER if duel is None or duel.winner is None else texts.duel_won(model.name_of(duel.winner))
        case "final":
            return texts.FINAL
        case "grid":
            if grid_is_empty(model):
                return texts.GRID_DONE
            if state.control is not None:
                return texts.picks(model.name_of(state.control))
            untouched = all(value is not None for column in state.grid for value in column.values)
            return texts.PICK_FIRST if model.is_host and untouched else model.title
        case _:
            return _of_question(model, state)


def _of_question(model: QuizModel, state: m.QuizState) -> str:
    double = state.open.double if state.open is not None else None
    if state.phase == "wager":
        return texts.wagers(model.name_of(double))
    if state.phase == "buzzed" and state.buzzed is not None:
        wager = state.wagers.get(str(double))
        name = model.name_of(state.buzzed)
        return texts.has_it(name) if wager is None else texts.staked(name, wager)
    verdict = model.verdict
    if state.phase == "judged":
        if verdict is None or not (verdict.correct or double is not None):
            return texts.NOBODY_KNEW
        return texts.judged(model.name_of(verdict.pid), verdict.delta, correct=verdict.correct)
    if verdict is not None and not verdict.correct:
        return texts.judged(model.name_of(verdict.pid), verdict.delta, correct=False)
    if state.phase == "armed":
        return texts.ARMED
    return texts.READING if model.is_host else texts.LISTEN


class Standing(NamedTuple):
    """A line of the result: a player, or a team."""

    place: int
    name: str
    score: int
    pid: int
    """Whose pup stands for it."""


def standings(model: QuizModel) -> list[Standing]:
    """The players, best first. Players with equal scores share the better place."""
    players = model.players
    ordered = sorted(sorted(players, key=lambda each: each.pid), key=lambda each: model.rank(each.pid), reverse=True)
    places = places_of([model.rank(each.pid) for each in ordered])
    return [
        Standing(place, each.name, model.score(each.pid), each.pid) for place, each in zip(places, ordered, strict=True)
    ]


def tie_sentence(model: QuizModel) -> str:
    """Who can play whom for which place; "" if nobody shares one."""
    tie = model.state.tie if model.state is not None and view_of(model) == "over" else None
    if tie is None:
        return ""
    games = [tuple(map(model.name_of, pair)) for pair in tie.games]
    return texts.tie(tie.place, games, [model.name_of(pid) for pid in tie.through])


def team_standings(model: QuizModel) -> list[Standing]:
    """The teams with players, best first."""
    teams = {
        name: team for name, team in (model.state.teams if model.state is not None else {}).items() if team.players
    }
    ordered = sorted(teams.items(), key=lambda item: (-item[1].score, item[0]))
    return [
        Standing(1 + sum(other.score > team.score for other in teams.values()), name, team.score, team.players[0])
        for name, team in ordered
    ]

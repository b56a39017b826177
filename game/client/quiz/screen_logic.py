"""What the big screen shows, as plain data for its widgets. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.quiz import texts
from game.client.quiz.host_logic import standings, team_standings, to_judge
from game.client.quiz.widgets.finals import FinalShown, Judged
from game.client.quiz.widgets.joining import Invitation
from game.client.quiz.widgets.podium import Winner
from game.client.quiz.widgets.question import QuestionShown
from game.client.quiz.widgets.replay import Mark
from game.client.quiz.widgets.scores import Chip
from netcode.address import link

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.client.quiz.model import QuizModel
    from game.client.quiz.widgets.scores import Mark as ScoreMark
    from netcode import messages as m

MOST_ADDRESS = 40


def question(model: QuizModel, url: str) -> QuestionShown:
    """The open question, as this window may show it."""
    state = model.state
    if state is None or state.open is None:
        return QuestionShown("")
    asked = state.open
    title = texts.question(state.grid[asked.category].name, asked.value)
    if state.phase == "wager":
        return QuestionShown(title, texts.DOUBLE)
    if asked.double is not None:
        title = f"{texts.DOUBLE}  ·  {title}"
    return QuestionShown(
        title,
        asked.clue or "",
        tuple(texts.choice(i, choice) for i, choice in enumerate(asked.choices)),
        image=f"{url}/rooms/{model.room.code}/{asked.image}" if asked.image else "",
        fen=asked.fen,
        answer=_answer(model, asked.answers, revealed=state.phase == "judged"),
        explanation=asked.explanation if state.phase == "judged" or not model.answers_hidden else "",
        revealed=state.phase == "judged",
    )


def _answer(model: QuizModel, answers: Sequence[str] | None, *, revealed: bool) -> str:
    if answers is None:
        return ""
    return texts.HIDDEN if model.answers_hidden and not revealed else texts.answer(answers)


def final(model: QuizModel, pup_of: Callable[[int], str]) -> FinalShown:
    """The final question, as this window may show it."""
    state = model.state
    if state is None or state.final is None:
        return FinalShown("")
    asked = state.final
    late = model.plays and model.room.pid not in asked.players
    if state.phase == "wager":
        return FinalShown(asked.category, _wagering(model), texts.CAME_TOO_LATE if late else _wagers_news(model, asked))
    pid = to_judge(model) if model.is_host else asked.judged[-1] if asked.judged else None
    judged = None
    if pid is not None:
        wager = state.wagers.get(str(pid))
        text = asked.texts.get(str(pid)) or texts.NO_ANSWER
        judged = Judged(model.name_of(pid), pup_of(pid), text, "" if wager is None else texts.stake(wager))
    answered = len(set(asked.answered) & set(asked.players))
    news = texts.CAME_TOO_LATE if late else texts.WRITING
    if answered and not late:
        news = texts.answers_in(answered, len(asked.players))
    writing = state.deadline_ms is not None
    answer = "" if writing else _answer(model, asked.answers, revealed=False)
    return FinalShown(asked.category, asked.clue or "", news if writing else "", answer, judged)


def _wagering(model: QuizModel) -> str:
    if model.nothing_to_stake:
        return texts.NOTHING_TO_STAKE
    own_is_in = model.plays and (model.own.wagered is not None or model.own.in_final)
    return texts.WAGERED if own_is_in else texts.WAGERING


def _wagers_news(model: QuizModel, asked: m.FinalQuestion) -> str:
    """How many have wagered, of those who have points to stake."""
    staking = [pid for pid in asked.players if model.score(pid) > 0]
    news = texts.wagers_in(sum(pid in asked.wagered for pid in staking), len(staking))
    without = len(asked.players) - len(staking)
    return f"{news}  ·  {texts.without_points(without)}" if without else news


def chips(model: QuizModel, pup_of: Callable[[int], str]) -> list[Chip]:
    """The players with their points, in the order in which they came."""
    return [
        Chip(
            each.pid,
            each.name,
            pup_of(each.pid),
            model.score(each.pid),
            _mark(model, each.pid),
            here=each.connected,
            team=model.team_of(each.pid) or "",
        )
        for each in model.players
    ]


def _mark(model: QuizModel, pid: int) -> ScoreMark:
    state = model.state
    if state is None:
        return ""
    if state.final is not None and state.phase in {"wager", "final"}:
        done = state.final.wagered if state.phase == "wager" else state.final.answered
        return "ready" if pid in done and (state.phase == "wager" or state.deadline_ms is not None) else ""
    if pid == state.buzzed and state.phase == "buzzed":
        return "buzzed"
    if pid in state.locked:
        return "locked"
    return "picks" if pid == state.control and state.phase in {"grid", "judged"} else ""


def presses(model: QuizModel) -> list[Mark]:
    """The buzz replay, counted from the first press; empty for a single press."""
    pressed = sorted(model.presses, key=lambda press: press.pressed_ms)
    if len(pressed) < 2:
        return []
    first = pressed[0].pressed_ms
    return [
        Mark(model.name_of(each.pid), each.pressed_ms - first, each.give_or_take_ms, each.won, each.photo)
        for each in pressed
    ]


def winners(model: QuizModel, pup_of: Callable[[int], str]) -> list[Winner]:
    """Who stands on the podium: teams, if there are any."""
    return [
        Winner(each.place, each.name, texts.points(each.score), pup_of(each.pid))
        for each in team_standings(model) or standings(model)
    ]


def invitation(model: QuizModel, url: str, addresses: Sequence[str]) -> Invitation:
    """How to join. `url` is the server's; `addresses` are those at which others find it, if it runs here."""
    room = model.room
    base = addresses[0] if addresses else url
    address = base.removeprefix("http://").removeprefix("https://").rstrip("/")
    full = base if "://" in base else f"http://{base}"
    return Invitation(
        room.code,
        address[:MOST_ADDRESS],
        link(full.rstrip("/"), room.code, room.key),
        f"{address}/screen/{room.code}"[: 2 * MOST_ADDRESS],
        locked=model.locked,
    )

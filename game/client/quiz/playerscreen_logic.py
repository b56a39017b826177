"""What a player's screen shows, as plain data for its widgets. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from game.client.quiz import texts
from game.client.quiz.host_logic import headline, standings, team_standings, tie_sentence
from game.client.quiz.widgets.me import Me
from game.client.quiz.widgets.pad import PadShown

if TYPE_CHECKING:
    from game.client.quiz.host_logic import Standing
    from game.client.quiz.model import QuizModel
    from game.client.quiz.player_logic import PadState
    from game.client.quiz.widgets.question import QuestionShown


def me(model: QuizModel, pup: str) -> Me:
    """The player's own name, points and place."""
    pid = model.room.pid
    place = _place(model)
    plays = pid is not None and model.phase != "lobby"
    score = texts.points(model.score(pid)) if pid is not None and plays else ""
    team = _team(model)
    if team is not None:
        stands = team.name if place is None else texts.team_stands(team.name, place, team.score)
        return Me(model.name_of(pid), pup, stands, score)
    return Me(model.name_of(pid), pup, score=score, place="" if place is None else texts.ordinal(place))


def _place(model: QuizModel) -> int | None:
    """The player's own place, or their team's. As long as nobody has any points, nobody has a place."""
    if not any(model.score(each.pid) for each in model.players):
        return None
    team = _team(model)
    if team is not None:
        return team.place
    return next((each.place for each in standings(model) if each.pid == model.room.pid), None)


def _team(model: QuizModel) -> Standing | None:
    """How the player's team stands."""
    name = model.team_of(model.room.pid) if model.room.pid is not None else None
    return next((each for each in team_standings(model) if each.name == name), None)


def pad(model: QuizModel, now_ms: int, pup: str) -> PadShown:
    """The buzzer: a word, a hint, and a shape or the player's pup."""
    state = model.own.pad(now_ms, online=model.room.online)
    word, hint = texts.PADS[state]
    told_word, told_hint = _about(model, state)
    return PadShown(state, told_word or word, told_hint or hint, pup if state in {"lobby", "over"} else "")


def _about(model: QuizModel, state: PadState) -> tuple[str, str]:
    """A word and hint for this moment; "" means the usual ones."""
    own = model.own
    asked = own.state.open
    match state:
        case "lobby":
            return "", model.title
        case "yours" if asked is not None and asked.targets:
            return "", texts.MOVE_SENT if own.moved else texts.YOUR_MOVE
        case "other":
            return model.name_of(own.state.buzzed), _behind(model)
        case "grid" if own.state.control is not None:
            return "", texts.picks(model.name_of(own.state.control))
        case "right" | "wrong" if own.judged is not None:
            return "", texts.signed(own.judged[1])
        case "shown" if asked is not None and asked.clue:
            # The answer is on the card.
            return headline(model), ""
        case "shown" if asked is not None and asked.answers:
            return texts.answer(asked.answers), ""
        case "staking":
            return "", _stake(model)
        case "over":
            place = _place(model)
            return "" if place is None else texts.ordinal(place), _own_tie(model) or texts.OVER
        case "reading" if asked is not None and not asked.clue:
            return "", texts.ON_BIG_SCREEN
        case _:
            return "", ""


def _behind(model: QuizModel) -> str:
    """What somebody else may answer for, or by how much one was too late; "" if there is nothing special."""
    own = model.own
    if own.behind_ms is not None:
        return texts.behind(own.behind_ms)
    double = own.state.open.double if own.state.open is not None else None
    return "" if double is None else texts.plays_for(own.state.wagers.get(str(double), 0))


def _own_tie(model: QuizModel) -> str:
    """The sentence about a tie, if it is about the player."""
    tie = model.own.state.tie
    players = [] if tie is None else [*(pid for pair in tie.games for pid in pair), *tie.through]
    return tie_sentence(model) if model.room.pid in players else ""


def _stake(model: QuizModel) -> str:
    """Whom or what everybody waits for while somebody wagers."""
    own = model.own
    asked = own.state.open
    if own.wagered is not None or own.in_final:
        return texts.WAGERED
    return "" if asked is None or asked.double is None else texts.stakes(model.name_of(asked.double))


def beside_board(asked: QuestionShown, *, board: bool) -> QuestionShown:
    """The question, without the position if that has a board of its own."""
    return replace(asked, fen="") if board else asked


def own_answer(model: QuizModel) -> str:
    """The player's final answer, as the server has it."""
    final = model.own.state.final
    return final.texts.get(str(model.room.pid), "") if final is not None else ""

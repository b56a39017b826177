"""A player at the window: buzzing, staking, answering, moving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import chess
import pygame
import pytest
from pygame import FRect

from game.client.chess.board import BoardWidget
from game.client.kit.widgets.label import Label
from game.client.quiz import playerscreen_logic, texts
from game.client.quiz.player_logic import JUDGED_MS
from game.client.quiz.widgets.finals import FinalCard
from game.client.quiz.widgets.pad import Pad
from netcode import messages as m
from netcode.transport import Lost
from tests.helpers.golden import check_golden
from tests.helpers.pilot import Pilot
from tests.helpers.quizroom import ANN, BOB, CAT, DAN, MATE, QuizRoom, a_question, a_state
from tests.helpers.sessions import NOW

if TYPE_CHECKING:
    from game.client.kit.widgets.textfield import TextField

QUESTION = a_question(answers=None)
BOARD = a_question(
    fen=MATE, answers=None, clue="White mates in one move. Which?", targets={"e1": ["e2", "e8"], "h1": ["g1"]}
)
OPEN: dict[str, Any] = {"open": QUESTION, "opens_ms": 0}
MINE: dict[str, Any] = {"open": BOARD, "buzzed": ANN}
FINAL = m.FinalQuestion("Endgames", clue="What is worth nothing alone?", wagered=[ANN, BOB, CAT, DAN], answered=[BOB])
DUEL = m.Duel(
    [ANN, CAT],
    "rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 0 2",
    ply=2,
    clocks_ms=[52_300, 44_100],
    running=True,
    last_move="e7e5",
    targets={"g1": ["e2", "f3", "h3"]},
)


def at_the_window(room: QuizRoom, size: tuple[int, int] = (1280, 800)) -> Pilot:
    pilot = Pilot(scene=room.view.screen(room.context), size=size)
    pilot.advance(1_000)
    return pilot


def playing(phase: str, **changes: Any) -> tuple[QuizRoom, Pilot]:
    """Ann's window while the quiz stands like this."""
    room = QuizRoom(a_state(phase, **changes), me=ANN)
    return room, at_the_window(room)


def pad_of(pilot: Pilot) -> Pad:
    pilot.advance(0)
    pad = pilot.group.named("pad")
    assert isinstance(pad, Pad)
    return pad


def board_of(pilot: Pilot, name: str = "question board") -> BoardWidget:
    board = pilot.group.named(name)
    assert isinstance(board, BoardWidget)
    return board


def final_card(pilot: Pilot) -> FinalCard:
    card = pilot.group.named("final")
    assert isinstance(card, FinalCard)
    return card


LOOKS: dict[str, Any] = {
    "armed": lambda: playing("armed", **OPEN),
    "board": lambda: playing("buzzed", **MINE),
    "wager": lambda: playing("wager", final=m.FinalQuestion("Endgames"), most=600),
    "duel": lambda: playing("over", duel=DUEL),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_it_looks_like(name: str, update_golden: bool) -> None:
    check_golden(f"quiz_player_{name}_1280", LOOKS[name]()[1].shot(), update=update_golden)


@pytest.mark.parametrize("key", [pygame.K_SPACE, pygame.K_RETURN])
def test_a_key_buzzes_with_the_time_of_the_press(key: int) -> None:
    room, pilot = playing("armed", **OPEN)
    pilot.key(key)
    assert room.asked == [m.Buzz(float(NOW))]


def test_the_buzzer_answers_to_the_buttons_going_down() -> None:
    room, pilot = playing("armed", **OPEN)
    pilot.press("pad")
    assert room.asked == [m.Buzz(float(NOW))]
    assert pad_of(pilot).shown.state == "sent"


def test_one_press_is_enough() -> None:
    room, pilot = playing("armed", **OPEN)
    pilot.key(pygame.K_SPACE)
    pilot.key(pygame.K_SPACE)
    assert len(room.asked) == 1


def test_a_press_while_the_host_reads_is_too_early_and_says_so() -> None:
    room, pilot = playing("reading", open=QUESTION)
    pilot.key(pygame.K_SPACE)
    assert room.asked == [m.Buzz(float(NOW))]
    room.say(m.Witness(ANN, "BuzzEarly", {"ms": 250}))
    assert room.model.own.pad(room.line.now_ms + 249) == "early"
    assert room.model.own.pad(room.line.now_ms + 251) == "reading"


@pytest.mark.parametrize(
    ("phase", "changes"),
    [("grid", {}), ("buzzed", {"open": QUESTION, "buzzed": CAT}), ("armed", {**OPEN, "locked": [ANN]})],
)
def test_a_press_that_means_nothing_is_not_sent(phase: str, changes: dict[str, Any]) -> None:
    room, pilot = playing(phase, **changes)
    pilot.key(pygame.K_SPACE)
    assert room.asked == []


@pytest.mark.parametrize(
    ("phase", "changes", "state", "word"),
    [
        ("lobby", {"grid": [], "scores": {}}, "lobby", texts.PADS["lobby"][0]),
        ("grid", {"control": ANN}, "your pick", texts.PADS["your pick"][0]),
        ("armed", OPEN, "armed", texts.PADS["armed"][0]),
        ("buzzed", {"open": QUESTION, "buzzed": ANN}, "yours", texts.PADS["yours"][0]),
        ("buzzed", {"open": QUESTION, "buzzed": CAT}, "other", "Cat"),
        ("armed", {**OPEN, "locked": [ANN]}, "locked", texts.PADS["locked"][0]),
        ("armed", {**OPEN, "paused": True}, "paused", texts.PAUSED),
        ("over", {}, "over", "2nd"),
    ],
)
def test_the_buzzer_says_in_a_word_how_it_stands(phase: str, changes: dict[str, Any], state: str, word: str) -> None:
    _, pilot = playing(phase, **changes)
    assert (pad_of(pilot).shown.state, pad_of(pilot).shown.word) == (state, word)


def test_the_buzzer_says_that_the_line_is_gone() -> None:
    room, pilot = playing("armed", **OPEN)
    room.line.server.arrive(Lost("gone"))
    room.line.poll()
    assert pad_of(pilot).shown.state == "away"


def test_ones_own_judgement_is_told_with_what_it_was_worth() -> None:
    room, pilot = playing("buzzed", open=QUESTION, buzzed=ANN)
    room.say(m.Witness(ANN, "HostChecked", {"correct": True, "delta": 400, "score": 1_000}))
    room.say(a_state("judged", open=QUESTION))
    assert (pad_of(pilot).shown.state, pad_of(pilot).shown.hint) == ("right", "+400")


def test_whoever_was_wrong_sees_the_answer_once_it_is_shown() -> None:
    room, _ = playing("buzzed", open=QUESTION, buzzed=ANN)
    room.say(m.Witness(ANN, "HostChecked", {"correct": False, "delta": -400, "score": 200}))
    room.say(a_state("judged", open=a_question()))
    now_ms = room.line.now_ms
    assert [room.model.own.pad(now_ms + after) for after in (0, JUDGED_MS)] == ["wrong", "shown"]


def test_as_long_as_nobody_has_points_nobody_has_a_place() -> None:
    room, _ = playing("grid", scores={"2": 0, "3": 0, "4": 0, "5": 0})
    assert playerscreen_logic.me(room.model, "").place == ""


def test_a_board_is_answered_by_moving_the_piece() -> None:
    room, pilot = playing("buzzed", **MINE)
    board = board_of(pilot)
    pilot.click(board.square_rect(chess.E1).center)
    pilot.click(board.square_rect(chess.E8).center)
    assert room.asked == [m.AnswerMove("e1e8")]
    assert pad_of(pilot).shown.hint == texts.MOVE_SENT


def test_nobody_else_moves_on_the_questions_board() -> None:
    room, pilot = playing("buzzed", open=BOARD, buzzed=CAT)
    board = board_of(pilot)
    pilot.click(board.square_rect(chess.E1).center)
    pilot.click(board.square_rect(chess.E8).center)
    assert room.asked == []


def test_a_move_that_was_refused_can_be_made_again() -> None:
    room, pilot = playing("buzzed", **MINE)
    board = board_of(pilot)
    pilot.click(board.square_rect(chess.E1).center)
    pilot.click(board.square_rect(chess.E2).center)
    room.line.server.refuse("ILLEGAL_MOVE")
    room.line.poll()
    pilot.advance(100)
    pilot.click(board.square_rect(chess.E1).center)
    pilot.click(board.square_rect(chess.E8).center)
    assert room.asked == [m.AnswerMove("e1e2"), m.AnswerMove("e1e8")]


def test_a_stake_is_typed_and_sent_by_enter() -> None:
    room, pilot = playing("wager", final=m.FinalQuestion("Endgames"), most=600)
    pilot.key(pygame.K_a, pygame.KMOD_CTRL)
    pilot.type("450")
    pilot.key(pygame.K_RETURN)
    assert room.asked == [m.Wager(450)]
    assert pad_of(pilot).shown.hint == texts.WAGERED


def test_whoever_has_staked_is_not_asked_for_it_any_more() -> None:
    room, pilot = playing("wager", final=m.FinalQuestion("Endgames", players=[ANN, CAT]), most=600)
    pilot.click(texts.STAKE_IT)
    pilot.stage.stack.refresh(pilot.clock.now_ms)
    assert final_card(pilot).shown.clue == texts.WAGERED
    room.say(a_state("wager", final=m.FinalQuestion("Endgames", players=[ANN, CAT], wagered=[ANN])))
    pilot.stage.stack.refresh(pilot.clock.now_ms)
    shown = final_card(pilot).shown
    assert (shown.clue, shown.news) == (texts.WAGERED, "1 of 2 wagers are in")


def test_in_teams_ones_plate_shows_how_the_team_stands() -> None:
    teams = {"Paws": m.Team([ANN, BOB], 400), "Tails": m.Team([CAT, DAN], 1_000)}
    room, _ = playing("grid", teams=teams)
    shown = playerscreen_logic.me(room.model, "")
    assert (shown.team, shown.score, shown.place) == ("Paws  ·  2nd with 400", "600", "")
    room.say(a_state("over", teams=teams))
    assert playerscreen_logic.pad(room.model, NOW, "").word == "2nd"
    room.say(a_state("grid", teams=teams, scores={}))
    assert playerscreen_logic.me(room.model, "").team == "Paws"


def test_of_ties_one_hears_those_that_one_plays_in() -> None:
    room, _ = playing("over", tie=m.TieToSettle(1, [[ANN, CAT]]))
    assert playerscreen_logic.pad(room.model, NOW, "").hint.startswith("Ann and Cat")
    room.say(a_state("over", tie=m.TieToSettle(3, [[BOB, DAN]])))
    assert playerscreen_logic.pad(room.model, NOW, "").hint == texts.OVER


def test_somebody_elses_daily_double_says_what_they_play_for() -> None:
    asked = a_question(double=CAT, answers=None)
    room, _ = playing("buzzed", open=asked, buzzed=CAT, wagers={"4": 800})
    shown = playerscreen_logic.pad(room.model, NOW, "")
    assert (shown.word, shown.hint) == ("Cat", "plays for 800.")


def test_all_is_a_click() -> None:
    room, pilot = playing("wager", open=a_question(double=ANN, clue=None, answers=None), most=1_000)
    pilot.click("stake 1.0")
    pilot.click(texts.STAKE_IT)
    assert room.asked == [m.Wager(1_000)]


@pytest.mark.parametrize("text", ["601", "x", "", "-1"])
def test_a_stake_that_is_none_is_told_and_not_sent(text: str) -> None:
    room, pilot = playing("wager", final=m.FinalQuestion("Endgames"), most=600)
    pilot.key(pygame.K_a, pygame.KMOD_CTRL)
    pilot.key(pygame.K_BACKSPACE)
    pilot.type(text)
    pilot.click(texts.STAKE_IT)
    assert room.asked == []
    assert room.line.session.take_sentences() == [texts.stake_between(600)]


def test_nobody_is_asked_for_a_stake_who_may_not_make_one() -> None:
    _, pilot = playing("wager", open=a_question(double=CAT, clue=None, answers=None))
    assert not pilot.group.named("stake").visible
    assert pad_of(pilot).shown.hint == texts.stakes("Cat")


def test_whoever_has_nothing_to_stake_is_told_so_and_may_answer() -> None:
    final, scores = m.FinalQuestion("Endgames", players=[ANN, BOB], wagered=[ANN]), {"2": -200, "3": 100}
    _, pilot = playing("wager", final=final, scores=scores)
    assert not pilot.group.named("stake").visible
    assert final_card(pilot).shown.clue == texts.NOTHING_TO_STAKE
    _, pilot = playing("final", final=final, scores=scores, deadline_ms=20_000)
    pilot.advance(0)
    assert pilot.group.named("answer").visible
    sent = pilot.group.named("answer sent")
    assert isinstance(sent, Label)
    assert sent.text == texts.NOTHING_TO_STAKE


@pytest.mark.parametrize("phase", ["wager", "final"])
def test_whoever_came_after_the_wagers_is_asked_for_nothing_and_told_why(phase: str) -> None:
    _, pilot = playing(phase, final=m.FinalQuestion("Endgames", players=[BOB], wagered=[BOB]), deadline_ms=20_000)
    pilot.advance(0)
    assert not pilot.group.named("answer").visible
    assert final_card(pilot).shown.news == texts.CAME_TOO_LATE


def test_the_final_answer_is_written_and_can_be_changed() -> None:
    room, pilot = playing("final", final=FINAL, deadline_ms=30_000)
    pilot.type("A king")
    pilot.key(pygame.K_RETURN)
    pilot.type("?")
    pilot.click(texts.SEND)
    assert room.asked == [m.FinalAnswer("A king"), m.FinalAnswer("A king?")]


def test_once_the_answers_are_read_there_is_nothing_to_write() -> None:
    _, pilot = playing("final", final=FINAL)
    assert not pilot.group.named("answer").visible


def test_an_answer_that_is_being_written_is_still_there_when_an_end_by_mistake_is_taken_back() -> None:
    room, pilot = playing("final", final=FINAL, deadline_ms=30_000)
    pilot.type("a ki")
    for state in (a_state("over", final=FINAL), a_state("final", final=FINAL, deadline_ms=25_000)):
        room.say(state)
        pilot.stage.stack.refresh(pilot.clock.now_ms)
        pilot.advance(100)
    field: TextField = pilot.group.named("answer")  # type: ignore[assignment]
    assert (field.visible, field.text) == (True, "a ki")
    room.say(a_state("grid"))
    pilot.stage.stack.refresh(pilot.clock.now_ms)
    pilot.advance(100)
    assert field.text == ""


def test_space_in_the_final_answer_is_a_space() -> None:
    _, pilot = playing("final", final=FINAL, deadline_ms=30_000)
    pilot.type("a king")
    field: TextField = pilot.group.named("answer")  # type: ignore[assignment]
    assert field.text == "a king"


def test_a_duel_is_played_on_its_board() -> None:
    room, pilot = playing("over", duel=DUEL)
    board = board_of(pilot, "duel board")
    pilot.click(board.square_rect(chess.G1).center)
    pilot.click(board.square_rect(chess.F3).center)
    assert room.asked == [m.MakeMove("g1f3", 2)]
    assert board.state.placement[chess.F3] == "N"


def test_black_sees_a_duel_from_the_other_side() -> None:
    room = QuizRoom(a_state("over", duel=DUEL), me=CAT)
    assert board_of(at_the_window(room), "duel board").state.flipped


def test_what_was_asked_before_the_line_broke_is_asked_again_if_it_still_makes_sense() -> None:
    room, pilot = playing("wager", final=m.FinalQuestion("Endgames"), most=600)
    pilot.click(texts.STAKE_IT)
    room.gone_and_back(a_state("wager", final=m.FinalQuestion("Endgames"), most=600))
    assert [type(each) for each in room.asked] == [m.Wager, m.Wager]


def test_a_press_that_was_lost_with_the_line_can_be_made_again() -> None:
    room, pilot = playing("armed", **OPEN)
    pilot.key(pygame.K_SPACE)
    room.gone_and_back(a_state("armed", **OPEN))
    pilot.key(pygame.K_SPACE)
    assert [type(each) for each in room.asked] == [m.Buzz, m.Buzz]


def test_what_was_lost_with_the_line_and_came_too_late_can_be_done_again() -> None:
    room, _ = playing("buzzed", **MINE)
    room.model.own.moved = "e1e8"
    room.model.ask(m.AnswerMove("e1e8"))
    room.gone_and_back(a_state("buzzed", **{**MINE, "buzzed": CAT}))
    assert not room.model.own.moved
    final = m.FinalQuestion("Endgames", wagered=[ANN])
    room, _ = playing("final", final=final, deadline_ms=20_000)
    room.model.own.answered = "A king"
    room.model.ask(m.FinalAnswer("A king"))
    room.gone_and_back(a_state("final", final=final, deadline_ms=20_000, paused=True))
    assert not room.model.own.answered


def test_escape_asks_whether_to_leave() -> None:
    room, pilot = playing("grid")
    pilot.key(pygame.K_ESCAPE)
    assert room.context.asked == ["push confirm"]


def test_whoever_changes_places_with_the_host_looks_at_another_screen() -> None:
    room = QuizRoom(a_state("lobby", grid=[], scores={}), me=ANN)
    overlays = room.view.overlays(room.context, None)  # type: ignore[arg-type]
    assert not overlays.follow()
    room.say(m.PlayerChanged(ANN, role="screen", host=True))
    assert overlays.follow()
    assert room.context.asked == ["show quiz"]


@pytest.mark.parametrize("name", LOOKS)
def test_everything_fits_into_the_smallest_window(name: str) -> None:
    room, _ = LOOKS[name]()
    pilot = at_the_window(room, (1024, 640))
    window = FRect(0, 0, *pilot.window.logical_size)
    assert all(window.contains(widget.rect) for widget in pilot.group.widgets if widget.visible)

"""What the host can do at each moment."""

from __future__ import annotations

from typing import Any

import pytest

from game.client.quiz import host_logic as logic
from game.client.quiz import screen_logic, texts
from netcode import messages as m
from tests.helpers.quizroom import ANN, BOB, CAT, DAN, QuizRoom, a_grid, a_question, a_state

DUEL = m.Duel([ANN, CAT], "8/8/8/8/8/8/8/K6k w - - 0 1", ply=0, clocks_ms=[60_000, 45_000])
ALL = [(column, row) for column in range(5) for row in range(5)]


def offered(room: QuizRoom) -> list[str]:
    return [action.text for action in logic.actions(room.model)]


@pytest.mark.parametrize(
    ("phase", "changes", "texts_"),
    [
        ("lobby", {}, [texts.START, texts.PUBLIC, texts.LOCK]),
        ("grid", {}, [texts.NEXT_ROUND, texts.UNDO, texts.REDO, texts.PAUSE]),
        ("reading", {"open": a_question()}, [texts.OPEN_BUZZERS, texts.GIVE_UP, texts.UNDO, texts.REDO, texts.PAUSE]),
        ("armed", {"open": a_question()}, [texts.CLOSE_BUZZERS, texts.GIVE_UP, texts.UNDO, texts.REDO, texts.PAUSE]),
        ("buzzed", {"open": a_question()}, [texts.RIGHT, texts.WRONG, texts.UNDO, texts.REDO, texts.PAUSE]),
        ("wager", {"open": a_question(double=ANN)}, [texts.SKIP, texts.UNDO, texts.REDO, texts.PAUSE]),
        ("over", {"duel": DUEL}, [texts.CALL_OFF]),
        ("over", {"on_record": True}, [texts.AGAIN, texts.SAVE_CSV, texts.SAVE_JSON]),
    ],
)
def test_each_phase_offers_what_it_allows(phase: str, changes: dict[str, Any], texts_: list[str]) -> None:
    assert offered(QuizRoom(a_state(phase, **changes))) == texts_


def test_a_screen_that_does_not_host_offers_nothing() -> None:
    assert offered(QuizRoom(a_state("buzzed", open=a_question()), host=False)) == []


def test_the_last_grid_leads_to_the_final_question_or_to_the_end() -> None:
    assert offered(QuizRoom(a_state("grid", round=1)))[:2] == [texts.START_FINAL, texts.END]


def test_an_empty_grid_makes_what_comes_next_the_usual_thing() -> None:
    room = QuizRoom(a_state("grid", grid=a_grid(*ALL)))
    assert logic.actions(room.model)[0].kind == "primary"
    assert logic.headline(room.model) == texts.GRID_DONE


def test_the_first_grid_says_how_it_begins() -> None:
    begun = {"grid": a_grid(), "control": None}
    assert logic.headline(QuizRoom(a_state("grid", **begun)).model) == texts.PICK_FIRST
    assert logic.headline(QuizRoom(a_state("grid", **begun), host=False).model) == "Chess for everybody"


def test_a_quiz_that_stands_still_says_so_and_offers_to_go_on() -> None:
    room = QuizRoom(a_state("grid", paused=True))
    assert logic.headline(room.model) == texts.PAUSED
    assert offered(room) == [texts.RESUME, texts.UNDO, texts.REDO]
    assert logic.actions(room.model)[0].keys == logic.PRIMARY + "p"


def test_final_answers_are_judged_from_the_lowest_score_up() -> None:
    final = m.FinalQuestion("Endgames", wagered=[ANN, BOB, CAT, DAN], judged=[BOB])
    assert logic.to_judge(QuizRoom(a_state("final", final=final)).model) == DAN


def test_nobody_is_judged_while_somebody_may_still_write() -> None:
    final = m.FinalQuestion("Endgames", wagered=[ANN, BOB])
    assert logic.to_judge(QuizRoom(a_state("final", final=final, deadline_ms=5_000)).model) is None


def test_final_answers_can_be_closed_early_by_a_key_that_is_not_the_usual_one() -> None:
    final = m.FinalQuestion("Endgames", wagered=[ANN, BOB])
    close = logic.actions(QuizRoom(a_state("final", final=final, deadline_ms=5_000)).model)[0]
    assert (close.text, close.keys, close.does) == (texts.CLOSE_ANSWERS, "c", m.CloseAnswers())
    assert texts.CLOSE_ANSWERS not in offered(QuizRoom(a_state("final", final=final)))


def test_wagers_can_be_closed_early_by_a_key_that_is_not_the_usual_one() -> None:
    final = m.FinalQuestion("Endgames", players=[ANN, BOB])
    close = logic.actions(QuizRoom(a_state("wager", final=final, deadline_ms=5_000)).model)[0]
    assert (close.text, close.keys, close.does) == (texts.CLOSE_WAGERS, "c", m.CloseWagers())


def test_a_duel_can_be_called_off_by_its_button_alone() -> None:
    (call_off,) = logic.actions(QuizRoom(a_state("over", duel=DUEL)).model)
    assert (call_off.keys, call_off.does) == ("", m.AbortDuel())


def test_of_the_wagers_those_are_counted_who_can_make_one() -> None:
    """Bob and Dan have no points, and Eve has come too late."""
    final = m.FinalQuestion("Endgames", players=[ANN, BOB, CAT, DAN], wagered=[ANN, BOB, DAN])
    scores = {"2": 600, "3": -200, "4": 1_000, "5": 0, "6": 100}
    room = QuizRoom(a_state("wager", final=final, scores=scores))
    room.say(m.PlayerJoined(m.Player(6, "Eve", "player", connected=True)))
    assert screen_logic.final(room.model, str).news == "1 of 2 wagers are in  ·  2 have no points to stake"


def test_of_the_answers_those_are_counted_who_take_part_and_are_still_there() -> None:
    final = m.FinalQuestion("Endgames", players=[ANN, BOB], wagered=[ANN, BOB, CAT], answered=[ANN, CAT])
    room = QuizRoom(a_state("final", final=final, deadline_ms=9_000))
    assert screen_logic.final(room.model, str).news == "1 of 2 answers are in"


def test_a_judgement_of_the_final_names_the_player() -> None:
    final = m.FinalQuestion("Endgames", wagered=[ANN, BOB])
    right = logic.actions(QuizRoom(a_state("final", final=final)).model)[0]
    assert right.does == m.HostChecked(correct=True, pid=BOB)


def test_equal_scores_share_the_better_place() -> None:
    room = QuizRoom(a_state("over", scores={"2": 400, "3": 400, "4": 100, "5": 500}))
    assert [(each.place, each.name) for each in logic.standings(room.model)] == [
        (1, "Dan"),
        (2, "Ann"),
        (2, "Bob"),
        (4, "Cat"),
    ]


def test_a_daily_double_says_who_plays_for_how_much() -> None:
    state = a_state("buzzed", open=a_question(double=CAT), buzzed=CAT, wagers={"4": 800})
    assert logic.headline(QuizRoom(state).model) == texts.staked("Cat", 800)


def test_a_daily_double_that_was_wrong_says_whose_it_was() -> None:
    room = QuizRoom(a_state("buzzed", open=a_question(double=CAT), buzzed=CAT))
    room.say(m.Witness(CAT, "HostChecked", {"correct": False, "delta": -800, "score": 200}))
    room.say(a_state("judged", open=a_question(double=CAT)))
    assert logic.headline(room.model) == texts.judged("Cat", -800, correct=False)


def test_without_a_final_question_the_last_grid_leads_to_the_end() -> None:
    assert offered(QuizRoom(a_state("grid", round=1, has_final=False)))[0] == texts.END


def test_a_tie_can_be_settled_on_the_board() -> None:
    scores = {"2": 600, "3": 100, "4": 600, "5": 100}
    room = QuizRoom(a_state("over", scores=scores, tie=m.TieToSettle(1, [[2, 4]])))
    assert offered(room)[0] == texts.SETTLE
    assert m.SettleTie([2, 4]) in [action.does for action in logic.actions(room.model)]
    assert logic.tie_sentence(room.model) == "Ann and Cat can play for place 1: one game on the board."


def test_of_a_knockout_it_says_who_plays_whom_and_who_waits() -> None:
    room = QuizRoom(a_state("over", tie=m.TieToSettle(2, [[2, 4]], through=[3, 5])))
    said = logic.tie_sentence(room.model)
    assert said == "A knockout on the board for place 2. Now: Ann v Cat. Bob and Dan wait for the next round."


def test_whoever_came_further_in_a_tie_stands_above_the_other() -> None:
    room = QuizRoom(a_state("over", scores={"2": 600, "3": 100, "4": 600, "5": 100}, tie_ranks={"4": 1}))
    assert [(each.place, each.pid) for each in logic.standings(room.model)] == [(1, 4), (2, 2), (3, 3), (3, 5)]


def test_nothing_is_to_be_settled_where_nobody_shares_a_place() -> None:
    assert texts.SETTLE not in offered(QuizRoom(a_state("over")))

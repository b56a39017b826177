"""A pack while it is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.client.quiz.drafting import PackDraft, Spot
from game.quiz.pack import MOST_CATEGORIES, MOST_QUESTIONS, MOST_ROUNDS, as_json
from tests.helpers.quizzes import MATE, the_pack


def a_draft(*at: int) -> PackDraft:
    """The small pack, at a category, or a question of it."""
    draft = PackDraft(the_pack())
    category, *question = at or (0,)
    draft.at = Spot("question", 0, category, question[0]) if question else Spot("category", 0, category)
    return draft


def values(draft: PackDraft, category: int) -> list[object]:
    return [each["value"] for each in draft.categories[category]["questions"]]


def test_what_is_not_changed_stays_as_it_is() -> None:
    assert as_json(PackDraft(the_pack()).pack()) == as_json(the_pack())


def test_a_question_is_written_field_by_field() -> None:
    draft = a_draft(0, 0)
    for field, text in (("value", "300"), ("clue", " Who jumps? "), ("answers", "Knight | Horse |"), ("moves", "")):
        draft.set(field, text)
    question = draft.pack().rounds[0].categories[0].questions[0]
    assert (question.value, question.clue, question.answers) == (300, "Who jumps?", ("Knight", "Horse"))
    assert draft.changed


def test_a_board_question_is_a_position_and_moves() -> None:
    draft = a_draft(0, 0)
    for field, text in (("answers", ""), ("fen", MATE), ("moves", "e1e8")):
        draft.set(field, text)
    assert draft.pack().rounds[0].categories[0].questions[0].on_board


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        ("value", "many", "Question 2 of category 1 of round 1 needs a whole number from 0 to 100000 for 'value'."),
        ("clue", "", "Question 2 of category 1 of round 1 needs a text for 'clue'."),
        ("moves", "e1e9", "Question 2 of category 1 of round 1 has moves, but no position (fen) to make them on."),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_the_place_is_found(field: str, text: str, problem: str) -> None:
    draft = a_draft(0, 1)
    draft.set(field, text)
    assert draft.problem() == problem
    assert draft.spot_of(problem) == Spot("question", 0, 0, 1)


@pytest.mark.parametrize(
    ("problem", "spot"),
    [
        ("Category 3 of round 2 needs a text for 'name'.", Spot("category", 1, 2)),
        ("Round 2 must have a list of 1 to 12 categories.", Spot("round", 1)),
        ("The pack needs a text for 'title'.", Spot("pack")),
        ("Final question needs answers.", Spot("final")),
    ],
)
def test_the_place_of_a_problem_may_be_anywhere(problem: str, spot: Spot) -> None:
    assert PackDraft(the_pack()).spot_of(problem) == spot


def test_a_new_question_is_worth_a_step_more_than_the_last() -> None:
    draft = a_draft(0)
    assert draft.add_question(0)
    assert values(draft, 0) == [200, 400, 600]
    assert draft.at == Spot("question", 0, 0, 2)


def test_there_is_room_for_so_much_and_no_more() -> None:
    draft = PackDraft()
    while draft.add_question(0):
        pass
    while draft.add_category():
        pass
    assert (len(values(draft, 0)), len(draft.categories)) == (MOST_QUESTIONS, MOST_CATEGORIES)
    while draft.add_round():
        pass
    assert len(draft.rounds) == MOST_ROUNDS


def test_the_last_question_of_a_category_cannot_be_taken_away() -> None:
    draft = a_draft(0, 0)
    assert draft.remove()
    assert not draft.remove()


def test_a_question_moves_within_its_category_and_to_the_next() -> None:
    draft = a_draft(0, 0)
    assert draft.move("down")
    assert values(draft, 0) == [400, 200]
    assert draft.move("right")
    assert (values(draft, 0), values(draft, 1)) == ([400], [200, 200, 400])
    assert draft.at == Spot("question", 0, 1, 1)
    assert not draft.move("right")


def test_a_category_moves_sideways_with_its_questions() -> None:
    draft = a_draft(0)
    assert draft.move("right")
    assert [each["name"] for each in draft.categories] == ["On the board", "Pieces"]
    assert not draft.move("up")


def test_arrows_walk_over_names_and_questions() -> None:
    draft = a_draft(0)
    for step, spot in (
        ("down", Spot("question", 0, 0, 0)),
        ("right", Spot("question", 0, 1, 0)),
        ("up", Spot("category", 0, 1)),
        ("right", Spot("category", 0, 1)),
    ):
        draft.walk(step)  # type: ignore[arg-type]
        assert draft.at == spot


def test_a_final_question_of_which_nothing_is_written_is_none() -> None:
    draft = PackDraft(the_pack())
    draft.at = Spot("final")
    for field in ("category", "clue", "answers"):
        draft.set(field, "")
    assert draft.pack().final is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["add", "category", "round", "remove", "left", "right", "up", "down", "walk", "next"])))
def test_whatever_is_done_one_stands_somewhere_and_can_write_there(actions: list[str]) -> None:
    draft = PackDraft(the_pack())
    for action in actions:
        match action:
            case "add":
                draft.add_question(max(0, draft.at.category))
            case "category":
                draft.add_category()
            case "round":
                draft.add_round()
            case "remove":
                draft.remove()
            case "walk":
                draft.walk("down")
            case "next":
                draft.show_round(1)
            case step:
                draft.move(step)  # type: ignore[arg-type]
        assert draft.fields()
        draft.question()
        draft.problem()

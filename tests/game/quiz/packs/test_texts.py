"""Packs from GIFT, Aiken, and the JSON of other programs."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.quiz.pack import BadPack, pack_from
from game.quiz.packs import import_pack
from game.quiz.packs.gift import as_gift
from tests.helpers.quizzes import a_pack, a_question

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.quiz.pack import Question

TEXTS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="<&"), min_size=1, max_size=12)


def questions(text: str, file: str = "quiz.txt") -> list[Question]:
    pack = import_pack(text.encode(), file).pack
    return [each for round_ in pack.rounds for category in round_.categories for each in category.questions]


def only(text: str) -> Question:
    (question,) = questions(text)
    return question


# --- GIFT ---------------------------------------------------------------------------------------------------------


def test_a_choice_has_one_right_answer() -> None:
    question = only("// a comment\n::Blue:: [html]Which <b>bird</b> is blue? {~crow#no! =jay#yes ~rook}\n")
    assert (question.clue, question.answers) == ("Which bird is blue?", ("jay",))
    assert question.choices == ("crow", "jay", "rook")


def test_a_short_answer_may_be_given_in_several_ways() -> None:
    question = only("Who? {=Ann =%50%Anna}")
    assert (question.answers, question.choices) == (("Ann", "Anna"), ())


@pytest.mark.parametrize(("body", "answer"), [("T", "True"), ("TRUE", "True"), ("F#why", "False"), ("FALSE", "False")])
def test_true_or_false(body: str, answer: str) -> None:
    assert only(f"Is it? {{{body}}}").answers == (answer,)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("#3", "3"),
        ("#3:0.5", "3 (give or take 0.5)"),
        ("#1..5", "from 1 to 5"),
        ("#=%100%3:0 =%50%3:1", "3"),
        ("#-2.5:0", "-2.5"),
    ],
)
def test_a_number_may_have_a_tolerance(body: str, answer: str) -> None:
    assert only(f"How many? {{{body}}}").answers == (answer,)


def test_several_answers_that_are_right_together_are_one() -> None:
    assert only("Which two? {~%50%a ~%50%b ~%-100%c}").answers == ("a, b",)


def test_a_missing_word_leaves_a_gap() -> None:
    assert only("The {=jay ~crow} is blue.").clue == "The _____ is blue."


@pytest.mark.parametrize(
    ("text", "clue"),
    [("Two and two are {=four =4}.", "Two and two are _____."), ("What is pi? {#3.1415:0.0005}.", "What is pi?")],
)
def test_a_full_stop_after_the_answers_is_no_word(text: str, clue: str) -> None:
    assert only(text).clue == clue


def test_answers_may_stand_on_lines_of_their_own_with_feedback() -> None:
    question = only("When was she born? {#\n     =1822:0  #Yes! 100% right\n     =%50%1822:2 #Close.\n}\n")
    assert question.answers == ("1822",)
    question = only("Which is none?{\n ~ \\=   # \\= is one.\n = \\\\ # Right: this\n     escapes them.\n}")
    assert (question.answers, question.choices) == (("\\",), ("=", "\\"))


def test_escaped_characters_are_ordinary() -> None:
    question = only(r"What is \{x \= 1\}\: a\~b? {=a\=b\#c ~d\:e}")
    assert (question.clue, question.answers) == ("What is {x = 1}: a~b?", ("a=b#c",))


def test_the_category_is_the_end_of_its_path_and_feedback_the_explanation() -> None:
    imported = import_pack(b"$CATEGORY: top/Birds\n\nBlue? {=jay ####It is.}\n\nRed? {=robin}\n", "q.gift")
    (category,) = imported.pack.rounds[0].categories
    assert (category.name, category.questions[0].explanation) == ("Birds", "It is.")


def test_kinds_that_nobody_can_answer_at_a_buzzer_are_left_out_and_named() -> None:
    text = "Pairs? {=a -> 1 =b -> 2 =c -> 3}\n\nEssay? {}\n\nGood? {=yes}\n"
    imported = import_pack(text.encode(), "q.gift")
    assert imported.warnings == (
        "q.gift, line 1: a question of matching pairs is left out.",
        "q.gift, line 3: a question that is answered by an essay is left out.",
    )


@settings(deadline=None)
@given(st.lists(st.builds(a_question, clue=TEXTS, answers=st.lists(TEXTS, min_size=1, max_size=2, unique=True),
                          explanation=TEXTS), min_size=1, max_size=5))  # fmt: skip
def test_any_short_answer_survives_being_written_as_gift(content: list[dict[str, Any]]) -> None:
    pack = pack_from(a_pack(rounds=[{"categories": [{"name": "All", "questions": content}]}]))
    again = questions(as_gift(pack))
    told = pack.rounds[0].categories[0].questions
    assert [(q.clue, q.answers, q.explanation) for q in again] == [(q.clue, q.answers, q.explanation) for q in told]


# --- Aiken --------------------------------------------------------------------------------------------------------


def test_aiken_has_a_line_for_each_answer() -> None:
    question = only("Which is\nblue?\nA. Crow\nB) Jay\nANSWER: B\n")
    assert (question.clue, question.answers, question.choices) == ("Which is blue?", ("Jay",), ("Crow", "Jay"))


def test_a_right_answer_that_is_none_is_told_with_its_line() -> None:
    with pytest.raises(BadPack) as told:
        import_pack(b"Blue?\nA. Crow\nB. Jay\nANSWER: C\n", "q.txt")
    assert str(told.value) == "q.txt, line 4: there is no answer C."


# --- Open Trivia --------------------------------------------------------------------------------------------------


def trivia(encode: Callable[[str], str]) -> str:
    plain = [
        ("multiple", "hard", "Who's “it”?", "Ann", ["Bob", "Cat", "Dan"]),
        ("boolean", "easy", "Is it?", "True", ["False"]),
    ]
    results = [
        {
            "type": encode(kind),
            "difficulty": encode(level),
            "category": encode("Entertainment: Film"),
            "question": encode(text),
            "correct_answer": encode(right),
            "incorrect_answers": [encode(each) for each in wrong],
        }
        for kind, level, text, right, wrong in plain
    ]
    return json.dumps({"response_code": 0, "results": results})


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.replace("'", "&#039;").replace("“", "&ldquo;").replace("”", "&rdquo;"),
        quote,
        lambda text: base64.b64encode(text.encode()).decode(),
    ],
)
def test_each_of_the_encodings_is_found_out(encode: Callable[[str], str]) -> None:
    imported = import_pack(trivia(encode).encode(), "film.json")
    easy, hard = imported.pack.rounds[0].categories[0].questions
    assert (easy.choices, hard.clue, hard.answers) == (("True", "False"), "Who's “it”?", ("Ann",))
    assert hard.choices == ("Ann", "Bob", "Cat", "Dan")
    assert imported.pack.license == "CC BY-SA 4.0"


def test_an_answer_without_questions_says_why() -> None:
    with pytest.raises(BadPack, match="asked too often"):
        import_pack(b'{"response_code": 5, "results": []}', "film.json")


# --- Razzia -------------------------------------------------------------------------------------------------------


def test_razzia_counts_its_answers_from_nought() -> None:
    content = {
        "subject": "Birds",
        "questions": [
            {"question": "Blue?", "answers": ["Jay", "Crow"], "solutions": [0], "media": {"type": "image", "url": "x"}},
            {"question": "Black?", "answers": ["Jay", "Crow"], "solution": 1},
        ],
    }
    imported = import_pack(json.dumps(content).encode(), "r.json")
    one, two = imported.pack.rounds[0].categories[0].questions
    assert (imported.pack.title, one.answers, two.answers) == ("Birds", ("Jay",), ("Crow",))
    assert imported.warnings == ("r.json, question 1: its picture or sound is a link and is left out.",)


def test_a_solution_that_is_none_of_the_answers_is_told() -> None:
    content = {"subject": "B", "questions": [{"question": "Blue?", "answers": ["Jay", "Crow"], "solutions": [2]}]}
    with pytest.raises(BadPack, match=r"r\.json, question 1: the right answer is none of its 2 answers"):
        import_pack(json.dumps(content).encode(), "r.json")

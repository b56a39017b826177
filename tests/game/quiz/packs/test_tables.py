"""Packs from tables: our own CSV, clues with tabs, and Kahoot's spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.quiz.pack import BadPack, Pack, as_json, pack_from
from game.quiz.packs import import_pack
from game.quiz.packs.csvtable import as_csv, joined, split
from tests.helpers.quizfiles import a_kahoot, a_workbook
from tests.helpers.quizzes import MATE, a_pack, a_question

if TYPE_CHECKING:
    from game.quiz.pack import Question

TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


def questions(data: bytes, file: str = "quiz.csv") -> list[Question]:
    pack = import_pack(data, file).pack
    return [each for round_ in pack.rounds for category in round_.categories for each in category.questions]


def error(data: bytes, file: str) -> str:
    with pytest.raises(BadPack) as told:
        import_pack(data, file)
    return str(told.value)


# --- CSV ----------------------------------------------------------------------------------------------------------


def test_a_table_of_three_columns_is_enough() -> None:
    """Values follow from the order."""
    (one, two) = questions(b"Category,Question,Answer\nBirds,Which is blue?,The jay\nBirds,Which is red?,The robin\n")
    assert (one.clue, one.answers, one.value) == ("Which is blue?", ("The jay",), 200)
    assert two.value == 400


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_separate(separator: str) -> None:
    rows = [["category", "value", "clue", "answers"], ["Birds", "300", "Blue?", "Jay|Kingfisher"]]
    (question,) = questions("\n".join(separator.join(row) for row in rows).encode())
    assert (question.value, question.answers) == (300, ("Jay", "Kingfisher"))


def test_the_line_by_which_excel_is_told_the_separator_is_none_of_the_table() -> None:
    (question,) = questions(b"sep=;\r\ncategory;clue;answers\r\nBirds;Blue, and small?;Jay\r\n")
    assert question.clue == "Blue, and small?"


def test_what_excel_writes_in_the_west_is_read_with_a_warning() -> None:
    imported = import_pack("category,clue,answers\nCafé,“Who?”,Zoë\n".encode("cp1252"), "old.csv")
    assert imported.pack.rounds[0].categories[0].name == "Café"
    assert "Windows-1252" in imported.warnings[0]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Birds,,Blue?,", "quiz.csv, row 3, column answers: the cell is empty, and there are no moves."),
        ("Birds,many,Blue?,Jay", "quiz.csv, row 3, column value: 'many' is no whole number."),
        (",,Blue?,Jay", "quiz.csv, row 3, column category: the cell is empty."),
    ],
)
def test_a_mistake_in_a_table_is_told_with_row_and_column(row: str, sentence: str) -> None:
    assert error(f"category,value,clue,answers\nBirds,200,Red?,Robin\n{row}\n".encode(), "quiz.csv") == sentence


@pytest.mark.parametrize(
    ("board", "sentence"),
    [
        ("nonsense,e2e4", "q.csv, row 2, column fen: this is no position."),
        (",e2e4", "q.csv, row 2, column fen: the cell is empty, but there are moves."),
        (f"{MATE},e1e9|e1e8", "q.csv, row 2, column moves: 'e1e9' is not legal in its position."),
    ],
)
def test_a_mistake_on_a_board_is_told_with_row_and_column(board: str, sentence: str) -> None:
    assert error(f"category,clue,answers,fen,moves\nMates,White mates,,{board}\n".encode(), "q.csv") == sentence


def test_a_pack_survives_being_written_as_a_table() -> None:
    """With its boards, doubles, choices, rounds and final."""
    choices = a_question(600, choices=["A | pipe", "A back\\slash", "The knight"], explanation="Two lines,\nyes")
    content = a_pack(author="Us", license="CC0-1.0", language="en", source="Here")
    content["rounds"][0]["categories"][0]["questions"].append(choices)
    pack = pack_from(content)
    assert import_pack(as_csv(pack).encode(), "x.csv").pack == pack


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_parts_of_a_cell_survive(parts: list[str]) -> None:
    assert list(split(joined(parts))) == parts


@settings(deadline=None)
@given(st.lists(st.builds(a_question, st.integers(0, 999), clue=TEXTS, answers=st.lists(TEXTS, min_size=1, max_size=3),
                          double=st.booleans(), explanation=TEXTS), min_size=1, max_size=6))  # fmt: skip
def test_any_question_survives_being_written_as_a_table(content: list[dict[str, Any]]) -> None:
    pack = pack_from(a_pack(rounds=[{"name": "First", "categories": [{"name": "All", "questions": content}]}]))
    assert import_pack(as_csv(pack).encode(), "x.csv").pack == pack


# --- clues with tabs ----------------------------------------------------------------------------------------------

NEW = "round\tclue_value\tdaily_double_value\tcategory\tcomments\tanswer\tquestion\tair_date\tnotes"
OLD = "round\tvalue\tdaily_double\tcategory\tcomments\tanswer\tquestion\tair_date\tnotes"


def test_a_clue_is_what_is_read_aloud() -> None:
    """The column `answer` holds it; quotes mean nothing to the format, and stay."""
    row = '1\t400\t0\tBIRDS\t\tIt\'s the "blue" one\ta jay (or a Eurasian jay)\t2001-01-01\t'
    (question,) = questions(f"{NEW}\n{row}\n".encode())
    assert (question.clue, question.value) == ('It\'s the "blue" one', 400)
    assert question.answers == ("a jay", "a Eurasian jay")


def test_escaped_quotes_and_an_open_quote_break_nothing() -> None:
    rows = ['1\t200\t0\tB\t\t"Open\tx\t2001-01-01\t', '1\t400\t1500\tB\t\tSay \\"hi\\"\ty\t2001-01-01\t']
    one, two = questions("\n".join([NEW, *rows]).encode())
    assert (one.clue, two.clue, two.double) == ('"Open', 'Say "hi"', True)


def test_the_older_columns_and_dollar_signs_are_read() -> None:
    (question,) = questions(f"{OLD}\n1\t$1,200\tyes\tB\t\tClue\tx\t1999-01-01\t\n".encode())
    assert (question.value, question.double) == (1_200, True)


def test_boards_become_rounds_and_the_last_question_the_final() -> None:
    rows = [
        "1\t200\t0\tA\t\tOne\tx\t2001-01-01\t",
        "2\t400\t0\tA\t\tTwo\tx\t2001-01-01\t",
        "3\t0\t0\tLAST\t\tThree\tx\t2001-01-01\t",
    ]
    pack = import_pack("\n".join([NEW, *rows]).encode(), "season.tsv").pack
    assert [len(round_.categories) for round_ in pack.rounds] == [1, 1]
    assert pack.final is not None
    assert (pack.final.category, pack.final.clue) == ("LAST", "Three")


def test_a_season_is_cut_to_what_a_pack_holds_with_a_warning() -> None:
    rows = [f"1\t200\t0\tA\t\tClue\tx\t2001-01-{day:02}\t" for day in range(1, 10)]
    imported = import_pack("\n".join([NEW, *rows]).encode(), "season.tsv")
    assert len(imported.pack.rounds) == 6
    assert "season.tsv: only the first 6 of 9 rounds are kept." in imported.warnings


def test_a_row_that_lacks_a_cell_is_told() -> None:
    assert error(f"{NEW}\n1\t200\t0\tA\n".encode(), "s.tsv") == (
        "s.tsv, row 2: the row has 4 cells, but there are 9 columns."
    )


# --- Kahoot -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shared", [True, False])
def test_the_official_template_is_read(shared: bool) -> None:
    rows = a_kahoot(["Blue & small?", "Jay", "Crow", "", "", 20, 1], ["Black?", "Jay", "Crow", "Rook", "", 20, "2,3"])
    one, two = questions(a_workbook(rows, shared=shared), "birds.xlsx")
    assert (one.clue, one.answers, one.choices) == ("Blue & small?", ("Jay",), ("Jay", "Crow"))
    assert two.answers == ("Crow", "Rook")


def test_a_number_may_have_become_a_fraction() -> None:
    (question,) = questions(a_workbook(a_kahoot(["Blue?", "Jay", "Crow", "", "", 20, 2.0])), "birds.xlsx")
    assert question.answers == ("Crow",)


def test_numbers_that_became_a_date_are_told_with_their_cell() -> None:
    told = error(a_workbook(a_kahoot(["Blue?", "Jay", "Crow", "", "", 20, 45_661])), "birds.xlsx")
    assert told.startswith("birds.xlsx, row 9, column H: the spreadsheet has made a date of the numbers")


def test_headings_in_the_first_row_and_semicolons_are_read_too() -> None:
    text = "Question;Answer 1;Answer 2;Time limit;Correct answer(s)\nBlue?;Jay;Crow;20;1\n"
    imported = import_pack(text.encode(), "birds.csv")
    assert (imported.format, imported.pack.title) == ("Kahoot's spreadsheet", "birds")


def test_an_answer_that_is_not_there_is_told() -> None:
    told = error(a_workbook(a_kahoot(["Blue?", "Jay", "Crow", "", "", 20, 4])), "birds.xlsx")
    assert told == "birds.xlsx, row 9, column H: '4' does not name answers of this question by their numbers."


def test_many_questions_of_one_category_become_a_grid() -> None:
    rows = a_kahoot(*[[f"Number {number}?", "Yes", "No", "", "", 20, 1] for number in range(12)])
    pack: Pack = import_pack(a_workbook(rows), "many.xlsx").pack
    assert [(each.name, len(each.questions)) for each in pack.rounds[0].categories] == [
        ("many 1", 5),
        ("many 2", 5),
        ("many 3", 2),
    ]
    assert as_json(pack)["source"] == "many.xlsx"

"""Packs from archives: SIGame and ClassQuiz, and archives that are meant to do harm."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.quiz.pack import BadPack, FinalQuestion, Question, as_json, pack_from
from game.quiz.packs import import_pack
from tests.helpers.images import bomb
from tests.helpers.quizfiles import PNG, a_cqa, a_kahoot, a_siq, a_workbook, an_archive
from tests.helpers.quizzes import a_pack

PICTURE = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"


def only(data: bytes) -> Question:
    pack = import_pack(data, "x").pack
    (question,) = (each for round_ in pack.rounds for category in round_.categories for each in category.questions)
    return question


def error(data: bytes) -> str:
    with pytest.raises(BadPack) as told:
        import_pack(data, "x.zip")
    return str(told.value)


# --- SIGame -------------------------------------------------------------------------------------------------------

OF_4 = """<question price="300"><scenario><atom>Who is this?</atom><atom type="image">@a b.png</atom>
<atom type="marker"/><atom>It is a jay.</atom></scenario>
<right><answer>Jay</answer><answer>A jay</answer></right><wrong><answer>Crow</answer></wrong></question>"""
OF_5 = """<question price="300"><params><param name="question" type="content"><item>Who is this?</item>
<item type="image" isRef="True">a b.png</item></param>
<param name="answer" type="content"><item>It is a jay.</item></param></params>
<right><answer>Jay</answer><answer>A jay</answer></right></question>"""


@pytest.mark.parametrize(("version", "question"), [(4, OF_4), (5, OF_5)])
def test_both_versions_are_read_with_picture_and_explanation(version: int, question: str) -> None:
    found = only(a_siq(question, version=version, media={"Images/a%20b.png": PNG}))
    assert (found.clue, found.answers, found.value) == ("Who is this?", ("Jay", "A jay"), 300)
    assert (found.image, found.explanation) == (PICTURE, "It is a jay.")


def test_the_package_keeps_its_name_and_authors() -> None:
    pack = import_pack(a_siq(OF_4, media={"Images/a b.png": PNG}), "x.siq").pack
    assert (pack.title, pack.author, pack.rounds[0].name) == ("An evening", "Somebody", "First")
    assert pack.rounds[0].categories[0].name == "Birds"


def test_the_right_answer_of_a_choice_is_a_letter() -> None:
    question = """<question price="100"><params><param name="question"><item>Blue?</item></param>
    <param name="answerType">select</param><param name="answerOptions" type="group">
    <param name="A" type="content"><item>Crow</item></param><param name="B" type="content"><item>Jay</item></param>
    </param></params><right><answer>B</answer></right></question>"""
    found = only(a_siq(question))
    assert (found.answers, found.choices) == (("Jay",), ("Crow", "Jay"))


def test_questions_that_are_answered_by_a_place_or_by_a_picture_are_left_out() -> None:
    """In a package of version 5; the one beside them stays."""
    pointed = OF_5.replace("</params>", '<param name="answerType">point</param></params>')
    pictured = """<question price="100"><params><param name="question"><item>Which?</item></param>
    <param name="answerType">select</param><param name="answerOptions" type="group">
    <param name="A" type="content"><item type="image" isRef="True">a b.png</item></param>
    </param></params><right><answer>A</answer></right></question>"""
    imported = import_pack(a_siq(pointed + pictured + OF_5, media={"Images/a b.png": PNG}), "x.siq")
    assert len(imported.pack.rounds[0].categories[0].questions) == 1
    assert any("answered by pointing" in warning for warning in imported.warnings)
    assert any("without a right answer" in warning for warning in imported.warnings)


def test_what_the_author_says_of_a_question_explains_its_answer() -> None:
    told = "<question price='100'><info><comments>It was 1889.</comments></info><scenario><atom>When?</atom></scenario>"
    found = only(a_siq(f"{told}<right><answer>1889</answer></right></question>", version=4))
    assert found.explanation == "It was 1889."


@pytest.mark.parametrize("kind", ['<type name="auction"/>', ""])
def test_an_auction_is_a_daily_double(kind: str) -> None:
    attribute = "" if kind else ' type="stake"'
    question = f"""<question price="100"{attribute}>{kind}<scenario><atom>Who?</atom></scenario>
    <right><answer>Jay</answer></right></question>"""
    assert only(a_siq(question, version=4)).double


def test_a_final_round_gives_the_final_question() -> None:
    asked = '<question price="0"><scenario><atom>Last?</atom></scenario><right><answer>Oak</answer></right></question>'
    pack = import_pack(a_siq(OF_5, media={"Images/a b.png": PNG}, final=asked), "x.siq").pack
    assert pack.final == FinalQuestion("Trees", "Last?", ("Oak",))
    assert len(pack.rounds) == 1


def test_what_is_left_out_is_named_with_its_line() -> None:
    question = """<question price="100"><scenario><atom>Who?</atom><atom type="video">@a.mp4</atom></scenario>
<right><answer>Jay</answer></right></question>"""
    assert "x.siq, content.xml, line 5: its video is left out." in import_pack(a_siq(question), "x.siq").warnings


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><package/>', "content.xml: its XML has a document type"),
        ("<package><rounds>", "content.xml, line 1, column 18: its XML is damaged"),
        ("<a>" * 100, "content.xml: its XML is nested too deep"),
        ('<?xml version="1.0" encoding="klingon"?><package/>', "content.xml"),
    ],
)
def test_xml_that_is_none_or_a_bomb_is_told(content: str, sentence: str) -> None:
    assert sentence in error(an_archive({"content.xml": content}))


# --- our own ------------------------------------------------------------------------------------------------------


def test_a_pack_may_bring_its_pictures_in_an_archive() -> None:
    asked = {"value": 200, "clue": "Who?", "answers": ["Jay"], "image": "birds/jay.png"}
    content = {"title": "Birds", "rounds": [{"categories": [{"name": "All", "questions": [asked]}]}]}
    assert only(an_archive({"pack.json": json.dumps(content), "birds/jay.png": PNG})).image == PICTURE
    assert error(an_archive({"pack.json": json.dumps(content)})) == (
        "x.zip, birds/jay.png: this picture is not in the archive."
    )


# --- ClassQuiz ----------------------------------------------------------------------------------------------------


def test_a_class_quiz_is_read_with_its_pictures() -> None:
    """Also where a picture holds the very bytes that stand before a picture."""
    odd = PNG + b"\xc7\xc7\xc7\x00 and more"
    question = {
        "question": "<p>Which is <b>blue</b>?</p>", "type": "ABCD", "time": "20", "image": 0,
        "answers": [{"right": False, "answer": "Crow"}, {"right": True, "answer": "Jay"}],
    }  # fmt: skip
    found = only(a_cqa([question], {-1: PNG, 0: odd}))
    assert (found.clue, found.answers, found.choices) == ("Which is blue?", ("Jay",), ("Crow", "Jay"))
    assert found.image == f"data:image/png;base64,{base64.b64encode(odd).decode()}"


def test_texts_ranges_and_ticks_have_answers_and_polls_are_left_out() -> None:
    asked: list[dict[str, Any]] = [
        {"question": "Name?", "type": "TEXT", "answers": [{"answer": "Jay"}, {"answer": "A jay"}]},
        {"question": "How many?", "type": "RANGE", "answers": {"min": 0, "max": 9, "min_correct": 3, "max_correct": 4}},
        {"question": "Which?", "type": "CHECK", "answers": [{"right": True, "answer": a} for a in "ab"]},
        {"question": "Like it?", "type": "VOTING", "answers": [{"answer": "Yes"}]},
    ]
    imported = import_pack(a_cqa(asked), "x.cqa")
    found = imported.pack.rounds[0].categories[0].questions
    assert [each.answers for each in found] == [("Jay", "A jay"), ("from 3 to 4",), ("a, b",)]
    assert imported.warnings == ("x.cqa, question 4: a question of the kind 'VOTING' is left out.",)


def test_a_quiz_that_unpacks_to_more_than_a_pack_may_be_is_refused() -> None:
    assert "larger than 5 MB unpacked" in error(a_cqa([{"question": " " * 9_000_000}]))


def test_a_quiz_that_was_cut_off_is_told() -> None:
    assert error(a_cqa([{"question": "Who?"}])[:40]) == "x.zip: its end is missing."


# --- archives that do harm ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../content.xml", "/etc/passwd", "a/../../b", "C:\\x", "..\\x"])
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str) -> None:
    assert "leads out of it" in error(an_archive({name: "x"}))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "far larger unpacked" in error(an_archive({"content.xml": b"\0" * 15_000_000}))


def test_an_archive_of_thousands_of_entries_is_refused() -> None:
    assert "more than 2000 entries" in error(an_archive({f"{number}": "" for number in range(2_001)}))


def test_an_entry_that_is_larger_than_it_says_is_refused() -> None:
    data = bytearray(a_siq(OF_5))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        at = archive.start_dir
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert error(bytes(data)) == "x.zip, content.xml: an entry of the archive is missing, damaged or encrypted."


def test_an_unusual_way_of_packing_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("content.xml", "<package/>")
    assert error(out.getvalue()) == "x.zip, content.xml: an entry of the archive is packed in an unusual way."


def test_a_link_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("content.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in error(out.getvalue())


def test_an_archive_of_something_else_is_named() -> None:
    assert error(an_archive({"a.txt": "x"})) == (
        "x.zip: the archive is neither a pack (with pack.json) nor a workbook (xlsx) nor a SIGame package (siq)."
    )


def test_a_file_of_no_format_is_told_which_there_are() -> None:
    assert error(b"Dear diary").startswith("x.zip: this is none of the formats that can be read: Underdog's own JSON")


SEEDS = [
    a_siq(OF_5, media={"Images/a b.png": PNG}),
    a_workbook(a_kahoot(["Blue?", "Jay", "Crow", "", "", 20, 1])),
    a_cqa([{"question": "Who?", "type": "TEXT", "answers": [{"answer": "Jay"}]}]),
    b"category,clue,answers\nBirds,Blue?,Jay\n",
    b"Blue? {=jay ~crow}\n",
    b'{"response_code": 0, "results": [{"question": "a", "correct_answer": "b"}]}',
    b'{"questions": [{"question": "a", "answers": ["b"], "solutions": [0]}]}',
]


@settings(deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=8))
def test_whatever_is_damaged_it_gives_a_pack_or_a_sentence(seed: bytes, changes: list[tuple[int, int]]) -> None:
    data = bytearray(seed)
    for at, value in changes:
        data[at % len(data)] = value
    try:
        pack = import_pack(bytes(data), "x").pack
    except BadPack as told:
        assert str(told)
    else:
        assert pack_from(as_json(pack)) == pack


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_pack_or_a_sentence(data: bytes) -> None:
    try:
        import_pack(data, "x")
    except BadPack as told:
        assert str(told)


def test_our_own_json_is_read_too() -> None:
    imported = import_pack(json.dumps(a_pack()).encode(), "x.json")
    assert (imported.format, imported.pack) == ("Underdog", pack_from(a_pack()))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["ABCD", "TEXT", "%20", "YQ==", "a"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["answer", "right"]), inner, max_size=2)
    ),
    max_leaves=6,
)
FIELDS = ["response_code", "results", "questions", "subject", "title"]
OF_A_QUESTION = [
    "question",
    "answers",
    "solutions",
    "solution",
    "type",
    "image",
    "correct_answer",
    "category",
    "difficulty",
]


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(FIELDS),
        ANYTHING | st.lists(st.dictionaries(st.sampled_from(OF_A_QUESTION), ANYTHING), max_size=2) | st.just(0),
    ),
    st.booleans(),
)
def test_json_of_any_shape_gives_a_pack_or_a_sentence(content: dict[str, object], packed: bool) -> None:
    data = json.dumps(content).encode()
    try:
        import_pack(gzip.compress(data) if packed else data, "x")
    except BadPack as told:
        assert str(told)


def test_a_picture_bomb_in_an_archive_is_left_out_with_a_warning_that_names_it() -> None:
    content = a_pack()
    content["rounds"][0]["categories"][0]["questions"][0]["image"] = "birds/jay.png"
    imported = import_pack(an_archive({"pack.json": json.dumps(content), "birds/jay.png": bomb()}), "x.zip")
    assert imported.pack.rounds[0].categories[0].questions[0].image == ""
    assert any("birds/jay.png" in each and "16 million pixels" in each for each in imported.warnings)

"""Packs of questions: what is read, and how a mistake in one is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.quiz.pack import MOST_BYTES, BadPack, as_json, pack_from, read_pack, with_pictures
from tests.helpers.quizzes import a_pack, a_question

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


def with_question(**fields: Any) -> dict[str, Any]:
    category = {"name": "Pieces", "questions": [a_question(), a_question(**fields)]}
    return a_pack(rounds=[{"name": "First", "categories": [category]}])


def test_what_is_written_is_read_again() -> None:
    pack = pack_from(a_pack(language="en", author="Us", license="CC0-1.0"))
    assert read_pack(json.dumps(as_json(pack))) == pack


def test_unknown_fields_are_kept() -> None:
    pack = pack_from(with_question(difficulty="hard") | {"mood": "gay"})
    told = as_json(pack)
    assert told["mood"] == "gay"
    assert told["rounds"][0]["categories"][0]["questions"][1]["difficulty"] == "hard"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": "200"}, "needs a whole number from 0 to 100000 for 'value'"),
        ({"value": True}, "needs a whole number from 0 to 100000 for 'value'"),
        ({"clue": ""}, "needs a text for 'clue'"),
        ({"clue": "\ud800"}, "half a character"),
        ({"answers": []}, "needs answers"),
        ({"answers": [3]}, "needs a text for 'answers'"),
        ({"double": 1}, "needs true or false for 'double'"),
        ({"moves": ["e2e4"]}, "no position (fen)"),
        ({"fen": "nonsense", "moves": ["e2e4"]}, "a position that is none"),
        ({"fen": "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1", "moves": ["e2e5"]}, "'e2e5', which is not legal"),
        ({"fen": "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1", "moves": ["0000"]}, "'0000', which is not legal"),
        ({"image": "https://example.org/a.png"}, "neither in the pack nor in its archive"),
        ({"image": "../a.png"}, "neither in the pack nor in its archive"),
        ({"image": "data:text/html;base64,YQ=="}, "neither PNG, JPEG, GIF nor WebP"),
        ({"image": "data:image/svg+xml;base64,YQ=="}, "neither PNG, JPEG, GIF nor WebP"),
    ],
)
def test_a_mistake_is_told_with_its_place(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadPack) as told:
        pack_from(with_question(**fields))
    assert str(told.value).startswith("Question 2 of category 1 of round 1 ")
    assert sentence in str(told.value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("{", "The file is not JSON (line 1, column 2)."),
        ("[]", "The pack must be an object {…}."),
        ('{"format": 2}', "The pack has format 2; this program reads format 1."),
        ('{"title": "x", "rounds": []}', "The pack must have a list of 1 to 6 rounds."),
        ('{"value": NaN}', "The pack has NaN where a number belongs."),
        ("[" * 100_000, "The file is not JSON."),
        ("9" * 5_000, "The file is not JSON."),
        (" " * (MOST_BYTES + 1), "The pack is larger than 5 MB."),
    ],
)
def test_a_file_that_is_no_pack_is_told_in_a_sentence(data: str, sentence: str) -> None:
    with pytest.raises(BadPack) as told:
        read_pack(data)
    assert str(told.value) == sentence


@settings(deadline=None)
@given(JSON)
def test_whatever_it_is_given_it_gives_a_pack_or_a_sentence(content: object) -> None:
    try:
        pack_from(content)
    except BadPack as error:
        assert str(error)[0].isupper()
        assert str(error).endswith(".")


def test_castling_is_kept_in_the_one_way_of_writing_it() -> None:
    content = with_question(fen="4k3/8/8/8/8/8/8/4K2R w K - 0 1", moves=["e1h1"])
    assert pack_from(content).rounds[0].categories[0].questions[1].moves == ("e1g1",)


def test_pictures_can_be_put_elsewhere() -> None:
    pack = with_pictures(pack_from(with_question(image="a.png")), lambda name: f"pictures/{name}")
    assert [question.image for question in pack.rounds[0].categories[0].questions] == ["", "pictures/a.png"]

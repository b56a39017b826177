"""Questions from the Open Trivia Database. They are under CC BY-SA 4.0, which the pack then says."""

from __future__ import annotations

import base64
import binascii
import html
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, unquote_plus

from game.quiz.packs.arranging import About, Item, arrange
from game.quiz.packs.jsonfiles import objects, read_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.quiz.pack import Pack
    from game.quiz.packs.report import Report

_REFUSALS: Final = {
    1: "the database had not enough questions", 2: "the database did not understand what it was asked",
    3: "the database did not know the token", 4: "the database had no new questions",
    5: "the database was asked too often",
}  # fmt: skip
_RANK: Final = {"easy": 0, "medium": 1, "hard": 2}
LICENSE: Final = "CC BY-SA 4.0"
SOURCE: Final = "Open Trivia Database, opentdb.com"


def is_open_trivia(content: Any) -> bool:
    """Whether this is an answer of the database."""
    return isinstance(content, dict) and "response_code" in content


def read_open_trivia(data: bytes, report: Report) -> Pack:
    """The pack of these questions, by category and from easy to hard."""
    content = read_json(data, report)
    code = content["response_code"]
    if code != 0:
        why = _REFUSALS.get(code) if isinstance(code, int) else None
        raise report.error(f"{why or 'the database gave an error'}, so there are no questions in it")
    results = objects(content, "results", report)
    decode = _decoder(results)
    items = [_item(each, number, decode) for number, each in enumerate(results, 1)]
    items.sort(key=lambda ranked: ranked[0])
    about = About(title=report.file.rsplit(".", 1)[0], license=LICENSE, source=SOURCE)
    return arrange((item for _, item in items), about, report)


def _item(result: dict[str, Any], number: int, decode: Callable[[str], str]) -> tuple[int, Item]:
    def told(field: str) -> str:
        return decode(_raw_text(result.get(field)))

    wrong = tuple(decode(each) for each in _raw_texts(result.get("incorrect_answers")))
    right = told("correct_answer")
    # In an order that does not tell which one is right.
    choices = ("True", "False") if told("type") == "boolean" else tuple(sorted({right, *wrong}))
    item = Item(
        clue=told("question"),
        answers=(right,) if right else (),
        choices=choices,
        category=told("category"),
        where=f"question {number}",
    )
    return _RANK.get(told("difficulty"), 1), item


def _raw_text(value: Any) -> str:
    """A text as it is in the file, still encoded."""
    return value if isinstance(value, str) else ""


def _raw_texts(values: Any) -> list[str]:
    return [each for each in values if isinstance(each, str)] if isinstance(values, list) else []


def _decoder(results: list[dict[str, Any]]) -> Callable[[str], str]:
    """The function that decodes the texts. There are four encodings, and the file does not say which one it has."""
    texts = [_raw_text(each.get(field)) for each in results for field in ("type", "category", "question")]
    if texts and all(map(_is_base64, texts)):
        return lambda text: base64.b64decode(text).decode("utf-8", errors="replace")
    if any("%20" in text for text in texts):
        return unquote
    if any("+" in text for text in texts) and not any(" " in text for text in texts):
        return unquote_plus
    return html.unescape


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return bool(text)

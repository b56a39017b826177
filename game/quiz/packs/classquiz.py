"""ClassQuiz's .cqa: gzipped JSON, followed by its pictures, each after a mark and its number."""

from __future__ import annotations

import re
import zlib
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from game.quiz.pack import MOST_BYTES
from game.quiz.packs.arranging import About, Item, arrange
from game.quiz.packs.jsonfiles import objects, read_json, text_of
from game.quiz.packs.pictures import Pictures
from game.quiz.packs.plaintext import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.quiz.pack import Pack
    from game.quiz.packs.report import Report

_END_OF_JSON: Final = b"\xc7\xc7\xc7\x00"
_PICTURE: Final = re.compile(rb"\xc6\xc6\xc6\x00(-?\d{1,6})\xc5\xc5\x00")
_GZIP: Final = 31
"""zlib's number for a stream with gzip's header."""


def is_classquiz(data: bytes) -> bool:
    """Whether it begins like gzip; no other format here does."""
    return data.startswith(b"\x1f\x8b\x08")


def read_classquiz(data: bytes, report: Report) -> Pack:
    """The pack of these questions. Polls, slides and ordering questions are left out with a warning."""
    packed, rest = _unpacked(data, report)
    content = read_json(packed, report)
    pictures = dict(_pictures(rest))
    title = text_of(content.get("title")) if isinstance(content, dict) else ""
    title = title or report.file.rsplit(".", 1)[0]
    reader = _Reader(title, pictures, report)
    questions = objects(content, "questions", report)
    items = [reader.item(each, f"question {number}") for number, each in enumerate(questions, 1)]
    return arrange([item for item in items if item], About(title=title, source=report.file), report)


def _unpacked(data: bytes, report: Report) -> tuple[bytes, bytes]:
    """The JSON, and the bytes after the end of the gzip stream. A mark could also occur inside the compressed data."""
    stream = zlib.decompressobj(_GZIP)
    try:
        text = stream.decompress(data, MOST_BYTES + 1)
    except zlib.error:
        raise report.error("it is damaged") from None
    if len(text) > MOST_BYTES:
        raise report.error(f"it is larger than {MOST_BYTES // 1_000_000} MB unpacked")
    if not stream.eof:
        raise report.error("its end is missing")
    return text, stream.unused_data.removeprefix(_END_OF_JSON)


def _pictures(rest: bytes) -> Iterator[tuple[int, bytes]]:
    """Each picture by its number; -1 is the cover."""
    marks = list(_PICTURE.finditer(rest))
    for mark, following in zip_longest(marks, marks[1:]):
        yield int(mark[1]), rest[mark.end() : following.start() if following else len(rest)]


class _Reader:
    """Converts ClassQuiz's questions to ours."""

    def __init__(self, title: str, pictures: dict[int, bytes], report: Report) -> None:
        self._title = title
        self._stored = pictures
        self._urls = Pictures(report)
        self._report = report

    def item(self, question: dict[str, Any], where: str) -> Item | None:
        kind, told = text_of(question.get("type", "ABCD")), question.get("answers")
        choices: tuple[str, ...] = ()
        if kind in {"ABCD", "CHECK"} and isinstance(told, list):
            choices = tuple(text_of(each.get("answer")) for each in told if isinstance(each, dict))
            right = tuple(text_of(each.get("answer")) for each in told if isinstance(each, dict) and each.get("right"))
            # All that must be ticked are one answer.
            answers = (", ".join(right),) if kind == "CHECK" and right else right
        elif kind == "TEXT" and isinstance(told, list):
            answers = tuple(text_of(each.get("answer")) for each in told if isinstance(each, dict))
        elif kind == "RANGE" and isinstance(told, dict):
            answers = (f"from {told.get('min_correct')} to {told.get('max_correct')}",)
        else:
            self._report.warn(f"a question of the kind {kind!r:.20} is left out", where)
            return None
        return Item(
            clue=text_of(question.get("question")),
            answers=answers,
            choices=choices,
            category=self._title,
            image=self._image(question.get("image"), where),
            where=where,
        )

    def _image(self, told: Any, where: str) -> str:
        if told is None or told == "":
            return ""
        number = whole_number(str(told))
        if number is None or number not in self._stored:
            self._report.warn("its picture is not in the file and is left out", where)
            return ""
        return self._urls.url(self._stored[number], where)

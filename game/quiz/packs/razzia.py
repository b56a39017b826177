"""Quizzes of Razzia, and of its predecessor Rahoot: JSON with the numbers of the right answers, from 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.quiz.packs.arranging import About, Item, arrange
from game.quiz.packs.jsonfiles import objects, read_json, text_of, texts_of

if TYPE_CHECKING:
    from game.quiz.pack import Pack
    from game.quiz.packs.report import Report


def is_razzia(content: Any) -> bool:
    """Whether its questions name their right answers as these do."""
    questions = content.get("questions") if isinstance(content, dict) else None
    first = questions[0] if isinstance(questions, list) and questions else None
    return isinstance(first, dict) and "answers" in first and ("solutions" in first or "solution" in first)


def read_razzia(data: bytes, report: Report) -> Pack:
    """The pack of these questions. Pictures are links, and nothing is fetched."""
    content = read_json(data, report)
    title = text_of(content.get("subject")) or report.file.rsplit(".", 1)[0]
    questions = objects(content, "questions", report)
    items = [_item(each, f"question {number}", title, report) for number, each in enumerate(questions, 1)]
    return arrange(items, About(title=title, source=report.file), report)


def _item(question: dict[str, Any], where: str, title: str, report: Report) -> Item:
    choices = texts_of(question.get("answers"))
    told = question.get("solutions", question.get("solution"))
    numbers = told if isinstance(told, list) else [told]
    right = [each for each in numbers if isinstance(each, int) and 0 <= each < len(choices)]
    if len(right) < len(numbers):
        raise report.error(f"the right answer is none of its {len(choices)} answers", where)
    if question.get("media") or question.get("image"):
        report.warn("its picture or sound is a link and is left out", where)
    return Item(
        clue=text_of(question.get("question")),
        answers=tuple(choices[each] for each in right),
        choices=choices,
        category=title,
        where=where,
    )

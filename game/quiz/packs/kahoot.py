"""Kahoot's spreadsheet: a heading row, up to four answers to each question, and the numbers of the right ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from game.quiz.packs.arranging import About, Item, arrange
from game.quiz.packs.report import cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.quiz.pack import Pack
    from game.quiz.packs.report import Report

_SEARCHED_ROWS: Final = 20
_ANSWER: Final = re.compile(r"answer (\d)|(\d)(?:st|nd|rd|th) answer")
_FEWEST_ANSWERS: Final = 2


def heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the heading row: the eighth in the template, usually the first elsewhere."""
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        names = [name.strip().lower() for name in row]
        if any(name.startswith("question") for name in names) and any(name.startswith("correct") for name in names):
            return index
    return None


def read_kahoot(rows: Sequence[Sequence[str]], report: Report) -> Pack:
    """The pack in these rows; raises BadPack with row and column."""
    head = heading_row(rows)
    if head is None:
        raise report.error(f"none of the first {_SEARCHED_ROWS} rows has the headings Question and Correct answer(s)")
    title = report.file.rsplit(".", 1)[0]
    return arrange(_items(rows, head, title, report), About(title=title, source=report.file), report)


def _items(rows: Sequence[Sequence[str]], head: int, title: str, report: Report) -> Iterator[Item]:
    names = [name.strip().lower() for name in rows[head]]
    question = next(index for index, name in enumerate(names) if name.startswith("question"))
    correct = next(index for index, name in enumerate(names) if name.startswith("correct"))
    answers = [index for index, name in enumerate(names) if _ANSWER.match(name)]
    for number, row in enumerate(rows[head + 1 :], head + 2):
        cells = [*(text.strip() for text in row), *[""] * (len(names) - len(row))]
        if not cells[question]:
            continue
        choices = {rank: cells[index] for rank, index in enumerate(answers, 1) if cells[index]}
        if len(choices) < _FEWEST_ANSWERS:
            raise report.error(f"there are fewer than {_FEWEST_ANSWERS} answers", cell(number))
        right = _right(cells[correct], choices, cell(number, _letter(correct)), report)
        yield Item(
            clue=cells[question],
            answers=tuple(choices[rank] for rank in right),
            choices=tuple(choices.values()),
            category=title,
            where=cell(number),
        )


def _right(told: str, choices: dict[int, str], where: str, report: Report) -> list[int]:
    """The numbers of the right answers: "2", "1,3", or 2.0, as a spreadsheet may store the first."""
    parts = [part.strip() for part in re.split(r"[,;]", told) if part.strip()]
    found = [int(float(part)) if re.fullmatch(r"\d+(?:\.0+)?", part) else 0 for part in parts]
    if found and all(each in choices for each in found):
        return found
    if len(found) == 1 and found[0] > 1_000:
        raise report.error("the spreadsheet has made a date of the numbers; format the cell as text", where)
    raise report.error(f"{told!r:.40} does not name answers of this question by their numbers", where)


def _letter(index: int) -> str:
    return chr(ord("A") + index)

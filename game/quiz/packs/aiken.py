"""Questions in Aiken's format: a line with the question, a line for each answer, and `ANSWER: B`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from game.quiz.packs.arranging import About, Item, arrange
from game.quiz.packs.plaintext import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.quiz.pack import Pack
    from game.quiz.packs.report import Report

_CHOICE: Final = re.compile(r"([A-Z])[.)]\s+(.+)")
_RIGHT: Final = re.compile(r"ANSWER:\s*([A-Z])\s*$")


def is_aiken(text: str) -> bool:
    """Whether a line names the right answer."""
    return bool(re.search(r"^ANSWER:\s*[A-Z]\s*$", text, re.MULTILINE))


def read_aiken(data: bytes, report: Report) -> Pack:
    """The pack of these questions; raises BadPack with the line."""
    items = _items(decoded(data, report).split("\n"), report)
    return arrange(items, About(title=report.file.rsplit(".", 1)[0], source=report.file), report)


def _items(lines: list[str], report: Report) -> Iterator[Item]:
    clue: list[str] = []
    choices: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        where = f"line {number}"
        if right := _RIGHT.match(line):
            if right[1] not in choices:
                raise report.error(f"there is no answer {right[1]}", where)
            yield Item(clue=" ".join(clue), answers=(choices[right[1]],), choices=tuple(choices.values()), where=where)
            clue, choices = [], {}
        elif clue and (choice := _CHOICE.match(line)):
            choices[choice[1]] = choice[2].strip()
        elif line.strip():
            if choices:
                raise report.error("there is neither an answer nor the line ANSWER", where)
            clue.append(line.strip())
    if clue:
        report.warn(f"the last question has no line ANSWER and is left out: {clue[0]:.60}")

"""Clues as a table with tabs, one board after the other. `answer` is the clue, and `question` the response to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from game.quiz.packs.arranging import About, Item, arrange
from game.quiz.packs.plaintext import decoded, whole_number, without_html
from game.quiz.packs.report import cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from game.quiz.pack import Pack
    from game.quiz.packs.report import Report

_NEEDED: Final = frozenset({"round", "category", "answer", "question", "air_date"})
_FINAL_ROUNDS: Final = frozenset({"3", "final", "final jeopardy!"})


def is_clue_tsv(text: str) -> bool:
    """Whether the first line has the columns of such a table."""
    return set(text.split("\n", 1)[0].strip().lower().split("\t")) >= _NEEDED


def read_clue_tsv(data: bytes, report: Report) -> Pack:
    """The first boards of such a table. Quotes have no meaning in it, so lines are split at tabs only."""
    head, *lines = decoded(data, report).split("\n")
    names = head.strip().lower().split("\t")
    report.warn("clues of television shows belong to their makers: play with them at home, but do not pass them on")
    items = _items(names, lines, report)
    return arrange(items, About(title=report.file.rsplit(".", 1)[0], source=report.file), report)


def _items(names: list[str], lines: list[str], report: Report) -> Iterator[Item]:
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != len(names):
            raise report.error(f"the row has {len(cells)} cells, but there are {len(names)} columns", cell(number))
        yield _item(dict(zip(names, map(_unquoted, cells), strict=True)), number, report)


def _item(row: Mapping[str, str], number: int, report: Report) -> Item:
    final = row["round"].lower() in _FINAL_ROUNDS
    told = row.get("clue_value", row.get("value", ""))
    value = whole_number(told.strip().lstrip("$").replace(",", ""))
    if value is None and not final:
        raise report.error(f"{told!r:.40} is no value", cell(number, "clue_value" if "clue_value" in row else "value"))
    double = row.get("daily_double_value", row.get("daily_double", "")).strip().lower()
    return Item(
        clue=without_html(row["answer"]),
        answers=_accepted(without_html(row["question"])),
        category=without_html(row["category"]),
        round=" ".join(filter(None, (row["air_date"], f"round {row['round']}", row.get("notes", "")))),
        value=None if final else value,
        double=double not in {"", "0", "no", "false"},
        explanation=without_html(row.get("comments", "")),
        final=final,
        where=cell(number),
    )


def _accepted(response: str) -> tuple[str, ...]:
    """The response, and the alternatives in "(or …)" after it."""
    other = re.fullmatch(r"(.+?)\s*\(or (.+?)\)", response)
    return (other[1], other[2]) if other else (response,)


def _unquoted(text: str) -> str:
    return text.strip().replace('\\"', '"').replace("\\'", "'")

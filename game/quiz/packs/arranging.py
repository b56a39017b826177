"""Arranges a plain list of questions, as most formats have it, into rounds and categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from game.quiz.pack import (
    MOST_ANSWERS,
    MOST_CATEGORIES,
    MOST_NAME,
    MOST_QUESTIONS,
    MOST_ROUNDS,
    MOST_TEXT,
    MOST_VALUE,
    BadPack,
    Category,
    FinalQuestion,
    Pack,
    Question,
    Round,
    as_json,
    pack_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from game.quiz.packs.report import Report

ROWS: Final = 5
"""How many questions a category gets where the format knows no values."""
COLUMNS: Final = 6
"""How many categories a round gets where the format knows no rounds."""
STEP: Final = 200
"""By how much the values rise where the format knows none."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question of a file. `where` is its place in the file. `value` None: decided by its rank in the category."""

    clue: str
    answers: tuple[str, ...] = ()
    category: str = ""
    round: str = ""
    round_name: str = ""
    value: int | None = None
    choices: tuple[str, ...] = ()
    explanation: str = ""
    double: bool = False
    image: str = ""
    fen: str = ""
    moves: tuple[str, ...] = ()
    final: bool = False
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class About:
    """What a file says about itself."""

    title: str
    language: str = ""
    author: str = ""
    license: str = ""
    source: str = ""


def arrange(items: Iterable[Item], about: About, report: Report) -> Pack:
    """The pack of these questions, in their order. Questions for which it has no room are left out, with a warning.

    Raises:
        BadPack: no question is left.
    """
    fitting = [item for item in items if _fits(item, report)]
    columns: dict[str, list[Category]] = {}
    names: dict[str, str] = {}
    for key, questions in _grouped(item for item in fitting if not item.final).items():
        columns.setdefault(key[0], []).extend(_columns(key[1], questions))
        names.setdefault(key[0], questions[0].round_name)
    rounds = [round_ for key, categories in columns.items() for round_ in _rounds(key, names[key], categories)]
    if not rounds:
        raise report.error("there is no question in it that this program can use")
    if len(rounds) > MOST_ROUNDS:
        report.warn(f"only the first {MOST_ROUNDS} of {len(rounds)} rounds are kept")
    pack = Pack(
        title=_cut(about.title, MOST_NAME) or "Questions",
        rounds=tuple(rounds[:MOST_ROUNDS]),
        final=_final([item for item in fitting if item.final], report),
        language=_cut(about.language, MOST_NAME),
        author=_cut(about.author, MOST_NAME * 4),
        license=_cut(about.license, MOST_NAME * 4),
        source=_cut(about.source, MOST_NAME * 4),
    )
    try:
        return pack_from(as_json(pack))
    except BadPack as error:
        raise BadPack(f"{report.file}: {error}") from error


def _fits(item: Item, report: Report) -> bool:
    if not item.clue.strip():
        report.warn("a question without a text is left out", item.where)
    elif not (any(answer.strip() for answer in item.answers) or item.moves):
        report.warn("a question without a right answer is left out", item.where)
    elif len(max((item.clue, item.explanation, *item.answers, *item.choices), key=len)) > MOST_TEXT:
        report.warn(f"a question with a text of more than {MOST_TEXT} characters is left out", item.where)
    elif max(len(item.answers), len(item.choices)) > MOST_ANSWERS:
        report.warn(f"a question with more than {MOST_ANSWERS} answers is left out", item.where)
    else:
        return True
    return False


def _grouped(items: Iterable[Item]) -> dict[tuple[str, str], list[Item]]:
    """The questions of each category of each round."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        groups.setdefault((item.round, item.category), []).append(item)
    return groups


def _columns(name: str, items: Sequence[Item]) -> list[Category]:
    """One category, or several if it has too many questions."""
    most = MOST_QUESTIONS if all(item.value is not None for item in items) else ROWS
    parts = [items[start : start + most] for start in range(0, len(items), most)]
    titles = [name] if len(parts) == 1 else [f"{name[: MOST_NAME - 5]} {number}" for number in range(1, len(parts) + 1)]
    return [
        Category(
            _cut(title, MOST_NAME) or "Questions", tuple(_question(item, rank) for rank, item in enumerate(part, 1))
        )
        for title, part in zip(titles, parts, strict=True)
    ]


def _question(item: Item, rank: int) -> Question:
    return Question(
        value=STEP * rank if item.value is None else min(max(item.value, 0), MOST_VALUE),
        clue=item.clue.strip(),
        answers=tuple(answer.strip() for answer in item.answers if answer.strip()),
        choices=tuple(choice.strip() for choice in item.choices if choice.strip()),
        explanation=item.explanation.strip(),
        double=item.double,
        image=item.image,
        fen=item.fen,
        moves=item.moves,
    )


def _rounds(key: str, name: str, categories: Sequence[Category]) -> list[Round]:
    """The rounds of the file, or as many as are needed if it has none."""
    most = MOST_CATEGORIES if key else COLUMNS
    return [
        Round(_cut(name or (key if not key.isdigit() else ""), MOST_NAME), tuple(categories[start : start + most]))
        for start in range(0, len(categories), most)
    ]


def _final(items: Sequence[Item], report: Report) -> FinalQuestion | None:
    if not items:
        return None
    if len(items) > 1:
        report.warn(f"only the first of {len(items)} final questions is kept")
    first = items[0]
    return FinalQuestion(_cut(first.category, MOST_NAME) or "Final", first.clue.strip(), first.answers)


def _cut(text: str, most: int) -> str:
    return text.strip()[:most].strip()

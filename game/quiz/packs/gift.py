"""Questions in Moodle's GIFT format: separated by empty lines, with the answers in braces."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from game.quiz.packs.arranging import About, Item, arrange
from game.quiz.packs.plaintext import decoded, without_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.quiz.pack import Pack, Question
    from game.quiz.packs.report import Report

_SPECIAL: Final = "~=#{}:\\"
_HIDDEN: Final = {character: chr(0xE000 + index) for index, character in enumerate(_SPECIAL)}
"""An escaped character stands as one of Unicode's private ones until the text is taken apart."""
_FORMAT: Final = re.compile(r"\s*\[(html|markdown|plain|moodle)\]\s*")
_TITLE: Final = re.compile(r"\s*::(.*?)::", re.DOTALL)
_ANSWER: Final = re.compile(r"([=~])([^=~]*)")
_WEIGHT: Final = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_NUMBER: Final = re.compile(r"=?\s*(?:%-?[\d.]+%)?([^=#]*)")
_SPAN: Final = re.compile(r"(-?\d*\.?\d+)\s*\.\.\s*(-?\d*\.?\d+)")
_NEAR: Final = re.compile(r"(-?\d*\.?\d+)\s*(?::\s*(\d*\.?\d+))?")
_TRUTH: Final = {"T": True, "TRUE": True, "F": False, "FALSE": False}
GAP: Final = "_____"


def is_gift(text: str) -> bool:
    """Whether there is a question with answers in braces, or a line that sets the category."""
    return bool(re.search(r"^\$CATEGORY:|^::|\{\s*(?:[=~#%]|T(?:RUE)?\s*[}#]|F(?:ALSE)?\s*[}#])", text, re.MULTILINE))


def read_gift(data: bytes, report: Report) -> Pack:
    """The pack of these questions. Kinds that nobody could answer at a buzzer are left out with a warning."""
    items = _items(decoded(data, report), report)
    return arrange(items, About(title=report.file.rsplit(".", 1)[0], source=report.file), report)


def _items(text: str, report: Report) -> Iterator[Item]:
    category = ""
    for first, block in _blocks(text):
        lines = block.split("\n")
        while lines and lines[0].startswith("$CATEGORY:"):
            path = lines.pop(0).removeprefix("$CATEGORY:").strip().rstrip("/")
            category = _plain(path.rsplit("/", 1)[-1].removeprefix("$course$"))
            first += 1  # noqa: PLW2901 - the question begins a line later
        if lines:
            item = _question("\n".join(lines), category, f"line {first}", report)
            if item is not None:
                yield item


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The blocks between empty lines, each with the number of its first line. Lines with // are comments."""
    block: list[str] = []
    first = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            if not line.lstrip().startswith("//"):
                first = first if block else number
                block.append(line)
        elif block:
            yield first, "\n".join(block)
            block = []


def _with_gap(before: str, after: str) -> str:
    """If text follows the answers, they fill a gap in it. A full stop after a question is no text."""
    if not after or (after == "." and before.endswith("?")):
        return before
    return f"{before} {GAP}{after}" if after[0] in ".,;!?" else f"{before} {GAP} {after}"


@dataclass(frozen=True)
class _Answer:
    right: bool
    weight: float
    text: str


def _question(block: str, category: str, where: str, report: Report) -> Item | None:
    hidden = re.sub(r"\\([~=#{}:\\])", lambda found: _HIDDEN[found[1]], block).replace("\\n", "\n")
    hidden = _TITLE.sub("", hidden, count=1)
    opening, closing = hidden.find("{"), hidden.rfind("}")
    if opening < 0 or closing < opening:
        report.warn("a text without answers in braces is left out", where)
        return None
    before, after = _FORMAT.sub("", hidden[:opening]).strip(), hidden[closing + 1 :].strip()
    clue = _plain(_with_gap(before, after))
    body, _, general = hidden[opening + 1 : closing].partition("####")
    item = Item(clue=clue, category=category, explanation=_plain(general), where=where)
    return _answered(item, body.strip(), report)


def _answered(item: Item, body: str, report: Report) -> Item | None:
    """The question with its answers, of the kind that the braces show."""
    truth = _TRUTH.get(body.split("#", 1)[0].strip().upper())
    if truth is not None:
        return replace(item, answers=("True" if truth else "False",), choices=("True", "False"))
    if body.startswith("#"):
        return _number(item, body[1:].strip(), report)
    answers = [_answer(sign, told) for sign, told in _ANSWER.findall(body)]
    if not answers:
        report.warn("a question that is answered by an essay is left out", item.where)
    elif any("->" in answer.text for answer in answers):
        report.warn("a question of matching pairs is left out", item.where)
    elif not (right := _right(answers)):
        report.warn("a question without a right answer is left out", item.where)
    else:
        offered = tuple(_plain(answer.text) for answer in answers)
        return replace(item, answers=right, choices=() if all(answer.right for answer in answers) else offered)
    return None


def _answer(sign: str, told: str) -> _Answer:
    text = told.split("#", 1)[0]
    weight = _WEIGHT.match(text)
    if weight:
        return _Answer(sign == "=", float(weight[1]), text[weight.end() :].strip())
    return _Answer(sign == "=", 100.0 if sign == "=" else 0.0, text.strip())


def _right(answers: list[_Answer]) -> tuple[str, ...]:
    """The accepted answers, the best first. Answers that are right only together are one answer."""
    some = [answer for answer in answers if answer.weight > 0]
    if some and not any(answer.right for answer in answers) and len(some) > 1:
        return (", ".join(_plain(answer.text) for answer in some),)
    return tuple(_plain(answer.text) for answer in sorted(some, key=lambda answer: -answer.weight))


def _number(item: Item, told: str, report: Report) -> Item | None:
    """A number with a tolerance, or a range. Of several, the first one that counts fully."""
    found = _NUMBER.match(told)
    first = found[1].strip() if found else ""
    span, near = _SPAN.fullmatch(first), _NEAR.fullmatch(first)
    if span:
        return replace(item, answers=(f"from {span[1]} to {span[2]}",))
    if near is None:
        report.warn(f"{first!r:.40} is no number; the question is left out", item.where)
        return None
    about = f"{near[1]} (give or take {near[2]})" if near[2] and float(near[2]) else near[1]
    return replace(item, answers=(about,))


def _plain(hidden: str) -> str:
    for character, stand_in in _HIDDEN.items():
        hidden = hidden.replace(stand_in, character)
    return without_html(hidden.strip())


# --- writing ------------------------------------------------------------------------------------------------------


def as_gift(pack: Pack) -> str:
    """The questions in GIFT, which has no values, rounds, daily doubles, board questions or final."""
    parts = [
        f"$CATEGORY: {_escaped(category.name.replace('/', '-'))}\n\n"
        + "\n\n".join(_written(question) for question in category.questions if question.answers)
        for round_ in pack.rounds
        for category in round_.categories
    ]
    return "\n\n".join(parts) + "\n"


def _written(question: Question) -> str:
    wrong = [choice for choice in question.choices if choice not in question.answers]
    answers = [f"={_escaped(answer)}" for answer in question.answers] + [f"~{_escaped(choice)}" for choice in wrong]
    why = f" ####{_escaped(question.explanation)}" if question.explanation else ""
    return f"{_escaped(question.clue)} {{{' '.join(answers)}{why}}}"


def _escaped(text: str) -> str:
    marked = re.sub(r"([~=#{}:\\])", r"\\\1", text)
    return re.sub(r"\s*\n\s*", r"\\n", marked)

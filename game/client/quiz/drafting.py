"""A pack that is being written: its parts, the possible changes, and what is still wrong. No pygame, no files."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from game.quiz.pack import (
    FORMAT,
    MOST_CATEGORIES,
    MOST_QUESTIONS,
    MOST_ROUNDS,
    BadPack,
    Pack,
    Question,
    as_json,
    pack_from,
)

Part: TypeAlias = Literal["pack", "round", "category", "question", "final"]
Step: TypeAlias = Literal["left", "right", "up", "down"]
BETWEEN: Final = " | "
"""Between answers, and between choices, in a field."""
FIRST_VALUE: Final = 200
_STEPS: Final[dict[Step, tuple[int, int]]] = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_FIELDS: Final[dict[Part, tuple[str, ...]]] = {
    "pack": ("title", "author", "license", "language"),
    "round": ("name",),
    "category": ("name",),
    "question": ("value", "clue", "answers", "choices", "explanation", "fen", "moves"),
    "final": ("category", "clue", "answers"),
}
_LISTS: Final = frozenset({"answers", "choices"})
_PLACE: Final = re.compile(r"(?:question (?P<q>\d+) of )?(?:category (?P<c>\d+) of )?round (?P<r>\d+)", re.IGNORECASE)


class Spot(NamedTuple):
    """A part of the pack. Indexes count from 0, and are -1 where they mean nothing."""

    part: Part
    round: int = 0
    category: int = -1
    question: int = -1


class PackDraft:
    """The pack as JSON values, and the part that is being edited."""

    def __init__(self, pack: Pack | None = None) -> None:
        self.content: dict[str, Any] = as_json(pack) if pack is not None else _new_pack()
        self.at = Spot("category", 0, 0)
        self.changed = False

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def rounds(self) -> list[dict[str, Any]]:
        """All rounds."""
        rounds: list[dict[str, Any]] = self.content["rounds"]
        return rounds

    @property
    def categories(self) -> list[dict[str, Any]]:
        """The categories of the current round."""
        categories: list[dict[str, Any]] = self.rounds[self.at.round]["categories"]
        return categories

    def part(self, spot: Spot) -> dict[str, Any]:
        """The JSON value of a part."""
        if spot.part == "pack":
            return self.content
        if spot.part == "final":
            final: dict[str, Any] = self.content.get("final") or {}
            return final
        found = self.rounds[spot.round]
        if spot.part != "round":
            found = found["categories"][spot.category]
        if spot.part == "question":
            found = found["questions"][spot.question]
        return found

    def fields(self) -> dict[str, str]:
        """The editable fields of the current part, as text."""
        part = self.part(self.at)
        return {name: _as_text(name, part.get(name)) for name in _FIELDS[self.at.part]}

    @property
    def double(self) -> bool:
        """Whether the question is a daily double."""
        return self.at.part == "question" and bool(self.part(self.at).get("double"))

    @property
    def image(self) -> str:
        """The question's picture; "" if it has none."""
        return str(self.part(self.at).get("image") or "") if self.at.part == "question" else ""

    def problem(self) -> str:
        """What is wrong, and where, as a sentence; "" if nothing is."""
        try:
            pack_from(self.content)
        except BadPack as error:
            return str(error)
        return ""

    def pack(self) -> Pack:
        """The finished pack; raises BadPack."""
        return pack_from(self.content)

    def question(self) -> Question | None:
        """The current question, as far as it is valid, for the preview."""
        if self.at.part != "question":
            return None
        told = {"clue": " ", **self.part(self.at)}
        one = {"title": "-", "rounds": [{"name": "-", "categories": [{"name": "-", "questions": [told]}]}]}
        try:
            return pack_from(one).rounds[0].categories[0].questions[0]
        except BadPack:
            return None

    def spot_of(self, problem: str) -> Spot | None:
        """The part that a sentence of `problem` is about."""
        if problem.lower().startswith("final question"):
            return Spot("final", self.at.round)
        found = _PLACE.match(problem)
        if found is None:
            return Spot("pack", self.at.round) if problem else None
        r, c, q = (int(found[name] or 0) - 1 for name in ("r", "c", "q"))
        return Spot("question" if q >= 0 else "category" if c >= 0 else "round", r, c, q)

    # --- changing -------------------------------------------------------------------------------------------------

    def set(self, field: str, text: str) -> None:
        """Set a field of the current part."""
        if self.at.part == "final":
            self.content.setdefault("final", {})
        part, value = self.part(self.at), _from_text(field, text)
        if part.get(field) != value:
            part[field] = value
            self.changed = True
        if self.at.part == "final" and not any(self.content["final"].values()):
            # Nothing is written about it: there is none.
            del self.content["final"]

    def set_double(self, double: bool) -> None:
        """Set whether the question is a daily double."""
        if self.at.part == "question" and double != self.double:
            self.part(self.at)["double"] = double
            self.changed = True

    def set_image(self, image: str) -> None:
        """Set the question's picture, as a data URL; "": none."""
        if self.at.part != "question" or image == self.image:
            return
        question = self.part(self.at)
        if image:
            question["image"] = image
        else:
            del question["image"]
        self.changed = True

    def add_round(self) -> bool:
        """Add a round and show it. False if there is no room for it."""
        if len(self.rounds) >= MOST_ROUNDS:
            return False
        self.rounds.append(_new_round())
        self.at, self.changed = Spot("category", len(self.rounds) - 1, 0), True
        return True

    def add_category(self) -> bool:
        """Add a category at the right."""
        categories = self.categories
        if len(categories) >= MOST_CATEGORIES:
            return False
        categories.append(_new_category())
        self.at, self.changed = Spot("category", self.at.round, len(categories) - 1), True
        return True

    def add_question(self, category: int) -> bool:
        """Add a question at the end of a category, worth a step more than the last one."""
        questions = self.categories[category]["questions"]
        if len(questions) >= MOST_QUESTIONS:
            return False
        questions.append(_new_question(_next_value(questions)))
        self.at, self.changed = Spot("question", self.at.round, category, len(questions) - 1), True
        return True

    def remove(self) -> bool:
        """Remove the current part. False if it is the last of its kind."""
        at = self.at
        if at.part == "final":
            self.content.pop("final", None)
            self.at = Spot("round", at.round)
        elif not self._take_out(at):
            return False
        self.changed = True
        return True

    def _take_out(self, at: Spot) -> bool:
        match at.part:
            case "round" if len(self.rounds) > 1:
                del self.rounds[at.round]
                self.at = Spot("round", max(0, at.round - 1))
            case "category" if len(self.categories) > 1:
                del self.categories[at.category]
                self.at = Spot("category", at.round, max(0, at.category - 1))
            case "question" if len(questions := self.categories[at.category]["questions"]) > 1:
                del questions[at.question]
                self.at = at._replace(question=max(0, at.question - 1))
            case _:
                return False
        return True

    def move(self, step: Step) -> bool:
        """Move the current question, category or round. False if it cannot be moved there."""
        right, down = _STEPS[step]
        at = self.at
        match at.part:
            case "question" if down:
                questions = self.categories[at.category]["questions"]
                return self._swap(questions, at.question, down, at._replace(question=at.question + down))
            case "question":
                return self._to_category(at, at.category + right)
            case "category" if right:
                return self._swap(self.categories, at.category, right, at._replace(category=at.category + right))
            case "round" if right:
                return self._swap(self.rounds, at.round, right, at._replace(round=at.round + right))
            case _:
                return False

    def _swap(self, parts: list[Any], index: int, by: int, to: Spot) -> bool:
        other = index + by
        if not 0 <= other < len(parts):
            return False
        parts[index], parts[other] = parts[other], parts[index]
        self.at, self.changed = to, True
        return True

    def _to_category(self, at: Spot, category: int) -> bool:
        if not 0 <= category < len(self.categories):
            return False
        here, there = (self.categories[index]["questions"] for index in (at.category, category))
        if len(there) >= MOST_QUESTIONS or len(here) < 2:
            return False
        row = min(at.question, len(there))
        there.insert(row, here.pop(at.question))
        self.at, self.changed = at._replace(category=category, question=row), True
        return True

    # --- walking --------------------------------------------------------------------------------------------------

    def walk(self, step: Step) -> None:
        """Go to the neighbouring part. Questions lie below the name of their category."""
        right, down = _STEPS[step]
        at, categories = self.at, self.categories
        if at.category < 0:
            self.at = Spot("category", at.round, 0)
            return
        category = min(max(at.category + right, 0), len(categories) - 1)
        row = at.question if at.part == "question" else -1
        row = min(max(row + down, -1), len(categories[category]["questions"]) - 1)
        self.at = Spot("question" if row >= 0 else "category", at.round, category, row)

    def show_round(self, by: int) -> None:
        """Show another round."""
        self.at = Spot("round", min(max(self.at.round + by, 0), len(self.rounds) - 1))


def _new_pack() -> dict[str, Any]:
    return {"format": FORMAT, "title": "", "language": "en", "rounds": [_new_round()]}


def _new_round() -> dict[str, Any]:
    return {"name": "", "categories": [_new_category() for _ in range(3)]}


def _new_category() -> dict[str, Any]:
    return {"name": "", "questions": [_new_question(FIRST_VALUE * number) for number in (1, 2, 3)]}


def _new_question(value: int) -> dict[str, Any]:
    return deepcopy({"value": value, "clue": "", "answers": []})


def _next_value(questions: list[dict[str, Any]]) -> int:
    values = [each["value"] for each in questions if isinstance(each["value"], int)]
    if len(values) < 2:
        return (values[-1] if values else 0) + FIRST_VALUE
    return int(max(values[-1] + values[-1] - values[-2], 0))


def _as_text(field: str, value: object) -> str:
    if isinstance(value, list):
        return (BETWEEN if field in _LISTS else " ").join(map(str, value))
    return "" if value is None else str(value)


def _from_text(field: str, text: str) -> object:
    text = text.strip()
    if field in _LISTS:
        return [each.strip() for each in text.split(BETWEEN.strip()) if each.strip()]
    if field == "moves":
        return text.split()
    if field == "value" and re.fullmatch(r"\d{1,9}", text):
        return int(text)
    return text

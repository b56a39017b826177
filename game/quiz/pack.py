"""A pack of questions: its shape, its limits, and a reader whose errors name the place.

The file format, version 1, is one JSON object:

    {"format": 1, "title": "…", "language"?: "en", "author"?, "license"?, "source"?,
     "rounds": [{"name": "…", "categories": [{"name": "…", "questions": [
         {"value": 200, "clue": "…", "answers": ["…", …], "choices"?: ["…", …], "explanation"?: "…", "double"?: true,
          "image"?: "…", "fen"?: "…", "moves"?: ["e2e4", …]}]}]}],
     "final"?: {"category": "…", "clue": "…", "answers": ["…"]}}

A question with `moves` is a board question, answered by making one of them on the position `fen`. Unknown fields are
kept.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

import chess
from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FORMAT: Final = 1
MOST_BYTES: Final = 5_000_000
MOST_ROUNDS: Final = 6
MOST_CATEGORIES: Final = 12
MOST_QUESTIONS: Final = 12
MOST_VALUE: Final = 100_000
MOST_TEXT: Final = 2_000
MOST_NAME: Final = 80
MOST_ANSWERS: Final = 20
_DATA_URL: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}")


class BadPack(ValueError):
    """What is wrong with a pack, and where; the message is a sentence for people."""


class Question(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A question of the grid. `answers[0]` is the one that is shown. With `fen` and `moves` it is a board question."""

    value: int
    clue: str
    answers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    explanation: str = ""
    double: bool = False
    image: str = ""
    fen: str = ""
    moves: tuple[str, ...] = ()
    extra: dict[str, Any] = {}

    @property
    def on_board(self) -> bool:
        """Whether the question is answered by a move."""
        return bool(self.moves)


class Category(Struct, frozen=True):
    """A column of the grid."""

    name: str
    questions: tuple[Question, ...]
    extra: dict[str, Any] = {}


class Round(Struct, frozen=True):
    """A grid."""

    name: str
    categories: tuple[Category, ...]
    extra: dict[str, Any] = {}


class FinalQuestion(Struct, frozen=True):
    """The final question, on which everybody wagers."""

    category: str
    clue: str
    answers: tuple[str, ...]
    extra: dict[str, Any] = {}


class Pack(Struct, frozen=True, kw_only=True):
    """All questions of a quiz."""

    title: str
    rounds: tuple[Round, ...]
    final: FinalQuestion | None = None
    language: str = ""
    author: str = ""
    license: str = ""
    source: str = ""
    extra: dict[str, Any] = {}


# --- reading ------------------------------------------------------------------------------------------------------


def read_pack(data: bytes | str) -> Pack:
    """Parse a pack from a file's bytes.

    Raises:
        BadPack: too large, not JSON, or not of the shape above; the sentence names round, category and question.
    """
    if len(data) > MOST_BYTES:
        raise BadPack(f"The pack is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        content = json.loads(data, parse_constant=_no_number)
    except BadPack:
        raise
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise BadPack(f"The file is not JSON{where}.") from error
    return pack_from(content)


def pack_from(content: object) -> Pack:
    """Parse a pack from decoded JSON; raises BadPack like `read_pack`."""
    top = _Place("The pack", content)
    fields = top.object()
    version = fields.get("format", FORMAT)
    if version != FORMAT:
        raise BadPack(f"The pack has format {version!r:.40}; this program reads format {FORMAT}.")
    rounds = tuple(_round(each) for each in top.list("rounds", "round", 1, MOST_ROUNDS))
    final = _final(_Place("final question", fields["final"])) if fields.get("final") is not None else None
    return Pack(
        title=top.text("title", MOST_NAME),
        rounds=rounds,
        final=final,
        language=top.text("language", MOST_NAME, needed=False),
        author=top.text("author", MOST_NAME * 4, needed=False),
        license=top.text("license", MOST_NAME * 4, needed=False),
        source=top.text("source", MOST_NAME * 4, needed=False),
        extra=top.others({"format", "title", "rounds", "final", "language", "author", "license", "source"}),
    )


def _round(place: _Place) -> Round:
    categories = place.list("categories", "category", 1, MOST_CATEGORIES)
    name = place.text("name", MOST_NAME, needed=False)
    return Round(name, tuple(_category(each) for each in categories), place.others({"name", "categories"}))


def _category(place: _Place) -> Category:
    questions = place.list("questions", "question", 1, MOST_QUESTIONS)
    name = place.text("name", MOST_NAME)
    return Category(name, tuple(_question(each) for each in questions), place.others({"name", "questions"}))


_QUESTION_FIELDS = {
    "value", "clue", "answers", "choices", "explanation", "double", "image", "fen", "moves",
}  # fmt: skip


def _question(place: _Place) -> Question:
    fen, moves = place.text("fen", 120, needed=False), place.texts("moves", 8)
    answers = place.texts("answers", MOST_TEXT)
    if not answers and not moves:
        place.fail("needs answers, or moves to be made on the board")
    return Question(
        value=place.number("value", 0, MOST_VALUE),
        clue=place.text("clue", MOST_TEXT),
        answers=answers,
        choices=place.texts("choices", MOST_TEXT),
        explanation=place.text("explanation", MOST_TEXT, needed=False),
        double=place.flag("double"),
        image=_image(place),
        fen=fen,
        moves=_moves(place, fen, moves),
        extra=place.others(_QUESTION_FIELDS),
    )


def _image(place: _Place) -> str:
    """A picture in the pack itself, or a path in its archive. URLs that would have to be fetched are refused."""
    image = place.text("image", MOST_BYTES, needed=False)
    if image.startswith("data:"):
        if not _DATA_URL.fullmatch(image):
            place.fail("has a picture that is neither PNG, JPEG, GIF nor WebP in base64")
    elif ":" in image or image.startswith(("/", "\\")) or ".." in image or len(image) > MOST_NAME * 4:
        place.fail("has a picture that is neither in the pack nor in its archive")
    return image


def _moves(place: _Place, fen: str, moves: tuple[str, ...]) -> tuple[str, ...]:
    """The moves, each of which must be legal in the position."""
    if not fen:
        if moves:
            place.fail("has moves, but no position (fen) to make them on")
        return ()
    try:
        board = chess.Board(fen)
    except ValueError:
        place.fail(f"has a position that is none: {fen:.80}")
    played = [legal_move(board, move) for move in moves]
    for move, legal in zip(moves, played, strict=True):
        if legal is None:
            place.fail(f"has the move {move!r}, which is not legal in its position")
    return tuple(filter(None, played))


def legal_move(board: chess.Board, move: str) -> str | None:
    """A legal move in its normal form (castling is e1g1, not e1h1); None if it is not legal, or a pass."""
    try:
        played = board.parse_uci(move)
    except ValueError:
        return None
    return played.uci() if played else None


def _final(place: _Place) -> FinalQuestion:
    answers = place.texts("answers", MOST_TEXT)
    if not answers:
        place.fail("needs answers")
    category, clue = place.text("category", MOST_NAME), place.text("clue", MOST_TEXT)
    return FinalQuestion(category, clue, answers, place.others({"category", "clue", "answers"}))


class _Place:
    """A value in the pack, with its place for error messages."""

    def __init__(self, name: str, value: object) -> None:
        self._name = name
        self._value = value

    def fail(self, what: str) -> NoReturn:
        raise BadPack(f"{self._name[0].upper()}{self._name[1:]} {what}.")

    def object(self) -> Mapping[str, Any]:
        if not isinstance(self._value, dict):
            self.fail("must be an object {…}")
        return self._value

    def list(self, field: str, kind: str, fewest: int, most: int) -> Iterator[_Place]:
        """The elements of one of its lists, named like "category 3 of round 1"."""
        values = self.object().get(field)
        if not isinstance(values, list) or not fewest <= len(values) <= most:
            self.fail(f"must have a list of {fewest} to {most} {field}")
        behind = "" if self._name == "The pack" else f" of {self._name}"
        return (_Place(f"{kind} {number}{behind}", value) for number, value in enumerate(values, 1))

    def text(self, field: str, most: int, *, needed: bool = True) -> str:
        value = self.object().get(field)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or (needed and not value.strip()):
            self.fail(f"needs a text for {field!r}")
        if len(value) > most:
            self.fail(f"has a text for {field!r} of more than {most} characters")
        if any("\ud800" <= character <= "\udfff" for character in value):
            self.fail(f"has a text for {field!r} with half a character (a lone surrogate)")
        return value.strip()

    def texts(self, field: str, most: int) -> tuple[str, ...]:
        values = self.object().get(field) or []
        if not isinstance(values, list) or len(values) > MOST_ANSWERS:
            self.fail(f"must have at most {MOST_ANSWERS} texts in {field!r}")
        return tuple(_Place(self._name, {field: value}).text(field, most) for value in values)

    def number(self, field: str, least: int, most: int) -> int:
        value = self.object().get(field)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fail(f"needs a whole number from {least} to {most} for {field!r}")
        return value

    def flag(self, field: str) -> bool:
        value = self.object().get(field, False)
        if not isinstance(value, bool):
            self.fail(f"needs true or false for {field!r}")
        return value

    def others(self, known: set[str]) -> dict[str, Any]:
        """Fields that this program does not know. They are kept."""
        return {name: value for name, value in self.object().items() if name not in known}


def _no_number(text: str) -> NoReturn:
    raise BadPack(f"The pack has {text} where a number belongs.")


# --- changing -----------------------------------------------------------------------------------------------------


def with_pictures(pack: Pack, place: Callable[[str], str]) -> Pack:
    """The pack with each picture replaced by what `place` returns for it, such as a short path for a data URL."""

    def of_question(question: Question) -> Question:
        return replace(question, image=place(question.image)) if question.image else question

    def of_category(category: Category) -> Category:
        return replace(category, questions=tuple(map(of_question, category.questions)))

    def of_round(round_: Round) -> Round:
        return replace(round_, categories=tuple(map(of_category, round_.categories)))

    return replace(pack, rounds=tuple(map(of_round, pack.rounds)))


def places_of(pack: Pack) -> dict[str, str]:
    """Each picture of the pack with its question: "Question 2 of category 1 of round 1"."""
    found: dict[str, str] = {}
    for r, round_ in enumerate(pack.rounds, 1):
        for c, category in enumerate(round_.categories, 1):
            for q, question in enumerate(category.questions, 1):
                if question.image:
                    found.setdefault(question.image, f"Question {q} of category {c} of round {r}")
    return found


# --- writing ------------------------------------------------------------------------------------------------------


def as_json(pack: Pack) -> dict[str, Any]:
    """The pack as JSON values that `pack_from` reads back unchanged."""
    top = {"format": FORMAT, "title": pack.title}
    top |= _told(language=pack.language, author=pack.author, license=pack.license, source=pack.source)
    top["rounds"] = [
        {"name": each.name, "categories": [_category_as_json(category) for category in each.categories], **each.extra}
        for each in pack.rounds
    ]
    if pack.final is not None:
        final = pack.final
        top["final"] = {"category": final.category, "clue": final.clue, "answers": list(final.answers), **final.extra}
    return top | pack.extra


def _category_as_json(category: Category) -> dict[str, Any]:
    return {"name": category.name, "questions": [_question_as_json(q) for q in category.questions], **category.extra}


def _question_as_json(question: Question) -> dict[str, Any]:
    told = {"value": question.value, "clue": question.clue, "answers": list(question.answers)}
    told |= _told(
        choices=list(question.choices),
        explanation=question.explanation,
        double=question.double,
        image=question.image,
        fen=question.fen,
        moves=list(question.moves),
    )
    return told | question.extra


def _told(**fields: object) -> dict[str, Any]:
    """The fields that are not empty."""
    return {name: value for name, value in fields.items() if value}

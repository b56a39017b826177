r"""Packs as a table: one row a question. This is the format for people who write their questions in a spreadsheet.

The first row names the columns, in any order: `category`, `clue` and `answers` are needed; `round`, `round name`,
`value`, `choices`, `explanation`, `double` (yes), `image`, `fen` and `moves` are not. Several answers, choices or moves
stand in one cell, with `|` between them (`\|` is the character itself). A `round` of "final" is the final question.
Rows before the first that begin with `#title`, `#language`, `#author`, `#license` or `#source` are about the pack.
Commas, semicolons or tabs separate.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

import chess

from game.quiz.pack import MOST_BYTES, legal_move
from game.quiz.packs.arranging import About, Item, arrange
from game.quiz.packs.plaintext import decoded
from game.quiz.packs.report import cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.quiz.pack import Pack, Question
    from game.quiz.packs.report import Report

COLUMNS: Final = (
    "round", "round name", "category", "value", "clue", "answers",
    "choices", "explanation", "double", "image", "fen", "moves",
)  # fmt: skip
_OTHER_NAMES: Final = {
    "question": "clue", "answer": "answers", "points": "value", "price": "value", "topic": "category",
    "daily double": "double", "round_name": "round name", "correct answer": "answers",
}  # fmt: skip
_ABOUT: Final = ("title", "language", "author", "license", "source")
_YES: Final = frozenset({"yes", "y", "true", "1", "x"})
_NO: Final = frozenset({"no", "n", "false", "0", ""})
FINAL: Final = "final"


def rows_of(text: str) -> list[list[str]]:
    """The cells of a table as text, whichever character separates them."""
    told = re.match(r"sep=(.)\n", text)
    if told:
        # Excel's own way of naming the separator. An empty line stays, so that the rows keep their numbers.
        text = text[told.end() - 1 :]
    head = next((line for line in text.split("\n") if line.strip() and not line.startswith("#")), "")
    separator = told[1] if told else max(",;\t", key=head.count)
    # The module's own limit is less than a picture needs.
    csv.field_size_limit(MOST_BYTES)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        # A cell that is larger than any pack: there is nothing to be read from such a table.
        return []


def is_table(text: str) -> bool:
    """Whether the first row that is not about the pack names a clue and its answers."""
    for row in rows_of(text[:20_000]):
        if any(row) and not row[0].startswith("#"):
            return {"clue", "answers"} <= {_column(name) for name in row}
    return False


def read_csv(data: bytes, report: Report) -> Pack:
    """The pack in a table; raises BadPack with row and column."""
    rows = rows_of(decoded(data, report))
    about: dict[str, str] = {}
    for index, row in enumerate(rows):
        if not any(row):
            continue
        if not row[0].startswith("#"):
            items = _items(row, rows[index + 1 :], index + 2, report)
            return arrange(items, About(**{"title": report.file.rsplit(".", 1)[0], **about}), report)
        name = row[0][1:].strip().lower()
        if name in _ABOUT:
            about[name] = row[1] if len(row) > 1 else ""
    raise report.error("there is no row with the names of the columns")


def _column(name: str) -> str:
    name = name.strip().lower()
    return _OTHER_NAMES.get(name, name)


def _items(head: Sequence[str], rows: Sequence[Sequence[str]], first: int, report: Report) -> Iterator[Item]:
    names = [_column(name) for name in head]
    for needed in ("category", "clue", "answers"):
        if needed not in names:
            raise report.error(f"there is no column {needed!r}", cell(first - 1))
    for number, row in enumerate(rows, first):
        if any(text.strip() for text in row):
            yield _item(dict(zip(names, (text.strip() for text in row), strict=False)), number, report)


def _item(row: dict[str, str], number: int, report: Report) -> Item:
    def told(column: str) -> str:
        return row.get(column, "")

    for needed in ("category", "clue"):
        if not told(needed):
            raise report.error("the cell is empty", cell(number, needed))
    answers, moves = split(told("answers")), split(told("moves"))
    if not answers and not moves:
        raise report.error("the cell is empty, and there are no moves", cell(number, "answers"))
    _check_board(told("fen"), moves, number, report)
    double = told("double").lower()
    if double not in _YES | _NO:
        raise report.error(f"{double!r:.40} is neither yes nor no", cell(number, "double"))
    final = told("round").lower() == FINAL
    return Item(
        **{name: told(name) for name in ("clue", "category", "explanation", "image", "fen")},
        answers=answers,
        moves=moves,
        choices=split(told("choices")),
        round=told("round"),
        round_name=told("round name"),
        value=None if final else _value(told("value"), number, report),
        double=double in _YES,
        final=final,
        where=cell(number),
    )


def _check_board(fen: str, moves: tuple[str, ...], number: int, report: Report) -> None:
    if not fen:
        if moves:
            raise report.error("the cell is empty, but there are moves", cell(number, "fen"))
        return
    try:
        board = chess.Board(fen)
    except ValueError as error:
        raise report.error("this is no position", cell(number, "fen")) from error
    for move in moves:
        if legal_move(board, move) is None:
            raise report.error(f"{move!r:.40} is not legal in its position", cell(number, "moves"))


def _value(text: str, number: int, report: Report) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,6}(?:\.0)?", text):
        raise report.error(f"{text!r:.40} is no whole number", cell(number, "value"))
    return int(float(text))


def split(text: str) -> tuple[str, ...]:
    """The parts of a cell between `|`. After a backslash, `|` is an ordinary character."""
    parts = re.findall(r"(?:\\.|[^|\\]|\\$)+", text)
    return tuple(part for part in (re.sub(r"\\([|\\])", r"\1", each).strip() for each in parts) if part)


def joined(parts: Sequence[str]) -> str:
    """One cell with these parts, which `split` reads back."""
    return "|".join(re.sub(r"([|\\])", r"\\\1", part) for part in parts)


# --- writing ------------------------------------------------------------------------------------------------------


def as_csv(pack: Pack) -> str:
    """The pack as a table, without fields that this program does not know."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for name in _ABOUT:
        if told := getattr(pack, name):
            writer.writerow([f"#{name}", told])
    writer.writerow(COLUMNS)
    for number, round_ in enumerate(pack.rounds, 1):
        for category in round_.categories:
            writer.writerows(_row(number, round_.name, category.name, question) for question in category.questions)
    if pack.final is not None:
        final = pack.final
        writer.writerow([FINAL, "", final.category, "", final.clue, joined(final.answers), *[""] * 6])
    return out.getvalue()


def _row(number: int, round_name: str, category: str, question: Question) -> list[str]:
    lists = (joined(question.answers), joined(question.choices))
    rest = (
        question.explanation,
        "yes" if question.double else "",
        question.image,
        question.fen,
        joined(question.moves),
    )
    return [str(number), round_name, category, str(question.value), question.clue, *lists, *rest]

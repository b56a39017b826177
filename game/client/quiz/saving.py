"""Saves the results of a quiz to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from game.client.quiz.host_logic import standings
from game.client.quiz.packfiles import free_path
from game.quiz.results import Row, rows_as_csv, rows_as_json

if TYPE_CHECKING:
    from pathlib import Path

    from game.client.quiz.model import QuizModel

FileKind: TypeAlias = Literal["csv", "json"]


def rows_of(model: QuizModel) -> list[Row]:
    """The table of results."""
    return [Row(each.place, each.name, model.team_of(each.pid), each.score) for each in standings(model)]


def save(model: QuizModel, kind: FileKind, folder: Path | None = None) -> Path:
    """Write them to a new file in the documents folder; raises OSError."""
    rows = rows_of(model)
    text = rows_as_csv(rows) if kind == "csv" else rows_as_json(model.title, rows)
    # utf-8-sig: spreadsheets take a file without the mark for an old encoding.
    path = free_path(model.title, kind, folder)
    with path.open("x", encoding="utf-8-sig" if kind == "csv" else "utf-8", newline="") as file:
        file.write(text)
    return path

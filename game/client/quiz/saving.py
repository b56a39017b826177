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


class Saver:
    """Writes the results into the documents folder: the same ones once, however often they are asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is for tests."""
        self._folder = folder
        self._saved: dict[FileKind, tuple[str, Path]] = {}

    def save(self, model: QuizModel, kind: FileKind) -> Path:
        """The file with the results; raises OSError."""
        rows = rows_of(model)
        text = rows_as_csv(rows) if kind == "csv" else rows_as_json(model.title, rows)
        before = self._saved.get(kind)
        if before is not None and before[0] == text and before[1].exists():
            return before[1]
        # utf-8-sig: spreadsheets take a file without the mark for an old encoding.
        path = free_path(model.title, kind, self._folder)
        with path.open("x", encoding="utf-8-sig" if kind == "csv" else "utf-8", newline="") as file:
            file.write(text)
        self._saved[kind] = text, path
        return path

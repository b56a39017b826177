"""Warnings and errors about a file that is imported, each with its place."""

from __future__ import annotations

from game.quiz.pack import BadPack


class Report:
    """The warnings about one file, in order."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.warnings: list[str] = []

    def warn(self, what: str, where: str = "") -> None:
        """Note that something was left out or changed."""
        self.warnings.append(self._sentence(what, where))

    def error(self, what: str, where: str = "") -> BadPack:
        """The BadPack to raise for this place."""
        return BadPack(self._sentence(what, where))

    def _sentence(self, what: str, where: str) -> str:
        place = f"{self.file}, {where}" if where else self.file
        return f"{place}: {what}."


def cell(row: int, column: str = "") -> str:
    """The name of a cell in a table, counted from 1."""
    return f"row {row}, column {column}" if column else f"row {row}"

"""The cells of an Excel workbook's first sheet: as much of the format as a list of questions needs.

A workbook is a ZIP of XML files. Both are read within the limits of `archive`, which no library for workbooks has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from game.quiz.packs.archive import xml_tree
from game.quiz.packs.plaintext import whole_number

if TYPE_CHECKING:
    from game.quiz.packs.archive import Archive, Element
    from game.quiz.packs.report import Report

_WORKBOOK: Final = "xl/workbook.xml"
_STRINGS: Final = "xl/sharedStrings.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 60


def is_workbook(archive: Archive) -> bool:
    """Whether this archive is a workbook."""
    return _WORKBOOK in archive.names


def first_sheet(archive: Archive, report: Report) -> list[list[str]]:
    """The rows of the first sheet, including empty ones, so that the index is the row's number."""
    strings = _strings(archive, report)
    path = _first_path(archive, report)
    rows: dict[int, dict[int, str]] = {}
    for row in xml_tree(archive.read(path), report, path).all("sheetData", "row"):
        number = whole_number(row.attributes.get("r", "")) or len(rows) + 1
        if number <= MOST_ROWS:
            rows[number] = _cells(row, strings)
    return [_listed(rows.get(number, {})) for number in range(1, max(rows, default=0) + 1)]


def _first_path(archive: Archive, report: Report) -> str:
    """The path of the first sheet: the workbook has a relation's id, and the relations its path."""
    sheet = xml_tree(archive.read(_WORKBOOK), report, _WORKBOOK).first("sheets", "sheet")
    wanted = sheet.attributes.get("id") if sheet else None
    for relation in xml_tree(archive.read(_RELATIONS), report, _RELATIONS).all("Relationship"):
        if relation.attributes.get("Id") == wanted:
            target = relation.attributes.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise report.error("the workbook has no sheet")


def _strings(archive: Archive, report: Report) -> list[str]:
    if _STRINGS not in archive.names:
        return []
    return [_rich_text(each) for each in xml_tree(archive.read(_STRINGS), report, _STRINGS).all("si")]


def _rich_text(element: Element) -> str:
    """The text, joined from its differently formatted parts."""
    return "".join(part.text for part in (*element.all("t"), *element.all("r", "t")))


def _cells(row: Element, strings: list[str]) -> dict[int, str]:
    cells: dict[int, str] = {}
    for cell in row.all("c"):
        name = re.match(r"[A-Z]{1,3}", cell.attributes.get("r", ""))
        column = _column(name[0]) if name else len(cells)
        if column < MOST_COLUMNS:
            cells[column] = _content(cell, strings)
    return cells


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _content(cell: Element, strings: list[str]) -> str:
    kind, value = cell.attributes.get("t", "n"), cell.told("v")
    if kind == "s":
        index = whole_number(value)
        return strings[index] if index is not None and index < len(strings) else ""
    if kind == "inlineStr":
        inline = cell.first("is")
        return _rich_text(inline) if inline else ""
    return value


def _listed(cells: dict[int, str]) -> list[str]:
    return [cells.get(column, "") for column in range(max(cells, default=-1) + 1)]

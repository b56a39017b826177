"""Imports packs from files of other programs: bytes in, a pack and warnings out. The caller reads the files.

The content decides the format, not the file's name. Each format is a module with a function that recognises it and one
that reads it; a new one is named here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from game.quiz.pack import BadPack, Pack, read_pack
from game.quiz.packs.aiken import is_aiken, read_aiken
from game.quiz.packs.archive import MOST_ARCHIVE_BYTES, Archive
from game.quiz.packs.classquiz import is_classquiz, read_classquiz
from game.quiz.packs.cluetsv import is_clue_tsv, read_clue_tsv
from game.quiz.packs.csvtable import is_table, read_csv, rows_of
from game.quiz.packs.gift import is_gift, read_gift
from game.quiz.packs.kahoot import heading_row, read_kahoot
from game.quiz.packs.opentrivia import is_open_trivia, read_open_trivia
from game.quiz.packs.ownarchive import is_own, read_own
from game.quiz.packs.plaintext import decoded
from game.quiz.packs.razzia import is_razzia, read_razzia
from game.quiz.packs.report import Report
from game.quiz.packs.siq import is_siq, read_siq
from game.quiz.packs.xlsx import first_sheet, is_workbook

if TYPE_CHECKING:
    from collections.abc import Callable


class Imported(NamedTuple):
    """A pack, the name of the format that it was in, and warnings about what was left out or changed."""

    pack: Pack
    format: str
    warnings: tuple[str, ...] = ()


def import_pack(data: bytes, file: str) -> Imported:
    """The pack in a file of any format that this program reads.

    Raises:
        BadPack: the sentence names the file and the place in it.
    """
    report = Report(file)
    name, pack = _read(data, report)
    return Imported(pack, name, tuple(report.warnings))


def _read(data: bytes, report: Report) -> tuple[str, Pack]:
    if len(data) > MOST_ARCHIVE_BYTES:
        raise report.error(f"it is larger than {MOST_ARCHIVE_BYTES // 1_000_000} MB")
    if is_classquiz(data):
        return "ClassQuiz", read_classquiz(data, report)
    if data.startswith(b"PK"):
        return _from_archive(data, report)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        found = _from_json(data, report)
        if found is not None:
            return found
    # The warning about its encoding is given once, by the reader.
    text = decoded(data, Report(report.file))
    for name, fits, read in _TEXT_FORMATS:
        if fits(text):
            return name, read(data, report)
    raise report.error(f"this is none of the formats that can be read: {FORMATS}")


def _from_archive(data: bytes, report: Report) -> tuple[str, Pack]:
    archive = Archive(data, report)
    if is_own(archive):
        return "Underdog", read_own(archive, report)
    if is_siq(archive):
        return "SIGame", read_siq(archive, report)
    if is_workbook(archive):
        return "Kahoot's spreadsheet", read_kahoot(first_sheet(archive, report), report)
    raise report.error(
        "the archive is neither a pack (with pack.json) nor a workbook (xlsx) nor a SIGame package (siq)"
    )


def _from_json(data: bytes, report: Report) -> tuple[str, Pack] | None:
    """None if it is not JSON after all: GIFT may begin with a brace as well."""
    text = decoded(data, Report(report.file))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        if is_gift(text):
            return None
        content = None
    for name, fits, read in _JSON_FORMATS:
        if fits(content):
            return name, read(data, report)
    try:
        return "Underdog", read_pack(text)
    except BadPack as error:
        raise BadPack(f"{report.file}: {error}") from error


def _is_kahoot_csv(text: str) -> bool:
    return heading_row(rows_of(text[:20_000])) is not None


def _read_kahoot_csv(data: bytes, report: Report) -> Pack:
    return read_kahoot(rows_of(decoded(data, report)), report)


Reader: TypeAlias = "Callable[[bytes, Report], Pack]"

FORMATS: Final = (
    "Underdog's own JSON, CSV, a table of clues with tabs, GIFT, Aiken, Open Trivia JSON, Kahoot's spreadsheet "
    "(xlsx or csv), SIGame (siq), ClassQuiz (cqa), and Razzia's JSON"
)
_TEXT_FORMATS: Final[tuple[tuple[str, Callable[[str], bool], Reader], ...]] = (
    ("clues with tabs", is_clue_tsv, read_clue_tsv),
    ("CSV", is_table, read_csv),
    ("Kahoot's spreadsheet", _is_kahoot_csv, _read_kahoot_csv),
    ("Aiken", is_aiken, read_aiken),
    ("GIFT", is_gift, read_gift),
)
_JSON_FORMATS: Final[tuple[tuple[str, Callable[[Any], bool], Reader], ...]] = (
    ("Open Trivia", is_open_trivia, read_open_trivia),
    ("Razzia", is_razzia, read_razzia),
)

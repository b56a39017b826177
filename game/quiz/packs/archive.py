"""Reads ZIP archives and XML within limits, so that neither can be a decompression bomb."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from game.quiz.pack import BadPack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.quiz.packs.report import Report

MOST_ARCHIVE_BYTES: Final = 100_000_000
MOST_ENTRIES: Final = 2_000
MOST_EXPANSION: Final = 20
SMALL_BYTES: Final = 1_000_000
"""Below this an entry may be packed as tightly as it likes: short tables of the same word are."""
MOST_ENTRY_BYTES: Final = 20_000_000
_SYMLINK: Final = 0o120000
_KIND: Final = 0o170000


_DAMAGES: Final = (
    zipfile.BadZipFile, zlib.error, struct.error,
    RuntimeError, EOFError, OSError, LookupError, ValueError, OverflowError,
)  # fmt: skip
"""All that `zipfile` raises for archives that are damaged or encrypted."""


class Archive:
    """A ZIP's entries by name. Each is read only when it is asked for, and only up to its limit."""

    def __init__(self, data: bytes, report: Report) -> None:
        """Read the directory alone.

        Raises:
            BadPack: damaged, too many entries, an entry that is too large, or names that lead out of the archive.
        """
        self._report = report
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGES:
            raise report.error("the archive is damaged") from None
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise report.error(f"the archive has more than {MOST_ENTRIES} entries")
        for entry in entries:
            self._check(entry)
        self.names: Final = frozenset(entry.filename for entry in entries)

    def _check(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename
        if name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/"):
            raise self._report.error("an entry of the archive leads out of it", name[:80])
        if (entry.external_attr >> 16) & _KIND == _SYMLINK:
            raise self._report.error("an entry of the archive is a link", name[:80])
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise self._report.error("an entry of the archive is packed in an unusual way", name[:80])
        packed_too_tightly = entry.file_size > max(SMALL_BYTES, MOST_EXPANSION * entry.compress_size)
        if packed_too_tightly or entry.file_size > MOST_ENTRY_BYTES:
            raise self._report.error("an entry of the archive is far larger unpacked than a quiz needs", name[:80])

    def read(self, name: str) -> bytes:
        """An entry's bytes.

        Raises:
            BadPack: it is damaged, encrypted, or larger than the directory says.
        """
        try:
            with self._zip.open(name) as entry:
                size = self._zip.getinfo(name).file_size
                data = entry.read(size + 1)
        except _DAMAGES:
            raise self._report.error("an entry of the archive is missing, damaged or encrypted", name[:80]) from None
        if len(data) > size:
            raise self._report.error("an entry of the archive is larger than it says", name[:80])
        return data


@dataclass
class Element:
    """An XML element without its namespace."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *path: str) -> Iterator[Element]:
        """The elements at this path of tags."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.tag == path[0]:
                yield from child.all(*path[1:])

    def first(self, *path: str) -> Element | None:
        """The first element at this path."""
        return next(self.all(*path), None)

    def told(self, *path: str) -> str:
        """The text of the first element at this path, or ""."""
        found = self.first(*path)
        return found.text.strip() if found else ""


MOST_DEPTH: Final = 60


def xml_tree(data: bytes, report: Report, name: str) -> Element:
    """The root of an XML document.

    Raises:
        BadPack: not well-formed, nested too deep, or with a document type, which could declare entities.
    """
    top = Element("", {}, 0)
    stack = [top]
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > MOST_DEPTH:
            raise report.error("its XML is nested too deep", name)
        short = {key.rsplit(":", 1)[-1]: value for key, value in attributes.items()}
        element = Element(tag.rsplit(":", 1)[-1], short, parser.CurrentLineNumber)
        stack[-1].children.append(element)
        stack.append(element)

    def end(_tag: str) -> None:
        stack.pop()

    def text(content: str) -> None:
        stack[-1].text += content

    def doctype(*_: object) -> None:
        raise report.error("its XML has a document type, which no quiz needs", name)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise report.error("its XML is damaged", f"{name}, line {error.lineno}, column {error.offset + 1}") from error
    except (UnicodeDecodeError, ValueError, LookupError) as error:
        if isinstance(error, BadPack):
            raise
        raise report.error("its XML is in an encoding that this program does not know", name) from error
    return top.children[0]

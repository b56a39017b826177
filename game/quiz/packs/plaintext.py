"""Plain text from bytes and from HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from game.quiz.pack import MOST_BYTES

if TYPE_CHECKING:
    from game.quiz.packs.report import Report

_BREAKS: Final = frozenset({"br", "p", "div", "li", "tr"})
_UNSEEN: Final = frozenset({"script", "style"})
_MARKUP: Final = re.compile(r"</?[a-zA-Z][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")


def decoded(data: bytes, report: Report) -> str:
    """The text of a file: UTF-8, UTF-16 with a byte order mark, or else Windows-1252."""
    if len(data) > MOST_BYTES:
        raise report.error(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        report.warn("it is not in UTF-8 and was read as Windows-1252; look at accents and quotes")
        text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_html(text: str) -> str:
    """The text that a browser would show. Text without markup is unchanged."""
    if not _MARKUP.search(text):
        return text.strip()
    reader = _Text()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def whole_number(text: str) -> int | None:
    """The number that these digits are, unless it is larger than any quiz needs."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        self._unseen += tag in _UNSEEN
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)

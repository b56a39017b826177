"""Reads a picture's format and size from its first bytes. Nothing is decoded, so decompression bombs do no harm.

A file of a few bytes can describe a picture of gigabytes. Read the header before decoding it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PIXELS: Final = 16_000_000
"""Larger ones are not decoded: each pixel takes four bytes, or more."""

Format: TypeAlias = Literal["png", "jpeg", "webp", "gif"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"
# JPEG's frame headers, of which one has the size; those between them mean something else (tables, restarts).
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_JPEG_DATA: Final = 0xDA
_GIF_EXTENSION, _GIF_IMAGE = 0x21, 0x2C


class Header(NamedTuple):
    """A picture's format, and its size in pixels."""

    format: Format
    width: int
    height: int

    @property
    def pixels(self) -> int:
        """How many there are."""
        return self.width * self.height


def header_of(data: bytes) -> Header | None:
    """The header of a PNG, JPEG, WebP or GIF; None: these bytes are none of them."""
    found = _header_of(data)
    return found if found is not None and found.width > 0 and found.height > 0 else None


def _header_of(data: bytes) -> Header | None:
    if data.startswith(_PNG):
        return Header("png", _big(data, 16, 4), _big(data, 20, 4)) if data[12:16] == b"IHDR" else None
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data[:6] in {b"GIF87a", b"GIF89a"}:
        return _gif(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def _big(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size])


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _jpeg(data: bytes) -> Header | None:
    for marker, at in _jpeg_segments(data):
        if marker in _JPEG_FRAMES:
            return Header("jpeg", _big(data, at + 5, 2), _big(data, at + 3, 2))
    return None


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Each marker before the picture itself, and where its segment begins."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == 0xFF:
            # Fill bytes may stand before a marker.
            at += 1
        elif marker in _JPEG_BARE:
            at += 2
        elif marker == _JPEG_DATA:
            return
        else:
            yield marker, at + 2
            at += 2 + max(2, _big(data, at + 2, 2))


def _gif(data: bytes) -> Header:
    """The screen, or more: decoders enlarge it when the first image reaches out of it."""
    width, height = _little(data, 6, 2), _little(data, 8, 2)
    at = 13 + _colors(data[10] if len(data) > 10 else 0)
    while at + 10 <= len(data) and data[at] == _GIF_EXTENSION:
        at += 2
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    if at + 10 <= len(data) and data[at] == _GIF_IMAGE:
        width = max(width, _little(data, at + 1, 2) + _little(data, at + 5, 2))
        height = max(height, _little(data, at + 3, 2) + _little(data, at + 7, 2))
    return Header("gif", width, height)


def _colors(flags: int) -> int:
    """How many bytes the table of colours takes."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes) -> Header | None:
    kind = data[12:16]
    if kind == b"VP8 ":
        return Header("webp", _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF)
    if kind == b"VP8L":
        bits = _little(data, 21, 4)
        return Header("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8X" and len(data) >= 30:
        return Header("webp", _little(data, 24, 3) + 1, _little(data, 27, 3) + 1)
    return None

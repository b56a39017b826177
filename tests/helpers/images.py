"""Small pictures for tests."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 200, 0), (0, 0, 255), (255, 255, 255)


def saved(image: Image.Image, format_: str, **options: Any) -> bytes:
    """The picture as a file."""
    written = BytesIO()
    image.save(written, format_, **options)
    return written.getvalue()


def picture(format_: str = "PNG", size: tuple[int, int] = (40, 30), color: Any = RED, mode: str = "RGB") -> bytes:
    """One in a single colour."""
    return saved(Image.new(mode, size, color), format_)


def halves(size: tuple[int, int] = (80, 40)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    return image


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that would be gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def opened(data: bytes) -> Image.Image:
    """The picture in a file."""
    image = Image.open(BytesIO(data))
    image.load()
    return image

"""Pictures inside a pack: data URLs, in formats that every screen can show."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from game.pictures.header import MOST_PIXELS, header_of

if TYPE_CHECKING:
    from game.quiz.packs.report import Report

MOST_PICTURE_BYTES: Final = 500_000
MOST_TOGETHER: Final = 3_000_000


class Pictures:
    """The pictures of one pack, with a limit on their total size."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._together = 0

    def url(self, data: bytes, where: str) -> str:
        """The picture as a data URL; "" with a warning if it cannot be used."""
        header = header_of(data)
        if header is None:
            self._report.warn("its picture is neither PNG, JPEG, GIF nor WebP and is left out", where)
        elif header.pixels > MOST_PIXELS:
            most = MOST_PIXELS // 1_000_000
            self._report.warn(f"its picture has more than {most} million pixels and is left out", where)
        elif len(data) > MOST_PICTURE_BYTES:
            self._report.warn(f"its picture is larger than {MOST_PICTURE_BYTES // 1_000} KB and is left out", where)
        elif self._together + len(data) > MOST_TOGETHER:
            self._report.warn("the pictures are too large together; this one is left out", where)
        else:
            self._together += len(data)
            return f"data:image/{header.format};base64,{base64.b64encode(data).decode()}"
        return ""

"""The player's own picture, from a file of any size: made small and square, and kept on this computer."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from game.client import texts
from game.client.picturefile import MOST_PIXELS, made_from
from game.client.wholefile import write_whole

if TYPE_CHECKING:
    from pathlib import Path


class OwnFace:
    """The file that the picture is kept in."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> bytes:
        """The picture, a small PNG; empty: there is none."""
        with contextlib.suppress(OSError):
            return self._path.read_bytes()
        return b""

    def save(self, image: bytes) -> str:
        """Keep it; the sentence of a failure, or nothing."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, image)
        except OSError as error:
            return texts.own_picture_not_kept(error.strerror or str(error))
        return ""


def small_picture(typed: str) -> bytes:
    """What a file shows, as a small square PNG; waits, and raises as `made_from` does."""
    return made_from(typed, _portrait)


def _portrait(data: bytes) -> bytes:
    # Pillow takes longer to import than a window to open.
    from game.pictures.recoding import portrait

    return portrait(data, most_pixels=MOST_PIXELS)

"""A picture of oneself, from a file of any size: made small and square in the background, and kept on this computer."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from game.client import texts
from game.client.typedpath import read_file, typed_path
from game.client.wholefile import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

MOST_BYTES: Final = 50_000_000
MOST_PIXELS: Final = 64_000_000
"""More than a server decodes: it is one's own file."""


class CannotUse(Exception):
    """Why a file is no picture of oneself; the text is a sentence."""


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
            return texts.face_not_kept(error.strerror or str(error))
        return ""


def small_picture(typed: str) -> bytes:
    """What a file shows, as a small square PNG. Its path may be as a file manager gives it, in quotes or as a URL.

    It waits. Raises:
        CannotUse: with the sentence to show.
    """
    path = typed_path(typed)
    if not path.name:
        raise CannotUse(texts.FACE_NO_FILE)
    try:
        data = read_file(path, MOST_BYTES + 1)
    except OSError as error:
        raise CannotUse(texts.face_unreadable(path.name, error.strerror or str(error))) from error
    if len(data) > MOST_BYTES:
        raise CannotUse(texts.FACE_TOO_LARGE)
    # Pillow takes longer to import than a window to open.
    from game.pictures.recoding import BadPicture, portrait  # noqa: PLC0415

    try:
        return portrait(data, most_pixels=MOST_PIXELS)
    except BadPicture as error:
        raise CannotUse(str(error)) from error


class Shrinking:
    """One file at a time is looked at in the background."""

    def __init__(self, wake: Callable[[], None], make: Callable[[str], bytes] = small_picture) -> None:
        """`wake` is called from the background when there is an outcome."""
        self._wake = wake
        self._make = make
        self._worker: ThreadPoolExecutor | None = None
        self._running: Future[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether there is something to wait for."""
        return self._running is not None

    @property
    def done(self) -> bool:
        """Whether there is something to take."""
        return self._running is not None and self._running.done()

    def begin(self, path: str) -> None:
        """Look at this file, and not any more at the one before."""
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="underdog-shrinking")
        self._running = self._worker.submit(self._make, path)
        self._running.add_done_callback(lambda _: self._wake())

    def take(self) -> bytes | None:
        """The picture, once; None: not yet. Raises CannotUse instead."""
        if self._running is None or not self.done:
            return None
        done, self._running = self._running, None
        return done.result()

    def close(self) -> None:
        """Nobody waits any more."""
        if self._worker is not None:
            self._worker.shutdown(wait=False, cancel_futures=True)
        self._worker, self._running = None, None

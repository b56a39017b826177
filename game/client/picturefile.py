"""A picture that somebody chooses: its file is read, decoded within limits and made small in the background."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from game.client import texts
from game.client.kit.clipboard import paste_text
from game.client.typedpath import CannotUse, file_named, read_typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

MOST_BYTES: Final = 50_000_000
MOST_PIXELS: Final = 64_000_000
"""More than a server decodes, because this is the player's own file."""


def made_from(typed: str, make: Callable[[bytes], bytes]) -> bytes:
    """What `make` makes of a file. Its path may be as a file manager gives it, in quotes or as a URL.

    It waits. `make` may raise BadPicture. Raises:
        CannotUse: with the sentence to show.
    """
    _, data = read_typed(typed, MOST_BYTES + 1, texts.PICTURE_NO_FILE)
    if len(data) > MOST_BYTES:
        raise CannotUse(texts.PICTURE_TOO_LARGE)
    # Pillow takes longer to import than a window to open.
    from game.pictures.recoding import BadPicture

    try:
        return make(data)
    except BadPicture as error:
        raise CannotUse(str(error)) from error


def paste(look_at: Callable[[str], None], say: Callable[[str], None]) -> bool:
    """Take the file that the clipboard names; whether it was used up. SDL 2 has no other pictures on a clipboard."""
    text = paste_text()
    if not text:
        say(texts.PASTE_FILES_ONLY)
        return True
    path = file_named(text)
    if path:
        look_at(path)
    return bool(path)


class Shrinking:
    """Prepares one file at a time in the background."""

    def __init__(self, make: Callable[[str], bytes], wake: Callable[[], None] = lambda: None) -> None:
        """`make` gets what somebody has typed; `wake` is called from the background when there is an outcome."""
        self._make = make
        self._wake = wake
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
        """Prepare this file instead of an earlier one."""
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
        """Stop waiting for the outcome."""
        if self._worker is not None:
            self._worker.shutdown(wait=False, cancel_futures=True)
        self._worker, self._running = None, None

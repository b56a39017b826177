"""The pictures of questions, fetched from the server while the question is read out."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

import pygame

from game.pictures.header import MOST_PIXELS, header_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

MOST_BYTES: Final = 5_000_000
PATIENCE_S: Final = 10.0


def fetch(url: str) -> bytes:
    """The content at a URL; raises OSError."""
    try:
        with urlopen(url, timeout=PATIENCE_S) as answer:  # noqa: S310 - http(s), at the server that the room is on
            data: bytes = answer.read(MOST_BYTES)
    except (HTTPException, ValueError) as error:
        # What answers there speaks no HTTP, or the address is none.
        raise OSError(str(error)) from error
    return data


class Pictures:
    """Keeps the last picture. If a picture cannot be fetched, the question is shown without it."""

    def __init__(self, get: Callable[[str], bytes] = fetch) -> None:
        self._get = get
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="underdog-pictures")
        self._url = ""
        self._coming: Future[pygame.Surface | None] | None = None
        self._picture: pygame.Surface | None = None

    @property
    def coming(self) -> bool:
        """Whether a picture is on its way."""
        return self._coming is not None and self._picture is None

    def picture(self, url: str) -> pygame.Surface | None:
        """The picture, once it has arrived."""
        if url != self._url:
            self._url, self._picture = url, None
            self._coming = self._worker.submit(self._open, url) if url else None
        if self._coming is not None and self._coming.done():
            self._picture, self._coming = self._coming.result(), None
        return self._picture

    def _open(self, url: str) -> pygame.Surface | None:
        """Fetch it and decode it, which may take longer than a frame; in the background."""
        try:
            data = self._get(url)
            header = header_of(data)
            # Whatever a server sends: a bomb is not opened.
            if header is None or header.pixels > MOST_PIXELS:
                return None
            return pygame.image.load(io.BytesIO(data))
        except (OSError, pygame.error):
            return None

    def close(self) -> None:
        """Fetch no more pictures."""
        self._worker.shutdown(wait=False, cancel_futures=True)

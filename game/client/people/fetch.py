"""Reads from a server over HTTP in the background: one request at a time, each of bounded size."""

from __future__ import annotations

import http.client
import queue
import threading
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from game.client import texts

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S: Final = 8.0
MOST_BYTES: Final = 512_000
"""More than any page of the tables and lists has."""
NOT_FOUND: Final = 404


class CannotFetch(Exception):
    """Why there is no answer; the text is a sentence. `status`: HTTP's, or 0 if nobody has answered."""

    def __init__(self, sentence: str, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


class _Refused(Struct):
    message: str = ""


def get(url: str, path: str, secret: str = "", most: int = MOST_BYTES) -> bytes:
    """The content at a path of the server at `url`. `secret` identifies the player. Slow.

    Redirects are not followed, because they would pass the secret on.

    Raises:
        CannotFetch: nobody answers, or the server refuses.
    """
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {secret}"} if secret else {})}
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE_S)
    except ValueError as error:
        # There is no such port.
        raise CannotFetch(texts.nobody_answers_at(parts.netloc)) from error
    try:
        connection.request("GET", parts.path.rstrip("/") + path, headers=headers)
        # One that was not read to its end would keep the socket.
        with connection.getresponse() as answer:
            content = _read(answer, most + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CannotFetch(texts.nobody_answers_at(parts.netloc)) from error
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise CannotFetch(_sentence(content) or texts.odd_answer(answer.status), answer.status)
    if len(content) > most:
        raise CannotFetch(texts.ANSWER_TOO_LONG, answer.status)
    return content


def _read(answer: http.client.HTTPResponse, most: int) -> bytes:
    """Read up to a limit. Raises TimeoutError if the content arrives too slowly."""
    until = time.monotonic() + PATIENCE_S
    content = b""
    while len(content) < most and (more := answer.read1(most - len(content))):
        content += more
        if time.monotonic() > until:
            raise TimeoutError
    return content


def _sentence(content: bytes) -> str:
    try:
        return msgspec.json.decode(content, type=_Refused).message
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


class Fetching:
    """A request that is under way, and then its content or its problem."""

    def __init__(self) -> None:
        self.content: bytes | None = None
        self.error: CannotFetch | None = None

    @property
    def done(self) -> bool:
        """Whether there is an answer."""
        return self.content is not None or self.error is not None


class Fetcher:
    """A thread that starts with the first request. It does not keep the program from ending."""

    def __init__(self, wake: Callable[[], None], get: Callable[..., bytes] = get) -> None:
        """`wake` is called on the thread after each answer."""
        self._wake = wake
        self._get = get
        self._asked: queue.SimpleQueue[tuple[Fetching, str, str, str, int]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.answered = 0
        """How often there has been an answer."""

    def fetch(self, url: str, path: str, secret: str = "", most: int = MOST_BYTES) -> Fetching:
        """Begin a request; see `get`."""
        fetching = Fetching()
        self._asked.put((fetching, url, path, secret, most))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="underdog-fetch", daemon=True)
            self._thread.start()
        return fetching

    def _run(self) -> None:
        while True:
            fetching, url, path, secret, most = self._asked.get()
            try:
                fetching.content = self._get(url, path, secret, most)
            except CannotFetch as error:
                fetching.error = error
            self.answered += 1
            self._wake()

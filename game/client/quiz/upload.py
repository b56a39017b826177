"""Opens a quiz's room over HTTP, because a pack is larger than a message may be. Slow, so it runs in the background."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import msgspec
from msgspec import Struct

from game.client.net.hosting import CannotHost
from game.client.quiz import texts
from netcode.client import Seat
from netcode.messages.base import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from netcode.messages import CreateGame, NewGame

PATIENCE_S: Final = 60.0
MOST_ANSWER: Final = 100_000


class _Made(Struct):
    code: str
    pid: int
    token: str


class _Refused(Struct):
    message: str = ""
    url: str = ""


class _Elsewhere(Exception):
    """Another process of the server has the room; the text is its URL."""


def open_room(url: str, create: CreateGame) -> Seat:
    """A new room on that server, and the host's seat in it.

    Raises:
        CannotHost: with a sentence for the player.
    """
    try:
        made = msgspec.json.decode(_post(f"{url}/rooms/create", fields_of(create)), type=_Made)
    except msgspec.DecodeError as error:
        raise CannotHost(texts.BAD_ANSWER) from error
    return Seat(made.code, made.pid, made.token)


def set_up_again(url: str, seat: Seat, new: NewGame) -> None:
    """Set up the next quiz in the seat's room.

    Raises:
        CannotHost: with a sentence for the player.
    """
    path, fields = f"/rooms/{seat.code}/new", {**fields_of(new), "token": seat.token}
    try:
        _post(url + path, fields)
    except _Elsewhere as other:
        try:
            _post(f"{other}{path}", fields)
        except _Elsewhere as moved:
            raise CannotHost(texts.BAD_ANSWER) from moved


def _post(url: str, fields: dict[str, Any]) -> bytes:
    body = json.dumps(fields).encode()
    asked = Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - the server that we are at, http(s)
    try:
        with urlopen(asked, timeout=PATIENCE_S) as answer:  # noqa: S310 - as above
            told: bytes = answer.read(MOST_ANSWER)
    except HTTPError as error:
        refused = _refused(error)
        if error.code == HTTPStatus.MISDIRECTED_REQUEST and refused.url.startswith(("http://", "https://")):
            raise _Elsewhere(refused.url) from error
        raise CannotHost(refused.message or texts.BAD_ANSWER) from error
    except (OSError, HTTPException) as error:
        raise CannotHost(texts.BAD_ANSWER) from error
    return told


def _refused(error: HTTPError) -> _Refused:
    """The sentence of the server's refusal."""
    try:
        return msgspec.json.decode(error.read(MOST_ANSWER), type=_Refused)
    except (msgspec.DecodeError, OSError, HTTPException):
        return _Refused()


class Upload:
    """Sends one thing at a time in the background."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="underdog-upload")
        self._running: Future[None] | None = None

    @property
    def running(self) -> bool:
        """Whether something is being sent."""
        return self._running is not None

    def begin(self, send: Callable[[], None]) -> None:
        """Send it; `send` may raise CannotHost."""
        self._running = self._worker.submit(send)

    def poll(self) -> str:
        """Why it failed, once; "" while it is being sent and when it has arrived."""
        if self._running is None or not self._running.done():
            return ""
        done, self._running = self._running, None
        error = done.exception()
        if error is None:
            return ""
        if isinstance(error, CannotHost):
            return str(error)
        raise error

"""Requests that wait for their answer, numbered, so that they can be sent again after a broken connection.

The server handles a numbered request once, however often it arrives (`netcode.messages.Request`).
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from netcode.messages.base import Request
from netcode.outgoing import about_the_same, makes_pointless


class Sent(Struct, frozen=True):
    """A request, and the number of the game (0: none) that it was meant for."""

    request: Request
    game: int


class Outbox:
    """The requests that are not answered yet. Only numbered ones are sent again."""

    def __init__(self) -> None:
        self._n = 0
        self._waiting: dict[int, Sent] = {}
        self._unanswered: list[Sent] = []

    def numbered(self, request: Request) -> Request:
        """The request with the next number, unless it has one."""
        if request.n:
            return request
        self._n += 1
        return replace(request, n=self._n)

    def sent(self, number: int, request: Request, game: int) -> None:
        """The transport has sent the request under this number."""
        self._waiting[number] = Sent(request, game)

    def hold(self, request: Request, game: int) -> None:
        """Keep a request to be sent when there is a connection again."""
        self._unanswered.append(Sent(self.numbered(request), game))

    def makes_pointless(self, request: Request) -> bool:
        """Whether the newest request about the same, which has no answer yet, is this one or decides the matter."""
        waiting = [sent.request for sent in (*self._unanswered, *self._waiting.values())]
        newest = next((each for each in reversed(waiting) if about_the_same(each, request)), None)
        return newest is not None and makes_pointless(newest, request)

    def answered(self, number: int) -> Request | None:
        """Take out the request with this number; None if it was sent over an earlier connection."""
        sent = self._waiting.pop(number, None)
        return sent.request if sent else None

    def broken(self) -> None:
        """The connection is gone, so no answer will come."""
        self._unanswered += [sent for sent in self._waiting.values() if sent.request.n]
        self._waiting.clear()

    def again(self, done: int) -> list[Sent]:
        """The requests that may have to be sent again, in order. The server has handled all up to number `done`."""
        self._n = max(self._n, done)
        unanswered, self._unanswered = self._unanswered, []
        return [sent for sent in unanswered if sent.request.n > done]

"""Requests that wait for their answer: numbered, so that those whose answer a broken line has eaten can be sent again.

The server does a numbered request once, however often it comes (`netcode.messages.Request`).
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from netcode.messages.base import Request


class Sent(Struct, frozen=True):
    """A request, and the game of the match (0: none) that it was meant for."""

    request: Request
    game: int


class Outbox:
    """What was sent and not answered yet. Only requests that have a number are sent again."""

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
        """The transport has taken it under this number."""
        self._waiting[number] = Sent(request, game)

    def hold(self, request: Request, game: int) -> None:
        """There is no line now: send it when there is one."""
        self._unanswered.append(Sent(self.numbered(request), game))

    def answered(self, number: int) -> Request | None:
        """The request that has this number; None for one that was sent over an earlier line."""
        sent = self._waiting.pop(number, None)
        return sent.request if sent else None

    def broken(self) -> None:
        """The line is gone, and no answer will come."""
        self._unanswered += [sent for sent in self._waiting.values() if sent.request.n]
        self._waiting.clear()

    def again(self, done: int) -> list[Sent]:
        """What may have to be sent again, in order; the server has done all up to the number `done`."""
        self._n = max(self._n, done)
        unanswered, self._unanswered = self._unanswered, []
        return [sent for sent in unanswered if sent.request.n > done]

"""Requests on their way out of a client: never the same one twice, and never so many that the server refuses them.

However often a button is pressed, and however long a key is held: a server allows a connection some messages at once,
and a few in a second (`messages_burst` and `messages_per_s` in `server.config`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from netcode.messages.base import Request

AT_ONCE: Final = 12
PER_S: Final = 4.0
"""Less than a server allows: what is urgent never waits, and must find room."""


class Pace:
    """Counts what was sent lately."""

    def __init__(self) -> None:
        self._left = float(AT_ONCE)
        self._at_ms = 0

    def spend(self, now_ms: int) -> None:
        """One was sent."""
        self._left = self._left_at(now_ms) - 1
        self._at_ms = now_ms

    def due_ms(self, now_ms: int) -> int:
        """In how many ms another one may be sent."""
        return max(0, -int((self._left_at(now_ms) - 1) * 1000 // PER_S))

    def _left_at(self, now_ms: int) -> float:
        return min(AT_ONCE, self._left + max(0, now_ms - self._at_ms) * PER_S / 1000)


class Outgoing:
    """The requests that are not sent yet, in order."""

    def __init__(self) -> None:
        self._waiting: list[Request] = []
        self._pace = Pace()

    def add(self, request: Request) -> None:
        """Queue a request, in place of an older one about the same, unless that decides the matter."""
        older = [each for each in self._waiting if about_the_same(each, request)]
        if any(makes_pointless(each, request) for each in older):
            return
        if not request.each_counts:
            self._waiting = [each for each in self._waiting if each not in older]
        self._waiting.append(request)

    def clear(self) -> list[Request]:
        """The connection is gone: nothing waits any more. Returns what did. The next connection begins anew."""
        waiting, self._waiting, self._pace = self._waiting, [], Pace()
        return waiting

    def take(self, now_ms: int) -> list[Request]:
        """Take what may be sent now."""
        taken: list[Request] = []
        for request in self._waiting:
            if request.urgent or not self._pace.due_ms(now_ms):
                self._pace.spend(now_ms)
                taken.append(request)
        self._waiting = [each for each in self._waiting if not any(each is other for other in taken)]
        return taken

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms there is something to take; None: nothing waits."""
        return self._pace.due_ms(now_ms) if self._waiting else None


def about_the_same(one: Request, other: Request) -> bool:
    """Whether two requests are of the same kind, and about the same."""
    return type(one) is type(other) and one.about() == other.about()


def makes_pointless(earlier: Request, later: Request) -> bool:
    """Whether a request need not be sent after another one about the same that has no answer yet."""
    if later.each_counts:
        return False
    return later.decides or replace(earlier, n=0) == replace(later, n=0)

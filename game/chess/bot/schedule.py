"""Requests that are to be sent a little later. Times are arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netcode.messages import Request


class Schedule:
    """Requests with the times at which they are due."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, Request]] = []

    def add(self, at_ms: int, request: Request) -> None:
        """Send this at that time."""
        self._waiting.append((at_ms, request))

    def take_due(self, now_ms: int) -> list[Request]:
        """What is to be sent now, in the order in which it was added."""
        due = [request for at_ms, request in self._waiting if at_ms <= now_ms]
        self._waiting = [item for item in self._waiting if item[0] > now_ms]
        return due

    def next_ms(self) -> int | None:
        """When the next request is due."""
        return min((at_ms for at_ms, _ in self._waiting), default=None)

    def drop(self, kind: type[Request]) -> None:
        """Forget the requests of a kind."""
        self._waiting = [item for item in self._waiting if not isinstance(item[1], kind)]

    def clear(self) -> None:
        """Forget them all."""
        self._waiting.clear()

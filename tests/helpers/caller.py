"""A client with a real transport, and waiting for what it receives."""

from __future__ import annotations

import threading
import time
from typing import TypeVar

from netcode.messages import ActionSuccess, Notice, Request
from netcode.transport import Answered, Incoming, Received, SocketIOTransport

DEADLINE_S = 60.0
N = TypeVar("N", bound=Notice)
I = TypeVar("I", bound=Incoming)  # noqa: E741


class Caller:
    """A client on a real connection."""

    def __init__(self, url: str) -> None:
        self._woken = threading.Event()
        self.transport = SocketIOTransport(url, self._woken.set)
        self._queue: list[Incoming] = []

    def next(self, kind: type[I]) -> I:
        """The next event of a type. Earlier ones are dropped."""
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end:
            self._queue += self.transport.poll()
            while self._queue:
                incoming = self._queue.pop(0)
                if isinstance(incoming, kind):
                    return incoming
            self._woken.wait(end - time.monotonic())
            self._woken.clear()
        raise AssertionError(f"no {kind.__name__} came")

    def notice(self, kind: type[N], **wanted: object) -> N:
        """The next notice of a type with these fields."""
        while True:
            notice = self.next(Received).notice
            if isinstance(notice, kind) and all(getattr(notice, key) == value for key, value in wanted.items()):
                return notice

    def ask(self, request: Request) -> ActionSuccess:
        number = self.transport.send(request)
        answered = self.next(Answered)
        assert answered.request_id == number
        return answered.answer

"""Requests that cannot be handled at once, because they need something slow: a password hash, the database, Redis.

A `Preparation` is registered for each such kind of request. It gets a continuation and calls it on the loop's thread,
at once or later, so nothing blocks. Meanwhile later requests of the same connection wait in order, except those that
the preparation `lets_by`. Other connections are not affected. Heartbeats are never deferred.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from netcode.refusals import Refusal
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcode.messages.base import Request
    from netcode.messages.rooms import ActionSuccess
    from server.rooms.sessions import Session

MOST_WAITING: Final = 32

GoOn: TypeAlias = "Callable[[ActionSuccess | None], None]"
"""The continuation, called once: with the answer, or with None to handle the request in the usual way."""
Preparation: TypeAlias = "Callable[[Session, Request, GoOn], None]"
LetsBy: TypeAlias = "Callable[[Request], bool]"


def _nothing(_request: Request) -> bool:
    return False


class _Line(NamedTuple):
    """The queue of one connection behind a request that is being prepared."""

    waiting: deque[tuple[Request, GoOn]]
    lets_by: LetsBy


class DeferredRequests:
    """The preparations by kind of request, and the requests that wait for one."""

    def __init__(self) -> None:
        self._preparations: dict[type[Request], tuple[Preparation, LetsBy]] = {}
        self._lines: dict[Session, _Line] = {}

    def concerns(self, session: Session, request: Request) -> bool:
        """Whether the request may have to wait. Few kinds are prepared, and few connections wait."""
        return type(request) in self._preparations or session in self._lines

    def add(self, kind: type[Request], preparation: Preparation, lets_by: LetsBy = _nothing) -> None:
        """Register the preparation of a kind of request. Requests that it `lets_by` do not wait behind it."""
        self._preparations[kind] = preparation, lets_by

    def delays(self, session: Session, request: Request, go_on: GoOn) -> bool:
        """Whether the request is deferred. If so, `go_on` is called in its turn, unless the connection ends first.

        Raises:
            Refused: TOO_FAST, if too many requests of this connection wait already.
        """
        line = self._lines.get(session)
        if line is not None:
            if line.lets_by(request):
                return False
            if len(line.waiting) >= MOST_WAITING:
                raise Refused(Refusal.TOO_FAST)
            line.waiting.append((request, go_on))
            return True
        return self._prepare(session, request, go_on, deque())

    def forget(self, session: Session) -> None:
        """Drop what a connection that has ended still waits for."""
        self._lines.pop(session, None)

    def _prepare(self, session: Session, request: Request, go_on: GoOn, waiting: deque[tuple[Request, GoOn]]) -> bool:
        """Start the preparation of the request, with `waiting` behind it. False if its kind needs none."""
        preparation, lets_by = self._preparations.get(type(request), (None, _nothing))
        if preparation is None:
            return False
        self._lines[session] = _Line(waiting, lets_by)
        preparation(session, request, partial(self._prepared, session, go_on))
        return True

    def _prepared(self, session: Session, go_on: GoOn, answer: ActionSuccess | None) -> None:
        line = self._lines.pop(session, None)
        if line is None:
            return
        go_on(answer)
        while line.waiting and not session.closed:
            request, next_on = line.waiting.popleft()
            if self._prepare(session, request, next_on, line.waiting):
                # Its own continuation handles the rest of the queue.
                return
            next_on(None)

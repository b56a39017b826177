"""Requests that must wait for something outside of the loop before they can be handled: a slow hash, another process.

Nothing blocks and no task is made: whoever prepares a kind of request is handed a continuation, and calls it on the
loop's thread, at once or later. Meanwhile the other requests of the same connection wait behind it, in their order, but
for those that have nothing to do with it; all other connections go on. Heartbeats never come here.
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
"""To be called once: with the answer, or with None to have the request handled like any other."""
Preparation: TypeAlias = "Callable[[Session, Request, GoOn], None]"
LetsBy: TypeAlias = "Callable[[Request], bool]"


def _nothing(_request: Request) -> bool:
    return False


class _Line(NamedTuple):
    """What waits behind a request that is being prepared, and what need not."""

    waiting: deque[tuple[Request, GoOn]]
    lets_by: LetsBy


class Front:
    """Where requests wait."""

    def __init__(self) -> None:
        self._preparations: dict[type[Request], tuple[Preparation, LetsBy]] = {}
        # Of each connection that waits.
        self._lines: dict[Session, _Line] = {}

    @property
    def in_use(self) -> bool:
        """Whether there is anything to wait for at all."""
        return bool(self._preparations)

    def add(self, kind: type[Request], preparation: Preparation, lets_by: LetsBy = _nothing) -> None:
        """Requests of this kind are prepared by this from now on; what it `lets_by` does not wait behind it."""
        self._preparations[kind] = preparation, lets_by

    def delays(self, session: Session, request: Request, go_on: GoOn) -> bool:
        """Whether the request has to wait; then `go_on` is called when its turn has come, unless the connection ends.

        Raises:
            Refused: TOO_FAST: too many of this connection wait already.
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
        """The connection has ended: nobody waits any more."""
        self._lines.pop(session, None)

    def _prepare(self, session: Session, request: Request, go_on: GoOn, waiting: deque[tuple[Request, GoOn]]) -> bool:
        """Whether the request is one that is prepared; then all that waits, waits behind it."""
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
                # Whoever prepared it, perhaps at once, has gone on with the rest or will.
                return
            next_on(None)

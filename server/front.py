"""Requests that must wait for something outside of the loop before they can be handled: a slow hash, another process.

Nothing blocks and no task is made: whoever prepares a kind of request is handed a continuation, and calls it on the
loop's thread, at once or later. Meanwhile the other requests of the same connection wait behind it, in their order; all
other connections go on. Heartbeats never come here.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

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


class Front:
    """Where requests wait."""

    def __init__(self) -> None:
        self._preparations: dict[type[Request], Preparation] = {}
        # Of each connection that waits, what waits behind the request that is being prepared.
        self._behind: dict[Session, deque[tuple[Request, GoOn]]] = {}

    @property
    def in_use(self) -> bool:
        """Whether there is anything to wait for at all."""
        return bool(self._preparations)

    def add(self, kind: type[Request], preparation: Preparation) -> None:
        """Requests of this kind are prepared by this from now on."""
        self._preparations[kind] = preparation

    def delays(self, session: Session, request: Request, go_on: GoOn) -> bool:
        """Whether the request has to wait; then `go_on` is called when its turn has come, unless the connection ends.

        Raises:
            Refused: TOO_FAST: too many of this connection wait already.
        """
        behind = self._behind.get(session)
        if behind is not None:
            if len(behind) >= MOST_WAITING:
                raise Refused(Refusal.TOO_FAST)
            behind.append((request, go_on))
            return True
        preparation = self._preparations.get(type(request))
        if preparation is None:
            return False
        self._behind[session] = deque()
        preparation(session, request, partial(self._prepared, session, go_on))
        return True

    def forget(self, session: Session) -> None:
        """The connection has ended: nobody waits any more."""
        self._behind.pop(session, None)

    def _prepared(self, session: Session, go_on: GoOn, answer: ActionSuccess | None) -> None:
        behind = self._behind.pop(session, None)
        if behind is None:
            return
        go_on(answer)
        while behind and not session.closed:
            request, next_on = behind.popleft()
            if self.delays(session, request, next_on):
                # The rest keeps its place.
                self._behind.setdefault(session, deque()).extend(behind)
                return
            next_on(None)

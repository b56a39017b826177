"""A transport without sockets or threads, to a server in the same process."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Protocol

from netcode.messages import ActionSuccess, Notice, Request, decode_notice, decode_request, encode
from netcode.transport import Answered, Connected, Inbox, Incoming, Lost, Received

if TYPE_CHECKING:
    from collections.abc import Callable


class Session(Protocol):
    """One connection to a server in the same process."""

    def request(self, request: Request) -> ActionSuccess:
        """Handle the request and answer it."""

    def close(self) -> None:
        """The connection is gone."""


class LoopbackTransport:
    """Behaves like `SocketIOTransport`, without sockets or threads.

    `connect` gets the function that takes the server's notices, and returns the session. Everything is encoded and
    decoded on its way, so what passes here also passes the wire.
    """

    def __init__(
        self, connect: Callable[[Callable[[Notice], None]], Session], wake: Callable[[], None] = lambda: None
    ) -> None:
        self._connect = connect
        self._inbox = Inbox(wake)
        self._ids = itertools.count(1)
        self._session: Session | None = None
        self._losing = False
        self.plug()

    def send(self, request: Request) -> int:
        """See `Transport.send`; the answer is there at once."""
        number = next(self._ids)
        if self._session is not None and not self._losing:
            answer = self._session.request(decode_request(request.wire_name, encode(request)))
            self._inbox.put(Answered(number, answer))
        return number

    def poll(self) -> list[Incoming]:
        """See `Transport.poll`."""
        return self._inbox.drain()

    def close(self) -> None:
        """See `Transport.close`."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def unplug(self) -> None:
        """Break the connection as a bad network would."""
        self.close()
        self._inbox.put(Lost("The connection was lost. Trying to come back…"))

    def lose_what_is_sent(self) -> None:
        """From now on nothing reaches the server, as on a dead connection that nobody has noticed."""
        self._losing = True

    def plug(self) -> None:
        """Connect (again)."""
        self._losing = False
        self._session = self._connect(self._take)
        self._inbox.put(Connected())

    def _take(self, notice: Notice) -> None:
        self._inbox.put(Received(decode_notice(notice.wire_name, encode(notice))))

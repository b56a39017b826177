"""A connection to a server without a room, open as long as the player looks at their profile there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode.transport import Connected, Lost

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.people.account import Account
    from netcode.transport import Transport


class MenuLine:
    """Passes events to the account; no others are expected."""

    def __init__(self, make_transport: Callable[[str], Transport], account: Account) -> None:
        self._make_transport = make_transport
        self._account = account
        self._transport: Transport | None = None
        self._server = ""
        self.problem = ""
        """Why there is no connection, in a sentence."""

    @property
    def open(self) -> bool:
        """Whether there is a line, up or not."""
        return self._transport is not None

    def begin(self, url: str, server: str) -> None:
        """Connect. `server` is its name in the keyring."""
        self.close()
        self._server = server
        self._transport = self._make_transport(url)

    def poll(self) -> bool:
        """Take in what has arrived. Whether there was anything."""
        transport = self._transport
        arrived = transport.poll() if transport is not None else []
        for incoming in arrived:
            if isinstance(incoming, Connected | Lost):
                self.problem = incoming.reason if isinstance(incoming, Lost) else ""
            if transport is not None:
                self._account.take(incoming, self._server, transport.send)
        return bool(arrived)

    def close(self) -> None:
        """Hang up."""
        transport, self._transport, self.problem = self._transport, None, ""
        if transport is not None:
            self._account.lost()
            transport.close()

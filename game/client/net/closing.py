"""Closes connections once the server knows that the player has left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netcode.messages.rooms import Exit
from netcode.transport import Answered, Lost

if TYPE_CHECKING:
    from netcode.transport import Transport

LINGER_MS: Final = 1_000
"""How long to wait for the server's answer before hanging up."""


class ClosingConnections:
    """Sends a last `Exit` over connections that nobody uses any more, and closes them."""

    def __init__(self) -> None:
        self._open: list[tuple[Transport, int]] = []

    def __bool__(self) -> bool:
        return bool(self._open)

    def say(self, transport: Transport, now_ms: int) -> None:
        """Tell the server that the player leaves the room."""
        transport.send(Exit())
        self._open.append((transport, now_ms + LINGER_MS))

    def poll(self, now_ms: int) -> None:
        """Close the connections whose server has answered, is gone, or takes too long."""
        for farewell in list(self._open):
            transport, deadline = farewell
            if now_ms >= deadline or any(isinstance(incoming, Answered | Lost) for incoming in transport.poll()):
                transport.close()
                self._open.remove(farewell)

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms the next connection is closed at the latest."""
        return min((max(1, deadline - now_ms) for _, deadline in self._open), default=None)

    def close(self) -> None:
        """Close all at once."""
        for transport, _ in self._open:
            transport.close()
        self._open.clear()

"""Connections as the rooms see them, and what travels to them; no transport is named here."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from netcode.messages import encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcode.messages import Notice


class Ending(IntEnum):
    """Why the server ends a connection, in the numbers that WebSockets have for it (RFC 6455, 7.4)."""

    DONE = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    POLICY = 1008
    TRY_LATER = 1013
    # An application's own numbers begin at 4000; this one is HTTP's.
    SILENT = 4408


class Parcel:
    """One notice for several connections: encoded once for all of them, framed once for each transport."""

    __slots__ = ("_body", "_framed", "notice")

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self._body: bytes | None = None
        self._framed: dict[Callable[[str, bytes], bytes], bytes] = {}

    def framed(self, frame: Callable[[str, bytes], bytes]) -> bytes:
        """What `frame` makes of the notice's name and its fields as JSON."""
        known = self._framed.get(frame)
        if known is None:
            known = self._framed[frame] = frame(self.notice.wire_name, self._encoded())
        return known

    def _encoded(self) -> bytes:
        if self._body is None:
            self._body = encode(self.notice)
        return self._body


class Link(Protocol):
    """One open connection. Nothing here waits, and nothing raises because the other end has gone."""

    @property
    def kind(self) -> str:
        """The name by which operators know the transport."""

    def deliver(self, parcel: Parcel) -> None:
        """Send at once, in order. A connection that doesn't keep up is closed."""

    def beat(self, now_ms: float) -> None:
        """Called every second or so: the time for the transport's own signs of life."""

    def smallest_rtt_ms(self) -> float | None:
        """The smallest round trip to the other end that the system itself has seen; None: it cannot say."""

    def close(self, ending: Ending = Ending.DONE, farewell: str = "") -> None:
        """Send what was delivered, then hang up; with a sentence where there is more to say than the number."""

"""Connections as the rooms see them, and what travels to them; no transport is named here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcode.messages import Notice


class Parcel:
    """One notice for several connections: each transport encodes it once, for the first of them."""

    __slots__ = ("_encoded", "notice")

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self._encoded: dict[Callable[[Notice], bytes], bytes] = {}

    def encoded(self, encode: Callable[[Notice], bytes]) -> bytes:
        """What `encode` makes of the notice."""
        known = self._encoded.get(encode)
        if known is None:
            known = self._encoded[encode] = encode(self.notice)
        return known


class Link(Protocol):
    """One open connection. Nothing here waits, and nothing raises because the other end has gone."""

    def deliver(self, parcel: Parcel) -> None:
        """Send at once, in order. A connection that doesn't keep up is closed."""

    def beat(self, now_ms: float) -> None:
        """Called every second or so: the time for the transport's own signs of life."""

    def close(self, farewell: str = "") -> None:
        """Send what was delivered, then hang up, because of a server that stops with a sentence that says so."""

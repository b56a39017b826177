"""Which address a client connects to: the server's own ("home"), or that of the process which has the room. Pure.

A server of several processes answers at one home address, and each process can redirect to the one that owns a room.
After a broken connection the client starts at home again, because the room may have moved.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

HOPS_AT_ONCE: Final = 2
"""How many redirects in a row are followed without a pause, as after a room has moved."""
LONGEST_PAUSE_S: Final = 0.4
MOST_HOPS: Final = 12
"""After so many redirects in a row the connection counts as lost."""


class Route:
    """The address to connect to next, and how long to wait before that."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.url = home
        self._hops = 0

    @property
    def away(self) -> bool:
        """Whether `url` is another address than the home."""
        return self.url != self.home

    def sent_to(self, url: str) -> bool:
        """Take in a redirect. False if it is not followed: too many in a row, or to an address that is not allowed."""
        self._hops += 1
        here = urlsplit(self.home).scheme
        if self._hops > MOST_HOPS or _scheme_of(url) not in ({"https"} if here == "https" else {"http", "https"}):
            return False
        self.url = url.rstrip("/")
        return True

    def not_there(self) -> bool:
        """Go back to the home because nobody answers at `url`. True if it makes sense to connect there at once."""
        self._hops += 1
        was_away, self.url = self.away, self.home
        return was_away and self._hops <= MOST_HOPS

    def arrived(self) -> None:
        """The room was found: count redirects from zero again."""
        self._hops = 0

    def broken(self) -> None:
        """Go back to the home after an established connection broke."""
        self._hops = 0
        self.url = self.home

    @property
    def pause_s(self) -> float:
        """How long to wait before following the next redirect."""
        beyond = self._hops - HOPS_AT_ONCE
        return min(0.05 * beyond, LONGEST_PAUSE_S) if beyond > 0 else 0.0


def _scheme_of(url: str) -> str:
    """The URL's scheme, or "" if it is no valid URL of a server."""
    try:
        read = urlsplit(url)
        # Reading an invalid port raises ValueError, too.
        host, _ = read.hostname, read.port
    except ValueError:
        return ""
    return read.scheme if host else ""

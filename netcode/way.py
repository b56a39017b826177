"""Where a client's line leads: to the server that the person named, or to the process of it that has their room.

Pure. A server of several processes answers at one address, its home; any of them can say where a room is. A line that
breaks there begins at home again, as the room may have gone elsewhere with it.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

HOPS_AT_ONCE: Final = 2
"""A room that has just moved may be looked for so often without a pause."""
LONGEST_PAUSE_S: Final = 0.4
MOST_HOPS: Final = 12
"""After so many in a row nobody knows where the room is, and the line counts as lost."""


class Way:
    """The address to connect to next, and how long to wait before that."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.url = home
        self._hops = 0

    @property
    def away(self) -> bool:
        """Whether it leads to another address than the one that the person named."""
        return self.url != self.home

    def sent_to(self, url: str) -> bool:
        """A server says that this is where to go; whether that is followed."""
        self._hops += 1
        here = urlsplit(self.home).scheme
        if self._hops > MOST_HOPS or _scheme_of(url) not in ({"https"} if here == "https" else {"http", "https"}):
            return False
        self.url = url.rstrip("/")
        return True

    def not_there(self) -> bool:
        """Nobody answers where it led; whether looking at home at once makes sense."""
        self._hops += 1
        was_away, self.url = self.away, self.home
        return was_away and self._hops <= MOST_HOPS

    def arrived(self) -> None:
        """The room is here."""
        self._hops = 0

    def broken(self) -> None:
        """The line was up, and has broken."""
        self._hops = 0
        self.url = self.home

    @property
    def pause_s(self) -> float:
        """How long to wait before the next hop."""
        beyond = self._hops - HOPS_AT_ONCE
        return min(0.05 * beyond, LONGEST_PAUSE_S) if beyond > 0 else 0.0


def _scheme_of(url: str) -> str:
    """How a server is reached at this address; empty: it is none."""
    try:
        read = urlsplit(url)
        # Reading a port that is none fails, too.
        host, _ = read.hostname, read.port
    except ValueError:
        return ""
    return read.scheme if host else ""

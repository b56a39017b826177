"""The lease of this process, and those of the others on the same Redis. Only within its lease may a process answer for
its rooms.
"""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct

from server.store.redis_keys import LEASES, RENEW, ProcessStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.clock import Cancellable, Clock
    from server.store.redis_connection import RedisConnection

RENEWALS: Final = 4
"""In a lease's time."""
PATIENCE_MS: Final = 2_000.0
AWAY: Final = "Redis does not answer"

log = logging.getLogger(__name__)


class Peer(Struct, frozen=True):
    """Another process. `until_ms`: the end of its lease by our clock, never too early. `at_ms`: its own time at its
    last renewal.
    """

    url: str
    until_ms: float
    at_ms: float
    open: bool
    rooms: int


class Lease:
    """Renews itself from `start` on.

    Args:
        process: this process's name, which no other process ever had.
        url: where clients reach it.
        length_ms: the length of each lease.
        clock: monotonic; never compared with other processes' clocks.
        patience_ms: Redis counts as away after so long without an answer.
    """

    def __init__(
        self, process: str, url: str, length_ms: float, clock: Clock, patience_ms: float = PATIENCE_MS
    ) -> None:
        self.process = process
        self.url = url
        self.failing: str | None = None
        self.peers: dict[str, Peer] = {}
        # Where there are processes, or were: a page that one has served outlives it.
        self._known_urls: set[str] = set()
        # Whether others may hand rooms over to us: not before clients can come.
        self.open = False
        self._length_ms = length_ms
        self._clock = clock
        self._patience_ms = patience_ms
        self._until_ms = -1.0
        self._connection: RedisConnection | None = None
        self._alarm: Cancellable | None = None
        self._closed = False
        # How many rooms this process has. Set by a cluster.
        self.rooms: Callable[[], int] = lambda: 0
        # Ticks without an answer are counted, because a frozen process has none, however late its timer is.
        self._unanswered = 0
        self._lapsed = True
        self._regained: Callable[[], None] = lambda: None
        self._changed: Callable[[], None] = lambda: None

    def on_regained(self, call: Callable[[], None]) -> None:
        """Call this when the lease is a new one, because rooms may have been taken over in between."""
        self._regained = call

    def on_changed(self, call: Callable[[], None]) -> None:
        """Call this when Redis is away, or back."""
        self._changed = call

    @property
    def valid(self) -> bool:
        """Whether no other process can have taken over any of our rooms, by our own clock."""
        return self._clock.now_ms() < self._until_ms

    def start(self, connection: RedisConnection) -> None:
        """Begin to renew."""
        self._connection = connection
        self._tick()

    def connection_is_up(self) -> None:
        """There is a new connection. Commands on the last one may be lost, and Redis may have lost everything."""
        self._lapsed = True
        self.renew()

    def take_rooms(self, *, willing: bool, done: Callable[[bool], None] = lambda _: None) -> None:
        """Tell the others whether they may hand rooms over to us. `done` is called as in `renew`."""
        self.open = willing
        self.renew(done)

    def close(self) -> None:
        """Stop renewing."""
        self._closed = True
        if self._alarm is not None:
            self._alarm.cancel()

    def others(self) -> list[Peer]:
        """The living processes that take rooms."""
        now_ms = self._clock.now_ms()
        return [peer for peer in self.peers.values() if peer.open and peer.until_ms > now_ms]

    def fairer_place(self, code: str) -> Peer | None:
        """The process that should take this room over instead of us, if we have more rooms than the average.

        For each room the processes have an order that they agree upon, and it is only passed on upwards: it cannot go
        round in circles, however old the numbers are.
        """
        own, others = self.rooms(), self.others()
        if own * (len(others) + 1) <= own + sum(peer.rooms for peer in others):
            return None
        rank = _rank(code, self.url)
        fewer = [peer for peer in others if peer.rooms < own and _rank(code, peer.url) > rank]
        return max(fewer, key=lambda peer: _rank(code, peer.url), default=None)

    def last_heard_of(self) -> Peer | None:
        """The process that takes rooms and has the latest lease, even if that has run out."""
        return max((peer for peer in self.peers.values() if peer.open), key=lambda peer: peer.until_ms, default=None)

    def url_of(self, process: str) -> str:
        """The URL of that process if it is known, even if its lease has run out."""
        peer = self.peers.get(process)
        return peer.url if peer is not None else ""

    def has_known(self, url: str) -> bool:
        """Whether another process is there, or was since this one began."""
        return url in self._known_urls

    def words(self) -> tuple[str, str | int, bytes]:
        """The command of a renewal."""
        told = ProcessStatus(self.url, self._clock.now_ms(), self.open, self.rooms())
        return self.process, int(self._length_ms), msgspec.json.encode(told)

    def renew(self, done: Callable[[bool], None] = lambda _: None) -> None:
        """Ask for the lease now. Then call `done` with whether we have it; `peers` are as they were at that moment."""
        sent_ms = self._clock.now_ms()

        def answered(reply: Any) -> None:
            if isinstance(reply, Exception):
                done(False)
                return
            self._read(reply)
            self._have_until(sent_ms + self._length_ms)
            done(True)

        if self._connection is None or not self._connection.is_up or self._closed:
            done(False)
        else:
            self._connection.call(RENEW, LEASES, self.words(), answered)

    def _tick(self) -> None:
        self._alarm = self._clock.call_at(self._clock.now_ms() + self._length_ms / RENEWALS, self._tick)
        if not self.valid:
            self._lapsed = True
        self._unanswered += 1
        # The last renewal has been asked for one tick ago.
        if (self._unanswered - 1) * self._length_ms / RENEWALS > self._patience_ms:
            self._note(AWAY)
            self._unanswered = 0
            if self._connection is not None:
                # Neither end may be told when a network forgets a connection.
                self._connection.give_up()
        self.renew()

    def _have_until(self, until_ms: float) -> None:
        lapsed = self._lapsed or not self.valid
        self._until_ms = max(self._until_ms, until_ms)
        self._unanswered = 0
        if self.valid:
            self._lapsed = False
            if lapsed:
                self._regained()
        self._note(None)

    def _read(self, reply: list[tuple[bytes, int, bytes]]) -> None:
        now_ms = self._clock.now_ms()
        peers = {}
        for name, left_ms, said in reply:
            process = name.decode()
            if process != self.process and said:
                told = msgspec.json.decode(said, type=ProcessStatus)
                peers[process] = Peer(told.url, now_ms + left_ms, told.at_ms, told.open, told.rooms)
        self.peers = peers
        self._known_urls.update(peer.url.rstrip("/").lower() for peer in peers.values())

    def _note(self, reason: str | None) -> None:
        if reason == self.failing:
            return
        self.failing = reason
        if reason is not None:
            log.error("%s. Matches stand still, and no room is opened, until it is back.", reason)
        else:
            log.warning("Redis answers again; the matches go on.")
        if not self._closed:
            self._changed()


def _rank(code: str, url: str) -> bytes:
    return hashlib.blake2b(f"{code} {url}".encode(), digest_size=8).digest()

"""Finds rooms of other processes: who owns them, and whether that owner is alive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from msgspec import Struct

from server.store.redis_keys import GUESS, guess_key, room_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.clock import Clock
    from server.store.lease import Lease
    from server.store.redis_connection import RedisConnection

Answered: TypeAlias = "Callable[[Location | None], None]"
"""Gets what was found; None when Redis is away."""
# An owner that has let so much of its lease pass without renewing it may be dead.
DOUBTFUL: Final = 0.6


class Location(Struct, frozen=True):
    """A room as it is in Redis. `owner` None: there is no such room; "": nobody owns it.

    Attributes:
        epoch: of that owner.
        key: the room's key for links.
        url: where the owner is reached, as long as it is alive.
        left_ms: what is left of its lease.
        at_ms: its own time when it last renewed the lease.
        guesses: wrong codes that have come from the asking address.
        guesses_ms: in how many ms they are forgotten.
    """

    owner: str | None
    epoch: int = 0
    key: str = ""
    url: str = ""
    left_ms: float = 0.0
    at_ms: float = 0.0
    guesses: int = 0
    guesses_ms: int = 0

    @property
    def alive(self) -> bool:
        """Whether the room has a living owner."""
        return self.left_ms > 0


class RoomLookup:
    """Finds rooms. Each look-up is one round trip, which also renews our own lease."""

    def __init__(self, connection: RedisConnection, lease: Lease, clock: Clock) -> None:
        self._connection = connection
        self._lease = lease
        self._clock = clock

    def look(self, code: str, address: str, answered: Answered) -> None:
        """Find the room with this code, on behalf of this address."""
        found: list[Any] = []

        def taken_in(reply: Any) -> None:
            found.append(reply)

        def all_there(renewed: bool) -> None:
            if not renewed or any(isinstance(reply, Exception) for reply in found):
                answered(None)
            else:
                answered(self._location(*found))

        self._connection.send(("HMGET", room_key(code), "owner", "epoch", "key"), taken_in)
        self._connection.call(GUESS, (guess_key(address),), ("0",), taken_in)
        self._lease.renew(all_there)

    def _location(self, room: list[bytes | None], guesses: list[int]) -> Location:
        owner, epoch, key = room
        if owner is None or epoch is None:
            return Location(None, guesses=guesses[0], guesses_ms=guesses[1])
        name = owner.decode()
        peer = self._lease.peers.get(name)
        return Location(
            name,
            int(epoch),
            (key or b"").decode(),
            peer.url if peer else "",
            peer.until_ms - self._clock.now_ms() if peer else 0.0,
            peer.at_ms if peer else 0.0,
            *guesses,
        )

    def guessed_wrong(self, address: str) -> None:
        """Count a wrong code of this address, for all processes."""
        self._connection.call(GUESS, (guess_key(address),), ("1",), lambda _: None)

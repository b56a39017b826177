"""What processes let each other know once a second: their rooms that anybody may see, and what addresses hold of them.

Nothing waits for it. A list is a second or two old, and an address that asks several processes at the same moment may
get a little more than its share.
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct

from netcode.messages.base import encode
from netcode.messages.rooms import ListOfGames
from server.rooms.registry import line_of
from server.store.redis_keys import share_key

if TYPE_CHECKING:
    from netcode.messages.rooms import RoomLine
    from server.service import Service
    from server.store.lease import Lease
    from server.store.redis_connection import RedisConnection

EVERY_MS: Final = 1_000.0
# Of a process that says nothing any more, all is forgotten.
TTL_MS: Final = 4_000
MOST_LINES: Final = 200
# Addresses that hold less are no matter.
LEAST_HELD: Final = 2

log = logging.getLogger(__name__)


class Share(Struct):
    """What one process tells. `games`: a `ListOfGames`, encoded; then connections and rooms by address."""

    games: bytes
    connections: dict[str, int]
    rooms: dict[str, int]


class Shares:
    """Tells and asks once a second, from `start` on."""

    def __init__(self, connection: RedisConnection, lease: Lease, service: Service) -> None:
        self._connection = connection
        self._lease = lease
        self._service = service
        self._games: list[RoomLine] = []
        service.listing.elsewhere = self._elsewhere

    def start(self) -> None:
        """Begin."""
        self._turn()

    def _turn(self) -> None:
        now_ms = self._service.clock.now_ms()
        self._service.deadlines.set("shares", now_ms + EVERY_MS, self._turn)
        said = ("SET", share_key(self._lease.process), msgspec.msgpack.encode(self._own()), "PX", TTL_MS)
        self._connection.send(said, lambda _: None)
        if self._lease.peers:
            self._connection.send(("MGET", *map(share_key, self._lease.peers)), self._heard)
        else:
            self._take([])

    def _own(self) -> Share:
        service = self._service
        lines = [line_of(room) for room in service.rooms.listed(None)[:MOST_LINES]]
        limits = service.limits
        return Share(
            encode(ListOfGames(lines)), limits.connections.held_from(LEAST_HELD), limits.rooms.held_from(LEAST_HELD)
        )

    def _heard(self, reply: Any) -> None:
        if isinstance(reply, Exception):
            return
        try:
            self._take([msgspec.msgpack.decode(each, type=Share) for each in reply if each is not None])
        except ValueError:
            log.warning("another process tells what this one cannot read; is it of another version?", exc_info=True)

    def _take(self, shares: list[Share]) -> None:
        service = self._service
        games: list[RoomLine] = []
        connections: Counter[str] = Counter()
        rooms: Counter[str] = Counter()
        for share in shares:
            told = service.codec.decode_notice(ListOfGames.wire_name, share.games)
            assert isinstance(told, ListOfGames)
            games += told.games
            connections.update(share.connections)
            rooms.update(share.rooms)
        service.limits.connections.elsewhere, service.limits.rooms.elsewhere = connections, rooms
        if games != self._games:
            self._games = games
            service.listing.changed()

    def _elsewhere(self, game: str | None) -> list[RoomLine]:
        return [line for line in self._games if game in {None, line.game}]

"""What processes tell each other once a second: their public rooms, and their connections and rooms by address.

Nothing waits for it. A list can be two seconds old, and an address that asks several processes at the same moment may
get a little more than its share.
"""

from __future__ import annotations

import logging
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct

from netcode.messages.base import encode
from netcode.messages.rooms import ListOfGames
from server.cluster.person_news import PersonNews
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
UNREADABLE: Final = "another process tells what this one cannot read; is it of another version?"

log = logging.getLogger(__name__)


class Share(Struct):
    """What one process tells. `games` is an encoded `ListOfGames`; then connections and rooms by address."""

    games: bytes
    connections: dict[str, int]
    rooms: dict[str, int]


class Shares:
    """Writes and reads shares once a second, from `start` on."""

    def __init__(self, connection: RedisConnection, lease: Lease, service: Service) -> None:
        self._connection = connection
        self._lease = lease
        self._service = service
        self._games: list[RoomLine] = []
        self._people = PersonNews(connection, self._check_person, service.clock.now_ms())
        service.listing.elsewhere = self._elsewhere
        service.across.tell = self._people.tell

    def start(self) -> None:
        """Begin."""
        self._turn()

    def _turn(self) -> None:
        now_ms = self._service.clock.now_ms()
        self._service.deadlines.set("shares", now_ms + EVERY_MS, self._turn)
        self._tell()
        self._people.turn()
        # Processes that appear meanwhile are read in the next turn.
        names = list(self._lease.peers)
        if names:
            self._connection.send(("MGET", *map(share_key, names)), partial(self._heard, names))
        else:
            self._take({})

    def _check_person(self, person: str) -> None:
        self._service.across.check(person)

    def _tell(self) -> None:
        said = ("SET", share_key(self._lease.process), msgspec.msgpack.encode(self._own()), "PX", TTL_MS)
        self._connection.send(said, lambda _: None)

    def _own(self) -> Share:
        service = self._service
        lines = [line_of(room) for room in service.rooms.listed(None)[:MOST_LINES]]
        limits = service.limits
        return Share(
            encode(ListOfGames(lines)),
            limits.connections.held_from(LEAST_HELD),
            limits.rooms.held_from(LEAST_HELD),
        )

    def _heard(self, names: list[str], reply: Any) -> None:
        if isinstance(reply, Exception):
            return
        read = {name: _read(each) for name, each in zip(names, reply, strict=True) if each is not None}
        self._take({name: share for name, share in read.items() if share is not None})

    def _take(self, shares: dict[str, Share]) -> None:
        service = self._service
        games: list[RoomLine] = []
        connections: Counter[str] = Counter()
        rooms: Counter[str] = Counter()
        for share in shares.values():
            games += self._lines_of(share)
            connections.update(share.connections)
            rooms.update(share.rooms)
        service.limits.connections.elsewhere, service.limits.rooms.elsewhere = connections, rooms
        if games != self._games:
            self._games = games
            service.listing.changed()

    def _lines_of(self, share: Share) -> list[RoomLine]:
        try:
            told = self._service.codec.decode_notice(ListOfGames.wire_name, share.games)
        except ValueError:
            log.warning(UNREADABLE, exc_info=True)
            return []
        assert isinstance(told, ListOfGames)
        return told.games

    def _elsewhere(self, game: str | None) -> list[RoomLine]:
        return [line for line in self._games if game in {None, line.game}]


def _read(packed: bytes) -> Share | None:
    try:
        return msgspec.msgpack.decode(packed, type=Share)
    except ValueError:
        # What the others tell still holds.
        log.warning(UNREADABLE, exc_info=True)
        return None

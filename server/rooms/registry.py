"""All rooms of this process: their codes, the public list, and their end."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from netcode.address import CODE_LETTERS
from netcode.messages.rooms import RoomLine
from netcode.refusals import Refusal
from server.refused import Refused
from server.rooms.audience import host_seen, players_seen
from server.rooms.room import Room
from server.tokens import new_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netcode.messages.base import Options
    from server.games.interface import GameKind
    from server.limits import Limits
    from server.rooms.deadlines import Deadlines
    from server.store import RoomStore
    from server.tokens import RandomBytes


ID_BYTES = 16

log = logging.getLogger(__name__)


class Registry:
    """The rooms by code."""

    def __init__(self, limits: Limits, store: RoomStore, deadlines: Deadlines, random_bytes: RandomBytes) -> None:
        self._limits = limits
        self._store = store
        self._deadlines = deadlines
        self._random_bytes = random_bytes
        self._rooms: dict[str, Room] = {}
        # Codes of stored rooms that this server cannot read: kept as they are, for one that can.
        self._unreadable: set[str] = set()

    def __len__(self) -> int:
        return len(self._rooms)

    def find(self, code: str) -> Room | None:
        """The room with this code, in whatever spelling."""
        return self._rooms.get(code.strip().upper())

    def create(self, kind: GameKind, options: Options, address: str) -> Room:
        """A new, empty room. Raises Refused SERVER_FULL if the address or the server has enough rooms."""
        if not self._limits.rooms.take(address):
            raise Refused(Refusal.SERVER_FULL)
        room = Room(self._free_code(), kind, options, address)
        room.key = new_key(self._random_bytes)
        room.id = self._random_bytes(ID_BYTES).hex()
        self._rooms[room.code] = room
        log.info("room opened", extra={"room": room.code, "address": address})
        return room

    def restore(self, room: Room) -> None:
        """Add a stored room. This may exceed the number of rooms that its creator is allowed."""
        self._limits.rooms.take(room.created_by, by_force=True)
        self._rooms[room.code] = room

    def discard(self, room: Room) -> None:
        """Forget the room, but leave it in the store."""
        self._forget(room.code)

    def set_aside(self, code: str) -> None:
        """Reserve the code of a stored room that cannot be restored, or only in part, so that nothing overwrites it."""
        self._unreadable.add(code)
        self._forget(code)

    def __iter__(self) -> Iterator[Room]:
        return iter(self._rooms.values())

    def end(self, room: Room) -> None:
        """Forget the room and remove it from the store. Does nothing if it has already ended."""
        if self._forget(room.code):
            self._store.remove(room.code)
            log.info("room ended", extra={"room": room.code})

    def _forget(self, code: str) -> bool:
        room = self._rooms.pop(code, None)
        if room is None:
            return False
        self._limits.rooms.give_back(room.created_by)
        for kind in ("game", "empty", "host"):
            self._deadlines.clear((kind, code))
        return True

    def listed(self, game: str | None) -> list[Room]:
        """The rooms that are not private: first those with a free seat, then those that can be watched."""
        rooms = [
            room
            for room in self._rooms.values()
            if room.host and not room.private and game in {None, room.kind.wire.game}
        ]
        running = (room for room in rooms if room.game and not room.open)
        watchable = (room for room in running if room.spectators and not room.nobody_connected)
        return [*(room for room in rooms if room.open), *watchable]

    def _free_code(self) -> str:
        while True:
            # 256 is not a multiple of 24, but these are names, not secrets: the bias does no harm.
            code = "".join(
                CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in self._random_bytes(self._limits.code_characters)
            )
            if code not in self._rooms and code not in self._unreadable:
                return code


def line_of(room: Room) -> RoomLine:
    """The room's line in the public list."""
    host = room.members[host_seen(room)].name
    return RoomLine(
        code=room.code,
        game=room.kind.wire.game,
        name=f"{host}'s match",
        host=host,
        players=players_seen(room),
        seats=room.seats.most,
        running=not room.open,
        part=room.kind.line(room.options, room.game),
    )

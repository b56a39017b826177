"""Restores rooms from the store, and drops rooms that turn out to belong to another process."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from netcode.messages.rooms import Moved
from server.packets import Packet
from server.rooms.connections import Ending
from server.rooms.room import Room

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from server.games.interface import GameKind
    from server.rooms.connections import Connections
    from server.rooms.lobby import Lobby
    from server.rooms.registry import Registry
    from server.store import Conflict, RoomStore, Stored

log = logging.getLogger(__name__)


class Restoring:
    """Brings rooms into memory, and drops them from memory without changing the store."""

    def __init__(
        self, store: RoomStore, rooms: Registry, connections: Connections, lobby: Lobby, kinds: Mapping[str, GameKind]
    ) -> None:
        self._store = store
        self._rooms = rooms
        self._connections = connections
        self._lobby = lobby
        self._kinds = kinds
        # The URL of a process that has taken a room over. Set by the cluster.
        self.url_of: Callable[[str], str] = lambda _: ""
        # Is called with each room that goes on here. Set by `People`.
        self.restored: Callable[[Room], None] = lambda _: None

    def everything(self) -> None:
        """Restore all stored rooms, as far as they can be read."""
        stored = self._store.everything()
        unreadable = [code for code, room in stored if not self.restore(code, room)]
        for code in self._store.damaged():
            self._rooms.set_aside(code)
            unreadable.append(code)
        if unreadable:
            log.error(
                "Restored %d rooms of %d; %d unreadable, set aside in the store as they are: %s.",
                len(self._rooms),
                len(self._rooms) + len(unreadable),
                len(unreadable),
                ", ".join(sorted(unreadable)),
            )
        elif stored:
            log.info("Restored %d rooms.", len(stored))

    def restore(self, code: str, stored: Stored, since_ms: float | None = None) -> bool:
        """Continue a room whose time has stood still since `since_ms` of its own server's time (None: since now). False
        if that was not possible.
        """
        try:
            room = Room.restore(stored.state, stored.options, self._kinds)
            room.version = stored.version
            self._lobby.restore(room, since_ms)
        except Exception:
            # A room that cannot be read must not keep the others from being restored.
            log.exception("Room %s cannot be read, and stays in the store as it is for a server that can.", code)
            self._rooms.set_aside(code)
            return False
        self.restored(room)
        return True

    def conflicted(self, room: Room, conflict: Conflict) -> None:
        """Another process has written this room. Drop it and restore what is stored; its members reconnect to that."""
        if self._rooms.find(room.code) is not room:
            return
        if conflict.owner is not None:
            log.warning("Room %s is another process's now; it goes on there.", room.code)
            self.move_away(room, self.url_of(conflict.owner))
            return
        log.error("%s: what is in memory is dropped, and what is stored goes on.", conflict)
        self.move_away(room, "")
        self._store.load(room.code, partial(self._reload, room.code))

    def _reload(self, code: str, stored: Stored | None) -> None:
        if stored is not None:
            self.restore(code, stored)

    def move_away(self, room: Room, url: str) -> None:
        """Forget a room that is no longer ours and send its members to `url`; with "" they find it themselves."""
        connections = list(self._connections.in_room(room).values())
        self._lobby.drop(room)
        packet = Packet(Moved(url, room.code)) if url else None
        for connection in connections:
            if packet is not None:
                connection.deliver(packet)
            connection.close(Ending.TRY_LATER)

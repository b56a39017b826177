"""Tells rooms which of their matches are on record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netcode.messages.people import Rated

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.games.interface import Recorded
    from server.rooms.commit import Commits, UnitOfWork
    from server.rooms.registry import Registry
    from server.rooms.room import Room
    from server.rooms.watching import Watching
    from server.store import RoomStore


class Records:
    """Called by the relay that puts matches on record."""

    def __init__(self, rooms: Registry, commits: Commits, outbox: RoomStore, watching: Watching) -> None:
        self._rooms = rooms
        self._commits = commits
        self._watching = watching
        self.outbox = outbox
        """Where matches are that are not on record yet."""

    def on_outcome(self, call: Callable[[], None]) -> None:
        """Call this whenever a match has come into the outbox."""
        self._commits.on_outcome = call

    @property
    def waiting(self) -> int:
        """How many matches are not on record yet."""
        return len(self.outbox.results())

    def recorded(self, code: str, room_id: str, record: Recorded) -> None:
        """A match is on record, with these rating changes."""
        room = self._find(code, room_id)
        if room is not None:
            self._commits.run("ratings", partial(self._tell, room, record))

    def late(self, code: str, room_id: str, replay: str) -> None:
        """A match cannot be put on record now; that is tried again."""
        room = self._find(code, room_id)
        if room is not None:
            self._commits.run("a late record", partial(self._tell_late, room, replay))

    def _tell_late(self, room: Room, replay: str, work: UnitOfWork) -> None:
        work.rests_on = room
        self._watching.tell(room, Rated(replay, late=True), work)

    def _find(self, code: str, room_id: str) -> Room | None:
        """The match's room, if it is still here. Codes are reused, so the room's own id is compared."""
        room = self._rooms.find(code)
        return room if room is not None and room.id == room_id else None

    def _tell(self, room: Room, record: Recorded, work: UnitOfWork) -> None:
        work.changed = room
        if room.game is not None:
            room.game.recorded(record)
        self._watching.tell(room, Rated(record.replay, record.ratings or {}), work)

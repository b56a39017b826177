"""Replaces a host who stays away: otherwise a match might never start."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.clock import Clock
    from server.config import Config
    from server.rooms.commit import Commits, UnitOfWork
    from server.rooms.deadlines import Deadlines
    from server.rooms.listing import Listing
    from server.rooms.room import Room
    from server.rooms.roster import Roster


class AbsentHosts:
    """Makes another connected player the host after `Config.absent_host_s`. A host who is a screen is not replaced."""

    def __init__(
        self, config: Config, clock: Clock, deadlines: Deadlines, commits: Commits, roster: Roster, listing: Listing
    ) -> None:
        self._config = config
        self._clock = clock
        self._deadlines = deadlines
        self._commits = commits
        self._roster = roster
        self._listing = listing

    def watch(self, room: Room) -> None:
        """Plan to replace the room's host if they are away now."""
        if room.host_is_away and self._config.absent_host_s and room.seats.host == "player":
            # Spectators see first that the host is away.
            patience_ms = max(self._config.absent_host_s * 1000, room.watch_delay_ms + 1)
            due_ms = self._clock.now_ms() + patience_ms
            self._deadlines.set(("host", room.code), due_ms, partial(self._replace, room))

    def _replace(self, room: Room) -> None:
        if room.host_is_away:
            self._commits.run("another host", partial(self._hand_over, room))

    def _hand_over(self, room: Room, work: UnitOfWork) -> None:
        work.changed = room
        if not room.hand_over():
            # Nobody else is here. Try again after the same time, when somebody may have come back.
            work.changed = None
            self.watch(room)
            return
        self._roster.tell(room, work)
        self._listing.changed()

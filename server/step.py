"""One step of the server: what a request or a deadline has changed and whom it is to be told, held until it
is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.links import Parcel
from server.rooms.room import link_of
from server.store import Commit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netcode.messages import Notice
    from server.links import Link
    from server.rooms.room import Member, Room
    from server.store import Conflict, RoomStore


class Step:
    """Collects; `finish` stores, then sends: first the answer, then everything else in order."""

    __slots__ = ("_closing", "_posts", "changed", "events", "rests_on")

    def __init__(self) -> None:
        self._posts: list[tuple[Link, Parcel]] = []
        self._closing: list[Link] = []
        self.changed: Room[Any] | None = None
        self.events: Callable[[], bytes] = bytes
        # The room that an answer tells of without having changed it: what it tells must be safe too.
        self.rests_on: Room[Any] | None = None

    def post(self, link: Link | None, parcel: Parcel) -> None:
        """Send the parcel at the end, if there is anybody to get it."""
        if link is not None:
            self._posts.append((link, parcel))

    def announce(self, members: Iterable[Member], notice: Notice) -> None:
        """Tell all of them, in one encoding."""
        parcel = Parcel(notice)
        for member in members:
            self.post(link_of(member), parcel)

    def hang_up(self, link: Link | None) -> None:
        """Close the connection at the very end."""
        if link is not None:
            self._closing.append(link)

    def finish(self, store: RoomStore, answer: Callable[[], None] | None = None) -> None:
        """Store what has changed, then answer and send."""
        room = self.changed
        if room is None:
            if self.rests_on is None:
                self._send(answer)
            else:
                store.settled(self.rests_on.code, lambda: self._send(answer))
            return
        commit = Commit(room.code, room.version, room.state, room.due_ms(), self.events)
        room.version += 1
        store.commit(commit, lambda conflict: self._stored(conflict, answer))

    def _stored(self, conflict: Conflict | None, answer: Callable[[], None] | None) -> None:
        if conflict is not None:
            # Only a store that several processes share can be ahead; its arrival brings the load-and-retry
            # here.
            raise conflict
        self._send(answer)

    def _send(self, answer: Callable[[], None] | None) -> None:
        if answer is not None:
            answer()
        for link, parcel in self._posts:
            link.deliver(parcel)
        for link in self._closing:
            link.close()

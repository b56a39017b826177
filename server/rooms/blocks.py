"""Who wants to hear nothing of whom. People are known by their opaque ids, as on `Member.person`.

It is in memory, for those who have been here since the process began; where it is kept is not a room's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.rooms.room import Member, Room


class Blocks:
    """See the module."""

    def __init__(self) -> None:
        # Only of those who have blocked anybody.
        self._by_person: dict[str, frozenset[str]] = {}

    def set(self, person: str, blocked: Iterable[str]) -> None:
        """These are all whom this person has blocked."""
        found = frozenset(blocked)
        if found:
            self._by_person[person] = found
        else:
            self._by_person.pop(person, None)

    def merged(self, before: str, now: str) -> None:
        """Whoever was known by one id is known by another one."""
        for person, blocked in list(self._by_person.items()):
            if before in blocked:
                self.set(person, (blocked - {before}) | {now})

    def hides(self, speaker: Member, hearer: Member) -> bool:
        """Whether one of them has blocked the other, so that nothing is heard."""
        return bool(speaker.person) and speaker.person in self._by_person.get(hearer.person, ())

    def hearers(self, room: Room, speaker: Member) -> list[Member] | None:
        """Who hears what a member says; None: everybody."""
        if not self._by_person or not speaker.person:
            return None
        hearers = [each for each in room.members.values() if not self.hides(speaker, each)]
        return None if len(hearers) == len(room.members) else hearers

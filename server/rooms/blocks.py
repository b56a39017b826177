"""Who has blocked whom. People are known by their opaque ids, as in `Member.person`.

In memory, for the people who have been here since the process began. The database of people has all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.rooms.room import Member, Room


class Blocks:
    """The blocks of all people who have been here."""

    def __init__(self) -> None:
        # Only of those who have blocked anybody.
        self._by_person: dict[str, frozenset[str]] = {}

    def set(self, person: str, blocked: Iterable[str]) -> None:
        """Set the list of everybody whom this person has blocked."""
        found = frozenset(blocked)
        if found:
            self._by_person[person] = found
        else:
            self._by_person.pop(person, None)

    def merged(self, before: str, now: str) -> None:
        """One person's id was merged into another one."""
        for person, blocked in list(self._by_person.items()):
            if before in blocked:
                self.set(person, (blocked - {before}) | {now})

    def hides(self, speaker: Member, hearer: Member) -> bool:
        """Whether one of the two has blocked the other, so that nothing is passed on."""
        return bool(speaker.person) and speaker.person in self._by_person.get(hearer.person, ())

    def hearers(self, room: Room, speaker: Member) -> list[Member] | None:
        """The members who hear what a member says; None: everybody."""
        if not self._by_person or not speaker.person:
            return None
        hearers = [each for each in room.members.values() if not self.hides(speaker, each)]
        return None if len(hearers) == len(room.members) else hearers

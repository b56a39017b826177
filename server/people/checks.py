"""Looks people up again who may have been banned or logged out where this process could not apply it at once."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from server.people.unavailable import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from server.people.dismissal import Dismissal
    from server.rooms.room import Member, Room

# Between two attempts.
RETRY_S: Final = 1.0

log = logging.getLogger(__name__)


class Checks:
    """Each is repeated until it has succeeded.

    Args:
        dismissal: what applies changes. Raises UnavailableError as long as there is no database.
        start: runs something beside the loop's other work.
    """

    def __init__(
        self, dismissal: Callable[[], Awaitable[Dismissal]], start: Callable[[Coroutine[None, None, None]], None]
    ) -> None:
        self._dismissal = dismissal
        self._start = start
        # Whose seats came with rooms and are to be looked up.
        self._seated: set[str] = set()

    def person(self, person: str) -> None:
        """Something about this person has changed."""
        self._start(self._until_done(partial(self._check, person)))

    def room(self, room: Room) -> None:
        """A room goes on here. Somebody may have been banned while no process had it."""
        people = {each for member in room.members.values() if not member.left for each in _people_of(member)}
        begins = bool(people) and not self._seated
        self._seated |= people
        if begins:
            self._start(self._until_done(self._check_seats))

    async def _check(self, person: str) -> None:
        await (await self._dismissal()).check(person)

    async def _check_seats(self) -> None:
        while self._seated:
            # Rooms that come meanwhile are looked up together.
            people = frozenset(self._seated)
            await (await self._dismissal()).check_seats(people)
            self._seated -= people

    async def _until_done(self, check: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await check()
            except UnavailableError:
                await asyncio.sleep(RETRY_S)
            except Exception:
                # A ban must hold in the end, whatever went wrong.
                log.exception("somebody could not be looked up again")
                await asyncio.sleep(RETRY_S)
            else:
                return


def _people_of(member: Member) -> set[str]:
    return {each for each in (member.person, member.next_person) if each}

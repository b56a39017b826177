"""The open connections of a person who was logged out, banned or deleted, on this process and on all others.

What has changed is in the database. The other processes are told only about whom, and look there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.people import accounts, sessions
from server.rooms.identity import UPLOADED

if TYPE_CHECKING:
    from server.people.accounts import Person
    from server.people.database import Database
    from server.rooms.sessions import Session
    from server.service import Service

LATELY_MS: Final = 60_000.0
BANNED: Final = "Whoever runs this server has closed your account."


class Dismissal:
    """Applies to connections what has happened to a person."""

    def __init__(self, database: Database, service: Service) -> None:
        self._database = database
        self._service = service
        # About whom something has changed lately, and when.
        self._changed: dict[str, float] = {}

    async def log_out(self, person: str, *, but: Session | None = None) -> bool:
        """Make the user of all connections of this person (except `but`) unknown.

        Returns, as all of these do, whether the other processes will hear of it whatever becomes of this one.
        """
        self._note(person)
        self._unknown([session for session in self._of(person) if session is not but])
        return await self._service.across.tell(person)

    async def ban(self, person: str) -> bool:
        """Close all connections of this person, and give away their seats."""
        self._note(person)
        self._close(person)
        return await self._service.across.tell(person)

    async def remove_picture(self, person: str) -> bool:
        """Show this person's picture to no more rooms."""
        self._note(person)
        for session in self._of(person):
            session.picture = None
        return await self._service.across.tell(person)

    def has_changed(self, person: str) -> bool:
        """Whether something about this person has changed lately. Whoever has just become known as them may have been
        looked up before that.
        """
        return person in self._changed

    def _note(self, person: str) -> None:
        now_ms = self._service.clock.now_ms()
        self._changed = {each: at_ms for each, at_ms in self._changed.items() if now_ms - at_ms < LATELY_MS}
        self._changed[person] = now_ms

    async def check_seats(self, persons: frozenset[str]) -> None:
        """Rooms with seats of these people go on here. Raises UnavailableError."""
        async with self._database.reading() as connection:
            banned = await accounts.banned_among(connection, persons)
        for person in banned:
            self._close(person)

    async def check(self, person: str) -> None:
        """Another process has changed something about this person. Raises UnavailableError."""
        self._note(person)
        # Whoever logs in from now on does so by what holds now.
        used = [(session, session.login) for session in self._of(person)]
        async with self._database.reading() as connection:
            found = await accounts.get(connection, person)
            valid = await sessions.of(connection, person)
        if found is not None and found.banned:
            self._close(person)
            return
        used = [(session, login) for session, login in used if (session.person, session.login) == (person, login)]
        for session, _ in used:
            if (session.picture or "").startswith(UPLOADED) and (found is None or found.picture != session.picture):
                session.picture = None
        self._unknown([session for session, login in used if not _still(login, found, valid)])

    def _of(self, person: str) -> list[Session]:
        return [session for session in self._service.connected() if session.person == person]

    def _unknown(self, used: list[Session]) -> None:
        for session in used:
            self._service.sign_out(session)

    def _close(self, person: str) -> None:
        used = self._of(person)
        for session in used:
            session.connection.close(farewell=BANNED)
        # Otherwise the holder of the seat's token could come back to it anonymously.
        self._service.turn_out(person)
        self._unknown(used)


def _still(login: bytes, person: Person | None, valid: frozenset[bytes]) -> bool:
    """Whether a connection may still be this person's."""
    if login:
        return login in valid
    # A guest's, who may have become an account, whose password this connection has not given.
    return person is not None and person.username is None

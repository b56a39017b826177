"""The composition root of people: the database, and everything that works on it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

from netcode.messages.people import (
    AddProfilePic,
    Block,
    ChangePassword,
    CreateLogin,
    DeleteLogin,
    ListBlocked,
    Login,
    Logout,
    Unblock,
)
from netcode.messages.rooms import ActionSuccess, SetProfile
from netcode.refusals import Refusal
from server.people.blocking import Blocking
from server.people.cleanup import Cleanup
from server.people.database import IN_MEMORY, Database, readable_url, url_of_file
from server.people.dismissal import Dismissal
from server.people.operations import PeopleOperations
from server.people.passwords import Passwords
from server.people.pictures import Pictures
from server.people.reading import Reader
from server.people.relay import relay_of
from server.people.requests import PersonalRequests
from server.people.throttle import LocalThrottle
from server.people.unavailable import UnavailableError
from server.refused import Refused

if TYPE_CHECKING:
    from sqlalchemy import URL

    from netcode.messages.base import Request
    from server.clock import Clock
    from server.config import Config
    from server.rooms.sessions import Session
    from server.service import Service
    from server.tokens import RandomBytes

FILE: Final = "people.sqlite"
log = logging.getLogger(__name__)


def url_of(config: Config) -> URL | str:
    """The database's URL, from the configuration. Raises ValueError with a sentence."""
    if config.database_url:
        return readable_url(config.database_url)
    if config.people_file:
        return url_of_file(Path(config.people_file))
    return url_of_file(Path(config.data) / FILE) if config.data else IN_MEMORY


async def open_people(config: Config, clock: Clock, random_bytes: RandomBytes, service: Service) -> OpenPeople:
    """Open the database and everything that works on it. If the database server cannot be reached, keep trying while
    the server already runs.

    Raises:
        UnusableError: the database cannot be used.
        ValueError: the configuration is invalid; the text is a sentence.
    """
    database = Database(url_of(config))
    try:
        await database.open()
    except UnavailableError as error:
        log.warning("%s cannot be reached: %s. Matches go on; logins and results wait for it.", database, error)
    except BaseException:
        await database.close()
        raise
    return OpenPeople(config, clock, random_bytes, service, database)


class OpenPeople:
    """Everything that works on the open database of people."""

    def __init__(
        self, config: Config, clock: Clock, random_bytes: RandomBytes, service: Service, database: Database
    ) -> None:
        self.database = database
        self._passwords = Passwords()
        self.relay = relay_of(service.records, database)
        self.relay.start()
        self.tidier = Cleanup(config, clock, database)
        self.tidier.start()
        self.reader = Reader(config, clock, database, service.kinds)
        self.blocking = Blocking(database, service.blocks)
        self.pictures = Pictures(config, clock, database, service.pictures)
        self.dismissal = Dismissal(database, service)
        self.operations = PeopleOperations(clock, database, self._passwords, self.dismissal)
        throttle = service.across.throttle or LocalThrottle(config, clock)
        self.requests = PersonalRequests(
            config, clock, random_bytes, database, self._passwords, throttle, self.dismissal
        )

    async def answer(self, session: Session, request: Request) -> ActionSuccess | None:
        """The answer to a request about people; None if it may now be handled like any other request. Raises Refused
        and UnavailableError.
        """
        match request:
            case CreateLogin():
                return await self._recognised(session, await self.requests.create_login(session, request))
            case Login():
                return await self._log_in(session, request)
            case Logout():
                return await self.requests.log_out(session, request)
            case ChangePassword():
                return await self.requests.change_password(session, request)
            case DeleteLogin():
                return await self.requests.delete_login(session, request)
            case Block():
                return await self.blocking.block(session, request)
            case Unblock():
                return await self.blocking.unblock(session, request)
            case ListBlocked():
                await self.blocking.tell(session)
                return ActionSuccess(request.wire_name)
            case AddProfilePic():
                return await self.pictures.add(session, request)
            case SetProfile():
                await self.requests.know(session, request)
                return await self._recognised(session, None)
            case _:
                raise Refused(Refusal.NOT_NOW)

    async def _log_in(self, session: Session, request: Login) -> ActionSuccess | None:
        guest = session.person
        answer = await self.requests.log_in(session, request)
        if request.merge and guest:
            self.blocking.merged(guest, session.person)
        return await self._recognised(session, answer)

    async def _recognised(self, session: Session, answer: ActionSuccess | None) -> ActionSuccess | None:
        await self.blocking.load(session.person)
        return answer

    async def close(self) -> None:
        """Close everything."""
        await self.relay.stop()
        await self.tidier.stop()
        self._passwords.close()
        await self.database.close()

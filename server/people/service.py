"""`People` on a real database: defers requests about people until they are answered.

The database, and everything imported for it, is opened on a task beside the loop's other work. A server inside a
player's program accepts connections meanwhile; only requests about people wait for it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from netcode.messages import requests_of_people, requests_of_rooms
from netcode.messages.rooms import SetProfile
from netcode.refusals import Refusal
from server.gateways import avatars
from server.gateways import people as http
from server.names import UnfitNameError, clean_name
from server.operators.orders import CannotDoError
from server.people.checks import Checks
from server.people.health import PeopleHealth
from server.people.unavailable import UnavailableError
from server.refused import Refused, refusal_answer
from server.rooms.identity import introduces_itself

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from aiohttp import web

    from netcode.messages.base import Request
    from netcode.messages.rooms import ActionSuccess
    from server.clock import Clock
    from server.config import Config
    from server.deferred import GoOn
    from server.gateways.peers import Proxies
    from server.operators.orders import Order
    from server.people.build import OpenPeople
    from server.people.dismissal import Dismissal
    from server.people.reading import Reader
    from server.rooms.sessions import Session
    from server.service import Service
    from server.tokens import RandomBytes

# How long the end of a server waits for what was asked about people.
LAST_S: Final = 2.0

log = logging.getLogger(__name__)


class PeopleService:
    """See `server.people.People`. `at_once`: `open` waits until the database is open, and raises what is wrong with
    it.
    """

    def __init__(self, config: Config, clock: Clock, random_bytes: RandomBytes, *, at_once: bool = True) -> None:
        self._config = config
        self._clock = clock
        self._random_bytes = random_bytes
        self._at_once = at_once
        self._service: Service | None = None
        self._opening: asyncio.Task[OpenPeople] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._checks = Checks(self._dismissal, self._start)
        self._health = PeopleHealth(clock, self._ask_database)

    def attach(self, app: web.Application, service: Service, proxies: Proxies) -> None:
        """See `People.attach`."""
        avatars.attach(app, self._avatar)
        http.attach(app, service, proxies, self)
        # As long as the rooms' store is open still.
        app.on_shutdown.append(self._deliver)
        self.serve(service)

    def serve(self, service: Service) -> None:
        """Handle the requests of connections."""
        self._service = service
        service.people_trouble = self._health.trouble
        service.across.check = self._checks.person
        service.restoring.restored = self._checks.room
        # Who somebody is may matter to whatever they do next, but not to a game that they play already.
        matters = frozenset((*requests_of_people(), *requests_of_rooms()))
        kinds: list[type[Request]] = [*requests_of_people(), SetProfile]
        for kind in kinds:
            service.deferred.add(kind, self._prepare, lets_by=lambda request: type(request) not in matters)

    async def open(self) -> None:
        """See `People.open`."""
        self._opening = asyncio.create_task(self._open())
        if self._at_once:
            await self._opening
        else:
            self._opening.add_done_callback(_log_failure)

    async def close(self) -> None:
        """See `People.close`."""
        # What is being written is written, unless the database does not answer.
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_S)
        await self._health.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._opening is not None:
            (opened,) = await asyncio.gather(self._opening, return_exceptions=True)
            if not isinstance(opened, BaseException):
                await opened.close()

    async def _ask_database(self) -> None:
        await (await self.ready()).database.answer()

    async def _avatar(self, name: str) -> bytes | None:
        return await (await self.ready()).pictures.get(name)

    async def operate(self, order: Order) -> str:
        """See `People.operate`."""
        try:
            opened = await self.ready()
        except UnavailableError as error:
            raise CannotDoError(f"People cannot be looked up: {error}.") from error
        return await opened.operations.do(order)

    async def ready(self) -> OpenPeople:
        """The open database and what works on it. Raises UnavailableError if it cannot be opened."""
        assert self._opening is not None
        try:
            return await asyncio.shield(self._opening)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            raise UnavailableError("people could not be opened") from error

    async def reader(self) -> Reader:
        """The reader for public questions. Raises UnavailableError."""
        return (await self.ready()).reader

    async def _deliver(self, _app: web.Application) -> None:
        """Put on record what can be put there at once."""
        if self._opening is not None and self._opening.done() and not self._opening.exception():
            await self._opening.result().relay.stop()

    async def _open(self) -> OpenPeople:
        assert self._service is not None
        open_people = await asyncio.to_thread(_import)
        return await open_people(self._config, self._clock, self._random_bytes, self._service)

    # --- requests -------------------------------------------------------------------------------------------

    def _prepare(self, session: Session, request: Request, go_on: GoOn) -> None:
        """See `server.deferred.Preparation`."""
        introduces_itself(session)
        if isinstance(request, SetProfile):
            if request.key is None:
                self._profile_set(session, request, go_on)
                return
            self._start(self._know(session, request, go_on))
        else:
            self._start(self._answer(session, request, go_on))

    async def _answer(self, session: Session, request: Request, go_on: GoOn) -> None:
        go_on(await self._answer_or_refusal(session, request))

    async def _know(self, session: Session, request: SetProfile, go_on: GoOn) -> None:
        refusal = await self._answer_or_refusal(session, request)
        if refusal is not None:
            go_on(refusal)
        else:
            self._profile_set(session, request, go_on)

    async def _answer_or_refusal(self, session: Session, request: Request) -> ActionSuccess | None:
        name = request.wire_name
        try:
            return await self._answered(session, request)
        except Refused as refused:
            return refusal_answer(name, refused)
        except UnavailableError as error:
            log.warning("%s could not be done: %s.", name, error)
            return refusal_answer(name, Refused(Refusal.PEOPLE_AWAY))
        except Exception:
            log.exception("%s failed", name)
            return refusal_answer(name, Refused(Refusal.SERVER_FAULT))

    async def _answered(self, session: Session, request: Request) -> ActionSuccess | None:
        people, before = await self.ready(), session.person
        answer = await people.answer(session, request)
        if session.person != before and people.dismissal.has_changed(session.person):
            # They may have been banned since they were looked up.
            self._checks.person(session.person)
        return answer

    def _profile_set(self, session: Session, request: SetProfile, go_on: GoOn) -> None:
        """Let the room apply the new profile, and store what it accepted."""
        go_on(None)
        shown = session.seat[1] if session.seat is not None else session
        name = request.name if request.name is not None and _is(shown.name, request.name) else None
        picture = request.picture if request.picture == shown.picture else None
        if session.person and (name is not None or picture is not None):
            self._start(self._keep_profile(session.person, shown.name if name is not None else None, picture))

    async def _keep_profile(self, person: str, name: str | None, picture: str | None) -> None:
        try:
            await (await self.ready()).requests.keep_profile(person, name, picture)
        except UnavailableError as error:
            log.warning("A profile could not be kept: %s.", error)
        except Exception:
            assert self._service is not None
            self._service.meters.faults += 1
            log.exception("a profile could not be kept")

    async def _dismissal(self) -> Dismissal:
        return (await self.ready()).dismissal

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _is(shown: str | None, asked: str) -> bool:
    """Whether this is the name that was asked for, once cleaned."""
    try:
        return shown == clean_name(asked)
    except UnfitNameError:
        return False


def _import() -> Callable[[Config, Clock, RandomBytes, Service], Awaitable[OpenPeople]]:
    """Import everything that needs SQLAlchemy, which takes longer than starting the server."""
    from server.people.build import open_people

    return open_people


def _log_failure(opening: asyncio.Task[OpenPeople]) -> None:
    if not opening.cancelled() and (error := opening.exception()) is not None:
        log.error("Nobody is known here, and no result is kept: %s", error)

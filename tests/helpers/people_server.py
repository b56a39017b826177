"""Servers that know people: over real sockets, and in the test's own process."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from typing import TYPE_CHECKING, Any

import aiohttp

from netcode.messages import ActionSuccess, Request, encode
from server.app import make_app
from server.clock import SystemClock
from server.config import Config
from server.listen import Listener
from server.people.service import PeopleService
from server.service import Service
from server.store.memory import MemoryStore
from tests.helpers.clock import HeldClock
from tests.helpers.server import Client
from tests.helpers.wire import STORY_S, RunningServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server.clock import Clock
    from server.people.build import OpenPeople
    from server.tokens import RandomBytes

PASSWORD = "correct horse"


class Somebody(Client):
    """A connection whose requests about people are answered asynchronously."""

    async def tell(self, request: Request) -> ActionSuccess:
        """Send a request and wait for its answer."""
        answered: asyncio.Future[ActionSuccess] = asyncio.get_running_loop().create_future()
        self.service.receive(self.session, request.wire_name, encode(request), answered.set_result)
        answer = await answered
        self.token = answer.token or self.token
        return answer

    async def told_no(self, request: Request) -> str | None:
        """The code with which the request is refused."""
        return (await self.tell(request)).error


class PeopleServer:
    """A server in the test's process that knows people, with a held clock."""

    def __init__(self, config: Config, people: PeopleService, service: Service, clock: HeldClock) -> None:
        self.config = config
        self.people = people
        self.service = service
        self.clock = clock

    def somebody(self, address: str = "10.0.0.1") -> Somebody:
        """One more connection."""
        return Somebody(self.service, address)

    async def settled(self) -> None:
        """What was begun for people has been done."""
        await asyncio.gather(*self.people._tasks)

    async def opened(self) -> OpenPeople:
        return await self.people.ready()


@contextlib.asynccontextmanager
async def a_people_server(
    *, random_bytes: RandomBytes = secrets.token_bytes, **limits: Any
) -> AsyncIterator[PeopleServer]:
    """People in memory, unless `limits` say where."""
    config = Config(**{"messages_per_s": 0.0, "beat_s": 0.0, "rooms_per_address": 0, **limits})
    clock = HeldClock()
    service = Service(config, clock, MemoryStore(clock), random_bytes)
    people = PeopleService(config, clock, random_bytes)
    people.serve(service)
    await people.open()
    try:
        async with asyncio.timeout(STORY_S):
            yield PeopleServer(config, people, service, clock)
    finally:
        await people.close()


@contextlib.asynccontextmanager
async def a_place_with_people(clock: Clock | None = None, **limits: Any) -> AsyncIterator[RunningServer]:
    """A real server on a free port that knows people."""
    config = Config(**{"port": 0, "beat_s": 0.0, "messages_per_s": 0.0, "connects_per_s": 0.0, **limits})
    clock = clock or SystemClock()
    people = PeopleService(config, clock, secrets.token_bytes)
    app = make_app(config, clock, MemoryStore(clock), secrets.token_bytes, people)
    listener = Listener(app, config)
    await listener.start()
    try:
        async with aiohttp.ClientSession() as session, asyncio.timeout(STORY_S):
            yield RunningServer(app, listener.port, session)
    finally:
        await listener.stop()

"""The composition root of people: where they are kept, and who answers for what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from server.people.courier import Courier, courier_of
from server.people.database import IN_MEMORY, Database, readable_url, url_of_file

if TYPE_CHECKING:
    from aiohttp import web
    from sqlalchemy import URL

    from server.clock import Clock
    from server.config import Config
    from server.gateways.peers import Proxies
    from server.service import Service
    from server.tokens import RandomBytes

FILE: Final = "people.sqlite"


def people_of(config: Config, clock: Clock, random_bytes: RandomBytes) -> KeptPeople:
    """The people of a server with this configuration; raises ValueError with a sentence when it says no database."""
    return KeptPeople(config, clock, random_bytes, Database(_url(config)))


def _url(config: Config) -> URL | str:
    if config.database_url:
        return readable_url(config.database_url)
    if config.people_file:
        return url_of_file(Path(config.people_file))
    return url_of_file(Path(config.data) / FILE) if config.data else IN_MEMORY


class KeptPeople:
    """The `server.people.People` of a real server."""

    def __init__(self, config: Config, clock: Clock, random_bytes: RandomBytes, database: Database) -> None:
        self._config = config
        self._clock = clock
        self._random_bytes = random_bytes
        self.database = database
        self._courier: Courier | None = None

    def attach(self, app: web.Application, service: Service, proxies: Proxies) -> None:
        """See `People.attach`."""
        del proxies
        self._courier = courier = courier_of(service.records, self.database)

        async def deliver(_app: web.Application) -> None:
            await courier.stop()

        # As long as the rooms' store is open still.
        app.on_shutdown.append(deliver)

    async def open(self) -> None:
        """See `People.open`."""
        await self.database.open()
        if self._courier is not None:
            self._courier.start()

    async def close(self) -> None:
        """See `People.close`."""
        await self.database.close()

"""Two whole servers on one Redis, with real sockets, in the test's own loop."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, NamedTuple

from server.app import PEOPLE, SERVICE
from server.clustered import make_clustered_app
from server.config import Config
from server.listen import Listener
from tests.helpers.ports import free_ports
from tests.helpers.wire import STORY_S

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server.people import People
    from server.service import Service
    from tests.helpers.redis import Redis


# Longer than any pause of a busy machine.
LEASE_S = 4.0


class Running(NamedTuple):
    """One of them."""

    url: str
    service: Service
    people: People | None


@contextlib.asynccontextmanager
async def two_processes(redis: Redis, **limits: Any) -> AsyncIterator[list[Running]]:
    """Both, as soon as each knows the other."""
    running: list[Running] = []
    async with contextlib.AsyncExitStack() as until_the_end, asyncio.timeout(STORY_S):
        for port in free_ports(2):
            url = f"http://127.0.0.1:{port}"
            config = Config(
                port=port, redis=redis.url, advertise=url, bot_processes=0, beat_s=0.0, lease_s=LEASE_S, **limits
            )
            app = make_clustered_app(config)
            running.append(Running(url, app[SERVICE], app.get(PEOPLE)))
            listener = Listener(app, config)
            await listener.start()
            until_the_end.push_async_callback(listener.stop)
        urls = {each.url for each in running}
        # No event tells it, and asking over HTTP in a loop would be refused as too fast.
        while any(urls - {each.url, *each.service.other_places()} for each in running):  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        yield running

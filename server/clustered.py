"""The composition root of a server that shares its rooms through Redis. Only such a server imports this."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from server.app import SERVICE, make_app
from server.cluster.member import ClusterMember
from server.gateways.origins import listed
from server.people.service import PeopleService
from server.store.redis_open import clock_of, open_redis

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web

    from server.config import Config

NAME_BYTES = 8


def make_clustered_app(config: Config, *, at_once: bool = True) -> web.Application:
    """A server whose rooms are in the Redis at `config.redis`, to be called on the loop. See `server.build`.

    Raises:
        UnusableError: Redis cannot be used.
    """
    clock = clock_of(config.redis)
    name = secrets.token_hex(NAME_BYTES)
    own_url = listed(config.advertise)[0]
    strict = config.durable == "strict"
    opened = open_redis(config.redis, name, own_url, config.lease_s * 1000, clock, strict=strict)
    # All processes must share one database of people.
    people = PeopleService(config, clock, secrets.token_bytes, at_once=at_once) if config.database_url else None
    app = make_app(config, clock, opened.store, secrets.token_bytes, people)
    member = ClusterMember(app[SERVICE], opened)
    if people is None:
        member.nobody_keeps_results()

    async def joined(_app: web.Application) -> AsyncIterator[None]:
        member.start()
        # Whoever is replaced next when this one listens has somebody to hand its rooms over to.
        await member.known()
        yield

    app.cleanup_ctx.append(joined)
    return app

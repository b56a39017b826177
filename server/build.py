"""Builds the server that a configuration describes. What only some servers need is imported when it is needed."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from server.app import make_app
from server.clock import SystemClock
from server.people.service import PeopleService
from server.store.memory import MemoryStore

if TYPE_CHECKING:
    from aiohttp import web

    from server.config import Config


def build_app(config: Config, *, at_once: bool = True) -> web.Application:
    """A server with the real clock and real randomness, to be called on the loop. Its rooms survive it if `config.data`
    is a directory. `at_once`: return only once accounts can be used, too.

    Raises:
        UnusableError: the directory cannot be used; it is unchanged.
    """
    if config.redis:
        from server.clustered import make_clustered_app

        return make_clustered_app(config, at_once=at_once)
    if config.data:
        # A server that keeps no rooms needs nothing of this.
        from server.durable import make_durable_app

        return make_durable_app(config, at_once=at_once)
    clock = SystemClock()
    people = PeopleService(config, clock, secrets.token_bytes, at_once=at_once)
    return make_app(config, clock, MemoryStore(clock), secrets.token_bytes, people)

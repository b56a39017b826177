"""The server that a configuration describes, put together; all that only some need is imported when it is needed."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from server.app import make_app
from server.clock import SystemClock
from server.people.opening import people_of
from server.store.memory import MemoryStore

if TYPE_CHECKING:
    from aiohttp import web

    from server.config import Config


def build_app(config: Config) -> web.Application:
    """A server in real time and with real chance, whose rooms survive it if `config.data` is a directory; to be called
    on the loop.

    Raises:
        UnusableError: the directory cannot be used, and is as it was.
        ValueError: the configuration says no database of people; the text is a sentence.
    """
    if config.data:
        # A server that keeps no rooms needs nothing of this.
        from server.durable import make_durable_app  # noqa: PLC0415

        return make_durable_app(config)
    clock = SystemClock()
    people = people_of(config, clock, secrets.token_bytes)
    return make_app(config, clock, MemoryStore(clock), secrets.token_bytes, people)

"""The composition root of a server whose rooms are on disk. Only such a server imports this."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from server.app import make_app
from server.clock import SystemClock
from server.people.service import PeopleService
from server.store.database import Database
from server.store.sqlite import SQLiteStore

if TYPE_CHECKING:
    from aiohttp import web

    from server.config import Config


def make_durable_app(config: Config, *, at_once: bool = True) -> web.Application:
    """A server whose rooms survive it in the directory `config.data`, to be called on the loop. See `server.build`.

    Raises:
        UnusableError: the directory cannot be used; it is unchanged.
    """
    database = Database.open(Path(config.data))
    clock = SystemClock(database.now_ms)
    to_loop = asyncio.get_running_loop().call_soon_threadsafe
    store = SQLiteStore(database, clock, strict=config.durable == "strict", to_loop=to_loop)
    people = PeopleService(config, clock, secrets.token_bytes, at_once=at_once)
    return make_app(config, clock, store, secrets.token_bytes, people)

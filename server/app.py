"""The composition root: the only place where a server's parts are put together, for all kinds of servers."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from server.clock import SystemClock
from server.games import GAMES
from server.games.bots import BotProcesses
from server.gateways import http, metrics, page, socketio, websocket
from server.gateways.admission import Admission
from server.gateways.origins import Hosts, Origins
from server.gateways.peers import Proxies
from server.meters import LagProbe
from server.service import Service
from server.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server.clock import Clock
    from server.config import Config
    from server.games import Games
    from server.store import RoomStore
    from server.tokens import RandomBytes

SERVICE: Final = web.AppKey("service", Service)
# Any object: a protocol is no key.
STORE: Final = web.AppKey[Any]("store", object)
ADMISSION: Final = web.AppKey("admission", Admission)


def make_app(config: Config, clock: Clock, store: RoomStore, rng: RandomBytes, games: Games = GAMES) -> web.Application:
    """A whole server, which `server.listen` puts on a port. `rng` gives n random bytes: codes, tokens and
    seeds. `games`: what can be played.
    """
    bots = BotProcesses(config.bot_processes) if config.bot_processes else None
    service = Service(config, clock, store, rng, bots, games)
    proxies = Proxies(config)
    admission = Admission(config, clock, proxies, service.meters.turned_away, service.connections_of)
    app = web.Application(
        client_max_size=config.message_bytes,
        middlewares=[
            admission.middleware,
            http.errors_as_json,
            Hosts(config).middleware,
            Origins(config).middleware,
        ],
    )
    app.on_response_prepare.append(_say_little)
    app[SERVICE] = service
    app[STORE] = store
    app[ADMISSION] = admission
    app.cleanup_ctx.append(_running)
    # The gateway reports failures through logging of its own; the access log would name tokens of plain
    # WebSockets.
    logging.getLogger("aiohttp.access").disabled = True
    http.attach(app, service, proxies)
    socketio.attach(app, service, proxies)
    websocket.attach(app, service, proxies)
    metrics.attach(app, service)
    page.attach(app, service, proxies)
    return app


async def _say_little(_request: web.Request, response: web.StreamResponse) -> None:
    """Which versions run here concerns nobody, and what an answer is, is not to be guessed."""
    response.headers["Server"] = "Underdog"
    response.headers["X-Content-Type-Options"] = "nosniff"


def make_default_app(config: Config) -> web.Application:
    """The server in a player's program: real time, real chance, rooms in memory."""
    clock = SystemClock()
    return make_app(config, clock, MemoryStore(clock), secrets.token_bytes)


async def _running(app: web.Application) -> AsyncIterator[None]:
    service = app[SERVICE]
    probe = LagProbe(service.clock, service.meters.lag_s)
    service.start()
    probe.start()
    yield
    probe.stop()
    app[SERVICE].stop()
    app[STORE].close()

"""The composition root that all kinds of servers share: the place where the server's parts are put together."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from server.games import GAMES
from server.games.bots import BotProcesses
from server.gateways import http, metrics, page, socketio, websocket
from server.gateways.admission import Admission
from server.gateways.origins import Hosts, Origins
from server.gateways.peers import Proxies
from server.meters import LagProbe
from server.service import Service

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from server.clock import Clock
    from server.config import Config
    from server.games import Games
    from server.people import People
    from server.store import RoomStore
    from server.tokens import RandomBytes

SERVICE: Final = web.AppKey("service", Service)
# Any object: a protocol is no key.
STORE: Final = web.AppKey[Any]("store", object)
PEOPLE: Final = web.AppKey[Any]("people", object)
ADMISSION: Final = web.AppKey("admission", Admission)


def make_app(
    config: Config,
    clock: Clock,
    store: RoomStore,
    rng: RandomBytes,
    people: People | None = None,
    games: Games = GAMES,
) -> web.Application:
    """A whole server as an aiohttp application, which `server.listen` puts on a port.

    `rng` returns n random bytes, for codes, tokens and seeds. Without `people` nobody is known beyond the name that
    they give. `games` are the games that can be played.
    """
    bots = BotProcesses(config.bot_processes) if config.bot_processes else None
    service = Service(config, clock, store, rng, bots, games)
    proxies = Proxies(config)
    admission = Admission(config, clock, proxies, service.meters.turned_away, service.connections_of)
    app = web.Application(
        client_max_size=config.message_bytes,
        middlewares=[
            admission.middleware,
            http.errors_as_json(service.meters),
            Hosts(config).middleware,
            Origins(config, service.across).middleware,
        ],
    )
    app.on_response_prepare.append(_say_little)
    app[SERVICE] = service
    app[STORE] = store
    app[ADMISSION] = admission
    if people is not None:
        app.cleanup_ctx.append(_opened(people))
    app.cleanup_ctx.append(_running)
    # The gateway reports failures through logging of its own; the access log would name tokens of plain
    # WebSockets.
    logging.getLogger("aiohttp.access").disabled = True
    http.attach(app, service, proxies)
    socketio.attach(app, service, proxies)
    websocket.attach(app, service, proxies)
    metrics.attach(app, service)
    page.attach(app, service, proxies)
    if people is not None:
        app[PEOPLE] = people
        people.attach(app, service, proxies)
    return app


async def _say_little(_request: web.Request, response: web.StreamResponse) -> None:
    """Remove the Server header, and forbid browsers to guess content types."""
    response.headers["Server"] = "Underdog"
    response.headers["X-Content-Type-Options"] = "nosniff"


def _opened(people: People) -> Callable[[web.Application], AsyncIterator[None]]:
    async def opened(_app: web.Application) -> AsyncIterator[None]:
        await people.open()
        yield
        await people.close()

    return opened


async def _running(app: web.Application) -> AsyncIterator[None]:
    service = app[SERVICE]
    probe = LagProbe(service.clock, service.meters.lag_s)
    service.start()
    probe.start()
    yield
    probe.stop()
    app[SERVICE].stop()
    app[STORE].close()

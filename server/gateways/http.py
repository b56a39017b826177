"""The HTTP gateway: creating and listing rooms, and health. It decodes, asks the service, and encodes."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from netcode.messages import CreateGame
from netcode.refusals import SENTENCES, Refusal
from server.gateways.peers import peer
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.service import Service

log = logging.getLogger(__name__)

STATUSES = {
    Refusal.BAD_MESSAGE: 400,
    Refusal.BAD_NAME: 400,
    Refusal.TOO_LARGE: 413,
    Refusal.TOO_FAST: 429,
    Refusal.SERVER_FULL: 429,
    Refusal.SHUTTING_DOWN: 503,
}


def attach(app: web.Application, service: Service) -> None:
    """Serve the routes on the application."""
    routes = _Routes(service)
    app.router.add_post("/rooms/create", routes.create)
    app.router.add_post("/api/v1/rooms/create", routes.create)
    app.router.add_get("/rooms", routes.rooms)
    app.router.add_get("/healthz", routes.health)


class _Routes:
    def __init__(self, service: Service) -> None:
        self._service = service

    async def create(self, request: web.Request) -> web.Response:
        """Open a room; its creator claims the host's seat with Rejoin."""
        address = peer(request, self._service.config.proxies)
        if not self._service.may_ask(address):
            return _refusal(Refusal.TOO_FAST)
        try:
            async with asyncio.timeout(self._service.config.handshake_s):
                body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return _refusal(Refusal.TOO_LARGE)
        except TimeoutError:
            return _error(408, "TIMEOUT", "The request took too long to arrive.")
        try:
            options = msgspec.json.decode(body or b"{}", type=CreateGame)
            stored = asyncio.Event()
            code, pid, token = self._service.create_room(options, address, stored.set)
            await stored.wait()
        except (ValueError, RecursionError):
            return _refusal(Refusal.BAD_MESSAGE)
        except Refused as refused:
            return _refusal(refused.refusal)
        return _json({"status": 200, "id": code, "code": code, "token": token, "pid": pid})

    async def rooms(self, request: web.Request) -> web.Response:
        """Open, not full, not private rooms."""
        if not self._service.may_ask(peer(request, self._service.config.proxies)):
            return _refusal(Refusal.TOO_FAST)
        return _json({"status": 200, "games": self._service.rooms.listing(request.query.get("game"))})

    async def health(self, _request: web.Request) -> web.Response:
        """Whether the server lives, and whether its rooms are safe. It lives on without its disk, so 200 also then."""
        failing = self._service.store_figures.failing
        return _json({"status": 200, "rooms": len(self._service.rooms), "store": failing or "ok"})


@web.middleware
async def errors_as_json(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Give aiohttp's own errors (no such route, wrong method) the shape of all others."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        answer = _error(error.status, error.reason.upper().replace(" ", "_"), f"{error.reason}.")
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        return answer


def _refusal(refusal: Refusal) -> web.Response:
    return _error(STATUSES.get(refusal, 400), refusal.value, SENTENCES[refusal])


def _error(status: int, code: str, sentence: str) -> web.Response:
    return _json({"status": status, "error": code, "message": sentence}, status)


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")

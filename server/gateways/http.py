"""The HTTP gateway: creating and listing rooms, and health. It decodes, calls the service, and encodes."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, TypeVar

import msgspec
from aiohttp import web
from msgspec.structs import replace

from netcode.messages import CreateGame, NewGame
from netcode.refusals import Refusal
from server.gateways.answers import error_response, json_response
from server.gateways.traffic import MeteredHandler
from server.gateways.versions import check_query
from server.refused import Refused

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

    from netcode.messages import ActionSuccess
    from server.gateways.peers import Proxies
    from server.meters import Meters
    from server.service import Service

log = logging.getLogger(__name__)

STATUSES = {
    Refusal.BAD_MESSAGE: 400,
    Refusal.BAD_NAME: 400,
    Refusal.BAD_TOKEN: 401,
    Refusal.ROOM_NOT_FOUND: 404,
    Refusal.NOT_NOW: 409,
    Refusal.ELSEWHERE: 421,
    Refusal.OUTDATED: 400,
    Refusal.BAD_PACK: 400,
    Refusal.TOO_LARGE: 413,
    Refusal.TOO_FAST: 429,
    Refusal.SERVER_FULL: 429,
    Refusal.SHUTTING_DOWN: 503,
    Refusal.NOT_SAFE: 503,
}


R = TypeVar("R", CreateGame, NewGame)


def attach(app: web.Application, service: Service, proxies: Proxies) -> None:
    """Add the routes to the application."""
    routes = _Routes(service, proxies)
    app.router.add_post("/rooms/create", routes.create)
    app.router.add_post("/api/v1/rooms/create", routes.create)
    app.router.add_post("/rooms/{code}/new", routes.new_game)
    app.router.add_post("/api/v1/rooms/{code}/new", routes.new_game)
    app.router.add_get("/rooms/{code}/pictures/{name}", routes.picture)
    app.router.add_get("/rooms", routes.rooms)
    app.router.add_get("/healthz", routes.health)


class _WithToken(msgspec.Struct):
    token: str = ""


def _grant(request: web.Request, size: int) -> None:
    """Allow the socket of this request so many bytes more."""
    if isinstance(request.protocol, MeteredHandler):
        request.protocol.grant(size)


class _Routes:
    def __init__(self, service: Service, proxies: Proxies) -> None:
        self._service = service
        self._proxies = proxies
        # Large bodies that are being read, or worked on, now.
        self._arriving = 0

    async def create(self, request: web.Request) -> web.Response:
        """Open a room. Its creator takes the host's seat with Rejoin."""
        address = self._proxies.peer(request)
        try:
            asked, _ = await self._asked(CreateGame, request, address)
            stored: asyncio.Future[ActionSuccess] = asyncio.get_running_loop().create_future()
            code, pid, token, key = self._service.create_room(asked, address, stored.set_result)
            if not (await stored).ok:
                return self._refusal(Refusal.SERVER_FULL)
        except (ValueError, RecursionError):
            return self._refusal(Refusal.BAD_MESSAGE)
        except Refused as refused:
            return self._refused(refused)
        return json_response({"status": 200, "id": code, "code": code, "token": token, "pid": pid, "key": key})

    async def new_game(self, request: web.Request) -> web.Response:
        """Set up the room's next game, for options that are larger than a message: like `NewGame`, with the host's
        token.
        """
        address = self._proxies.peer(request)
        try:
            asked, body = await self._asked(NewGame, request, address)
            token = msgspec.json.decode(body, type=_WithToken).token
            other = await self._service.room_elsewhere(NewGame.wire_name, request.match_info["code"], address)
            if other is not None:
                return self._answered(other)
            stored: asyncio.Future[ActionSuccess] = asyncio.get_running_loop().create_future()
            self._service.new_game(request.match_info["code"], token, asked, address, stored.set_result)
            if not (await stored).ok:
                return self._refusal(Refusal.NOT_NOW)
        except (ValueError, RecursionError):
            return self._refusal(Refusal.BAD_MESSAGE)
        except Refused as refused:
            return self._refused(refused)
        return json_response({"status": 200})

    async def _asked(self, kind: type[R], request: web.Request, address: str) -> tuple[R, bytes]:
        """The request, perhaps with a question pack, and its body. Raises Refused, or ValueError or RecursionError if
        it cannot be parsed.
        """
        if not self._service.may_ask(address):
            raise Refused(Refusal.TOO_FAST)
        check_query(request.query)
        config, announced = self._service.config, request.content_length or 0
        large = announced > config.message_bytes
        if large:
            # Also what is too large is taken in up to here, or its sender would never read why it is refused.
            _grant(request, min(announced, 2 * config.pack_bytes))
        if announced > config.pack_bytes:
            raise Refused(Refusal.TOO_LARGE)
        if large and self._arriving >= config.packs_at_once:
            raise Refused(Refusal.TOO_FAST)
        self._arriving += large
        try:
            body = await self._body_of(request, large=large)
            asked = self._service.codec.decode_request(kind.wire_name, body)
            assert isinstance(asked, kind)
            options = await self._service.pictures.done(self._service.prepared, asked.options)
            return replace(asked, options=options), body
        finally:
            self._arriving -= large

    async def _body_of(self, request: web.Request, *, large: bool) -> bytes:
        config = self._service.config
        try:
            async with asyncio.timeout(config.pack_s if large else config.handshake_s):
                most = config.pack_bytes if large else config.message_bytes
                return await request.clone(client_max_size=most).read() or b"{}"
        except web.HTTPRequestEntityTooLarge as error:
            raise Refused(Refusal.TOO_LARGE) from error
        except web.RequestPayloadError as error:
            raise Refused(Refusal.BAD_MESSAGE) from error
        except TimeoutError as error:
            raise web.HTTPRequestTimeout from error

    async def picture(self, request: web.Request) -> web.Response:
        """A picture of the room's game. Its name is a hash of its content, so it can be cached for ever."""
        code, address = request.match_info["code"], self._proxies.peer(request)
        other = await self._service.room_elsewhere("picture", code, address)
        if other is not None and other.url:
            # 307: the room may move again.
            return web.Response(status=307, headers={"Location": other.url + request.rel_url.raw_path})
        if other is not None:
            return self._answered(other)
        found = self._service.picture(code, request.match_info["name"])
        if found is None:
            return self._refusal(Refusal.ROOM_NOT_FOUND)
        media_type, data = found
        kept = {"Cache-Control": "private, max-age=86400, immutable", "Content-Security-Policy": "sandbox"}
        return web.Response(body=data, content_type=media_type, headers=kept)

    def _answered(self, answer: ActionSuccess) -> web.Response:
        """The response to a refused request. For a room of another process it says where to ask."""
        refusal = Refusal(answer.error or Refusal.NOT_NOW)
        self._service.meters.refusals[refusal] += 1
        return error_response(STATUSES.get(refusal, 400), refusal, answer.message or "", url=answer.url)

    def _refusal(self, refusal: Refusal) -> web.Response:
        return self._refused(Refused(refusal))

    def _refused(self, refused: Refused) -> web.Response:
        self._service.meters.refusals[refused.refusal] += 1
        return error_response(STATUSES.get(refused.refusal, 400), refused.refusal, refused.sentence)

    async def rooms(self, request: web.Request) -> web.Response:
        """The list of rooms, like `ListGames`."""
        if not self._service.may_ask(self._proxies.peer(request)):
            return self._refusal(Refusal.TOO_FAST)
        try:
            check_query(request.query)
        except Refused as refused:
            return self._refused(refused)
        page = request.query.get("page", "1")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        listed = self._service.listing.page(request.query.get("game"), max(1, number)).notice
        return json_response({"status": 200, **listed.on_wire()})

    async def health(self, _request: web.Request) -> web.Response:
        """Whether the server accepts people (503 if it is shutting down), whether its rooms would survive a crash, and
        whether the database of people answers. It is 200 also while the disk or the database fails, because matches go
        on.
        """
        service = self._service
        status = 503 if service.draining else 200
        told: dict[str, object] = {"rooms": len(service.rooms), "connections": service.meters.open.total()}
        failing = service.store_failing
        told |= {"store": failing or "ok", "safe": service.keeps_rooms and failing is None}
        if service.people_trouble is not None:
            told["people"] = await service.people_trouble() or "ok"
        told["results_waiting"] = service.records.waiting
        return json_response({"status": status, **told}, status)


def errors_as_json(meters: Meters) -> Middleware:
    """A middleware that gives aiohttp's own errors (no such route, wrong method), and faults of our own, the shape of
    all other errors; faults are counted.
    """

    @web.middleware
    async def answer_error(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except ConnectionResetError:
            raise
        except web.HTTPException as error:
            if error.status < 400:
                raise
            answer = error_response(error.status, error.reason.upper().replace(" ", "_"), f"{error.reason}.")
            if "Allow" in error.headers:
                answer.headers["Allow"] = error.headers["Allow"]
            return answer
        except Exception:
            meters.faults += 1
            log.exception("%s failed", request.path)
            return error_response(500, "INTERNAL_SERVER_ERROR", "That is a fault of the server's own.")

    return answer_error

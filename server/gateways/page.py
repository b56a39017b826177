"""Serves the browser page: its files under one path per version, and its HTML at every address that a person may
open.
"""

from __future__ import annotations

import asyncio
import io
import logging
import re
from typing import TYPE_CHECKING, Final

import msgspec
import segno
from aiohttp import web
from msgspec import Struct

from netcode.refusals import Refusal
from server.addresses import is_loopback
from server.announcing import announced_addresses
from server.gateways.answers import error_response, json_response
from server.gateways.origins import listed
from server.refused import Refused
from server.web.site import site

if TYPE_CHECKING:
    from server.gateways.peers import Proxies
    from server.service import Service

log = logging.getLogger(__name__)

# Nothing but one's own, and nothing inline. No page may frame this one, and links tell nobody the room's key.
_POLICY: Final = (
    "default-src 'self'; connect-src {connect}; img-src {pictures}; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_LONGEST_LINK: Final = 300
_PLAIN_HOST: Final = re.compile(r"[\w.:\[\]-]{1,260}", re.ASCII)


class PageError(Struct, frozen=True):
    """An error in the page's code, as a browser reports it."""

    message: str = ""
    where: str = ""


_ERROR: Final = msgspec.json.Decoder(PageError)


def attach(app: web.Application, service: Service, proxies: Proxies) -> None:
    """Add the routes to the application."""
    routes = _Routes(service, proxies)
    app.router.add_get("/", routes.page)
    app.router.add_get("/join/{code}", routes.page)
    app.router.add_get("/watch/{code}", routes.page)
    app.router.add_get("/screen/{code}", routes.page)
    app.router.add_get("/host/{code}", routes.page)
    app.router.add_get("/quiz", routes.page)
    app.router.add_get("/replay/{id}", routes.page)
    app.router.add_get("/account", routes.page)
    app.router.add_get("/people", routes.page)
    app.router.add_get("/people/{name}", routes.page)
    app.router.add_get("/{code:[A-Za-z0-9]{4,6}}", routes.typed)
    app.router.add_get("/qr.svg", routes.qr)
    app.router.add_get("/addresses", routes.addresses)
    app.router.add_get("/static/{version}/{path:.+}", routes.static)
    app.router.add_post("/page-errors", routes.broken)


class _Routes:
    def __init__(self, service: Service, proxies: Proxies) -> None:
        self._service = service
        self._proxies = proxies
        self._advertised = listed(service.config.advertise)

    async def page(self, request: web.Request) -> web.Response:
        """The HTML, the same everywhere: the page shows what its own address says.

        Behind a reverse proxy everything may lie below an unknown path, so all links are relative.
        """
        depth = request.path.count("/") - 1
        response = web.Response(body=site().html("../" * depth or "./"))
        response.headers["Content-Type"] = "text/html; charset=utf-8"
        response.headers["Content-Security-Policy"] = self._policy(request.host)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-cache"
        return response

    async def typed(self, request: web.Request) -> web.Response:
        """Redirect from a room's code behind the address to the room's page. Relative, as in `page`."""
        raise web.HTTPFound(f"join/{request.match_info['code'].upper()}")

    def _policy(self, host: str) -> str:
        # Rooms, and the pictures of their quizzes, may be with other processes of this server.
        places = list(dict.fromkeys([*self._advertised, *self._service.other_places()]))
        # Not every browser counts its own host's WebSockets as 'self'.
        own = [f"ws://{host}", f"wss://{host}"] if _PLAIN_HOST.fullmatch(host) else []
        others = [way for url in places for way in (url.replace("http", "ws", 1), url)]
        return _POLICY.format(connect=" ".join(["'self'", *own, *others]), pictures=" ".join(["'self'", *places]))

    async def static(self, request: web.Request) -> web.Response:
        """A file of this version. Other versions have none here."""
        file = site().files.get(request.match_info["path"])
        if file is None or request.match_info["version"] != site().version:
            raise web.HTTPNotFound
        headers = {"Content-Type": file.content_type, "Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
        if file.gzipped is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=file.gzipped, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=file.body, headers=headers)

    async def qr(self, request: web.Request) -> web.Response:
        """A link as a QR code for a big screen: dark on light, with the margin that cameras need."""
        link = request.query.get("link", "")
        if not self._service.may_ask(self._proxies.peer(request)):
            refused = Refused(Refusal.TOO_FAST)
            return error_response(429, refused.refusal, refused.sentence)
        if len(link) > _LONGEST_LINK or not link.startswith(("http://", "https://")):
            refused = Refused(Refusal.BAD_MESSAGE)
            return error_response(400, refused.refusal, refused.sentence)
        drawing = io.BytesIO()
        code = segno.make(link, micro=False)
        code.save(drawing, kind="svg", border=3, dark="#1f1a24", light="#f4eee6", xmldecl=False, omitsize=True)
        headers = {"Content-Type": "image/svg+xml", "Cache-Control": _FOR_EVER}
        return web.Response(body=drawing.getvalue(), headers=headers)

    async def addresses(self, request: web.Request) -> web.Response:
        """The addresses at which others reach this machine, for a big screen that runs on the machine itself."""
        if not self._service.may_ask(self._proxies.peer(request)):
            refused = Refused(Refusal.TOO_FAST)
            return error_response(429, refused.refusal, refused.sentence)
        own = is_loopback(request.url.host or "")
        found = [each for each in announced_addresses(self._service.config.host) if not is_loopback(each)]
        return json_response({"addresses": found if own else []})

    async def broken(self, request: web.Request) -> web.Response:
        """Log an error in the page's own code that a browser reports."""
        if not self._service.may_ask(self._proxies.peer(request)):
            refused = Refused(Refusal.TOO_FAST)
            return error_response(429, refused.refusal, refused.sentence)
        try:
            async with asyncio.timeout(self._service.config.handshake_s):
                told = _ERROR.decode(await request.read())
        except (ValueError, RecursionError, TimeoutError, web.HTTPRequestEntityTooLarge, web.RequestPayloadError):
            refused = Refused(Refusal.BAD_MESSAGE)
            return error_response(400, refused.refusal, refused.sentence)
        log.warning("the page broke: %s", _one_line(told.message, 300), extra={"where": _one_line(told.where, 200)})
        return web.Response(status=204)


def _one_line(text: str, most: int) -> str:
    """Text of strangers, on one line and without control characters, so that it cannot forge lines of the log."""
    return "".join(mark if mark.isprintable() else " " for mark in text[:most])

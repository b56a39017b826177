"""Which host names this server answers to, and which web pages may use it.

A web page can point a domain of its own at an address inside somebody's network (DNS rebinding). For the browser that
server is then the page's own. So a request must name the server by an IP address or by a name that it is known to have.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from aiohttp import web

from server.across import AcrossProcesses
from server.addresses import parse_ip
from server.announcing import announced_addresses
from server.gateways.answers import error_response

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.config import Config

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

ALL: Final = "*"
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type, Authorization",
    "Access-Control-Max-Age": "600",
}
_WRONG_HOST: Final = (
    "This server does not answer to the name {}. Use its address, or ask whoever runs it to name it with --names."
)


def listed(text: str) -> list[str]:
    """The items of an option, separated by commas."""
    return [each.strip().lower() for each in text.split(",") if each.strip()]


class Hosts:
    """The names that this server answers to."""

    def __init__(self, config: Config, own_name: str | None = None) -> None:
        own = (socket.gethostname() if own_name is None else own_name).rstrip(".").lower()
        short = own.partition(".")[0]
        urls = [*listed(config.origins), *listed(config.advertise)]
        named = [*listed(config.names), *(urlsplit(url).hostname or "" for url in urls)]
        self._names = frozenset({"localhost", own, short, f"{short}.local", *(_bare(each) for each in named)} - {""})
        # If every page is let in, DNS rebinding gains nothing.
        self._any = ALL in listed(config.origins)

    def knows(self, host: str) -> bool:
        """Whether a request with this Host header is meant for this server."""
        name = _bare(host)
        return self._any or name in self._names or parse_ip(name.strip("[]")) is not None

    @property
    def middleware(self) -> Callable[..., Awaitable[web.StreamResponse]]:
        """Refuse requests for another host with 421. Every browser sends the header."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            if all(map(self.knows, request.headers.getall("Host", ()))):
                return await handler(request)
            shown = "".join(mark for mark in _bare(request.host)[:60] if mark.isprintable())
            return error_response(421, "MISDIRECTED_REQUEST", _WRONG_HOST.format(shown or "in that request"))

        return check


def _bare(host: str) -> str:
    """The name without its port and final dot, in lower case."""
    name = host.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0].rstrip(".")


class Origins:
    """Which web pages may use the server: its own, those of its other processes, and those of `--origins`.

    There are no cookies, so a foreign page could do no more than any program. But it would do so from its visitor's
    computer and network: reach servers on their LAN, and use up their address's limits. Programs send no Origin and are
    let in.
    """

    def __init__(self, config: Config, across: AcrossProcesses | None = None) -> None:
        self._across = across or AcrossProcesses()
        own = [*listed(config.origins), *listed(config.advertise), *_pages_of_all_workers(config)]
        self._listed = frozenset(each.rstrip("/") for each in own)

    def allow(self, origin: str | None, host: str) -> bool:
        """Whether a page from `origin` (None: no page) may talk to the server that it calls `host`."""
        return origin is None or self._is_listed(origin) or origin.partition("://")[2].lower() == host.lower()

    def _is_listed(self, origin: str) -> bool:
        return ALL in self._listed or origin.lower() in self._listed or self._across.serves_page(origin.lower())

    @property
    def middleware(self) -> Callable[..., Awaitable[web.StreamResponse]]:
        """Refuse other pages with 403, and tell browsers which pages may read the answers."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            origin = request.headers.get("Origin")
            if not self.allow(origin, request.host):
                raise web.HTTPForbidden
            if origin is None or not self._is_listed(origin):
                return await handler(request)
            if request.method == "OPTIONS":
                return web.Response(status=204, headers={"Access-Control-Allow-Origin": origin, **_PREFLIGHT})
            response = await handler(request)
            if not response.prepared:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Vary"] = "Origin"
            return response

        return check


def _pages_of_all_workers(config: Config) -> list[str]:
    """The origins of pages that were served at the port which all workers share."""
    if not config.own_port:
        return []
    own = socket.gethostname().rstrip(".").lower()
    names = {"localhost", "127.0.0.1", "[::1]", own, f"{own.partition('.')[0]}.local", *listed(config.names)}
    names |= {f"[{each}]" if ":" in each else each for each in announced_addresses(config.host)}
    return [f"{scheme}://{name}:{config.port}" for name in sorted(names) for scheme in ("http", "https")]

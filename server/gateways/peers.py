"""Who is on the other side of a request: the address that limits count by, and the page that a browser asks for."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.config import Config

# The longest text of an IPv6 address; what a proxy hands on may be anything.
_ADDRESS_CHARACTERS: Final = 45
# Unique local addresses (RFC 4193).
_LOCAL: Final = ipaddress.ip_network("fc00::/7")
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "600",
}


def peer(request: web.Request, proxies: int) -> str:
    """The address that counts for this request. Behind so many `proxies` it is what the outermost of them saw: each
    appends one hop to X-Forwarded-For, and what stands before is the client's own invention.
    """
    hops = [hop.strip() for line in request.headers.getall("X-Forwarded-For", ()) for hop in line.split(",")]
    if proxies and len(hops) >= proxies:
        return neighbourhood(hops[-proxies])
    return neighbourhood(request.remote or "")


def neighbourhood(address: str) -> str:
    """The address, or of IPv6 the network of 64 bits that one customer has to themselves; but on a LAN, which is one
    such network, the address.
    """
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:_ADDRESS_CHARACTERS]
    if isinstance(read, ipaddress.IPv4Address):
        return str(read)
    if read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    if read.is_link_local or read in _LOCAL:
        return str(read)
    return str(ipaddress.ip_network((read, 64), strict=False))


class Origins:
    """Which web pages may use the server: its own, and those of `--origins`.

    Nothing here goes by cookies, so a foreign page could do no more than any program. But it would do it from the
    computer and network of whoever looks at it: reach a server on their LAN that the outside cannot, and use up what
    their address may hold. Programs send no Origin and are let in.
    """

    def __init__(self, config: Config) -> None:
        listed = [each.strip().rstrip("/").lower() for each in config.origins.split(",")]
        self._listed = frozenset(each for each in listed if each)

    def allow(self, origin: str | None, host: str) -> bool:
        """Whether a page from `origin` (None: no page) may talk to the server that it calls `host`."""
        return origin is None or self._is_listed(origin) or origin.partition("://")[2].lower() == host.lower()

    def _is_listed(self, origin: str) -> bool:
        return "*" in self._listed or origin.lower() in self._listed

    @property
    def middleware(self) -> Callable[..., Awaitable[web.StreamResponse]]:
        """Turns other pages away with 403 and tells browsers which ones may read the answers."""

        @web.middleware
        async def check(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
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

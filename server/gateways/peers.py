"""The address of the client behind a request, by which limits count.

Behind a reverse proxy it comes from `Forwarded` (RFC 7239) or `X-Forwarded-For`. Anybody can send these headers, so
they are read only if they come from a network in `--trusted-proxies`.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final

from server.addresses import is_loopback, neighbourhood, parse_ip, parse_networks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiohttp import web

    from server.addresses import IPAddress
    from server.config import Config

# One `name=value` of Forwarded, its value a token or quoted; or a comma, which begins the next hop.
_PAIR: Final = re.compile(r"""\s*([!#$%&'*+.^_`|~\w-]+)=("(?:[^"\\]|\\.)*"|[^\s",;]*)\s*;?|\s*(,)""", re.ASCII)
_WITH_PORT: Final = re.compile(r"\[([^\]]+)\](?::\d+)?|([0-9.]+):\d+")
log = logging.getLogger(__name__)


class Proxies:
    """The networks of trusted proxies."""

    def __init__(self, config: Config) -> None:
        self._networks = parse_networks(config.trusted_proxies)
        self._warned = False

    def trusts(self, host: str) -> bool:
        """Whether this is the address of a trusted proxy."""
        read = parse_ip(host)
        return read is not None and self._trusts(read)

    def _trusts(self, read: IPAddress) -> bool:
        return any(read in network for network in self._networks)

    def peer(self, request: web.Request) -> str:
        """The client's address, by which limits count."""
        remote = request.remote or ""
        claims = [hops for hops in (_x_forwarded_for(request), _forwarded(request)) if hops]
        if claims and not self.trusts(remote):
            self._warn(remote)
        elif claims:
            return neighbourhood(self._client(remote, claims))
        return neighbourhood(remote)

    def directly_from(self, request: web.Request) -> bool:
        """Whether the connection comes from the client's own computer, as far as is known."""
        return not self.trusts(request.remote or "")

    def secures(self, request: web.Request) -> bool:
        """Whether nobody on the way can read this connection: it is encrypted as far as a trusted proxy that says so,
        or does not leave this machine.
        """
        if request.secure:
            return True
        if self.directly_from(request):
            # A proxy that nobody has declared stands for people who are elsewhere.
            return is_loopback(request.remote or "") and not (_x_forwarded_for(request) or _forwarded(request))
        return request.headers.get("X-Forwarded-Proto", "").strip().lower() == "https" or any(
            re.search(r"(?i)(^|[;,\s])proto=\"?https\b", line) for line in request.headers.getall("Forwarded", ())
        )

    def _client(self, remote: str, claims: Sequence[list[str]]) -> str:
        """The address that the outermost trusted proxy saw. A proxy adds to one of the two headers and may pass the
        other one on unchanged, so if they disagree, one is forged, and the proxy's own address counts.
        """
        said = {self._outermost(remote, hops) for hops in claims}
        return said.pop() if len(said) == 1 else remote

    def _outermost(self, remote: str, hops: list[str]) -> str:
        believed = remote
        for hop in reversed(hops):
            read = address_of(hop)
            if read is None:
                break
            believed = str(read)
            if not self._trusts(read):
                break
        return believed

    def _warn(self, remote: str) -> None:
        if not self._warned:
            self._warned = True
            log.warning(
                "A request came with a forwarding header from %s, which --trusted-proxies does not name. If that is"
                " your reverse proxy, name it: all its visitors count as one address now.",
                remote[:45],
            )


def address_of(hop: str) -> IPAddress | None:
    """The address in one hop, which may have a port and brackets; None for `unknown`, an obfuscated name, or
    nonsense.
    """
    found = _WITH_PORT.fullmatch(hop.strip())
    return parse_ip((found[1] or found[2]) if found else hop.strip())


def _x_forwarded_for(request: web.Request) -> list[str]:
    return [hop for line in request.headers.getall("X-Forwarded-For", ()) for hop in line.split(",")]


def _forwarded(request: web.Request) -> list[str]:
    return forwarded_hops(request.headers.getall("Forwarded", ()))


def forwarded_hops(lines: Iterable[str]) -> list[str]:
    """The `for` of each hop in `Forwarded`, the nearest last; empty for a hop without one."""
    hops: list[str] = []
    for line in lines:
        hop = ""
        for name, value, comma in _PAIR.findall(line):
            if comma:
                hops.append(hop)
                hop = ""
            elif name.lower() == "for":
                hop = re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
        hops.append(hop)
    return hops

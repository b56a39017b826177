"""Network addresses in the form that limits count. Pure text: nothing is looked up."""

from __future__ import annotations

import ipaddress
from typing import Final, TypeAlias

IPAddress: TypeAlias = "ipaddress.IPv4Address | ipaddress.IPv6Address"
IPNetwork: TypeAlias = "ipaddress.IPv4Network | ipaddress.IPv6Network"

# The longest text of an IPv6 address. What a proxy passes on may be anything.
_ADDRESS_CHARACTERS: Final = 45
# Unique local addresses (RFC 4193).
_LOCAL: Final = ipaddress.ip_network("fc00::/7")
# Private networks: RFC 1918, unique local, link-local and loopback.
_PRIVATE: Final = tuple(
    ipaddress.ip_network(each)
    for each in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10",
        "::1/128",
    )
)  # fmt: skip


def parse_ip(text: str) -> IPAddress | None:
    """Parse an address, without its zone; an IPv4 address mapped into IPv6 becomes IPv4. None if it is invalid."""
    try:
        read = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(read, ipaddress.IPv6Address) and read.ipv4_mapped is not None:
        return read.ipv4_mapped
    return read


def neighbourhood(address: str) -> str:
    """The unit that limits count: an IPv4 address, or the /64 network of an IPv6 address, which one customer has to
    themselves. On a LAN, where all share one such network, the address itself.
    """
    read = parse_ip(address)
    if read is None:
        return address[:_ADDRESS_CHARACTERS]
    if isinstance(read, ipaddress.IPv4Address) or read.is_link_local or read in _LOCAL or read.is_loopback:
        return str(read)
    return str(ipaddress.ip_network((read, 64), strict=False))


def is_private(neighbourhood_: str) -> bool:
    """Whether only machines of the same network can have this address (as returned by `neighbourhood`)."""
    read = parse_ip(neighbourhood_.partition("/")[0])
    return read is not None and any(read in network for network in _PRIVATE)


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach a server that listens on this host."""
    read = parse_ip(host)
    return host == "localhost" or (read is not None and read.is_loopback)


def parse_networks(text: str) -> tuple[IPNetwork, ...]:
    """Parse a list of addresses and networks, separated by commas.

    Raises:
        ValueError: with a sentence to show.
    """
    return tuple(_network(each.strip()) for each in text.split(",") if each.strip())


def _network(text: str) -> IPNetwork:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ValueError(f"“{text}” is no address and no network like 10.0.0.0/8.") from None

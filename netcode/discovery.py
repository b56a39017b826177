"""How a server says on the local network that it is there (DNS-SD): the record, written and read.

Pure data: whoever announces or browses brings the sockets. A record comes from anybody on the network, so what is read
is cut and checked like any message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from netcode.address import Address, BadAddress, parse_code

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVICE: Final = "_underdog._tcp.local."
NAME_CHARACTERS: Final = 64
# A string of a TXT record has at most 255 bytes, its key included.
_NAME_BYTES: Final = 240
_FORMAT: Final = "1"


class Announcement(Struct, frozen=True):
    """What a server tells of itself, besides where it is.

    `name` is who hosts, or what the computer is called; `code` the room to go to, if it has one that anybody may enter.
    """

    name: str
    port: int
    code: str = ""
    secure: bool = False

    def properties(self) -> dict[str, str]:
        """The TXT record."""
        name = self.name.encode()[:_NAME_BYTES].decode(errors="ignore")
        return {"v": _FORMAT, "name": name, "code": self.code, "tls": "1" if self.secure else "0"}

    def at(self, host: str) -> Address:
        """Where to go."""
        return Address(host, self.port, self.code or None, self.secure)


def read(properties: Mapping[bytes, bytes | None], port: int | None) -> Announcement | None:
    """What a record of `SERVICE` says; None: nothing that we understand."""
    if _text(properties, b"v") != _FORMAT or port is None or not 0 < port <= 65_535:
        return None
    name = "".join(mark if mark.isprintable() else " " for mark in _text(properties, b"name"))
    return Announcement(name.strip()[:NAME_CHARACTERS], port, _code(properties), _text(properties, b"tls") == "1")


def _code(properties: Mapping[bytes, bytes | None]) -> str:
    try:
        return parse_code(_text(properties, b"code"))
    except BadAddress:
        return ""


def _text(properties: Mapping[bytes, bytes | None], key: bytes) -> str:
    return (properties.get(key) or b"").decode(errors="replace")

"""The DNS-SD record by which a server is found on the local network: written and parsed.

Pure data; the callers bring the sockets. Anybody on the network can send a record, so what is read is cut and checked
like any message.
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
    """What a server says of itself, besides its address.

    `name` is the host's name or the computer's. `code` is the room to join, if there is one that anybody may enter.
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
        """The address to connect to."""
        return Address(host, self.port, self.code or None, self.secure)


def read(properties: Mapping[bytes, bytes | None], port: int | None) -> Announcement | None:
    """Parse a record of `SERVICE`; None if it is invalid or of an unknown version."""
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

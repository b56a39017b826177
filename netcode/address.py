"""Parses what a person types into the Join field: a room code, a server address, or both.

Pure text: nothing is looked up or connected to here.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

DEFAULT_PORT: Final = 8765
CODE_LENGTH: Final = 4
# On public servers, where guessing codes would pay.
PUBLIC_CODE_LENGTH: Final = 6
# Without letters that look like digits, because codes are read out loud and typed from a photo.
CODE_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"

_CODE = re.compile(rf"[{CODE_LETTERS}]{{{CODE_LENGTH}}}|[{CODE_LETTERS}]{{{PUBLIC_CODE_LENGTH}}}")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)
_SCHEMES = {"http": 80, "https": 443, "ws": 80, "wss": 443}


class BadAddress(ValueError):
    """The text cannot be parsed; `str()` of this is a sentence for the person who typed it."""


class Address(Struct, frozen=True):
    """Where to go.

    `host` is None for the server that the client already knows. `code` is None when the list of rooms should be shown.
    `key` is the room's key, which links carry besides the code.
    """

    host: str | None = None
    port: int = DEFAULT_PORT
    code: str | None = None
    secure: bool = False
    key: str | None = None

    @property
    def url(self) -> str | None:
        """The URL that a transport connects to."""
        if self.host is None:
            return None
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}"


def parse_code(text: str) -> str:
    """Normalise a room code.

    Raises:
        BadAddress: the text cannot be a code.
    """
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise BadAddress(
            f"A code has {CODE_LENGTH} or {PUBLIC_CODE_LENGTH} letters, never I or O, and {_shown(text)} is none."
        )
    return code


def parse(text: str) -> Address:
    """Parse `CODE`, `host`, `host:port`, `host:port/CODE`, `host CODE` or `http://host:port/join/CODE?key=KEY`.

    Four or six letters without a dot are taken for a code, so a host with such a name needs its port.

    Raises:
        BadAddress: with a sentence to show.
    """
    words = text.split()
    if not words:
        raise BadAddress("Type the code or the address that your host sees.")
    if len(words) > 2:
        raise BadAddress("Type an address, a space and a code: nothing more.")
    if len(words) == 2:
        return _with_code(_parse_place(words[0]), words[1])
    if _CODE.fullmatch(words[0].upper()):
        return Address(code=words[0].upper())
    return _parse_place(words[0])


def _with_code(address: Address, code: str) -> Address:
    if address.code is not None:
        raise BadAddress("There are two codes in that address.")
    return Address(address.host, address.port, parse_code(code), address.secure)


def _parse_place(text: str) -> Address:
    scheme, separator, rest = text.rpartition("://")
    if separator and scheme.lower() not in _SCHEMES:
        raise BadAddress(f"An address starts with http:// or with nothing, not with {_shown(scheme + separator)}.")
    place, _, path = rest.partition("/")
    host, port = _host_and_port(place, _SCHEMES[scheme.lower()] if separator else DEFAULT_PORT)
    path, _, query = path.partition("?")
    code = _code_in(path)
    return Address(host, port, code, scheme.lower() in {"https", "wss"}, _key_in(query) if code else None)


def _code_in(path: str) -> str | None:
    parts = [part for part in path.split("/") if part]
    if parts[:1] == ["join"]:
        del parts[0]
    if len(parts) > 1:
        raise BadAddress(f"Only a code may follow the address, not {_shown(path)}.")
    return parse_code(parts[0]) if parts else None


def _key_in(query: str) -> str | None:
    found = re.search(r"(?:^|&)key=([\w-]{1,64})(?:[&#]|$)", query, re.ASCII)
    return found[1] if found else None


def link(url: str, code: str, key: str) -> str:
    """The URL that invites somebody to a room. With the key it works even where too many wrong codes were tried."""
    return f"{url}/join/{code}{f'?key={key}' if key else ''}"


def _host_and_port(place: str, default_port: int) -> tuple[str, int]:
    if place.startswith("["):
        host, bracket, after = place[1:].partition("]")
        if not bracket or not re.fullmatch(r"[0-9a-fA-F:.%]+", host) or (after and not after.startswith(":")):
            raise BadAddress(f"{_shown(place)} is no address.")
        return host, _port(after[1:]) if after else default_port
    host, colon, port = place.partition(":")
    return _host(host), _port(port) if colon else default_port


def _host(text: str) -> str:
    host = text.rstrip(".").lower()
    if not host or len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise BadAddress(f"{_shown(text)} is no address: it looks like 192.168.1.20 or play.example.org.")
    if re.fullmatch(r"[0-9.]+", host) and not _is_ipv4(host):
        raise BadAddress(f"{_shown(text)} is no address: it takes four numbers up to 255, like 192.168.1.20.")
    return host


def _is_ipv4(host: str) -> bool:
    parts = host.split(".")
    return len(parts) == 4 and all(part.isascii() and len(part) <= 3 and int(part or "256") <= 255 for part in parts)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) <= 65535):
        raise BadAddress(f"A port is a number from 1 to 65535, and {_shown(text)} is none.")
    return int(text)


def _shown(text: str) -> str:
    short = text if len(text) <= 30 else text[:29] + "…"
    return f"“{''.join(mark if mark.isprintable() else '?' for mark in short)}”"

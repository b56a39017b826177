"""The protocol version and the client's key that come with a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from netcode.refusals import Refusal
from netcode.version import WIRE
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Auth(Struct):
    v: int | str | None = None
    client_key: str | None = None


def check_query(query: Mapping[str, str]) -> None:
    """Raises Refused OUTDATED if `?v=` names another protocol version."""
    _check(query.get("v"))


def check_auth(payload: str) -> str | None:
    """Check the version in the auth object of Socket.IO's CONNECT, and return the client's key. Unreadable values count
    as absent.
    """
    try:
        auth = msgspec.json.decode(payload or "{}", type=_Auth)
    except (ValueError, RecursionError):
        return None
    _check(auth.v)
    return auth.client_key


def _check(version: int | str | None) -> None:
    if version is not None and str(version) != str(WIRE):
        raise Refused(Refusal.OUTDATED)

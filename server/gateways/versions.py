"""What comes with a connection: which version of the messages it speaks, and a key of the client's own."""

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
    """Raises Refused OUTDATED if `?v=` names a version that is not spoken here."""
    _check(query.get("v"))


def check_auth(payload: str) -> str | None:
    """The same for what comes with the CONNECT of Socket.IO; what cannot be read names no version. The client's key."""
    try:
        auth = msgspec.json.decode(payload or "{}", type=_Auth)
    except (ValueError, RecursionError):
        return None
    _check(auth.v)
    return auth.client_key


def _check(version: int | str | None) -> None:
    if version is not None and str(version) != str(WIRE):
        raise Refused(Refusal.OUTDATED)

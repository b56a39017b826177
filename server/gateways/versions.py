"""Which versions of the messages are spoken here."""

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


def check_query(query: Mapping[str, str]) -> None:
    """Raises Refused OUTDATED if `?v=` names a version that is not spoken here."""
    _check(query.get("v"))


def check_auth(payload: str) -> None:
    """The same for what comes with the CONNECT of Socket.IO; what cannot be read names no version."""
    try:
        auth = msgspec.json.decode(payload or "{}", type=_Auth)
    except (ValueError, RecursionError):
        return
    _check(auth.v)


def _check(version: int | str | None) -> None:
    if version is not None and str(version) != str(WIRE):
        raise Refused(Refusal.OUTDATED)

"""Tells systemd that the server is ready, if a unit of `Type=notify` has started it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE: Final = "NOTIFY_SOCKET"


def say_ready(environment: Mapping[str, str]) -> None:
    """Whoever waits for the start of this process waits no longer."""
    place = environment.get(VARIABLE)
    if not place:
        return
    # An abstract name is written with an @, and begins with a zero.
    address = f"\0{place[1:]}" if place.startswith("@") else place
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(b"READY=1", address)

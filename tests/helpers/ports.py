"""Ports for servers that tests start in processes of their own. No other test gets them, on any worker."""

from __future__ import annotations

import contextlib
import random
import socket
from typing import Final

# Below those that the system gives to whoever connects somewhere.
FIRST: Final = 20_000
LAST: Final = 32_000
# UDP ports of the same numbers: they are taken for as long as this process lives, so that other processes pick others.
_taken: Final[list[socket.socket]] = []


def free_ports(count: int) -> list[int]:
    """Ports in a row that nobody listens on, and that nobody else picks."""
    for _ in range(1000):
        start = random.SystemRandom().randrange(FIRST, LAST - count)
        ports = list(range(start, start + count))
        with contextlib.suppress(OSError), contextlib.ExitStack() as looking:
            taking = contextlib.ExitStack()
            with taking:
                taken = [taking.enter_context(_bound(port, socket.SOCK_DGRAM)) for port in ports]
                for port in ports:
                    looking.enter_context(_bound(port, socket.SOCK_STREAM))
                taking.pop_all()
            _taken.extend(taken)
            return ports
    raise RuntimeError("there are no free ports")


def free_port() -> int:
    """One such port."""
    (port,) = free_ports(1)
    return port


def _bound(port: int, kind: socket.SocketKind) -> socket.socket:
    found = socket.socket(type=kind)
    try:
        found.bind(("127.0.0.1", port))
    except OSError:
        found.close()
        raise
    return found

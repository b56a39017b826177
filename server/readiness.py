"""Tells whoever has started this process, by systemd's protocol (`sd_notify`), that it is ready and that it is not
frozen. That is systemd, or the parent of several workers.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VARIABLE: Final = "NOTIFY_SOCKET"
WATCHDOG_VARIABLE: Final = "WATCHDOG_USEC"
READY: Final = b"READY=1"
ALIVE: Final = b"WATCHDOG=1"
# In the time after which a silent process counts as frozen.
BEATS: Final = 4


def say_ready(environment: Mapping[str, str]) -> None:
    """Whoever waits for the start of this process waits no longer."""
    place = environment.get(VARIABLE)
    if place:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(READY, _address(place))


@contextlib.contextmanager
def saying_alive(environment: Mapping[str, str]) -> Iterator[None]:
    """Say again and again that the running loop is not frozen, if somebody wants to know."""
    place, within_us = environment.get(VARIABLE), environment.get(WATCHDOG_VARIABLE, "")
    if not place or not within_us.isdecimal():
        yield
        return
    beats = asyncio.create_task(_beat(_address(place), int(within_us) / 1_000_000 / BEATS))
    try:
        yield
    finally:
        beats.cancel()


async def _beat(address: str, pause_s: float) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.setblocking(False)
        while True:
            # Whoever does not read now has the earlier ones, or has gone.
            with contextlib.suppress(OSError):
                line.sendto(ALIVE, address)
            await asyncio.sleep(pause_s)


def _address(place: str) -> str:
    # An abstract name is written with an @, and begins with a zero.
    return f"\0{place[1:]}" if place.startswith("@") else place

"""What the system itself knows of a connection's latency: Linux tells it, elsewhere nothing is known."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio

# The field tcpi_min_rtt of struct tcp_info (linux/tcp.h): 32 bits, in microseconds.
_MIN_RTT_AT: Final = 148
_MIN_RTT_END: Final = _MIN_RTT_AT + 4
# What stands there until a round trip has been measured.
_UNMEASURED: Final = 2**32 - 1


def smallest_rtt_ms(transport: asyncio.BaseTransport) -> float | None:
    """The smallest round trip that the kernel has seen on this connection of late, in ms; None: it does not say.

    The other end's program can answer late, but acknowledgements are its kernel's, and the handshake's is the first.
    """
    if sys.platform != "linux":
        return None
    connection = transport.get_extra_info("socket")
    if connection is None:
        return None
    try:
        told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _MIN_RTT_END)
    except OSError:
        # The connection has just gone, or is none of TCP.
        return None
    micros = int.from_bytes(told[_MIN_RTT_AT:_MIN_RTT_END], sys.byteorder)
    return None if len(told) < _MIN_RTT_END or micros == _UNMEASURED else micros / 1000

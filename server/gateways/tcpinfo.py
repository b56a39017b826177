"""A connection's latency as measured by the operating system: on Linux only."""

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
    """The smallest round trip of late that the kernel has seen on this connection, in ms; None if it cannot say.

    The client's program can delay its answers, but acknowledgements come from its kernel.
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

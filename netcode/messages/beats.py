"""Heartbeats, by which both ends notice a dead connection and measure its latency.

Each message has the times of its sender, so the offset between the two clocks cancels out; see `netcode.heartbeat`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from netcode.messages.base import Count, Notice, Request


class Heartbeat(Request, frozen=True):
    """The answer to `DoHeartbeat`, sent at once."""

    hbid: Count
    t_recv: float | None = None
    t_reply: float | None = None


class LatencyOfHeartbeat(Request, frozen=True):
    """The round trip that the client measured. Ignored: others are shown the server's own measurement."""

    hbid: Count
    t_lat: Annotated[float, Meta(ge=0, le=600_000)]


class DoHeartbeat(Notice, frozen=True):
    """Sent about every second. The client answers with `Heartbeat` at once."""

    hbid: int
    t_sent: float


class GotHeartbeat(Notice, frozen=True):
    """The server has received the `Heartbeat`; from this the client knows its round trip."""

    hbid: int

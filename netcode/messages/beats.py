"""Heartbeats: how both ends know that the other is there, and how far away.

With the times of both ends the offset between their clocks cancels; see `netcode.heartbeat`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from netcode.messages.base import Count, Notice, Request


class Heartbeat(Request, frozen=True):
    """Answer to `DoHeartbeat`, sent at once."""

    hbid: Count
    t_recv: float | None = None
    t_reply: float | None = None


class LatencyOfHeartbeat(Request, frozen=True):
    """The round trip the client saw. Nothing is done with it: what others see is the server's own measurement."""

    hbid: Count
    t_lat: Annotated[float, Meta(ge=0, le=600_000)]


class DoHeartbeat(Notice, frozen=True):
    """Every second; answer with `Heartbeat` at once."""

    hbid: int
    t_sent: float


class GotHeartbeat(Notice, frozen=True):
    """The server has the answer: now the client knows its round trip."""

    hbid: int

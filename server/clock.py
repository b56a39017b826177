"""The server's time: one monotonic clock in ms, and a call at a later time. Tests hold it; see
`tests/helpers/clock.py`.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Cancellable(Protocol):
    """A call that has not happened yet."""

    def cancel(self) -> None:
        """It shall not happen."""


class Clock(Protocol):
    """Time as the server sees it. Only differences of `now_ms` mean anything."""

    def now_ms(self) -> float:
        """Milliseconds since some moment; never goes back."""

    def wall_ms(self) -> int:
        """Milliseconds since 1970 in UTC, by whoever sets this machine's clock: it may jump, and go back."""

    def call_at(self, when_ms: float, call: Callable[[], None]) -> Cancellable:
        """Call once, not before `when_ms`, on the thread of the server's loop."""


class SystemClock:
    """The machine's monotonic clock, counted from `begin_ms` on, and the running loop's timers."""

    def __init__(self, begin_ms: float = 0.0) -> None:
        self._ahead_ms = begin_ms - time.monotonic() * 1000

    def now_ms(self) -> float:
        """See `Clock.now_ms`."""
        # Not loop.time(): uvloop's stands still while callbacks run, and counts whole milliseconds.
        return time.monotonic() * 1000 + self._ahead_ms

    def wall_ms(self) -> int:
        """See `Clock.wall_ms`."""
        return time.time_ns() // 1_000_000

    def call_at(self, when_ms: float, call: Callable[[], None]) -> Cancellable:
        """See `Clock.call_at`."""
        delay_s = max(0.0, when_ms - self.now_ms()) / 1000
        return asyncio.get_running_loop().call_later(delay_s, call)

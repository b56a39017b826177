"""The server's clock: monotonic time in ms, and calls at a later time. Tests use `tests/helpers/clock.py` instead."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Cancellable(Protocol):
    """A planned call."""

    def cancel(self) -> None:
        """Do not make the call."""


class Clock(Protocol):
    """The server's time. Only differences of `now_ms` mean anything."""

    def now_ms(self) -> float:
        """Milliseconds since some moment. Never goes back."""

    def wall_ms(self) -> int:
        """Milliseconds since 1970, UTC, by the machine's calendar clock, which may jump and go back."""

    def call_at(self, when_ms: float, call: Callable[[], None]) -> Cancellable:
        """Call `action` once, not before `when_ms`, on the thread of the server's loop."""


class SystemClock:
    """The machine's monotonic clock, counted from `begin_ms`, and the running loop's timers."""

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

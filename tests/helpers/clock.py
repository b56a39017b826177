"""Clocks under a test's control: time passes when the test says so, and what is then due happens at once."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


WALL_MS = 1_767_225_600_000
"""The first moment of 2026: what people call it when a held clock shows 0."""


class Planned:
    """A call that `HeldClock` will make."""

    def __init__(self, call: Callable[[], None]) -> None:
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        self.call = None


class HeldClock:
    """A `server.clock.Clock` that stands still between calls of `pass_ms`."""

    def __init__(self, now_ms: float = 1_000_000.0) -> None:
        self._now_ms = now_ms
        # By how much the clock on the wall was set on (or back).
        self.set_by_ms = 0
        self._planned: list[tuple[float, int, Planned]] = []
        self._count = itertools.count()

    def now_ms(self) -> float:
        return self._now_ms

    def wall_ms(self) -> int:
        return WALL_MS + int(self._now_ms) + self.set_by_ms

    def call_at(self, when_ms: float, call: Callable[[], None]) -> Planned:
        planned = Planned(call)
        heapq.heappush(self._planned, (when_ms, next(self._count), planned))
        return planned

    def pass_ms(self, ms: float) -> None:
        """Let time pass. Everything that is due on the way happens at its own time."""
        until_ms = self._now_ms + ms
        while self._planned and self._planned[0][0] <= until_ms:
            when_ms, _, planned = heapq.heappop(self._planned)
            self._now_ms = max(self._now_ms, when_ms)
            if planned.call is not None:
                planned.call()
        self._now_ms = until_ms

    def stand_still_ms(self, ms: float) -> None:
        """Let time pass as if the process had been frozen, so that everything due on the way is late."""
        self._now_ms += ms

    @property
    def timers(self) -> int:
        """How many calls are planned."""
        return sum(planned.call is not None for *_, planned in self._planned)


class HurriedClock:
    """A `server.clock.Clock` that runs several times as fast as real time, for programs whose clock cannot be held."""

    def __init__(self, hurry: float) -> None:
        self._hurry = hurry

    def now_ms(self) -> float:
        return time.monotonic() * 1000 * self._hurry

    def wall_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def call_at(self, when_ms: float, call: Callable[[], None]) -> asyncio.TimerHandle:
        delay_s = max(0.0, when_ms - self.now_ms()) / 1000 / self._hurry
        return asyncio.get_running_loop().call_later(delay_s, call)

"""The server's metrics as plain numbers, so that counting costs next to nothing and needs no library.

`server.gateways.metrics` serves them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from server.clock import Cancellable, Clock

LAG_BOUNDS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
LAG_EVERY_MS: Final = 500.0


class Histogram:
    """How many values were up to each bound (the last count: above all bounds), and their sum."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.sum = 0.0

    def observe(self, value: float) -> None:
        """Count a value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value


class Meters:
    """Counts since the server began, except `open`: current connections by transport."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.opened: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        # Sockets turned away, or closed for what they sent, by reason.
        self.turned_away: Counter[str] = Counter()
        self.faults = 0
        # Whether the database of people gave no answer when it was last asked.
        self.people_away = False
        self.lag_s = Histogram(LAG_BOUNDS_S)


class LagProbe:
    """Measures how late the event loop is, which is how long everybody waits while one call blocks it."""

    def __init__(self, clock: Clock, histogram: Histogram) -> None:
        self._clock = clock
        self._histogram = histogram
        self._due_ms = 0.0
        self._alarm: Cancellable | None = None

    def start(self) -> None:
        """Begin to measure; to be called on the loop."""
        self._due_ms = self._clock.now_ms() + LAG_EVERY_MS
        self._alarm = self._clock.call_at(self._due_ms, self._ring)

    def stop(self) -> None:
        """Stop measuring."""
        if self._alarm is not None:
            self._alarm.cancel()

    def _ring(self) -> None:
        self._histogram.observe(max(0.0, self._clock.now_ms() - self._due_ms) / 1000)
        self.start()

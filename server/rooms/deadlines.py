"""One timer for the deadlines of all rooms: a heap, however many rooms there are.

A key has at most one deadline. Moving it to later, which each move of a game does, costs one write to a dict: the
heap's old entry finds the new time when it comes up.
"""

from __future__ import annotations

import heapq
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from server.clock import Cancellable, Clock

log = logging.getLogger(__name__)


class Deadlines:
    """Calls an action on the server's loop when its key's deadline has come."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: dict[Hashable, tuple[float, Callable[[], None]]] = {}
        # For each key the time of its heap entry that counts; older entries of the key are skipped.
        self._queued: dict[Hashable, float] = {}
        self._heap: list[tuple[float, int, Hashable]] = []
        self._count = 0
        self._alarm: Cancellable | None = None
        self._alarm_ms = 0.0

    def set(self, key: Hashable, when_ms: float, action: Callable[[], None]) -> None:
        """Run `action` at `when_ms`, instead of what was planned for `key`."""
        self._due[key] = (when_ms, action)
        queued = self._queued.get(key)
        if queued is None or when_ms < queued:
            self._queue(key, when_ms)
            self._arm()

    def clear(self, key: Hashable) -> None:
        """Cancel what is planned for `key`."""
        self._due.pop(key, None)

    def close(self) -> None:
        """Cancel everything."""
        self._due.clear()
        if self._alarm is not None:
            self._alarm.cancel()

    def _queue(self, key: Hashable, when_ms: float) -> None:
        self._queued[key] = when_ms
        self._count += 1
        heapq.heappush(self._heap, (when_ms, self._count, key))

    def _arm(self) -> None:
        first_ms = self._heap[0][0]
        if self._alarm is not None:
            if self._alarm_ms <= first_ms:
                return
            self._alarm.cancel()
        self._alarm_ms = first_ms
        self._alarm = self._clock.call_at(first_ms, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        now_ms = self._clock.now_ms()
        while self._heap and self._heap[0][0] <= now_ms:
            when_ms, _, key = heapq.heappop(self._heap)
            if self._queued.get(key) == when_ms:
                del self._queued[key]
                self._serve(key, now_ms)
        if self._heap:
            self._arm()

    def _serve(self, key: Hashable, now_ms: float) -> None:
        when_ms, action = self._due.get(key, (0.0, None))
        if action is None:
            return
        if when_ms > now_ms:
            self._queue(key, when_ms)
            return
        del self._due[key]
        try:
            action()
        except Exception:
            # One room's fault must not stop the clocks of all others.
            log.exception("what was due for %r failed", key)

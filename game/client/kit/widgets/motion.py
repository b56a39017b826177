"""Numbers that ease from one value to another, for animations."""

from __future__ import annotations

import math

from game.client.kit import theme


def swing(share: float) -> float:
    """From 0 to 1, beyond it and back, like something that falls against an edge."""
    if share >= 1:
        return 1.0
    return 1 - math.exp(-5 * share) * math.cos(share * 3 * math.pi)


class Glide:
    """A number that eases to its goal. Time comes in by `tick` alone."""

    def __init__(self, value: float = 0.0, duration_ms: int = theme.HOVER_MS) -> None:
        self.value = value
        self.duration_ms = duration_ms
        self._origin = self._target = value
        self._since: int | None = None

    def send(self, target: float) -> None:
        """Set the goal; starts from the current value."""
        if target != self._target:
            self._origin, self._target, self._since = self.value, target, None

    def tick(self, now_ms: int) -> bool:
        """Advance; True while it is moving."""
        if self.value == self._target:
            return False
        if self._since is None:
            self._since = now_ms
        share = (now_ms - self._since) / self.duration_ms
        eased = self._origin + (self._target - self._origin) * theme.ease_out(share)
        self.value = self._target if share >= 1 else eased
        return self.value != self._target

"""Ignores presses for a moment after something has appeared, because they were meant for what was there before."""

from __future__ import annotations

from game.client.kit import theme


class Guard:
    """Closed at first, unless it is made `open`. Opens a moment after its first tick."""

    def __init__(self, *, open: bool = False) -> None:  # noqa: A002 - as the attribute is called
        self.open = open
        """Whether a press counts that begins now."""
        self._since: int | None = None

    def close(self) -> None:
        """Close it again, because something else has appeared."""
        self.open, self._since = False, None

    def tick(self, now_ms: int) -> bool:
        """Advance the time; True while it is closed (and another frame is wanted)."""
        if self._since is None:
            self._since = now_ms
        self.open = self.open or now_ms - self._since >= theme.GUARD_MS
        return not self.open

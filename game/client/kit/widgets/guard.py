"""The moment in which something that has just appeared takes no press: it was meant for what was there before."""

from __future__ import annotations

from game.client.kit import theme


class Guard:
    """Closed at first. Opens by itself, a moment after it has been ticked for the first time."""

    def __init__(self) -> None:
        self.open = False
        """Whether a press counts that begins now."""
        self._since: int | None = None

    def close(self) -> None:
        """Something else is there now."""
        self.open, self._since = False, None

    def tick(self, now_ms: int) -> bool:
        """Time has passed; True while it is closed (and another frame is wanted)."""
        if self._since is None:
            self._since = now_ms
        self.open = self.open or now_ms - self._since >= theme.GUARD_MS
        return not self.open

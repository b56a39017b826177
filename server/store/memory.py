"""Rooms in this process's memory: gone with it, and free of cost while it lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.store import Commit, Conflict, Stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.clock import Clock


class MemoryStore:
    """A `RoomStore` that keeps each room's last commit, and makes its bytes only when somebody loads them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._commits: dict[str, Commit] = {}

    def load(self, code: str, done: Callable[[Stored | None], None]) -> None:
        """See `RoomStore.load`. The bytes are of the room as it is now, which in one process is as it was
        committed.
        """
        commit = self._commits.get(code)
        done(Stored(commit.state(), commit.expected_version + 1, commit.deadline_ms) if commit else None)

    def commit(self, commit: Commit, done: Callable[[Conflict | None], None]) -> None:
        """See `RoomStore.commit`."""
        last = self._commits.get(commit.code)
        found = last.expected_version + 1 if last else 0
        if found != commit.expected_version:
            done(Conflict(commit.code, commit.expected_version, found))
            return
        self._commits[commit.code] = commit
        done(None)

    def remove(self, code: str) -> None:
        """See `RoomStore.remove`."""
        self._commits.pop(code, None)

    def overdue(self, now_ms: float) -> list[str]:
        """See `RoomStore.overdue`."""
        return [
            code
            for code, commit in self._commits.items()
            if commit.deadline_ms is not None and commit.deadline_ms <= now_ms
        ]

    def now_ms(self) -> float:
        """See `RoomStore.now_ms`."""
        return self._clock.now_ms()

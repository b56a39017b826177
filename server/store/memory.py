"""Rooms in this process's memory: gone with it, and free of cost while it lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.store import Commit, Conflict, Figures, Stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.clock import Clock


class MemoryStore:
    """A `RoomStore` that keeps each room's last commit, and makes its bytes only when somebody loads them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._commits: dict[str, Commit] = {}
        self._figures = Figures()

    def load(self, code: str, done: Callable[[Stored | None], None]) -> None:
        """See `RoomStore.load`. The bytes are of the room as it is now, which in one process is as it was
        committed.
        """
        commit = self._commits.get(code)
        done(_stored(commit) if commit else None)

    def commit(self, commit: Commit, done: Callable[[Conflict | None], None]) -> None:
        """See `RoomStore.commit`."""
        last = self._commits.get(commit.code)
        found = last.expected_version + 1 if last else 0
        if found != commit.expected_version:
            done(Conflict(commit.code, commit.expected_version, found))
            return
        self._commits[commit.code] = commit
        self._figures.commits += 1
        done(None)

    def settled(self, code: str, done: Callable[[], None]) -> None:
        """See `RoomStore.settled`."""
        del code
        done()

    def remove(self, code: str) -> None:
        """See `RoomStore.remove`."""
        self._commits.pop(code, None)

    def everything(self) -> list[tuple[str, Stored]]:
        """See `RoomStore.everything`."""
        return [(code, _stored(commit)) for code, commit in self._commits.items()]

    def close(self) -> None:
        """See `RoomStore.close`."""

    def overdue(self, now_ms: float) -> list[str]:
        """See `RoomStore.overdue`."""
        return [
            code
            for code, commit in self._commits.items()
            if commit.deadline_ms is not None and commit.deadline_ms <= now_ms
        ]

    def figures(self) -> Figures:
        """See `RoomStore.figures`; nothing is ever written."""
        return self._figures

    def now_ms(self) -> float:
        """See `RoomStore.now_ms`."""
        return self._clock.now_ms()


def _stored(commit: Commit) -> Stored:
    return Stored(commit.state(), commit.expected_version + 1, commit.deadline_ms)

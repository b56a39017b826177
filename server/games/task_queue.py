"""The order of bot tasks when many rooms want a bot at once, and how long each may take. Pure: no processes.

A room has at most one task, and rooms take turns in the order in which they asked. So nobody waits for more than one
task of each other room.
"""

from __future__ import annotations

from typing import Final, Generic, TypeVar

from msgspec import Struct

SOON_MS: Final = 1_000
"""All that waits shall be thought about within this time, however much it is."""

T = TypeVar("T")


class Turn(Struct, Generic[T], frozen=True):
    """The next task, and how long it may take."""

    task: T
    limit_ms: int


class TaskQueue(Generic[T]):
    """The tasks that wait for one of `processes` processes."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        # In the order of asking, with the time.
        self._waiting: dict[str, tuple[T, float]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def ask(self, room: str, task: T, now_ms: float) -> None:
        """Queue a room's task. It replaces an earlier task of the same room that has not begun."""
        self._waiting.pop(room, None)
        self._waiting[room] = (task, now_ms)

    def drop(self, room: str) -> None:
        """Remove the room's task."""
        self._waiting.pop(room, None)

    def next(self, now_ms: float) -> Turn[T] | None:
        """Take the next task. The time that all tasks have is divided among them; a late task gets none of it."""
        room = next(iter(self._waiting), None)
        if room is None:
            return None
        share_ms = SOON_MS * self._processes / len(self._waiting)
        task, asked_ms = self._waiting.pop(room)
        return Turn(task, max(0, round(min(share_ms, SOON_MS - (now_ms - asked_ms)))))

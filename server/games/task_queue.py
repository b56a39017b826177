"""Whose task comes next, and how long it may be thought about, when many rooms want a bot at once. Pure: no processes.

A room has one task at a time, and rooms take turns in the order in which they asked. So nobody waits for more than one
task of any other room, and whoever asks often stands at the end of the queue as often.
"""

from __future__ import annotations

from typing import Final, Generic, TypeVar

from msgspec import Struct

SOON_MS: Final = 1_000
"""All that waits shall be thought about within this time, however much it is."""

T = TypeVar("T")


class Turn(Struct, Generic[T], frozen=True):
    """A task whose turn it is, and for how long at the most."""

    task: T
    limit_ms: int


class TaskQueue(Generic[T]):
    """The tasks that wait for one of so many processes."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        # In the order of asking, with the time.
        self._waiting: dict[str, tuple[T, float]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def ask(self, room: str, task: T, now_ms: float) -> None:
        """The room has a task. One that it asked before and that has not begun is stale."""
        self._waiting.pop(room, None)
        self._waiting[room] = (task, now_ms)

    def drop(self, room: str) -> None:
        """The room needs nothing any more."""
        self._waiting.pop(room, None)

    def next(self, now_ms: float) -> Turn[T] | None:
        """Whose turn it is. The time that all have is divided among them; whoever is late already gets none of it."""
        room = next(iter(self._waiting), None)
        if room is None:
            return None
        share_ms = SOON_MS * self._processes / len(self._waiting)
        task, asked_ms = self._waiting.pop(room)
        return Turn(task, max(0, round(min(share_ms, SOON_MS - (now_ms - asked_ms)))))

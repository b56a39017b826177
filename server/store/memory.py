"""Rooms in this process's memory: free of cost, and gone with the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.store import Conflict, Figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.clock import Clock
    from server.store import Commit, Result, Stored


class MemoryStore:
    """A `RoomStore` that promises nothing beyond the process, and so never fails."""

    holds_answers = False
    failing: str | None = None

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rooms: dict[str, Stored] = {}
        self._results: dict[tuple[str, int], Result] = {}
        self._figures = Figures()

    def watch(self, changed: Callable[[], None]) -> None:
        """See `RoomStore.watch`."""

    def load(self, code: str, done: Callable[[Stored | None], None]) -> None:
        """See `RoomStore.load`."""
        done(self._rooms.get(code))

    def commit(self, commit: Commit, done: Callable[[Conflict | None], None]) -> None:
        """See `RoomStore.commit`."""
        before = self._rooms.get(commit.code)
        found = before.version if before else 0
        if found != commit.expected_version:
            done(Conflict(commit.code, commit.expected_version, found))
            return
        self._rooms[commit.code] = commit.after(before)
        if commit.result is not None:
            self._results.setdefault(commit.result.key, commit.result)
        self._figures.commits += 1
        done(None)

    def settled(self, code: str, done: Callable[[], None]) -> None:
        """See `RoomStore.settled`."""
        del code
        done()

    def remove(self, code: str) -> None:
        """See `RoomStore.remove`."""
        self._rooms.pop(code, None)

    def everything(self) -> list[tuple[str, Stored]]:
        """See `RoomStore.everything`."""
        return list(self._rooms.items())

    def damaged(self) -> list[str]:
        """See `RoomStore.damaged`."""
        return []

    def flush(self, done: Callable[[frozenset[str]], None]) -> None:
        """See `RoomStore.flush`; nothing was promised."""
        done(frozenset())

    def close(self) -> frozenset[str]:
        """See `RoomStore.close`; nothing was promised."""
        return frozenset()

    def results(self) -> list[Result]:
        """See `RoomStore.results`."""
        return list(self._results.values())

    def delivered(self, result: Result) -> None:
        """See `RoomStore.delivered`."""
        self._results.pop(result.key, None)

    def figures(self) -> Figures:
        """See `RoomStore.figures`; nothing is ever written."""
        return self._figures

    def now_ms(self) -> float:
        """See `RoomStore.now_ms`."""
        return self._clock.now_ms()

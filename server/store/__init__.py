"""Where a room's state lives. The seam is made for stores that are slow and shared; memory is merely the
first one.

The contract, which every store keeps and `tests/server/store/` checks:

- A room is `Stored`: its state as bytes, a version, and when it is next due. Commits are compare-and-set:
  they name the
  version they started from, and fail with `Conflict` when another process was quicker; the caller then
  loads, and handles
  the command again on the new state.
- `commit` says through `done` when the state is safe. Until then nothing of the change may be shown to
  anybody: the
  answer and the notices wait. A store in memory calls `done` before it returns, so a move costs no task,
  future or turn of the
  loop; SQLite or Redis call it later, from the loop.
- The state is handed over as a function, so that a store which needs no bytes never has them made.
- `settled` waits without committing: what a room is asked about may rest on a commit that is not safe yet.
- `everything` is what a starting process restores, before it listens; it may block.
- `overdue` lists rooms whose deadline has passed, for whoever sweeps: also those whose process is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct


class Stored(Struct, frozen=True):
    """A room at rest. `deadline_ms` is in the store's own time, see `RoomStore.now_ms`."""

    state: bytes
    version: int
    deadline_ms: float | None


class Commit(Struct, frozen=True):
    """One step of a room: from `expected_version` (0: the room is new) to the state that `state` makes.

    `events` makes the bytes of what happened, for processes that hold other members' connections; like the
    state, they are made only for a store that wants them.
    """

    code: str
    expected_version: int
    state: Callable[[], bytes]
    deadline_ms: float | None
    events: Callable[[], bytes] = bytes


class Figures(Struct):
    """What an operator may want to know. `failing`: why nothing can be written at the moment, as a sentence."""

    commits: int = 0
    writes: int = 0
    write_s: float = 0.0
    failing: str | None = None


class Conflict(Exception):
    """Another version is stored than the commit started from."""

    def __init__(self, code: str, expected: int, found: int) -> None:
        super().__init__(f"room {code} is at version {found}, not {expected}")
        self.found = found


class UnusableError(Exception):
    """The directory cannot serve as a store; the text is a sentence that says why and what to do."""


class RoomStore(Protocol):
    """See the module's docstring for what each method promises."""

    def load(self, code: str, done: Callable[[Stored | None], None]) -> None:
        """Hand the room to `done`, or None when there is none."""

    def commit(self, commit: Commit, done: Callable[[Conflict | None], None]) -> None:
        """Store, then tell `done`: None, or the conflict because of which nothing was stored."""

    def settled(self, code: str, done: Callable[[], None]) -> None:
        """Call `done` when all that has been committed for this room is safe: at once if it is."""

    def remove(self, code: str) -> None:
        """Forget the room; unknown ones are none."""

    def everything(self) -> list[tuple[str, Stored]]:
        """All rooms by their codes."""

    def close(self) -> None:
        """Make all safe that has been committed, then let go; nothing may be asked of the store afterwards."""

    def overdue(self, now_ms: float) -> list[str]:
        """Codes of the rooms whose deadline is at or before `now_ms`."""

    def figures(self) -> Figures:
        """How it is doing; counted since the process began."""

    def now_ms(self) -> float:
        """The time that deadlines are written in: the one clock that all processes on this store share."""

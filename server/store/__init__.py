"""Where the state of rooms is stored: the interface between rooms and stores.

The contract, which every store keeps and `tests/server/store/test_contract.py` checks:

- A room is `Stored`: its state as bytes, a version, and when it is next due. A commit is compare-and-set: it names the
  version that it is based on, and fails with `Conflict` if another process was quicker.
- `commit` calls `done` when the state is as safe as this store promises. Nothing of the change may be shown to anybody
  before that. A store in memory calls `done` before it returns; SQLite calls it later, from the loop.
- A store that cannot keep its promise for now stops no game: it still calls `done`, `failing` says why, and watchers
  are told when that begins, and when everything has been written after all.
- A room's options hardly ever change and may be large. A commit has them only if they are new.
- A commit may have a `Result`. It is stored with the room or not at all, and exactly once, and outlives the room until
  it is `delivered`.
- `settled` waits without committing, because an answer about a room may rest on a commit that is not safe yet.
- `everything` is what a starting process restores before it listens. It may block.
- `flush` and `close` name the rooms that are not kept, so that what a server says at its end is true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable


class Stored(Struct, frozen=True):
    """A stored room. `deadline_ms` is in the store's own time, see `RoomStore.now_ms`."""

    state: bytes
    version: int
    deadline_ms: float | None
    options: bytes = b""


class Result(Struct, frozen=True):
    """A finished match on its way to the database of people, identified by the room's own id and the match's number
    there.
    """

    room: str
    match: int
    data: bytes

    @property
    def key(self) -> tuple[str, int]:
        """What identifies the result."""
        return self.room, self.match


class Commit(Struct, frozen=True):
    """A new state of a room, based on `expected_version` (0: the room is new), and the match that ended with it.

    `options` are set if they are new. `key` is the room's key for links.
    """

    code: str
    expected_version: int
    state: bytes
    deadline_ms: float | None
    result: Result | None = None
    options: bytes | None = None
    key: str = ""

    def after(self, before: Stored | None) -> Stored:
        """The room as this commit stores it, if it was stored like that before."""
        options = self.options if self.options is not None else before.options if before is not None else b""
        return Stored(self.state, self.expected_version + 1, self.deadline_ms, options)


class Figures(Struct):
    """The store's metrics."""

    commits: int = 0
    writes: int = 0
    write_s: float = 0.0


class Conflict(Exception):
    """The stored version is not the expected one. `owner`: the process that has taken the room over, if known; None:
    nobody has.
    """

    def __init__(self, code: str, expected: int, found: int, owner: str | None = None) -> None:
        super().__init__(f"room {code} is at version {found}, not {expected}")
        self.found = found
        self.owner = owner


class UnusableError(Exception):
    """The directory or Redis cannot be used as a store; the text is a sentence that says why and what to do."""


class RoomStore(Protocol):
    """See the module's docstring for what each method promises."""

    holds_answers: bool
    """Whether nobody is answered while nothing can be kept: the rooms may have become another process's."""

    @property
    def failing(self) -> str | None:
        """Why nothing can be stored at the moment, as a sentence; None if all is well."""

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` whenever `failing` becomes a sentence or None."""

    def load(self, code: str, done: Callable[[Stored | None], None]) -> None:
        """Hand the room to `done`, or None if there is none."""

    def commit(self, commit: Commit, done: Callable[[Conflict | None], None]) -> None:
        """Store, then call `done`: with None, or with the conflict because of which nothing was stored."""

    def settled(self, code: str, done: Callable[[], None]) -> None:
        """Call `done` once everything that was committed for this room is safe, perhaps at once."""

    def remove(self, code: str) -> None:
        """Remove the room. Unknown rooms are ignored."""

    def everything(self) -> list[tuple[str, Stored]]:
        """All rooms by code."""

    def damaged(self) -> list[str]:
        """The codes of rooms whose stored bytes are not what was written. They are left as they are."""

    def flush(self, done: Callable[[frozenset[str]], None]) -> None:
        """Write everything. `done` gets the codes of the rooms for which that was not possible."""

    def close(self) -> frozenset[str]:
        """Write everything and close. Nothing may be asked of the store afterwards.

        Returns:
            The codes of rooms that this store promised to keep and has not kept in their newest state.
        """

    def results(self) -> list[Result]:
        """The results that were not delivered yet, also those of rooms that have ended."""

    def delivered(self, result: Result) -> None:
        """This result was delivered and need not be kept."""

    def figures(self) -> Figures:
        """The store's metrics, counted since the process began."""

    def now_ms(self) -> float:
        """The time in which deadlines are stored: the one clock that all processes on this store share."""

"""Where a room's state lives: the seam between the rooms and whatever keeps them.

The contract, which every store keeps and `tests/server/store/test_contract.py` checks:

- A room is `Stored`: its state as bytes, a version, and when it is next due. A commit is compare-and-set: it names the
  version that it started from, and fails with `Conflict` when another process was quicker.
- `commit` calls `done` when the state is as safe as this store promises. Until then nothing of the change may be shown
  to anybody. A store in memory calls `done` before it returns; SQLite calls it later, from the loop.
- A store that cannot keep its promise for now stops no game: it calls `done` all the same, `failing` says why, and
  whoever watches is told when that begins and when everything has been written after all.
- A room's options hardly ever change and may be large. A commit brings them when they are new; otherwise those that are
  stored stay.
- A commit may bring a `Result`: it is stored with the room or not at all, once, and outlives the room until it is
  `delivered`.
- `settled` waits without committing: what a room is asked about may rest on a commit that is not safe yet.
- `everything` is what a starting process restores, before it listens; it may block.
- `flush` and `close` name the rooms that are not kept: what a server says at its end must be true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable


class Stored(Struct, frozen=True):
    """A room at rest. `deadline_ms` is in the store's own time, see `RoomStore.now_ms`."""

    state: bytes
    version: int
    deadline_ms: float | None
    options: bytes = b""


class Result(Struct, frozen=True):
    """A finished match on its way to wherever results are kept, by the room's own id and the match's number there."""

    room: str
    match: int
    data: bytes

    @property
    def key(self) -> tuple[str, int]:
        """What there is one of."""
        return self.room, self.match


class Commit(Struct, frozen=True):
    """One step of a room: from `expected_version` (0: the room is new) to this state, and what has ended with it.

    `options`: what the room is set up with from now on; None: as before. `key`: what links to the room hold.
    """

    code: str
    expected_version: int
    state: bytes
    deadline_ms: float | None
    result: Result | None = None
    options: bytes | None = None
    key: str = ""

    def after(self, before: Stored | None) -> Stored:
        """The room as it is stored by this, when it was stored like that before."""
        options = self.options if self.options is not None else before.options if before is not None else b""
        return Stored(self.state, self.expected_version + 1, self.deadline_ms, options)


class Figures(Struct):
    """What an operator may want to know."""

    commits: int = 0
    writes: int = 0
    write_s: float = 0.0


class Conflict(Exception):
    """Another version is stored than the commit started from. `owner`: the process that has taken the room over, where
    that is known; None: nobody has.
    """

    def __init__(self, code: str, expected: int, found: int, owner: str | None = None) -> None:
        super().__init__(f"room {code} is at version {found}, not {expected}")
        self.found = found
        self.owner = owner


class UnusableError(Exception):
    """The directory cannot serve as a store; the text is a sentence that says why and what to do."""


class RoomStore(Protocol):
    """See the module's docstring for what each method promises."""

    holds_answers: bool
    """Whether nobody is answered while nothing can be kept: the rooms may have become another process's."""

    @property
    def failing(self) -> str | None:
        """Why nothing can be kept at the moment, as a sentence; None: all is well."""

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` whenever `failing` has become a sentence, or None again."""

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

    def damaged(self) -> list[str]:
        """Codes of the rooms whose state is not what was written; they are kept as they are."""

    def flush(self, done: Callable[[frozenset[str]], None]) -> None:
        """Write what is not written yet; `done` gets the codes of the rooms for which that was not possible."""

    def close(self) -> frozenset[str]:
        """Write what is not written yet, then let go; nothing may be asked of the store afterwards.

        Returns:
            The codes of the rooms that this store has promised to keep, and has not kept as they are now.
        """

    def results(self) -> list[Result]:
        """Results that have not been delivered yet, also of rooms that have ended."""

    def delivered(self, result: Result) -> None:
        """This result is where it belongs, and need not be kept here."""

    def figures(self) -> Figures:
        """How it is doing; counted since the process began."""

    def now_ms(self) -> float:
        """The time that deadlines are written in: the one clock that all processes on this store share."""

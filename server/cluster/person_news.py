"""Changes of people in the database, passed on to the processes where they may be connected.

They are part of what a process shares once a second. A message published in Redis would be lost while a process is cut
off. A process that hears of a change twice looks it up twice, which does no harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

# A process that has heard nothing for so long has lost its clients, which leave a silent process.
TOLD_FOR_MS: Final = 60_000.0

Numbered: TypeAlias = tuple[int, str]
"""A person, and which of a process's changes it was, counted from 1."""


class _Change(Struct):
    number: int
    person: str
    # Until when it is told: not known before it could be told at all.
    until_ms: float | None = None


class PersonNews:
    """The changes of this process, and how many of each other process were taken in. `check` looks one up."""

    def __init__(self, check: Callable[[str], None]) -> None:
        self._check = check
        self._changes: list[_Change] = []
        self._last = 0
        self._heard: dict[str, int] = {}

    def add(self, person: str) -> None:
        """Something about this person has changed."""
        self._last += 1
        self._changes.append(_Change(self._last, person))

    def told(self) -> list[Numbered]:
        """What to share now."""
        return [(change.number, change.person) for change in self._changes]

    def shared(self, number: int, now_ms: float) -> None:
        """All changes up to this one were shared at this time."""
        for change in self._changes:
            if change.number <= number and change.until_ms is None:
                change.until_ms = now_ms + TOLD_FOR_MS
        self._changes = [each for each in self._changes if each.until_ms is None or each.until_ms > now_ms]

    def hear(self, by_process: dict[str, list[Numbered]]) -> None:
        """Take in what the others share. A process that falls silent does not come back."""
        for process, changes in by_process.items():
            before = self._heard.get(process, 0)
            for person in dict.fromkeys(person for number, person in changes if number > before):
                self._check(person)
            self._heard[process] = max([before, *(number for number, _ in changes)])

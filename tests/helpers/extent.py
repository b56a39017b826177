"""The extent of long tests: a sample that is quick enough for every change, or everything with TESTS_IN_FULL=1."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

IN_FULL: Final = bool(os.environ.get("TESTS_IN_FULL"))


def repeated(full: int, sample: int) -> int:
    """How often to do something that is done `full` times in all."""
    return full if IN_FULL else sample


def some_of(cases: Sequence[T], every: int) -> Sequence[T]:
    """All cases, or the first of `every` so many."""
    return cases if IN_FULL else cases[::every]

"""Decodes pictures on two threads of its own, so that no move waits for that."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from netcode.refusals import Refusal
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE: Final = 2
"""A picture that is being decoded takes up to 150 MB."""
# More would take so long that their clients would give up.
MOST_WAITING: Final = 128
BUSY: Final = "Many pictures are being looked at just now. Try again in a moment."

A = TypeVar("A")
R = TypeVar("R")


class PictureWork:
    """A pool of two threads. More work waits, up to a limit."""

    def __init__(self) -> None:
        # No thread is started before there is work.
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="underdog-pictures")
        self._waiting = 0

    async def done(self, work: Callable[[A], R], on: A) -> R:
        """The result of `work`. Raises Refused TOO_FAST if too much work waits."""
        if self._waiting >= MOST_WAITING:
            raise Refused(Refusal.TOO_FAST, BUSY)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, on)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

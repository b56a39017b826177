"""Where pictures are decoded: on two threads of their own, so that nobody's move waits for them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE: Final = 2
"""A picture that is being decoded takes up to 150 MB."""

A = TypeVar("A")
R = TypeVar("R")


class PictureWork:
    """Work on pictures, two at a time; what comes meanwhile waits."""

    def __init__(self) -> None:
        # No thread is started before there is work.
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="underdog-pictures")

    async def done(self, work: Callable[[A], R], on: A) -> R:
        """What `work` makes of it."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, on)

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

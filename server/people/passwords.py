"""Passwords: hashed with Argon2id off the loop, two at a time. Checking takes equally long whether the account exists
or not.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from netcode.refusals import Refusal
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

CHARACTERS: Final = range(8, 129)
# OWASP's profile. More lanes take longer where the cores are busy, and gain nothing.
MEMORY_KIB: Final = 19 * 1024
AT_ONCE: Final = 2
NICER: Final = 5
# More would take so long that their clients would give up.
MOST_WAITING: Final = 64
BUSY: Final = "Many people are logging in just now. Try again in a moment."


class Passwords:
    """Hashes and checks passwords, until `close`."""

    def __init__(self, memory_kib: int | None = None) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=memory_kib or MEMORY_KIB, parallelism=1)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords", initializer=_give_way)
        self._waiting = 0
        # What is verified where there is no account: it takes as long, and never fits, as nobody's password is so long.
        self._nobodys = self._hasher.hash(b"x" * (CHARACTERS.stop + 1))

    async def hash(self, password: str) -> str:
        """The hash of a new password. Raises Refused BAD_PASSWORD, or TOO_FAST if too many wait."""
        if len(password) not in CHARACTERS:
            raise Refused(Refusal.BAD_PASSWORD)
        return await self._run(lambda: self._hasher.hash(_bytes_of(password)))

    async def fits(self, kept: str | None, password: str) -> bool:
        """Whether `kept` is the hash of this password; None means that there is no account. Raises Refused TOO_FAST."""
        return await self._run(lambda: self._verify(kept, password))

    def is_outdated(self, kept: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def close(self) -> None:
        """Stop, dropping what waits."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, kept: str | None, password: str) -> bool:
        try:
            # A password that is too long is none, and costs as much.
            self._hasher.verify(kept or self._nobodys, _bytes_of(password[: CHARACTERS.stop]))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise Refused(Refusal.TOO_FAST, BUSY)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def _give_way() -> None:
    """Lower this thread's priority, so that moves come before logins on a busy machine. Only Linux has priorities per
    thread.
    """
    if sys.platform == "linux":
        # Relative to the process, which may be nice itself.
        niceness = os.getpriority(os.PRIO_PROCESS, 0) + NICER
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), min(niceness, 19))


def _bytes_of(password: str) -> bytes:
    # The same letters typed on another system may be other code points.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")

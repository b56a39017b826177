"""A store on disk with a held clock. It can be closed, killed, and started again in the same directory."""

from __future__ import annotations

from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from server.store.database import Database
from server.store.files import log_of
from server.store.sqlite import SQLiteStore
from tests.helpers.clock import HeldClock
from tests.helpers.server import a_server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from server.service import Service

DEADLINE_S = 60.0


class Disk:
    """One directory, and whatever store or server runs on it now."""

    def __init__(self, directory: Path, *, strict: bool = False) -> None:
        self.directory = directory
        self._strict = strict
        self._calls: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.clock: HeldClock
        self.database: Database
        self.store: SQLiteStore
        self.open()

    def open(self) -> None:
        """What a process does that starts."""
        self.database = Database.open(self.directory)
        self.clock = HeldClock(self.database.now_ms)
        self.store = SQLiteStore(self.database, self.clock, strict=self._strict, to_loop=self._calls.put)

    def service(self, **limits: Any) -> Service:
        """A server on this store."""
        return a_server(self.clock, self.store, data=str(self.directory), **limits)

    def written(self) -> None:
        """Let the time pass that commits may take, and wait for the disk, until all is written."""
        while self.store._under_way or not self.store._next.empty:
            if self.store._under_way:
                self.answered()
            else:
                self.clock.pass_ms(25)

    def pass_ms(self, ms: int) -> None:
        """Let time pass second by second, with the disk keeping up."""
        for _ in range(ms // 1000):
            self.clock.pass_ms(1_000)
            self.written()
        self.clock.pass_ms(ms % 1000)

    def answered(self) -> None:
        """Wait for the writing thread, and take what it has to say."""
        self._calls.get(timeout=DEADLINE_S)()

    def kill(self) -> None:
        """What SIGKILL leaves: what the thread has got is written (the system's write happens, or not), no more."""
        self.store._jobs.put(None)
        self.store._thread.join(DEADLINE_S)
        path = self.database.path
        files = {each: each.read_bytes() for each in (path, log_of(path)) if each.exists()}
        self.database._connection.close()
        self.database._lock.close()
        # SQLite tidies up when it is closed; a killed process does not.
        for each, content in files.items():
            each.write_bytes(content)
        self._calls = SimpleQueue()

    def restart(self) -> None:
        """Killed, and started again."""
        self.kill()
        self.open()

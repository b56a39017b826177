"""Real processes of one server behind one port. Each can be killed, frozen, stopped, and started again."""

from __future__ import annotations

import asyncio
import contextlib
import select
import signal
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

from tests.helpers.ports import free_ports
from tests.helpers.server_process import UNLIMITED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.helpers.postgres import Postgres

END_S = 60.0


class Process:
    """One of them."""

    def __init__(self, shared_port: int, own_port: int, redis_url: str, flags: tuple[str, ...]) -> None:
        self.url = f"http://127.0.0.1:{own_port}"
        self._command = [sys.executable, "-m", "server", f"--port={shared_port}", f"--own-port={own_port}"]
        self._command += [f"--redis={redis_url}", f"--advertise={self.url}", *UNLIMITED, *flags]
        self.running: subprocess.Popen[str] | None = None
        self._heard = False
        # A file: whoever writes much into a pipe that nobody reads stands still.
        self._log = tempfile.TemporaryFile("a+")  # noqa: SIM115 - closed by `close`

    def begin(self) -> None:
        self._heard = False
        self.running = subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=self._log, text=True)

    @property
    def complaints(self) -> str:
        """All that it has logged, under each of its numbers."""
        self._log.seek(0)
        return self._log.read()

    def listening(self) -> None:
        """Wait until it listens."""
        assert self.running is not None
        assert self.running.stdout is not None
        line = self.running.stdout.readline()
        assert "listens" in line, (self.running.communicate(timeout=END_S), self.complaints)
        self._heard = True

    @property
    def listens(self) -> bool:
        """Whether it does by now."""
        if self.running is None or self.running.stdout is None:
            return False
        if not self._heard and select.select([self.running.stdout], [], [], 0)[0]:
            line = self.running.stdout.readline()
            self._heard = "listens" in line
            if not line:
                # It has come while Redis was away, and could not begin.
                self.ended()
                self.begin()
        return self._heard

    def signal(self, number: signal.Signals) -> None:
        assert self.running is not None
        self.running.send_signal(number)

    def ended(self) -> int:
        """Wait for its end; its exit status."""
        assert self.running is not None
        self.running.communicate(timeout=END_S)
        status, self.running = self.running.returncode, None
        return status

    def kill(self) -> None:
        if self.running is not None:
            self.signal(signal.SIGKILL)
            self.ended()

    def close(self) -> None:
        """End it for good."""
        self.kill()
        self._log.close()


class Fleet:
    """Processes that share a port and a Redis. `url`: where clients begin."""

    def __init__(self, redis_urls: Sequence[str], *flags: str) -> None:
        shared, *own = free_ports(len(redis_urls) + 1)
        self.url = f"http://127.0.0.1:{shared}"
        self.processes = [Process(shared, port, url, flags) for port, url in zip(own, redis_urls, strict=True)]

    @property
    def up(self) -> list[Process]:
        """Those that listen now."""
        return [process for process in self.processes if process.listens]

    def start(self, besides: int = 0) -> None:
        """All but so many of the last."""
        begun = self.processes[: len(self.processes) - besides]
        for process in begun:
            process.begin()
        for process in begun:
            process.listening()


def people_in(postgres: Postgres) -> tuple[str]:
    """The flag for people in a new database there."""
    return (f"--database-url={asyncio.run(postgres.fresh())}",)


@contextlib.contextmanager
def a_fleet(redis_urls: Sequence[str], *flags: str, besides: int = 0) -> Iterator[Fleet]:
    """All of them (but so many of the last) listen, each with its way to the same Redis; whatever happens, none is left
    behind.
    """
    fleet = Fleet(redis_urls, *flags)
    try:
        fleet.start(besides)
        yield fleet
    finally:
        for process in fleet.processes:
            process.close()

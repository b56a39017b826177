"""A real PostgreSQL for tests, on a port of its own, with data that nobody needs; it can be stopped and go on."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import asyncpg

from tests.helpers.missing import not_run
from tests.helpers.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

DEADLINE_S = 60.0
# What Debian does not put on the path.
_PLACES: Final = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_NOT_FOR_ROOT: Final = "postgres"


def _program(name: str) -> str:
    found = shutil.which(name) or next((str(place / name) for place in _PLACES if (place / name).exists()), None)
    if found is None:
        not_run(f"there is no {name} here: install Debian's package postgresql")
    return found


class Postgres:
    """A running server; `close` ends it and removes its data."""

    def __init__(self) -> None:
        self._program = _program("postgres")
        # PostgreSQL does not run as root.
        self._user = _NOT_FOR_ROOT if os.geteuid() == 0 else None
        self._directory = Path(tempfile.mkdtemp(prefix="postgres-"))
        if self._user is not None:
            shutil.chown(self._directory, self._user)
        self.port: int = free_port()
        self._numbers = itertools.count(1)
        make = [_program("initdb"), "--auth=trust", "--username=underdog", "--no-sync", "--encoding=UTF8", "--locale=C"]
        data = f"--pgdata={self._directory / 'data'}"
        subprocess.run([*make, data], check=True, capture_output=True, user=self._user, cwd="/")
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [self._program, "-D", str(self._directory / "data"), "-p", str(self.port), "-k", ""]
        for setting in ("listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off", "max_connections=40"):
            command += ["-c", setting]
        with (self._directory / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, user=self._user, cwd="/")

    async def ready(self) -> None:
        """Wait until it answers."""
        ends_s = time.monotonic() + DEADLINE_S
        while True:
            try:
                await (await self.connect()).close()
            except (OSError, asyncpg.PostgresError):
                assert self._process.poll() is None, (self._directory / "log").read_text()
                assert time.monotonic() < ends_s
                time.sleep(0.02)  # noqa: ASYNC251 - nothing else is to go on
            else:
                return

    async def fresh(self) -> str:
        """The URL of a new, empty database."""
        await self.ready()
        name = f"test_{next(self._numbers)}"
        connection = await self.connect()
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        return f"postgresql://underdog@127.0.0.1:{self.port}/{name}"

    async def connect(self) -> asyncpg.Connection:
        """A connection to it, which a test has to close."""
        return await asyncpg.connect(host="127.0.0.1", port=self.port, user="underdog", database="postgres")

    def stop(self) -> None:
        """Hang up on everybody and end, keeping the data."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(DEADLINE_S)

    def start(self) -> None:
        """Go on after `stop`."""
        self._process = self._start()

    def close(self) -> None:
        """End it for good."""
        self.stop()
        shutil.rmtree(self._directory)


@contextlib.contextmanager
def a_postgres() -> Iterator[Postgres]:
    """It runs, and whatever happens, nothing of it is left behind."""
    running = Postgres()
    try:
        yield running
    finally:
        running.close()

"""Finds frozen workers: those that have said that they are alive, and say it no more.

Connections to a shared port are spread over all workers, also over one that answers nobody. Its rooms have been taken
over long before, because a lease is shorter, so ending it loses nothing.
"""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path
from typing import Final

from server.readiness import ALIVE, VARIABLE, WATCHDOG_VARIABLE

FROZEN_S: Final = 2.0
_LONGEST: Final = 64


class Watchdog:
    """Listens to workers, counted from 0. `look` is to be called every `turn_s`.

    Turns are counted and not seconds: while the whole machine stands still, nobody looks either.
    """

    def __init__(self, workers: int, turn_s: float) -> None:
        self._turns = round(FROZEN_S / turn_s)
        self._directory = tempfile.TemporaryDirectory(prefix="underdog-")
        self._lines = [self._line(worker) for worker in range(workers)]
        # None: has not said anything yet.
        self._silent: list[int | None] = [None] * workers

    def _line(self, worker: int) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        line.setblocking(False)
        line.bind(self._place(worker))
        return line

    def _place(self, worker: int) -> str:
        return str(Path(self._directory.name) / str(worker))

    def environment(self, worker: int) -> dict[str, str]:
        """What a worker has to know to say that it is alive."""
        return {VARIABLE: self._place(worker), WATCHDOG_VARIABLE: str(round(FROZEN_S * 1_000_000))}

    def begins(self, worker: int) -> None:
        """This worker is started (again): it takes a while until it says something."""
        self._heard(worker)
        self._silent[worker] = None

    def look(self, worker: int) -> bool:
        """Whether this worker is frozen."""
        silent = self._silent[worker]
        if self._heard(worker):
            self._silent[worker] = 0
        elif silent is not None:
            self._silent[worker] = silent + 1
            return silent + 1 > self._turns
        return False

    def _heard(self, worker: int) -> bool:
        heard = False
        while True:
            try:
                heard |= self._lines[worker].recv(_LONGEST) == ALIVE
            except BlockingIOError:
                return heard

    def close(self) -> None:
        """Listen no more."""
        for line in self._lines:
            line.close()
        self._directory.cleanup()

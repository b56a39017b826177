"""Several processes behind one port of one machine (`--workers`): starts them, restarts those that die or freeze, and
stops them.

On SIGHUP they are replaced one after the other. Each hands its rooms over to the others, and matches go on.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

from server.announcing import announced_addresses
from server.gateways.origins import listed
from server.readiness import say_ready
from server.watchdog import FROZEN_S, Watchdog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.config import Config

# A worker that dies at once, again and again, must not use up the machine.
PAUSE_S: Final = 1.0
END_S: Final = 30.0
FROZEN: Final = "Worker {worker} has not answered for {seconds:g} s, and is ended. Another one takes its place."
_TURN_S: Final = 0.1


def place_of(config: Config, worker: int) -> str:
    """The URL of this worker: the host of `--advertise`, or this machine's address, with the worker's own port."""
    given = listed(config.advertise)
    if given:
        parts = urlsplit(given[0])
        host = parts.hostname or ""
        port = (parts.port or (443 if parts.scheme == "https" else 80)) + worker
        return urlunsplit((parts.scheme, f"{_bracketed(host)}:{port}", "", "", ""))
    host = next(iter(announced_addresses(config.host)), config.host)
    return f"{'https' if config.cert else 'http'}://{_bracketed(host)}:{config.port + worker}"


def flags_of(config: Config, worker: int) -> list[str]:
    """The additional flags of the worker with this number, from 1."""
    others = listed(config.advertise)
    flags = ["--workers=0", f"--own-port={config.port + worker}"]
    flags.append(f"--advertise={','.join([place_of(config, worker), *others])}")
    if worker > 1:
        flags.append("--no-announce")
    if config.metrics_host:
        host, _, port = config.metrics_host.rpartition(":")
        flags.append(f"--metrics-host={host}:{int(port) + worker}")
    return flags


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class Workers:
    """Runs until told to end. `arguments` are the parent's own."""

    def __init__(self, config: Config, arguments: Sequence[str]) -> None:
        self._commands = [
            [sys.executable, "-m", "server", *arguments, *flags_of(config, worker)]
            for worker in range(1, config.workers + 1)
        ]
        self._watchdog = Watchdog(config.workers, _TURN_S)
        self._running: list[subprocess.Popen[str] | None] = [None] * config.workers
        self._due_s = [0.0] * config.workers
        self._ending = False
        self._all_began = False
        self._replacing = False

    def run(self) -> int:
        """Run. Returns the highest exit status of all processes that ended as told. Prints one line when all listen."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._end())
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, lambda *_: self._replace())
        for worker in range(len(self._commands)):
            self._keep_up(worker)
        lines = [self._first_line(worker) for worker in range(len(self._commands))]
        self._all_began = all(lines)
        if self._all_began:
            print(lines[0].strip(), flush=True)
            say_ready(os.environ)
        while not self._ending:
            for worker in range(len(self._commands)):
                self._keep_up(worker)
            if self._replacing:
                self._replacing = False
                self._replace_all()
            time.sleep(_TURN_S)
        self._watchdog.close()
        return max((self._ended(worker) for worker in range(len(self._commands))), default=0)

    def _keep_up(self, worker: int) -> None:
        process = self._running[worker]
        if process is not None and process.poll() is None:
            if self._watchdog.look(worker):
                print(FROZEN.format(worker=worker + 1, seconds=FROZEN_S), file=sys.stderr, flush=True)
                process.kill()
            return
        now_s = time.monotonic()
        if process is not None and process.returncode == 2 and not self._all_began:
            # It could not start, and has said why. Later this may be temporary, such as Redis being away.
            self._ending = True
            return
        if now_s >= self._due_s[worker] and not self._ending:
            self._due_s[worker] = now_s + PAUSE_S
            self._watchdog.begins(worker)
            environment = {**os.environ, **self._watchdog.environment(worker)}
            self._running[worker] = subprocess.Popen(  # noqa: S603 - ourselves
                self._commands[worker], stdout=subprocess.PIPE, text=True, env=environment
            )

    def _first_line(self, worker: int) -> str:
        """The line that a worker prints when it listens; empty if it ends before that."""
        process = self._running[worker]
        return process.stdout.readline() if process is not None and process.stdout is not None else ""

    def _replace_all(self) -> None:
        for worker in range(len(self._commands)):
            self._tell(worker, signal.SIGTERM)
            self._ended(worker)
            self._due_s[worker] = 0.0
            self._keep_up(worker)
            # The next one needs somebody to hand its rooms over to.
            self._first_line(worker)
            if self._ending:
                return

    def _ended(self, worker: int) -> int:
        process = self._running[worker]
        # A worker that was told to end before it had begun has not failed.
        if process is None:
            return 0
        try:
            return max(0, process.wait(END_S))
        except subprocess.TimeoutExpired:
            # It is frozen, or cannot end. What it has acknowledged is in Redis.
            process.kill()
            process.wait()
            return 1

    def _tell(self, worker: int, number: int) -> None:
        process = self._running[worker]
        if process is not None and process.poll() is None:
            process.send_signal(number)

    def _end(self) -> None:
        self._ending = True
        for worker in range(len(self._commands)):
            self._tell(worker, signal.SIGTERM)

    def _replace(self) -> None:
        self._replacing = True

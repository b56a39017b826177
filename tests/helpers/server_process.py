"""A real server in a process of its own, which can be killed, stopped, and started again in the same place."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.helpers.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

UNLIMITED = (
    "--messages-per-s=100000",
    "--messages-burst=1000000",
    "--connects-per-s=0",
    "--connections-per-address=0",
    "--rooms-per-address=0",
    "--requests-per-s=0",
)
END_S = 60.0
# What a busy machine does to it is nothing to complain of.
STALLS = re.compile(r".*WARNING server\.heartbeats: the server stood still.*\n")


class ServerProcess:
    """A server with its rooms in `directory`; the port and the directory stay the same. `program`: the
    module that runs it, and the arguments before the flags.
    """

    def __init__(self, directory: Path, *flags: str, program: Sequence[str] = ("server",)) -> None:
        self.port: int = free_port()
        self._command = [sys.executable, "-m", *program, f"--port={self.port}", f"--data={directory}"]
        self._command += [*UNLIMITED, *flags]
        self.process = self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> subprocess.Popen[str]:
        """Start, and return when it listens."""
        self.process = subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert "listens" in line, (line, self.ended())
        return self.process

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def ended(self) -> str:
        """Wait for its end; all that it has complained of."""
        _, complaints = self.process.communicate(timeout=END_S)
        return STALLS.sub("", complaints)

    def kill_and_restart(self) -> str:
        """SIGKILL, and at once another one; what the killed one had complained of."""
        self.signal(signal.SIGKILL)
        complaints = self.ended()
        self.start()
        return complaints

    def clear_away(self) -> None:
        """End it if it still runs: a test that failed must leave nothing behind. What it has complained of is shown
        with the failure.
        """
        if self.process.poll() is None:
            self.signal(signal.SIGKILL)
            print(self.ended(), end="")

"""A second window of this program with the quiz as everybody may see it, for a projector."""

from __future__ import annotations

import subprocess
import sys


def command_for(link: str) -> list[str]:
    """The command that starts this program again as the public screen of the room behind a link."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "game.client"]
    return [*program, "--screen", link]


class PublicWindow:
    """Opens that window, one at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def open(self, link: str) -> bool:
        """Start it, unless it is open already, which the result says; raises OSError. Somebody closes it by hand."""
        if self._process is not None and self._process.poll() is None:
            return False
        self._process = subprocess.Popen(command_for(link), stdin=subprocess.DEVNULL)  # noqa: S603 - this program
        return True

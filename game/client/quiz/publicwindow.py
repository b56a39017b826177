"""A second window of this program with the quiz as everybody may see it, for a projector."""

from __future__ import annotations

import subprocess
import sys


def command_for(link: str) -> list[str]:
    """The command that starts this program again as the public screen of the room behind a link."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "game.client"]
    return [*program, "--screen", link]


def open_public_window(link: str) -> None:
    """Start it; raises OSError. It ends when somebody closes it."""
    subprocess.Popen(command_for(link), stdin=subprocess.DEVNULL)  # noqa: S603 - this program itself

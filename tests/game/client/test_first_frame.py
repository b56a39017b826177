"""What the window's first frame waits for."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What only a server needs, or a match against the computer, or a game with friends.
LATER = {"PIL", "aiosqlite", "alembic", "argon2", "asyncpg", "openskill", "server", "sqlalchemy", "sqlite3", "zeroconf"}
SCRIPT = """
import sys
from game.client.__main__ import main
status = main(["--screenshot", sys.argv[1], "--settings", sys.argv[2]])
print(status, *sorted(set(sys.argv[3:]) & set(sys.modules)))
"""


def test_it_does_not_wait_for_what_is_needed_later_only(tmp_path: Path) -> None:
    """Neither for a database nor for pictures or passwords, each of which takes longer to import than the window."""
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "frame.png"), str(tmp_path / "settings"), *LATER]
    environment = {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True, env=environment)
    assert (tmp_path / "frame.png").exists()
    assert ended.stdout.split() == ["0"]

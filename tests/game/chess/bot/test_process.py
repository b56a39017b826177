"""The bot in its own process: it reports, and never outlives its owner."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from game.chess.bot.process import CRASHED, BotProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEADLINE_S = 60.0


@pytest.fixture
def silent_server() -> Iterator[str]:
    """A port that takes connections and says nothing, so that a bot waits there."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def test_reports_why_it_could_not_play() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        bot = BotProcess(f"http://127.0.0.1:{unused.getsockname()[1]}", "ABCD", "Bot", "easy")
        bot.start()
        wait_until(lambda: bot.failure is not None)
    assert "No server answers" in (bot.failure or "")
    wait_until(lambda: not bot.alive)
    bot.stop()


def test_stops_when_told(silent_server: str) -> None:
    bot = BotProcess(silent_server, "ABCD", "Bot", "easy")
    bot.start()
    assert bot.alive
    bot.stop()
    assert not bot.alive


def test_says_that_it_has_crashed(silent_server: str) -> None:
    bot = BotProcess(silent_server, "ABCD", "Bot", "easy")
    bot.start()
    os.kill(bot._process.pid or 0, signal.SIGKILL)
    wait_until(lambda: bot.failure is not None)
    assert bot.failure == CRASHED
    bot.stop()


def test_stopped_is_not_crashed(silent_server: str) -> None:
    bot = BotProcess(silent_server, "ABCD", "Bot", "easy")
    bot.start()
    bot.stop()
    assert bot.failure is None


def test_stopping_before_the_start_or_twice_is_harmless(silent_server: str) -> None:
    bot = BotProcess(silent_server, "ABCD", "Bot", "easy")
    bot.stop()
    bot.stop()
    assert not bot.alive


def test_does_not_outlive_a_parent_that_was_killed(silent_server: str) -> None:
    """Both write to one pipe, which ends only when the last of them is gone."""
    parent = (
        "import os, sys; from game.chess.bot.process import BotProcess;"
        "BotProcess(sys.argv[1], 'ABCD', 'Bot', 'easy').start(); os._exit(9)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", parent, silent_server], capture_output=True, timeout=DEADLINE_S, check=False
    )
    assert ended.returncode == 9
    assert b"Traceback" not in ended.stderr


def test_there_is_no_such_level() -> None:
    with pytest.raises(KeyError):
        BotProcess("http://127.0.0.1:1", "ABCD", "Bot", "godlike")

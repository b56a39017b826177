"""The server is killed again and again while people play: every match finishes, and no move is lost or doubled."""

from __future__ import annotations

import contextlib
import itertools
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from netcode import messages as wire
from netcode.transport import SocketIOTransport
from tests.helpers.movers import Mover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

UNLIMITED = ("--messages-per-s=0", "--connections-per-address=0", "--rooms-per-address=0", "--drain-s=0")


class Victim:
    """A server that can be killed and started again, on the same port and directory."""

    def __init__(self, directory: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._command = [sys.executable, "-m", "server", f"--port={self.port}", f"--data={directory}"]
        self._command += ["--durable=strict", *UNLIMITED]
        self.process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert "listens" in process.stdout.readline()
        return process

    def kill(self) -> str:
        """SIGKILL, and at once another one; what the killed one had complained of."""
        complaints = self.end(signal.SIGKILL)
        self.process = self._start()
        return complaints

    def end(self, number: signal.Signals) -> str:
        self.process.send_signal(number)
        _, complaints = self.process.communicate(timeout=20)
        return complaints


class Tables:
    """Rooms of two movers each, all driven from the test's thread."""

    def __init__(self, url: str, rooms: int, seed: int, **habits: int) -> None:
        self._rung = threading.Event()
        self._habits = habits
        dice = [random.Random(seed * 1000 + number) for number in range(2 * rooms)]
        self.pairs = [
            (self._mover(url, dice[2 * n], "Ann"), self._mover(url, dice[2 * n + 1], "Bob")) for n in range(rooms)
        ]

    def _mover(self, url: str, dice: random.Random, name: str) -> Mover:
        return Mover(SocketIOTransport(url, self._rung.set), dice, name, **self._habits)

    @property
    def movers(self) -> Iterator[Mover]:
        return itertools.chain.from_iterable(self.pairs)

    def drive(self, until: Callable[[], bool], limit_s: float) -> None:
        """Let all play until something is so; raises TimeoutError when it never is."""
        ends_s = time.monotonic() + limit_s
        while not until():
            now_s = time.monotonic()
            if now_s > ends_s:
                raise TimeoutError
            self._rung.wait(0.01)
            self._rung.clear()
            for mover in self.movers:
                mover.take(now_s)
                mover.act(now_s)

    def drive_for(self, seconds: float) -> None:
        ends_s = time.monotonic() + seconds
        self.drive(lambda: self.over or time.monotonic() >= ends_s, seconds + 5)

    @property
    def over(self) -> bool:
        return all(mover.over for mover in self.movers)

    def sit_down(self) -> None:
        self.drive(lambda: all(mover.online for mover in self.movers), 20)
        for host, _ in self.pairs:
            host.ask(wire.CreateGame(name=host.name, best_of=3))
        self.drive(lambda: all(host.code for host, _ in self.pairs), 20)
        for host, guest in self.pairs:
            guest.ask(wire.JoinGame(host.code, guest.name))
        self.drive(lambda: all(guest.code and host.opponents for host, guest in self.pairs), 20)
        for host, _ in self.pairs:
            host.ask(wire.StartGame())
        self.drive(lambda: all(mover.board for mover in self.movers), 20)

    def close(self) -> None:
        # All at once: each waits for its thread.
        closing = [threading.Thread(target=mover.transport.close) for mover in self.movers]
        for each in closing:
            each.start()
        for each in closing:
            each.join()


def check(pair: tuple[Mover, Mover]) -> None:
    """Nobody's account may differ from the server's, nor from the other's."""
    host, guest = pair
    assert host.faults + guest.faults == []
    assert host.over
    assert guest.over
    for mover in pair:
        assert mover.final
        assert mover.told.items() >= mover.final.items()
        for (game, ply), move in mover.acked.items():
            # The last moves of a game that a forfeit cut off are in nobody's list.
            if game in mover.final:
                assert mover.final[game][ply] == move
    assert host.final == guest.final
    for game, moves in host.final.items():
        assert {ply for mover in pair for of, ply in mover.acked if of == game} <= set(range(len(moves)))


def play_through(directory: Path, *, rooms: int, kills: int, seed: int, gap_s: float, **habits: int) -> None:
    dice = random.Random(seed)
    victim = Victim(directory)
    tables = Tables(f"http://127.0.0.1:{victim.port}", rooms, seed, **habits)
    with contextlib.ExitStack() as stack:
        stack.callback(victim.process.stdout.close if victim.process.stdout else lambda: None)
        stack.callback(tables.close)
        tables.sit_down()
        for _ in range(kills):
            tables.drive_for(dice.uniform(0.3, gap_s))
            assert not tables.over, "all matches were over before the last kill"
            assert victim.kill() == ""
        tables.drive(lambda: tables.over, 240)
        # Every last answer is in.
        tables.drive(lambda: not any(mover._sent for mover in tables.movers), 20)
    assert victim.end(signal.SIGTERM) == ""
    for pair in tables.pairs:
        check(pair)
    acked = sum(len(mover.acked) for mover in tables.movers)
    played = sum(len(moves) for host, _ in tables.pairs for moves in host.final.values())
    print(
        f"{rooms} rooms, {kills} kills: {played} moves, {acked} of them acknowledged, "
        f"{sum(mover.rejoins for mover in tables.movers)} times back in a seat"
    )


def test_matches_outlive_two_kills(tmp_path: Path) -> None:
    play_through(tmp_path, rooms=3, kills=2, seed=1, gap_s=2.5, games=1, plies=16)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_twenty_matches_outlive_ten_kills(tmp_path: Path, seed: int) -> None:
    play_through(tmp_path, rooms=20, kills=10, seed=seed, gap_s=4.0, plies=60)

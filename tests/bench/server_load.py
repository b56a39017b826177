"""How many validated moves one server process makes on one core, over real Socket.IO WebSockets.

    python -m tests.bench.server_load [--rooms 100] [--plies 200] [--rate MOVES_PER_S]

First as fast as it goes: each connection sends its next move when it has the state before it. Then at half
that rate (or `--rate`), where the latency counts: from a move's sending to its arrival at the opponent. The
server has one core to itself and the generator another; the generator's frames are made beforehand and its
own share of its core is printed, because a generator near 100 % measures itself.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import os
import random
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, cast

import chess
import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEAT = re.compile(rb'"(Do|Got)Heartbeat",\{"hbid":(\d+)')
_PLY = re.compile(rb'"phase":"playing".*?"ply":(\d+)')


def scripted_game(plies: int, seed: int = 1) -> list[str]:
    """Legal moves of standard chess that end nothing: no mate, no repetition, no dead position."""
    for attempt in range(seed, seed + 1000):
        rng = random.Random(attempt)
        board = chess.Board()
        moves: list[str] = []
        while len(moves) < plies:
            quiet = [move for move in board.legal_moves if not _ends(board, move)]
            if not quiet:
                break
            move = rng.choice(quiet)
            board.push(move)
            moves.append(move.uci())
        if len(moves) == plies:
            return moves
    raise RuntimeError("no seed gives a game of that length")


def _ends(board: chess.Board, move: chess.Move) -> bool:
    board.push(move)
    try:
        return board.outcome() is not None or board.is_repetition(2) or board.halfmove_clock > 90
    finally:
        board.pop()


def masked(text: str) -> bytes:
    """A client's text frame; a mask of zeros masks, and costs nothing."""
    payload = text.encode()
    length = len(payload)
    head = bytes([0x81, 0x80 | length]) if length < 126 else b"\x81\xfe" + length.to_bytes(2)
    return head + b"\0\0\0\0" + payload


@dataclass
class Load:
    """What all connections share."""

    frames: list[bytes]
    interval_s: float = 0.0
    beats: bool = False
    sent_at: dict[int, float] = field(default_factory=dict)
    latencies_s: list[float] = field(default_factory=list)
    moves: int = 0
    rooms_left: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Seat(asyncio.Protocol):
    """One player's connection: shakes hands through `expect`, then plays by itself."""

    def __init__(self, load: Load, room: int) -> None:
        self.load = load
        self.room = room
        self.playing = False
        self.parity = -1
        self._buffer = b""
        self._wanted: tuple[re.Pattern[bytes], asyncio.Future[re.Match[bytes]]] | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's are no subclass of asyncio's.
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self.playing:
            self._play(data)
            return
        self._buffer += data
        if self._wanted and (found := self._wanted[0].search(self._buffer)):
            self._buffer = self._buffer[found.end() :]
            wanted, self._wanted = self._wanted[1], None
            wanted.set_result(found)

    async def expect(self, pattern: bytes) -> re.Match[bytes]:
        compiled = re.compile(pattern, re.DOTALL)
        if found := compiled.search(self._buffer):
            self._buffer = self._buffer[found.end() :]
            return found
        self._wanted = (compiled, asyncio.get_running_loop().create_future())
        return await asyncio.wait_for(self._wanted[1], 20)

    def _play(self, data: bytes) -> None:
        if self.load.beats:
            self._beat(data)
        at = data.rfind(b'"ply":')
        if at < 0:
            return
        ply = int(data[at + 6 : data.index(b",", at)])
        if ply % 2 != self.parity:
            return
        self._arrived(ply)
        if ply < len(self.load.frames):
            self._send_in_time(ply)
        else:
            self.load.rooms_left -= 1
            if not self.load.rooms_left:
                self.load.done.set()

    def _beat(self, data: bytes) -> None:
        """Answer heartbeats as the real client does."""
        for name, hbid in _BEAT.findall(data):
            if name == b"Do":
                self.say("Heartbeat", hbid=int(hbid))
            else:
                self.say("LatencyOfHeartbeat", hbid=int(hbid), t_lat=3.0)

    def _arrived(self, ply: int) -> None:
        sent = self.load.sent_at.get(self.room)
        if ply and sent is not None:
            self.load.moves += 1
            self.load.latencies_s.append(time.perf_counter() - sent)

    def _send_in_time(self, ply: int) -> None:
        wait_s = 0.0
        if self.load.interval_s and ply:
            wait_s = self.load.sent_at[self.room] + self.load.interval_s - time.perf_counter()
        if wait_s > 0:
            asyncio.get_running_loop().call_later(wait_s, self.send_move, ply)
        else:
            self.send_move(ply)

    def send_move(self, ply: int) -> None:
        self.load.sent_at[self.room] = time.perf_counter()
        self.transport.write(self.load.frames[ply])

    def say(self, name: str, **fields: object) -> None:
        self.transport.write(masked("421" + msgspec.json.encode([name, fields]).decode()))


async def seat(load: Load, room: int, port: int) -> Seat:
    _, new = await asyncio.get_running_loop().create_connection(lambda: Seat(load, room), "127.0.0.1", port)
    key = base64.b64encode(os.urandom(16)).decode()
    new.transport.write(
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
    )
    await new.expect(rb'0\{"sid"')
    new.transport.write(masked("40"))
    await new.expect(rb"40\{")
    return new


async def table(load: Load, room: int, port: int) -> tuple[Seat, Seat]:
    """White's and Black's seats of a match whose clock runs."""
    host, guest = await seat(load, room, port), await seat(load, room, port)
    host.say("CreateGame", base_seconds=600)
    code = (await host.expect(rb'"code":"(\w+)"'))[1].decode()
    guest.say("JoinGame", code=code)
    await guest.expect(rb'43.\[\{"request":"JoinGame"')
    host.say("StartGame")
    found = await host.expect(rb'"phase":"playing".*?"color":"(\w+)"')
    await guest.expect(rb'"phase":"playing"')
    return (host, guest) if found[1] == b"white" else (guest, host)


def cpu_s(pid: int) -> float:
    """Processor time that a process has used."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Result(NamedTuple):
    """One run: moves a second, the server's processor time for each, and how late the opponent had them."""

    moves_per_s: float
    cpu_us: float
    p50_ms: float
    p99_ms: float


def frames_of(plies: int) -> list[bytes]:
    """The moves of a game, as a client sends them."""
    return [
        masked(f'421["MakeMove",{{"move":"{move}","ply":{ply},"lag_ms":20}}]')
        for ply, move in enumerate(scripted_game(plies))
    ]


async def run(port: int, pid: int, arguments: argparse.Namespace, rate: float) -> Result:
    """One run, printed too. `rate` 0: as fast as it goes."""
    interval_s = arguments.rooms / rate if rate else 0.0
    load = Load(frames_of(arguments.plies), interval_s=interval_s, rooms_left=arguments.rooms)
    tables = await asyncio.gather(*(table(load, room, port) for room in range(arguments.rooms)))
    result = await play(load, tables, pid, rate)
    for each in (each for pair in tables for each in pair):
        each.transport.close()
    return result


async def play(load: Load, tables: list[tuple[Seat, Seat]], pid: int, rate: float) -> Result:
    """All tables' games, from the first move to the last."""
    for white, black in tables:
        white.parity, black.parity = 0, 1
        white.playing = black.playing = True
    before_s, own_before_s, started_s = cpu_s(pid), time.process_time(), time.perf_counter()
    for number, (white, _) in enumerate(tables):
        asyncio.get_running_loop().call_later(number * load.interval_s / len(tables), white.send_move, 0)
    await asyncio.wait_for(load.done.wait(), 300)
    took_s = time.perf_counter() - started_s
    used_s, own_s = cpu_s(pid) - before_s, time.process_time() - own_before_s
    late_ms = [1000 * each for each in sorted(load.latencies_s)]
    result = Result(
        load.moves / took_s, used_s / load.moves * 1e6, late_ms[len(late_ms) // 2], late_ms[len(late_ms) * 99 // 100]
    )
    print(
        f"{'as fast as it goes' if not rate else f'paced at {rate:.0f}/s':>20}: {result.moves_per_s:7.0f} moves/s, "
        f"server {result.cpu_us:5.1f} us CPU a move ({used_s / took_s:4.0%} of its core), "
        f"latency p50 {result.p50_ms:.2f} ms, p99 {result.p99_ms:.2f} ms, "
        f"generator {own_s / took_s:4.0%} of its core"
    )
    return result


async def bench(port: int, pid: int, arguments: argparse.Namespace) -> None:
    fastest = await run(port, pid, arguments, 0)
    await run(port, pid, arguments, arguments.rate or fastest.moves_per_s / 2)


@contextlib.contextmanager
def serving(*flags: str, checkout: str = ".") -> Iterator[tuple[int, int]]:
    """A server without limits on the first core, and this process on the last one; its port and its number."""
    cores = sorted(os.sched_getaffinity(0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    unlimited = [
        "--messages-per-s=0",
        "--connects-per-s=0",
        "--connections-per-address=0",
        "--rooms-per-address=0",
        "--connections=0",
    ]
    # The generator answers no pings, and never ends a match.
    unlimited += ["--rooms=0", "--ping-timeout-s=600", "--drain-s=0"]
    server = subprocess.Popen(
        [sys.executable, "-m", "server", "--port=0", *unlimited, *flags],
        stdout=subprocess.PIPE,
        text=True,
        cwd=checkout,
        preexec_fn=lambda: os.sched_setaffinity(0, cores[:1]),  # noqa: PLW1509 - no threads here yet
    )
    os.sched_setaffinity(0, cores[-1:])
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline().rpartition(":")[2]), server.pid
    finally:
        server.terminate()
        server.wait(10)
        os.sched_setaffinity(0, cores)


def use_the_quickest_loop() -> None:
    """Uvloop's, where it is installed."""
    with contextlib.suppress(ImportError):
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, default=100)
    parser.add_argument("--plies", type=int, default=200)
    parser.add_argument("--rate", type=float, default=0.0)
    arguments = parser.parse_args()
    use_the_quickest_loop()
    with serving() as (port, pid):
        asyncio.run(bench(port, pid, arguments))


if __name__ == "__main__":
    main()

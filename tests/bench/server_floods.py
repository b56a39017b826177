"""What two people who play feel of a flood from another address: how long an answer to a move takes, and what it costs.

    python -m tests.bench.server_floods [--moves 100] [FLOOD ...]

The server has its default limits. A flood comes from a process of its own, over 20 sockets of another loopback address,
as fast as they can; whatever is closed connects again. The two play four moves a second. Memory is the server's, before
the flood and after it. Compare with the line `none` of the same run, and a late move with the most that the server's
thread ran during any: on a busy machine the rest is waiting for a core.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import aiohttp

from tests.bench.server_load import cpu_s, masked, scripted_game
from tests.helpers.speakers import OverSocketIO
from tests.helpers.wire import RunningServer

if TYPE_CHECKING:
    from collections.abc import Iterator

# The code of the room where the two play.
CODE: Final = b"CODE"


def upgrade(path: bytes) -> bytes:
    return (
        b"GET %b HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" % path
    )


def frame(first: int) -> bytes:
    """An empty one, of any kind."""
    return bytes([first, 0x80, 0, 0, 0, 0])


GREETED: Final = upgrade(b"/socket.io/?EIO=4&transport=websocket")
IN: Final = GREETED + masked("40")
WATCHING: Final = upgrade(b"/rooms/CODE?watch=1")
REQUEST: Final = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED: Final = b"POST /rooms/create HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
# What comes first on each connection, and what without end after it.
FLOODS: Final = {
    "none": (b"", b""),
    "connections": (REQUEST, b""),
    "HTTP requests": (b"", REQUEST * 50),
    "endless heads": (REQUEST[:-2], b"A: b\r\n" * 100),
    "endless bodies": (CHUNKED, b"1\r\nx\r\n" * 100),
    "requests": (IN, masked('421["ListGames"]') * 100),
    "large requests": (IN, masked('421["Chat",{"text":"' + "x" * 7_000 + '"}]') * 4),
    "junk": (IN, masked("421[") * 100),
    "junk, then a stream": (GREETED + masked("junk"), masked("x" * 100) * 100),
    "pings": (IN, frame(0x89) * 100),
    "pongs before CONNECT": (GREETED, frame(0x8A) * 100),
    "Engine.IO's pongs": (IN, masked("3") * 100),
    "text 3 before CONNECT": (GREETED, masked("3") * 100),
    "empty fragments": (GREETED + frame(0x01), frame(0x00) * 100),
    "frames without a mask": (GREETED, b"\x81\x013" * 100),
    "wrong codes": (upgrade(b"/rooms/QQQQ"), masked("{}") * 10),
    "spectators renaming": (WATCHING, masked('{"SetProfile":{"picture":"pup:gold"}}') * 100),
    "spectators coming": (WATCHING, masked('{"Exit":{}}') * 100),
}
ATTACKERS: Final = 20
MODULE: Final = "tests.bench.server_floods"
PAUSE_S: Final = 0.25


async def attack(port: int, first: bytes, more: bytes) -> None:
    """Connect, send, and begin again whenever the server has had enough."""
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=("127.0.0.2", 0))
            writer.write(first)
            while more:
                writer.write(more)
                await writer.drain()
            writer.close()
        await asyncio.sleep(0)


async def flood(kind: str, port: int, code: str) -> None:
    first, more = (part.replace(CODE, code.encode()) for part in FLOODS[kind])
    await asyncio.gather(*(attack(port, first, more) for _ in range(ATTACKERS)))


@contextlib.contextmanager
def a_flood(kind: str, port: int, code: str) -> Iterator[None]:
    if kind == "none":
        yield
        return
    attacker = subprocess.Popen([sys.executable, "-m", MODULE, f"--flood={port}", f"--code={code}", kind])
    try:
        yield
    finally:
        attacker.kill()
        attacker.wait()


class Report(NamedTuple):
    """What was felt and what it cost."""

    took_ms: list[float]
    ran_ms: float
    processor: float
    before_mb: float
    after_mb: float


async def play(kind: str, port: int, pid: int, moves: int) -> Report:
    """A match beside the flood: milliseconds until each move's answer, shortest first."""
    async with aiohttp.ClientSession() as session:
        place = RunningServer(None, port, session)  # type: ignore[arg-type] # the server is another process
        options = {"base_seconds": 600, "spectators": True, "host_color": "white"}
        async with session.post(f"{place.url}/rooms/create", json=options) as response:
            made = await response.json()
        white, black = OverSocketIO(place), OverSocketIO(place)
        await white.enter(made["code"], token=made["token"])
        await black.enter(made["code"], name="Bob")
        await white.ask("StartGame")
        # The countdown; a program has no other way to wait for it than to be told.
        await asyncio.sleep(3.5)
        before_mb = memory_mb(pid)
        with a_flood(kind, port, made["code"]):
            used_s, began_s = cpu_s(pid), time.perf_counter()
            moved = [await _moved(white, black, pid, *each) for each in enumerate(scripted_game(moves))]
            processor = (cpu_s(pid) - used_s) / (time.perf_counter() - began_s)
        took_ms, ran_ms = zip(*moved, strict=True)
        return Report(sorted(took_ms), max(ran_ms), processor, before_mb, memory_mb(pid))


async def _moved(white: OverSocketIO, black: OverSocketIO, pid: int, ply: int, move: str) -> tuple[float, float]:
    """How long the answer took, and how much of that the server's thread was running."""
    await asyncio.sleep(PAUSE_S)
    ran_ms, asked_s = running_ms(pid), time.perf_counter()
    answer = await (white, black)[ply % 2].ask("MakeMove", move=move, ply=ply)
    assert answer["ok"], answer
    return (time.perf_counter() - asked_s) * 1000, running_ms(pid) - ran_ms


def running_ms(pid: int) -> float:
    """How long the process's main thread has run on a core."""
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6


def memory_mb(pid: int) -> float:
    """What the process holds in memory now."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) / 1024


def beside(kind: str, moves: int) -> Report:
    """What a match of so many moves is like beside a flood."""
    command = [sys.executable, "-m", "server", "--port=0", "--drain-s=0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline().rpartition(":")[2])
        try:
            return asyncio.run(play(kind, port, server.pid, moves))
        finally:
            server.terminate()


def measure(kind: str, moves: int) -> None:
    """One line of the table."""
    took_ms, ran_ms, processor, before_mb, after_mb = beside(kind, moves)
    p50, p99 = took_ms[len(took_ms) // 2], took_ms[len(took_ms) * 99 // 100]
    print(
        f"{kind:>22}: p50 {p50:5.1f} ms, p99 {p99:5.1f} ms, longest {took_ms[-1]:5.1f} ms"
        f" (server ran {ran_ms:4.1f} ms at most),"
        f" server at {processor:4.0%}, memory {before_mb:.0f} -> {after_mb:.0f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", choices=[*FLOODS, []], metavar="FLOOD", help=", ".join(FLOODS))
    parser.add_argument("--moves", type=int, default=100)
    parser.add_argument("--flood", type=int, default=0, metavar="PORT", help=argparse.SUPPRESS)
    parser.add_argument("--code", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.flood:
        asyncio.run(flood(arguments.kinds[0], arguments.flood, arguments.code))
        return
    for kind in arguments.kinds or FLOODS:
        measure(kind, arguments.moves)


if __name__ == "__main__":
    main()

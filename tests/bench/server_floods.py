"""What somebody feels of a flood from another address: how long an answer takes them, and the server's processor time.

    python -m tests.bench.server_floods [FLOOD ...]

The server has its default limits. The flood comes from a process of its own and from another loopback address, as fast
as it can; the other one asks four times a second. Compare with the line `none` of the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import aiohttp

from tests.bench.server_load import cpu_s, masked
from tests.helpers.speakers import OverWebSocket
from tests.helpers.wire import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

HANDSHAKE: Final = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
) + masked("40")
REQUEST: Final = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
# What comes first on each connection, and what without end after it.
FLOODS: Final = {
    "none": (b"", b""),
    "connections": (REQUEST, b""),
    "HTTP requests": (b"", REQUEST * 50),
    "requests": (HANDSHAKE, masked('421["ListGames"]') * 100),
    "junk": (HANDSHAKE, masked("421[") * 100),
    "pings": (HANDSHAKE, b"\x89\x80\0\0\0\0" * 100),
    "Engine.IO's pongs": (HANDSHAKE, masked("3") * 100),
}
ATTACKERS: Final = 4
ANSWERS: Final = 30
PAUSE_S: Final = 0.22


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


async def flood(kind: str, port: int) -> None:
    await asyncio.gather(*(attack(port, *FLOODS[kind]) for _ in range(ATTACKERS)))


async def feel(port: int) -> list[float]:
    """Milliseconds until each answer, shortest first."""
    async with aiohttp.ClientSession() as session:
        place = Place(None, port, session)  # type: ignore[arg-type] # the server is another process
        async with session.post(f"{place.url}/rooms/create") as response:
            made = await response.json()
        somebody = OverWebSocket(place)
        await somebody.enter(made["code"], token=made["token"])
        took_ms = []
        for _ in range(ANSWERS):
            await asyncio.sleep(PAUSE_S)
            asked_s = time.perf_counter()
            await somebody.ask("ListGames")
            took_ms.append((time.perf_counter() - asked_s) * 1000)
        return sorted(took_ms)


@contextlib.contextmanager
def a_flood(kind: str, port: int) -> Iterator[None]:
    attacker = subprocess.Popen([sys.executable, "-m", __spec__.name, f"--flood={port}", kind])
    try:
        yield
    finally:
        attacker.kill()
        attacker.wait()


def measure(kind: str) -> None:
    """One line of the table."""
    server = subprocess.Popen([sys.executable, "-m", "server", "--port=0"], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    port = int(server.stdout.readline().rpartition(":")[2])
    with a_flood(kind, port) if kind != "none" else contextlib.nullcontext():
        before_s, began_s = cpu_s(server.pid), time.perf_counter()
        took_ms = asyncio.run(feel(port))
        share = (cpu_s(server.pid) - before_s) / (time.perf_counter() - began_s)
    server.terminate()
    server.wait(20)
    p50, p90 = took_ms[ANSWERS // 2], took_ms[ANSWERS * 9 // 10]
    print(f"{kind:>18}: p50 {p50:5.1f} ms, p90 {p90:5.1f} ms, longest {took_ms[-1]:5.1f} ms, server at {share:.0%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", choices=[*FLOODS, []], metavar="FLOOD", help=", ".join(FLOODS))
    parser.add_argument("--flood", type=int, default=0, metavar="PORT", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.flood:
        asyncio.run(flood(arguments.kinds[0], arguments.flood))
        return
    for kind in arguments.kinds or FLOODS:
        measure(kind)


if __name__ == "__main__":
    main()

"""A hundred phones press at once, question after question: `python -m tests.bench.quiz_storm`.

A server in a process of its own; a host and the phones over plain WebSockets, with real heartbeats. Printed: how long
after the first press each phone has heard who was first, what of a core the server used, and what each phone was sent.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
import msgspec

QUESTIONS = 30
MOST_MS = 300.0
MOST_OF_A_CORE = 0.20
MOST_BYTES = 3_000_000


def now_ms() -> float:
    """A monotonic clock."""
    return time.monotonic() * 1000


class Phone:
    """One connection that answers heartbeats, and presses when it is told to."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, spread_ms: float) -> None:
        self._socket = socket
        self._spread_ms = spread_ms
        self.received = 0
        # By question; whoever lost their line meanwhile has no time.
        self.question = 0
        self.pressed_ms: dict[int, float] = {}
        self.decided_ms: dict[int, float] = {}
        self.state: dict[str, Any] = {}
        self.changed = asyncio.Event()

    async def say(self, name: str, **fields: Any) -> None:
        """Send a message."""
        await self._socket.send_str(msgspec.json.encode({name: fields}).decode())

    async def run(self) -> None:
        """Until the connection ends."""
        async for message in self._socket:
            came_ms = now_ms()
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            self.received += len(message.data) + 4
            ((name, fields),) = msgspec.json.decode(message.data).items()
            if name == "DoHeartbeat":
                await self.say("Heartbeat", hbid=fields["hbid"], t_recv=came_ms, t_reply=now_ms())
            elif name == "QuizState":
                self.state = fields
                self.changed.set()
            elif name == "BuzzEnable" and self._spread_ms:
                wait_s = (fields["at_ms"] + random.uniform(1, self._spread_ms)) / 1000
                asyncio.get_running_loop().call_later(wait_s, self._press)
            elif name == "Witness" and fields["msg"] == "Buzz":
                self.decided_ms[self.question] = came_ms

    def _press(self) -> None:
        self.pressed_ms[self.question] = now_ms()
        asyncio.ensure_future(self.say("Buzz", t=now_ms()))  # noqa: RUF006 - awaited by nobody, like a finger

    async def until(self, phase: str) -> None:
        """Wait for a phase of the quiz."""
        while self.state.get("phase") != phase:
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), 10)


def a_pack() -> dict[str, Any]:
    """Six categories of five."""
    questions = [{"value": 200 * row, "clue": "What is it? " * 8, "answers": ["It"]} for row in range(1, 6)]
    return {
        "title": "Storm",
        "rounds": [{"name": "One", "categories": [{"name": f"Number {n}", "questions": questions} for n in range(6)]}],
    }


def cpu_s(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def storm(url: str, pid: int, phones: int, reading_s: float, questions: int) -> dict[str, float]:
    """Play the questions; what was measured."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        async with session.post(f"{url}/api/v1/rooms/create", json={"questions": a_pack()}) as response:
            made = await response.json()
        door = f"{url}/api/v1/rooms/{made['code']}/ws"
        host = Phone(await session.ws_connect(door, params={"token": made["token"]}), 0)
        people = [
            Phone(await session.ws_connect(door, params={"playerName": f"Player {n}"}), 30) for n in range(phones)
        ]
        tasks = [asyncio.create_task(each.run()) for each in (host, *people)]
        await host.say("StartGame")
        await host.until("grid")
        began_s, used_s = time.monotonic(), cpu_s(pid)
        before = [each.received for each in people]
        for number in range(questions):
            for each in people:
                each.question = number
            await host.say("SelectQuestion", category=number // 5, row=number % 5)
            await asyncio.sleep(reading_s)
            await host.say("BuzzEnable")
            await host.until("buzzed")
            await asyncio.sleep(1)
            await host.say("HostChecked", correct=True)
            await host.until("judged")
        took_s, used_s = time.monotonic() - began_s, cpu_s(pid) - used_s
        waits = []
        for number in range(questions):
            first_ms = min(each.pressed_ms[number] for each in people if number in each.pressed_ms)
            heard = [each.decided_ms[number] for each in people if number in each.decided_ms]
            waits.append(max(heard) - first_ms)
        lost = sum(task.done() for task in tasks)
        for task in tasks:
            task.cancel()
        sent = max(each.received - start for each, start in zip(people, before, strict=True))
        return {
            "median": median(waits),
            "worst": max(waits),
            "core": used_s / took_s,
            "bytes": sent * 30 / questions,
            "lost": lost,
        }


def main() -> int:
    """Run it, print what was measured, and say whether it is what was promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--reading-s", type=float, default=3.0)
    flags = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([sys.executable, "-m", "server", "--port", str(port)]) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            found = asyncio.run(storm(url, server.pid, flags.phones, flags.reading_s, flags.questions))
        finally:
            server.terminate()
    print(
        f"{flags.phones} phones: who was first is known everywhere {found['median']:.0f} ms after the first press"
        f" (worst {found['worst']:.0f}, at most {MOST_MS:.0f}); server {found['core']:.0%} of a core"
        f" (at most {MOST_OF_A_CORE:.0%}); {found['bytes'] / 1e6:.2f} MB to a phone in {QUESTIONS} questions"
        f" (less than {MOST_BYTES / 1e6:.0f});"
        f" {found['lost']:.0f} lines were lost."
    )
    good = found["median"] <= MOST_MS and found["core"] <= MOST_OF_A_CORE and found["bytes"] < MOST_BYTES
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

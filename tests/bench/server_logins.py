"""What people who log in cost those who play: how late moves are with and without logins beside them.

    nice -n 15 python -m tests.bench.server_logins [--rooms 20] [--rate 200] [--plies 100] [--logins 4] [--rounds 5]

The server has one core to itself, hashing of passwords included, which is the worst case, or with --free all of them.
So many connections log in and out as quickly as they are answered. Quiet and busy runs alternate, and the medians of
their 99th percentiles are compared: what else runs on the machine is in both.

With --steps it is the loop's own processor time that is measured, step by step, in this process: what logins keep it
busy with is all that can delay a move where a core is free, and other programs have no part in the figure.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import msgspec

from netcode.messages import CreateLogin, Login, Logout
from tests.bench.server_load import run, serving, use_the_quickest_loop
from tests.helpers.people_server import PASSWORD, a_people_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ALLOWED_MS = 5.0
UNLIMITED = ("--wrong-passwords-per-address=0", "--wrong-passwords-per-account=0", "--accounts-per-hour=0")


class Logins:
    """Connections that log in and out again and again."""

    def __init__(self) -> None:
        self.done = 0
        self._sockets: list[aiohttp.ClientWebSocketResponse] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self, session: aiohttp.ClientSession, port: int, connections: int) -> None:
        for number in range(connections):
            socket = await session.ws_connect(f"http://127.0.0.1:{port}/ws")
            name = f"Person {number}"
            await _ask(socket, "CreateLogin", username=name, password="correct horse")
            await _ask(socket, "Logout")
            self._sockets.append(socket)
            self._tasks.append(asyncio.create_task(self._again_and_again(socket, name)))

    async def _again_and_again(self, socket: aiohttp.ClientWebSocketResponse, name: str) -> None:
        while True:
            answer = await _ask(socket, "Login", username=name, password="correct horse")
            assert answer["ok"], answer
            self.done += 1
            await _ask(socket, "Logout")

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(socket.close() for socket in self._sockets))


async def _ask(socket: aiohttp.ClientWebSocketResponse, name: str, **fields: object) -> dict[str, object]:
    await socket.send_str(msgspec.json.encode({name: fields}).decode())
    while True:
        message = msgspec.json.decode(await socket.receive_str())
        if "ActionSuccess" in message:
            answer: dict[str, object] = message["ActionSuccess"]
            return answer


@contextlib.asynccontextmanager
async def logging_in(port: int, connections: int) -> AsyncIterator[Logins]:
    async with aiohttp.ClientSession() as session:
        logins = Logins()
        await logins.begin(session, port, connections)
        try:
            yield logins
        finally:
            await logins.end()


async def bench(port: int, pid: int, arguments: argparse.Namespace) -> None:
    quiet: list[float] = []
    busy: list[float] = []
    loop = asyncio.get_running_loop()
    for _ in range(arguments.rounds):
        quiet.append((await run(port, pid, arguments, arguments.rate)).p99_ms)
        async with logging_in(port, arguments.logins) as logins:
            before, started_s = logins.done, loop.time()
            busy.append((await run(port, pid, arguments, arguments.rate)).p99_ms)
            print(f"{(logins.done - before) / (loop.time() - started_s):20.1f} logins/s meanwhile")
    without, beside = statistics.median(quiet), statistics.median(busy)
    print(
        f"p99 of a move: {without:.2f} ms without logins, {beside:.2f} ms beside them: {beside - without:+.2f} ms"
        f" of {ALLOWED_MS:g} allowed"
    )


async def steps(logins: int) -> None:
    """How long the loop is kept by each of its steps while people log in and out."""
    took_ms: list[float] = []
    run_step = asyncio.events.Handle._run

    def measured(self: asyncio.events.Handle) -> None:
        began_s = time.thread_time()
        run_step(self)
        took_ms.append(1000 * (time.thread_time() - began_s))

    with tempfile.TemporaryDirectory() as directory:
        limits = {"accounts_per_hour": 0, "wrong_passwords_per_address": 0, "wrong_passwords_per_account": 0}
        async with a_people_server(
            people_file=f"{directory}/people.sqlite", random_bytes=os.urandom, **limits
        ) as server:
            person = server.somebody()
            await person.tell(CreateLogin("Ann", PASSWORD))
            await person.tell(Logout())
            asyncio.events.Handle._run = measured  # type: ignore[method-assign]
            for _ in range(logins):
                assert (await person.tell(Login("Ann", PASSWORD))).ok
                await person.tell(Logout())
            asyncio.events.Handle._run = run_step  # type: ignore[method-assign]
    took_ms.sort()
    print(
        f"{logins} logins: {sum(took_ms) / logins:.2f} ms of the loop each, in {len(took_ms) // logins} steps;"
        f" one step p50 {took_ms[len(took_ms) // 2]:.3f} ms, p99 {took_ms[len(took_ms) * 99 // 100]:.3f} ms,"
        f" the longest {took_ms[-1]:.2f} ms of {ALLOWED_MS:g} allowed"
    )


def _free(pid: int) -> None:
    """Let all threads of a process run anywhere."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), range(os.cpu_count() or 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, default=20)
    parser.add_argument("--plies", type=int, default=100)
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--logins", type=int, default=4)
    parser.add_argument("--free", action="store_true", help="the server may use every core")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=0, metavar="LOGINS", help="measure the steps of so many logins")
    arguments = parser.parse_args()
    if arguments.steps:
        asyncio.run(steps(arguments.steps))
        return
    use_the_quickest_loop()
    with tempfile.TemporaryDirectory() as directory, serving(f"--data={directory}", *UNLIMITED) as (port, pid):
        if arguments.free:
            _free(pid)
        asyncio.run(bench(port, pid, arguments))


if __name__ == "__main__":
    main()

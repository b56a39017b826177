"""What it costs to share rooms through Redis: moves a second and processor time a move against memory, in one run.

    python -m tests.bench.cluster_load [--rooms 100] [--plies 200] [--idle 5000]

One process on one core, in memory and with Redis (relaxed, strict); then two processes, of which the second shares its
core with the generator and Redis. Then how long it takes to be told that a room is elsewhere, and what idle connections
hold in memory.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import time

from tests.bench.server_load import Load, Result, frames_of, play, run, seat, serving, table, use_the_quickest_loop
from tests.bench.server_rooms import resident_kb
from tests.helpers.redis import a_redis

ASKED = 200


def clustered(url: str, durable: str) -> tuple[str, ...]:
    """The flags of a process on that Redis; nobody follows the address that it advertises."""
    return f"--redis={url}", "--advertise=http://127.0.0.1:1", f"--durable={durable}", "--bot-processes=0"


async def together(places: list[tuple[int, int]], arguments: argparse.Namespace) -> float:
    """Moves a second of all processes together."""
    loads = [Load(frames_of(arguments.plies), rooms_left=arguments.rooms) for _ in places]
    seated = [
        await asyncio.gather(*(table(load, room, port) for room in range(arguments.rooms)))
        for load, (port, _) in zip(loads, places, strict=True)
    ]
    started_s = time.perf_counter()
    await asyncio.gather(
        *(play(load, tables, pid, 0) for load, tables, (_, pid) in zip(loads, seated, places, strict=True))
    )
    return sum(load.moves for load in loads) / (time.perf_counter() - started_s)


async def elsewhere(port: int, other: int) -> float:
    """How long it takes, in ms at the median, to be told that a room is elsewhere."""
    load = Load([])
    host = await seat(load, 0, port)
    host.say("CreateGame", base_seconds=600)
    code = (await host.expect(rb'"code":"(\w+)"'))[1].decode()
    took_s = []
    for _ in range(ASKED):
        guest = await seat(load, 0, other)
        started_s = time.perf_counter()
        guest.say("JoinGame", code=code)
        await guest.expect(rb'"error":"ELSEWHERE"')
        took_s.append(time.perf_counter() - started_s)
        guest.transport.close()
    host.transport.close()
    return statistics.median(took_s) * 1000


async def idle(port: int, pid: int, count: int) -> float:
    """What an idle connection holds, in KB."""
    load, before_kb, seats = Load([]), resident_kb(pid), []
    for _ in range(count // 50):
        seats += await asyncio.gather(*(seat(load, 0, port) for _ in range(50)))
    grown_kb = resident_kb(pid) - before_kb
    for each in seats:
        each.transport.close()
    return grown_kb / len(seats)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, default=100)
    parser.add_argument("--plies", type=int, default=200)
    parser.add_argument("--idle", type=int, default=5000)
    arguments = parser.parse_args()
    use_the_quickest_loop()
    results: dict[str, Result] = {}
    with a_redis() as redis:
        for name, flags in (
            ("memory", ("--bot-processes=0",)),
            ("redis relaxed", clustered(redis.url, "relaxed")),
            ("redis strict", clustered(redis.url, "strict")),
        ):
            with serving(*flags) as (port, pid):
                results[name] = asyncio.run(run(port, pid, arguments, 0))
        alone = results["memory"]
        for name, result in results.items():
            print(
                f"{name}: {result.moves_per_s / alone.moves_per_s:.0%} of the moves a second of memory,"
                f" {result.cpu_us / alone.cpu_us:.0%} of its processor time a move"
            )
        with contextlib.ExitStack() as both:
            places = [both.enter_context(serving(*clustered(redis.url, "relaxed"))) for _ in range(2)]
            os.sched_setaffinity(places[1][1], {max(os.sched_getaffinity(0))})
            rate = asyncio.run(together(places, arguments))
            print(f"two processes, one beside the generator: {rate / alone.moves_per_s:.0%} of one in memory")
            print(f"told that it is elsewhere: {asyncio.run(elsewhere(places[0][0], places[1][0])):.2f} ms")
            held_kb = asyncio.run(idle(*places[0], arguments.idle))
            print(f"{arguments.idle} idle connections: {held_kb:.1f} KB each")


if __name__ == "__main__":
    main()

"""For how long people are without their seat when the process that has their room is replaced, as in a rolling deploy.

    python -m tests.bench.cluster_deploy [--rooms 60] [--processes 3]

Each process ends once, and starts again. The clients do next to nothing, so that they do not measure themselves: the
real ones, if all are in one process of Python, take three times as long to come back as a server takes to let them in.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import statistics
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.bench.server_load import Load, cpu_s, seat, use_the_quickest_loop
from tests.helpers.fleet import a_fleet
from tests.helpers.redis import a_redis

if TYPE_CHECKING:
    import re

    from tests.bench.server_load import Seat
    from tests.helpers.fleet import Fleet, Process

FLAGS = ("--durable=strict", "--bot-processes=0", "--rooms=0", "--connections=0", "--ping-timeout-s=600")
ENTERED = rb'43.\[\{"request":"(?:CreateGame|JoinGame)","ok":true,"code":"(\w+)","pid":(\d+),"token":"([^"]+)"'
MOVED = rb'"Moved",\{"url":"http://127.0.0.1:(\d+)"'
ANSWER = rb'43.\[\{"request":"Rejoin",(?:"ok":true|"ok":false,"error":"ELSEWHERE".*?"url":"http://127.0.0.1:(\d+)")'
# Until all processes know of a new one.
SETTLED_S = 1.0


class Player:
    """Somebody with a seat, at the process with this port."""

    def __init__(self, line: Seat, port: int, entered: re.Match[bytes]) -> None:
        self.line = line
        self.port = port
        self.code, self._token = entered[1].decode(), entered[3].decode()
        self._pid = int(entered[2])

    async def follow(self) -> float:
        """Go where the room goes; how long it took from being told so to having the seat again."""
        place: bytes | None = (await self.line.expect(MOVED))[1]
        started_s = time.perf_counter()
        while place is not None:
            self.port = int(place)
            self.line = await seat(Load([]), 0, self.port)
            self.line.say("Rejoin", code=self.code, pid=self._pid, token=self._token)
            place = (await self.line.expect(ANSWER))[1]
        return time.perf_counter() - started_s


async def table(port: int) -> list[Player]:
    """Two who play; their clock runs."""
    host, guest = await seat(Load([]), 0, port), await seat(Load([]), 0, port)
    host.say("CreateGame", base_seconds=600)
    first = Player(host, port, await host.expect(ENTERED))
    guest.say("JoinGame", code=first.code)
    second = Player(guest, port, await guest.expect(ENTERED))
    host.say("StartGame")
    await guest.expect(rb'"phase":"playing"')
    return [first, second]


def port_of(process: Process) -> int:
    return urlsplit(process.url).port or 0


async def replace(fleet: Fleet, process: Process, players: list[Player]) -> list[float]:
    """End this process and start it again; how long each of its people was away."""
    leaving = [player for player in players if player.port == port_of(process)]
    others = [each.running.pid for each in fleet.processes if each is not process and each.running]
    before_s = sum(map(cpu_s, others))
    process.signal(signal.SIGTERM)
    gaps_s = await asyncio.gather(*(player.follow() for player in leaving))
    used_ms = 1000 * (sum(map(cpu_s, others)) - before_s)
    await asyncio.to_thread(process.ended)
    process.begin()
    await asyncio.to_thread(process.listening)
    await asyncio.sleep(SETTLED_S)
    if gaps_s:
        print(
            f"{len(gaps_s)} people: median {1000 * statistics.median(gaps_s):.0f} ms, longest "
            f"{1000 * max(gaps_s):.0f} ms; new owners: {used_ms / len(gaps_s):.1f} ms of processor time each"
        )
    return gaps_s


async def measure(fleet: Fleet, rooms: int) -> None:
    ports = [port_of(process) for process in fleet.processes]
    tables = await asyncio.gather(*(table(ports[room % len(ports)]) for room in range(rooms)))
    players = [player for pair in tables for player in pair]
    gaps_s = [gap_s for process in fleet.processes for gap_s in await replace(fleet, process, players)]
    print(f"{rooms} rooms, {len(ports)} processes: median {1000 * statistics.median(gaps_s):.0f} ms of {len(gaps_s)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, default=60)
    parser.add_argument("--processes", type=int, default=3)
    chosen = parser.parse_args()
    use_the_quickest_loop()
    with a_redis() as redis, a_fleet([redis.url] * chosen.processes, *FLAGS) as fleet:
        asyncio.run(measure(fleet, chosen.rooms))


if __name__ == "__main__":
    main()

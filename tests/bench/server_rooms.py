"""A full evening: 500 rooms with two connections each. What they weigh at rest, and how late moves are.

    python -m tests.bench.server_rooms [--rooms 500] [--plies 30] [--pace 1.0] [--data DIR] [--durable strict]

Every connection answers heartbeats as the real client does. `--pace` is the moves a second of each *player's clock*,
that is of each room: at 1.0 a room makes one move every second. The weight is the growth of the server's resident
memory from no room to all of them with both people connected, before a match (at rest) and during it.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from tests.bench.server_load import Load, Seat, frames_of, play, seat, serving, use_the_quickest_loop


def resident_kb(pid: int) -> float:
    """Memory that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return float(status.partition("VmRSS:")[2].split()[0])


async def lobby(load: Load, room: int, port: int) -> tuple[Seat, Seat]:
    """Host and guest in a room, nothing begun."""
    host, guest = await seat(load, room, port), await seat(load, room, port)
    host.say("CreateGame", base_seconds=600)
    code = (await host.expect(rb'"code":"(\w+)"'))[1].decode()
    guest.say("JoinGame", code=code)
    await guest.expect(rb'43.\[\{"request":"JoinGame"')
    return host, guest


async def start(host: Seat, guest: Seat) -> tuple[Seat, Seat]:
    """Begin; White's seat first."""
    host.say("StartGame")
    found = await host.expect(rb'"phase":"playing".*?"color":"(\w+)"')
    await guest.expect(rb'"phase":"playing"')
    return (host, guest) if found[1] == b"white" else (guest, host)


async def bench(port: int, pid: int, arguments: argparse.Namespace) -> None:
    count = arguments.rooms
    load = Load(frames_of(arguments.plies), interval_s=1 / arguments.pace, beats=True, rooms_left=count)
    # Imports and first allocations are no room's weight.
    warm = [await lobby(load, -1, port) for _ in range(10)]
    before_kb = resident_kb(pid)
    pairs = [await lobby(load, room, port) for room in range(count)]
    print(f"{count} rooms at rest: {(resident_kb(pid) - before_kb) / count:.1f} KB each, both connected")
    tables = await asyncio.gather(*(start(*pair) for pair in pairs))
    print(f"{count} matches begun: {(resident_kb(pid) - before_kb) / count:.1f} KB each")
    await play(load, tables, pid, count * arguments.pace)
    print(f"{count} matches after {arguments.plies} moves: {(resident_kb(pid) - before_kb) / count:.1f} KB each")
    for each in (each for pair in [*tables, *warm] for each in pair):
        each.transport.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, default=500)
    parser.add_argument("--plies", type=int, default=30)
    parser.add_argument("--pace", type=float, default=1.0)
    parser.add_argument("--data", default="")
    parser.add_argument("--durable", default="relaxed")
    arguments = parser.parse_args()
    use_the_quickest_loop()
    flags = (f"--data={arguments.data}", f"--durable={arguments.durable}") if arguments.data else ()
    with serving(*flags) as (port, pid):
        asyncio.run(bench(port, pid, arguments))


if __name__ == "__main__":
    main()

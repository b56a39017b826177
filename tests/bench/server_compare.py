"""What a move costs here against another checkout, over real sockets: two servers, which play by turns.

    python -m tests.bench.server_compare OTHER_CHECKOUT [--rounds 20] [--rooms 40] [--plies 60]

Printed is the processor time of a move in each, at its median, and the median of the ratios of neighbouring rounds:
on a busy machine that figure alone means anything.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path
from statistics import median

from tests.bench.server_load import Load, frames_of, play, serving, table, use_the_quickest_loop


def loop_us(pid: int) -> float:
    """Processor time that a process's first thread, its loop's, has used."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1000


async def one_round(port: int, pid: int, rooms: int, frames: list[bytes]) -> float:
    """Microseconds a move."""
    load = Load(frames, rooms_left=rooms)
    tables = await asyncio.gather(*(table(load, room, port) for room in range(rooms)))
    before_us = loop_us(pid)
    await play(load, tables, pid, 0)
    took_us = loop_us(pid) - before_us
    for each in (each for pair in tables for each in pair):
        each.transport.close()
    return took_us / load.moves


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--rooms", type=int, default=40)
    parser.add_argument("--plies", type=int, default=60)
    arguments = parser.parse_args()
    use_the_quickest_loop()
    frames = frames_of(arguments.plies)
    there, here, cores = [], [], os.sched_getaffinity(0)
    with serving(checkout=arguments.other) as other:
        # Both servers on the same core: it was left to the first one.
        os.sched_setaffinity(0, cores)
        with serving() as own:
            for _ in range(arguments.rounds):
                there.append(asyncio.run(one_round(*other, arguments.rooms, frames)))
                here.append(asyncio.run(one_round(*own, arguments.rooms, frames)))
    ratio = median(after / before for before, after in zip(there, here, strict=True))
    print(f"there {median(there):.1f} us a move, here {median(here):.1f}; here/there {ratio:.3f}")


if __name__ == "__main__":
    main()

"""What rooms on disk cost: validated moves a second with each kind of store, over real Socket.IO WebSockets.

    python -m tests.bench.server_store [--rooms 100] [--plies 200] [--rounds 5] [--data DIR]

The three kinds take turns, so that whatever else the machine does hits them alike; the medians are compared. Where
other programs take part of the cores, the processor time is the truer figure. The directory should be on the disk that
is meant: a memory file system flatters.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path

from tests.bench.server_load import Result, run, serving, use_the_quickest_loop

KINDS = ("memory", "relaxed", "strict")


def measure(kind: str, place: Path, arguments: argparse.Namespace) -> Result:
    flags = () if kind == "memory" else (f"--data={place}", f"--durable={kind}")
    with serving(*flags) as (port, pid):
        print(f"{kind:>8}", end="")
        return asyncio.run(run(port, pid, arguments, 0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, default=100)
    parser.add_argument("--plies", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", type=Path, default=None)
    arguments = parser.parse_args()
    use_the_quickest_loop()
    results: dict[str, list[Result]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory(dir=arguments.data) as place:
        for number in range(arguments.rounds):
            for kind in KINDS:
                results[kind].append(measure(kind, Path(place, f"{kind}-{number}"), arguments))
    for kind in KINDS:
        rate, cpu_us = (_against_memory(results, kind, of) for of in ("moves_per_s", "cpu_us"))
        print(f"{kind:>8}: {rate} moves/s, {cpu_us} us CPU a move")


def _against_memory(results: dict[str, list[Result]], kind: str, field: str) -> str:
    median, of_memory = (statistics.median(getattr(each, field) for each in results[one]) for one in (kind, "memory"))
    return f"{median:6.0f} ({median / of_memory:4.0%} of memory's)"


if __name__ == "__main__":
    main()

"""What drawing a game costs, median ms on the dummy driver: `python -m tests.bench.bench_client`."""

from __future__ import annotations

import os
import statistics
import time
from typing import TYPE_CHECKING

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import chess

from tests.helpers.pilot import FRAME_MS, Pilot
from tests.helpers.sheet import a_match_table

if TYPE_CHECKING:
    from collections.abc import Callable

FRAMES = 300
IDLE_MS = 10_000


def measure(name: str, pilot: Pilot, change: Callable[[int], None]) -> float:
    """The median of a frame's own drawing after each change."""
    costs = []
    for i in range(FRAMES):
        change(i)
        pilot.clock.now_ms += FRAME_MS
        pilot.stage.tick(pilot.clock.now_ms)
        started = time.perf_counter()
        pilot.stage.paint(pilot.window.painter)
        costs.append((time.perf_counter() - started) * 1000)
    median = statistics.median(costs)
    print(f"{name:<40} {median:6.2f} ms")
    return median


def measure_size(size: tuple[int, int]) -> None:
    """A game in a window of this size, in pixels."""
    print(f"{size[0]} x {size[1]}")
    table = a_match_table()
    pilot = Pilot(*table.all, size=size)
    pilot.advance(1_000)
    before = pilot.frames
    pilot.advance(IDLE_MS)
    print(f"{'frames drawn in 10 s at rest':<40} {pilot.frames - before:6d}")
    measure("a clock has changed", pilot, lambda i: table.clock.set_time(41_000 - 100 * i, running=True))
    origin, *ends = (table.board.square_rect(square).center for square in (chess.F3, chess.G5, chess.D4))
    pilot.press(origin)
    measure("a piece is dragged", pilot, lambda i: pilot.move(ends[i % 2]))


def main() -> None:
    """Measure at the size of the design and at twice that."""
    for size in ((1280, 800), (2560, 1600)):
        measure_size(size)


if __name__ == "__main__":
    main()

"""The named levels, and the time that each takes for a move.

A weaker level does not move at random. It searches less deep, misjudges positions, and overlooks the moves that people
overlook: above all long diagonals, moves backwards, and pieces far from the last move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from game.chess.bot.interface import Budget
from game.chess.bot.tables import spread

if TYPE_CHECKING:
    from random import Random

# A move gets this share of the clock, however many moves have been played. So it never uses up the clock.
MOVES_TO_COME = 36
# Kept for the last moves of a long game.
KEPT_MS = 3_000
# Below this, moving fast matters more than moving well.
SCRAMBLE_BELOW_MS = 5_000
SCRAMBLE_SHARE = 80
# A search may take so much longer than planned.
OVERTIME = 1.4
# What a move may lose on a slow network without losing on time.
LAG_RESERVE_MS = 400
# Below this, the first move found is sent.
HURRY_BELOW_MS = 1_500
# With less time than this there is no search either.
LEAST_SEARCH_MS = 10
HURRY = Budget(hard_ms=5, soft_ms=0, nodes=400, depth=2)
# The pause before a move is at most this share of the clock.
PAUSE_SHARE = 40


class Level(Struct, frozen=True):
    """A named strength.

    Attributes:
        name: what `--level` takes and a settings file holds.
        title: what players read.
        about: in a few words, whom it resembles.
        think_ms: the most thought for one move.
        nodes: the most positions for one move (None: as many as the time allows), which keeps a level equally
            strong on a fast machine.
        depth: the most plies.
        overlooks: how often, from 0 to 1, a move of either side that is neither near nor obvious is not seen at all.
        whim_cp: how far at most, in centipawns, its feeling for where a piece stands well is off.
        pause_ms: the least and the most time after which it moves, however early it has decided.
    """

    name: str
    think_ms: int
    title: str = ""
    about: str = ""
    nodes: int | None = None
    depth: int = 40
    overlooks: float = 0.0
    whim_cp: int = 0
    pause_ms: tuple[int, int] = (0, 0)


LEVELS: dict[str, Level] = {
    level.name: level
    for level in (
        Level(
            "novice",
            200,
            "Puppy",
            "first week of chess",
            nodes=400,
            depth=1,
            overlooks=0.45,
            whim_cp=100,
            pause_ms=(700, 1900),
        ),
        Level(
            "easy",
            200,
            "Scamp",
            "knows the rules, and hopes",
            nodes=1_500,
            depth=2,
            overlooks=0.24,
            whim_cp=70,
            pause_ms=(600, 1600),
        ),
        Level(
            "quick",
            200,
            "Beagle",
            "sees the next move",
            nodes=2_000,
            depth=2,
            overlooks=0.1,
            whim_cp=50,
            pause_ms=(150, 500),
        ),
        Level(
            "medium",
            400,
            "Hound",
            "plays every evening",
            nodes=5_000,
            depth=5,
            overlooks=0.04,
            whim_cp=30,
            pause_ms=(200, 700),
        ),
        Level("strong", 600, "Husky", "wins its club", nodes=12_000, overlooks=0.02, whim_cp=20, pause_ms=(200, 800)),
        Level("best", 3_000, "Wolf", "as strong as it can be"),
    )
}


def budget(level: Level, own_clock_ms: int) -> Budget:
    """The limits of a search by `level` with `own_clock_ms` left on its clock."""
    if own_clock_ms < HURRY_BELOW_MS:
        return HURRY
    share = (own_clock_ms - KEPT_MS) // MOVES_TO_COME
    if own_clock_ms < SCRAMBLE_BELOW_MS:
        share = (own_clock_ms - LAG_RESERVE_MS) // SCRAMBLE_SHARE
    planned = min(share, level.think_ms)
    return Budget(hard_ms=int(planned * OVERTIME), soft_ms=planned * 6 // 10, nodes=level.nodes, depth=level.depth)


def within(budget: Budget, limit_ms: int) -> Budget:
    """The same budget within `limit_ms`; `HURRY` if that is too little for a search."""
    assert budget.hard_ms is not None
    if limit_ms >= budget.hard_ms:
        return budget
    if limit_ms < LEAST_SEARCH_MS:
        return HURRY
    return replace(budget, hard_ms=limit_ms, soft_ms=min(budget.soft_ms or 0, limit_ms * 6 // 10))


def pause_ms(level: Level, own_clock_ms: int, ply: int) -> int:
    """The least time that `level` takes for a move, search included, in ms. Never so long that it costs the game."""
    least, most = level.pause_ms
    if own_clock_ms < SCRAMBLE_BELOW_MS:
        return 0
    wanted = least + spread(ply) % (most - least + 1)
    return min(wanted, own_clock_ms // PAUSE_SHARE)


def overlooked(level: Level, last_target: int | None, rng: Random) -> frozenset[int]:
    """The moves (`origin | target << 6`), of either side, that `level` does not see this time.

    Moves from or to the square of the last move are always seen.
    """
    if not level.overlooks:
        return frozenset()
    seen = {last_target} if last_target is not None else set()
    return frozenset(
        move
        for move, obscurity in _OBSCURE
        if rng.random() < level.overlooks * obscurity and seen.isdisjoint((move & 63, move >> 6))
    )


def _obscurity(origin: int, target: int) -> float:
    """How easily a move is missed: 1 for a long one, more for a long diagonal, little for one step."""
    files, ranks = abs((origin & 7) - (target & 7)), abs((origin >> 3) - (target >> 3))
    distance = max(files, ranks)
    if distance == 1:
        return 0.35
    if distance == 2:
        # A knight's leap, or two squares along a line.
        return 0.8
    return 1.3 if files == ranks else 1.0


_OBSCURE = tuple(
    (origin | target << 6, _obscurity(origin, target))
    for origin in range(64)
    for target in range(64)
    if origin != target
)

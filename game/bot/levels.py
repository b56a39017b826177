"""How strong, and how long: the named levels, and how a level's thought is fitted to the time on the clock.

Nothing here searches; see `search`.
"""

from __future__ import annotations

from msgspec import Struct

from game.bot.interface import Budget

# A game of sixty seconds is planned for forty more moves, however many have been played: the share then
# shrinks with the clock and never empties it.
MOVES_TO_COME = 40
# What a move may lose on its way to the server over a bad line without the flag falling.
LAG_RESERVE_MS = 400
# From here on down a move is sent as soon as one is known.
HURRY_BELOW_MS = 1_500
HURRY = Budget(hard_ms=5, soft_ms=0, nodes=200, depth=2)


class Level(Struct, frozen=True):
    """A named strength.

    Attributes:
        name: what `--level` takes.
        think_ms: the most thought for one move.
        nodes: the most positions for one move (None: as many as the time allows), which keeps a level equally
            strong on a fast machine.
        depth: the most plies.
        slip: how often, from 0 to 1, a move is picked as a hasty person would.
        slip_cp: how much worse than the best, in centipawns after one ply, such a move may look.
    """

    name: str
    think_ms: int
    nodes: int | None = None
    depth: int = 32
    slip: float = 0.0
    slip_cp: int = 0


LEVELS: dict[str, Level] = {
    level.name: level
    for level in (
        Level("easy", think_ms=150, nodes=250, depth=2, slip=0.3, slip_cp=150),
        Level("quick", think_ms=70, slip=0.05, slip_cp=60),
        Level("medium", think_ms=250, nodes=2_500, depth=4, slip=0.08, slip_cp=80),
        Level("strong", think_ms=1_200),
    )
}


def budget(level: Level, own_clock_ms: int) -> Budget:
    """How much `level` may think about one move with `own_clock_ms` left: a fortieth, and never into the
    reserve.
    """
    if own_clock_ms < HURRY_BELOW_MS:
        return HURRY
    share = min((own_clock_ms - LAG_RESERVE_MS) // MOVES_TO_COME, level.think_ms)
    return Budget(hard_ms=share, soft_ms=share * 6 // 10, nodes=level.nodes, depth=level.depth)

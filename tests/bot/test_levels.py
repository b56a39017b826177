"""How much time a move may cost."""

from __future__ import annotations

import pytest

from game.bot.levels import HURRY, HURRY_BELOW_MS, LAG_RESERVE_MS, LEVELS, MOVES_TO_COME, Level, budget

STRONG = LEVELS["strong"]


def test_a_fortieth_of_the_clock() -> None:
    assert budget(STRONG, 40_400).hard_ms == 40_000 // MOVES_TO_COME


def test_no_more_than_the_level_thinks() -> None:
    assert budget(LEVELS["quick"], 60_000).hard_ms == LEVELS["quick"].think_ms


def test_moves_at_once_when_little_is_left() -> None:
    assert budget(STRONG, 1_000) == HURRY


@pytest.mark.parametrize("level", LEVELS.values(), ids=LEVELS)
def test_a_long_game_fits_the_clock(level: Level) -> None:
    """150 moves of sixty seconds without increment, 30 ms of each the network's."""
    left_ms = 60_000
    for _ in range(150):
        left_ms -= (budget(level, left_ms).hard_ms or 0) + 30
    assert left_ms > 0


@pytest.mark.parametrize("left_ms", [60_000, 5_000, 2_000, HURRY_BELOW_MS])
def test_never_thinks_into_the_reserve_for_lag(left_ms: int) -> None:
    thought_ms = budget(STRONG, left_ms).hard_ms
    assert thought_ms is not None
    assert thought_ms <= left_ms - LAG_RESERVE_MS


def test_no_deeper_iteration_after_the_soft_limit() -> None:
    thought = budget(STRONG, 30_000)
    assert thought.hard_ms is not None
    assert thought.soft_ms is not None
    assert 0 < thought.soft_ms < thought.hard_ms

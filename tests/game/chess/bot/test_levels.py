"""How much time a move may cost, and what each level does not see."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import chess
import pytest

from game.chess.bot.levels import (
    HURRY,
    HURRY_BELOW_MS,
    KEPT_MS,
    LAG_RESERVE_MS,
    LEVELS,
    MOVES_TO_COME,
    SCRAMBLE_BELOW_MS,
    Level,
    budget,
    overlooked,
    pause_ms,
)
from game.client import texts

BEST = LEVELS["best"]
NOVICE = LEVELS["novice"]


def test_there_are_six() -> None:
    assert list(LEVELS) == ["novice", "easy", "quick", "medium", "strong", "best"]


def test_each_has_a_name_of_its_own() -> None:
    assert len({level.title for level in LEVELS.values()}) == len(LEVELS)


def test_the_menu_names_them_all() -> None:
    assert tuple((level.name, level.title) for level in LEVELS.values()) == texts.LEVELS


def test_a_share_of_the_clock() -> None:
    assert budget(BEST, 60_000).soft_ms == (60_000 - KEPT_MS) // MOVES_TO_COME * 6 // 10


def test_no_more_than_the_level_thinks() -> None:
    assert (budget(LEVELS["quick"], 60_000).hard_ms or 0) <= 1.5 * LEVELS["quick"].think_ms


def test_moves_at_once_when_little_is_left() -> None:
    assert budget(BEST, 1_000) == HURRY


@pytest.mark.parametrize("level", LEVELS.values(), ids=LEVELS)
@pytest.mark.parametrize("seconds", [60, 45, 10])
def test_a_long_game_fits_the_clock(level: Level, seconds: int) -> None:
    """150 moves without increment, 30 ms of each the network's, each thought taken to its last millisecond."""
    left_ms = 1_000 * seconds
    for ply in range(150 if seconds > 10 else 90):
        left_ms -= max(budget(level, left_ms).hard_ms or 0, pause_ms(level, left_ms, ply)) + 30
    assert left_ms > 0


@pytest.mark.parametrize("left_ms", [60_000, SCRAMBLE_BELOW_MS, 2_000, HURRY_BELOW_MS])
def test_never_thinks_into_the_reserve_for_lag(left_ms: int) -> None:
    thought_ms = budget(BEST, left_ms).hard_ms
    assert thought_ms is not None
    assert 0 < thought_ms <= left_ms - LAG_RESERVE_MS


def test_more_time_is_never_less_thought() -> None:
    soft = [budget(BEST, left_ms).soft_ms or 0 for left_ms in range(SCRAMBLE_BELOW_MS, 60_000, 500)]
    assert all(earlier <= later for earlier, later in pairwise(soft))


def test_no_deeper_iteration_after_the_soft_limit() -> None:
    thought = budget(BEST, 30_000)
    assert thought.hard_ms is not None
    assert thought.soft_ms is not None
    assert 0 < thought.soft_ms < thought.hard_ms


def test_a_beginner_takes_a_moment_and_not_always_the_same() -> None:
    pauses = {pause_ms(NOVICE, 60_000, ply) for ply in range(20)}
    assert min(pauses) >= NOVICE.pause_ms[0]
    assert len(pauses) > 5


def test_nobody_dawdles_in_a_scramble() -> None:
    assert pause_ms(NOVICE, SCRAMBLE_BELOW_MS - 1, 3) == 0


def test_the_strongest_overlooks_nothing() -> None:
    assert overlooked(BEST, None, Random(1)) == frozenset()


def test_the_weaker_overlooks_more() -> None:
    seen = [len(overlooked(level, None, Random(1))) for level in LEVELS.values()]
    assert seen == sorted(seen, reverse=True)


def test_a_long_diagonal_is_missed_more_often_than_a_step() -> None:
    long, step = chess.A1 | chess.H8 << 6, chess.A1 | chess.A2 << 6
    missed = [overlooked(NOVICE, None, Random(seed)) for seed in range(200)]
    assert sum(long in each for each in missed) > 2 * sum(step in each for each in missed)


def test_what_just_moved_is_in_view() -> None:
    unseen = overlooked(Level("blind", 100, overlooks=1.0), chess.E4, Random(1))
    assert unseen
    assert not any(chess.E4 in (move & 63, move >> 6) for move in unseen)

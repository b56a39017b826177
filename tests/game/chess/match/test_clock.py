"""The lag bank. Numbers of the cases: scalachess's ClockTest (MIT), whose unit is the centisecond."""

from __future__ import annotations

import chess
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.chess.match.clock import MEASUREMENT_SLACK_MS, Clock, LagRule
from game.chess.rules import ByColor

BELIEVED = 10_000
"""A measured round trip that bears out every claim below."""


def started(base_s: int) -> Clock:
    return Clock.set_to(ByColor(base_s * 1000, base_s * 1000), base_s * 1000).start(chess.WHITE, 0)


def after_lags(base_s: int, wait_cs: int, lags_cs: list[int]) -> int:
    """Black's remaining centiseconds when White moves at once and Black's moves take these lags and a wait."""
    clock, now = started(base_s), 0
    for lag in lags_cs:
        clock = clock.press(now)
        now += 10 * (wait_cs + lag)
        clock = clock.press(now, claimed_lag_ms=10 * lag, rtt_ms=BELIEVED)
    return clock.times(now).black // 10


@pytest.mark.parametrize(
    ("base_s", "wait", "lags", "left"),
    [
        (600, 0, [0], 60_000),
        (600, 0, [20], 60_000),
        (600, 0, [400], 59_900),
        (600, 100, [0], 59_900),
        (600, 100, [20], 59_900),
        (600, 100, [400], 59_800),
        (600, 0, [0, 0], 60_000),
        (600, 0, [300, 300], 59_800),
        (600, 0, [0, 300], 60_000),
        (600, 0, [0] * 8 + [800], 59_900),
        (600, 0, [0] * 5 + [500, 600], 59_700),
        (600, 0, [0] * 5 + [500, 500, 500], 59_400),
        (60, 0, [0, 0], 6_000),
        (60, 0, [0, 300], 5_856),
        (60, 0, [0, 0, 0, 0, 700], 5_573),
    ],
)
def test_lag_is_compensated_as_on_lichess(base_s: int, wait: int, lags: list[int], left: int) -> None:
    """The outside check: the same lags leave the same time."""
    assert after_lags(base_s, wait, lags) == left


@pytest.mark.parametrize(
    ("base_s", "elapsed_ms", "flagged"),
    [(60, 60_000, False), (60, 61_100, False), (60, 61_900, True), (600, 601_900, False), (600, 602_000, True)],
)
def test_the_flag_waits_for_a_move_under_way(base_s: int, elapsed_ms: int, flagged: bool) -> None:
    """Past zero the flag hangs on for the bank, and no more than two seconds."""
    clock = started(base_s).press(0, rtt_ms=BELIEVED).press(0, rtt_ms=BELIEVED)
    # The case's bank is the one at the start, before any move has refilled it.
    clock = Clock(clock.remaining, ByColor(clock.rule.bank, clock.rule.bank), clock.rule, chess.WHITE, 0, clock.rtt)
    deadline = clock.deadline()
    assert deadline is not None
    assert (deadline <= elapsed_ms) == flagged


def test_the_limits_of_one_minute() -> None:
    """390, 1170 and 2730 ms."""
    assert LagRule.for_base(60_000) == LagRule(390, 1170, 2730)


@given(st.lists(st.tuples(st.integers(0, 9_000), st.integers(-5_000, 50_000), st.integers(0, 5_000)), max_size=30))
def test_a_faked_lag_gains_at_most_the_bank(moves: list[tuple[int, int, int]]) -> None:
    """Whatever is claimed, time given back is the first bank and each move's refill, and time never grows."""
    clock, now, charged, taken = started(60), 0, 0, 0
    for elapsed, claim, rtt in moves:
        before = clock.remaining.white
        now += elapsed
        clock = clock.press(now, claimed_lag_ms=claim, rtt_ms=rtt).press(now)
        assert clock.remaining.white <= before
        assert 0 <= clock.bank.white <= clock.rule.cap
        charged += before - clock.remaining.white
        taken += min(elapsed, before)
    assert taken - charged <= clock.rule.bank + len(moves) * clock.rule.gain_max


@given(st.integers(0, 50_000), st.integers(-50_000, 50_000))
def test_without_a_measurement_hardly_any_claim_is_believed(elapsed: int, claim: int) -> None:
    """An unmeasured round trip gives back at most the slack."""
    clock = started(60).press(elapsed, claimed_lag_ms=claim)
    assert 60_000 - elapsed <= clock.remaining.white <= 60_000 - elapsed + MEASUREMENT_SLACK_MS or elapsed <= 50


def test_a_negative_claim_fills_no_bank() -> None:
    """Claiming less than nothing is claiming nothing."""
    assert started(60).press(500, claimed_lag_ms=-400) == started(60).press(500)

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


def started(base_s: int, rtt_ms: int = 0) -> Clock:
    rtt = ByColor(rtt_ms, rtt_ms)
    return Clock.set_to(ByColor(base_s * 1000, base_s * 1000), base_s * 1000, rtt=rtt).start(chess.WHITE, 0)


def after_lags(base_s: int, wait_cs: int, lags_cs: list[int]) -> int:
    """Black's remaining centiseconds when White moves at once and Black's moves take these lags and a wait."""
    clock, now = started(base_s, BELIEVED), 0
    for lag in lags_cs:
        clock = clock.press(now)
        now += 10 * (wait_cs + lag)
        clock = clock.press(now, claimed_lag_ms=10 * lag)
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
    clock = started(base_s, BELIEVED)
    deadline = clock.deadline()
    assert deadline is not None
    assert (deadline <= elapsed_ms) == flagged


def test_the_limits_of_one_minute() -> None:
    """390, 1170 and 2730 ms, and 7.2 s in all."""
    assert LagRule.for_base(60_000) == LagRule(390, 1170, 2730, 7200)


@given(st.lists(st.tuples(st.integers(0, 9_000), st.integers(-5_000, 50_000), st.integers(0, 5_000)), max_size=30))
def test_a_faked_lag_gains_at_most_the_bank_and_never_more_than_a_game_gives(moves: list[tuple[int, int, int]]) -> None:
    """Whatever is claimed and measured, time given back is the first bank and each move's refill, and never grows."""
    clock, now, charged, taken = started(60), 0, 0, 0
    for elapsed, claim, rtt in moves:
        before = clock.remaining.white
        now += elapsed
        clock = clock.measured(chess.WHITE, rtt).press(now, claimed_lag_ms=claim).press(now)
        assert clock.remaining.white <= before
        assert 0 <= clock.bank.white <= clock.rule.cap
        charged += before - clock.remaining.white
        taken += min(elapsed, before)
    assert taken - charged <= min(clock.rule.bank + len(moves) * clock.rule.gain_max, 7_200)
    assert taken - charged <= clock.credit.white <= 7_200


def forty_moves(rtt_ms: int, *, think_ms: int, claim_ms: int | None) -> Clock:
    """White's clock after forty moves that arrive so long after they were due."""
    clock, now = started(60, rtt_ms), 0
    for _ in range(40):
        now += think_ms
        clock = clock.press(now, claimed_lag_ms=claim_ms).press(now)
    return clock


def test_a_liar_on_a_direct_line_gains_less_than_two_seconds_in_forty_moves() -> None:
    """The kernel's smallest round trip and 25 ms is what the server takes: a claim beyond it is worth nothing."""
    clock = forty_moves(25, think_ms=500, claim_ms=100_000)
    assert 60_000 - 40 * 500 <= clock.remaining.white <= 60_000 - 40 * 500 + 2_000


def test_a_liar_whose_line_cannot_be_measured_gains_no_more_than_a_games_credit() -> None:
    assert forty_moves(340, think_ms=500, claim_ms=100_000).remaining.white == 60_000 - 40 * 500 + 7_200


@pytest.mark.parametrize("claim_ms", [None, 150])
def test_an_honest_player_on_a_slow_line_is_charged_for_thinking_alone(claim_ms: int | None) -> None:
    """At 150 ms there and back, forty moves of half a second cost what was thought, whatever the client says of it."""
    clock = forty_moves(150, think_ms=500 + 150, claim_ms=claim_ms)
    assert abs(60_000 - clock.remaining.white - 40 * 500) <= 40 * 40


def test_the_flag_waits_as_long_as_the_newest_round_trip_allows() -> None:
    """A move under way is waited for on the line as it is now measured, and then counts."""
    clock = started(60, 40).measured(chess.WHITE, 400)
    assert clock.deadline() == 60_000 + 415
    assert clock.press(60_414, claimed_lag_ms=1_000).remaining.white == 1


@given(st.integers(0, 3_000), st.integers(0, 6_000), st.integers(0, 100))
def test_nobody_loses_on_time_whose_move_would_have_been_credited(rtt: int, late: int, moves: int) -> None:
    """Before the flag falls the best claim saves the move; from then on (up to two seconds of grace) none does."""
    clock, now = started(60, rtt), 0
    for _ in range(moves):
        now += 100
        clock = clock.press(now).press(now)
    deadline, arrival = clock.deadline(), now + clock.remaining.white + late
    assert deadline is not None
    saved = clock.press(arrival, claimed_lag_ms=10_000).remaining.white > 0
    assert saved == (arrival < deadline) or deadline - now - clock.remaining.white == 2_000


def test_time_that_has_not_passed_is_not_given_back() -> None:
    """A move that arrives sooner than its lag says costs the bank only what it was credited with."""
    clock = started(60, 300).press(100, claimed_lag_ms=300)
    assert (clock.remaining.white, clock.credit.white) == (60_000, 100)


@given(st.integers(0, 50_000), st.integers(-50_000, 50_000))
def test_without_a_measurement_almost_no_claim_counts(elapsed: int, claim: int) -> None:
    """An unmeasured round trip gives back at most the slack."""
    clock = started(60).press(elapsed, claimed_lag_ms=claim)
    assert max(0, 60_000 - elapsed) <= clock.remaining.white <= 60_000 - max(0, elapsed - MEASUREMENT_SLACK_MS)


def test_a_negative_claim_does_not_refill_the_bank() -> None:
    """Claiming less than nothing is claiming nothing."""
    assert started(60).press(500, claimed_lag_ms=-400) == started(60).press(500, claimed_lag_ms=0)

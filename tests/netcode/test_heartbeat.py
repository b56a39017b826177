"""The round trip, from beats whose times are given."""

from __future__ import annotations

import pytest

from netcode.heartbeat import RoundTrip


def test_the_round_trip_is_what_this_side_saw() -> None:
    trip = RoundTrip()
    trip.sent(1, 1000)
    trip.answered(1, 1080, t_recv=5_000, t_reply=5_030)
    assert trip.rtt_ms == 80


def test_the_clocks_offset_cancels_the_way() -> None:
    trip = RoundTrip()
    trip.sent(1, 1000)
    sample = trip.answered(1, 1080, t_recv=5_030, t_reply=5_050)
    assert sample is not None
    assert (sample.offset_ms, sample.network_ms) == (4000, 60)


@pytest.mark.parametrize(("t_recv", "t_reply"), [(10, 5), (0, 1e9), (0, float("nan")), (float("inf"), float("inf"))])
def test_a_peer_that_claims_nonsense_gets_no_shorter_trip(t_recv: float, t_reply: float) -> None:
    trip = RoundTrip()
    trip.sent(1, 1000)
    sample = trip.answered(1, 1080, t_recv, t_reply)
    assert sample is not None
    assert sample.network_ms == 80


def test_a_beat_is_answered_once_and_only_if_sent() -> None:
    trip = RoundTrip()
    trip.sent(1, 0)
    assert trip.answered(2, 10) is None
    assert trip.answered(1, 10) is not None
    assert trip.answered(1, 20) is None


def test_one_late_beat_changes_little_and_the_best_is_remembered() -> None:
    trip = RoundTrip()
    for number, rtt in enumerate([20, 30, 900, 25, 28]):
        trip.sent(number, number * 1000)
        trip.answered(number, number * 1000 + rtt)
    assert trip.rtt_ms == 28
    assert trip.best is not None
    assert trip.best.network_ms == 20


def test_samples_older_than_a_minute_are_forgotten() -> None:
    trip = RoundTrip()
    trip.sent(1, 0)
    trip.answered(1, 5)
    trip.sent(2, 61_000)
    trip.answered(2, 61_040)
    assert trip.best is not None
    assert trip.best.network_ms == 40

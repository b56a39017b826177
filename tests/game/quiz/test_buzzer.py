"""Fair buzzing by its formulas. How fair it is on mixed lines, `tests.bench.buzzer` measures."""

from __future__ import annotations

import math

import pytest

from game.quiz.buzzer import Line, Press, decides_at, verdict

OFFSET = 1_000_000.0


def a_line(*delays: float, offset: float = OFFSET) -> Line:
    """A line with these round trips (ms), the same both ways, and a client whose clock is ahead by `offset`."""
    line = Line()
    for number, delay in enumerate(delays):
        sent = 200.0 * number
        there = sent + delay / 2 + offset
        line.beat(sent, sent + delay + 1, there, there + 1)
    return line


def press(pid: int, pressed: float, uncertainty: float = 1.0) -> Press:
    return Press(pid, pressed + 10, pressed, uncertainty)


def test_an_honest_claim_is_believed() -> None:
    """Held up by 40 ms on a line that does so now and then, the press counts from when it was made."""
    line = a_line(80, 100, 120, 140, 160)
    assert line.pressed(arrival=5_080, t=5_000 + OFFSET) == pytest.approx(5_000)


def test_without_a_claim_the_lines_usual_delay_counts() -> None:
    assert a_line(80, 90).pressed(arrival=5_080, t=None) == 5_040


def test_nobody_pressed_after_their_press_arrived() -> None:
    assert a_line(80).pressed(arrival=5_080, t=9_000 + OFFSET) == 5_080


def test_a_lie_gains_no_more_than_the_lines_jitter() -> None:
    line = a_line(80, 80, 80)
    assert line.pressed(arrival=5_080, t=OFFSET) == 5_080 - 40 - line.jitter


def test_a_liar_runs_dry() -> None:
    """Each lie is charged, and the budget comes back slowly: soon four milliseconds are all that is left."""
    line = a_line(80, 80, 80)
    for _ in range(10):
        line.charge(5_080, line.pressed(5_080, OFFSET))
    assert line.credit == 4


def test_an_honest_line_keeps_its_credit() -> None:
    line = a_line(80, 84, 88, 92)
    for _ in range(10):
        line.charge(5_042, line.pressed(5_042, 5_000 + OFFSET))
    assert line.credit == line.jitter


def test_an_impossible_heartbeat_teaches_nothing() -> None:
    """Its answer came before it was sent, or was answered before it was received."""
    line = Line()
    line.beat(1_000, 1_010, 0, 20)
    line.beat(1_000, 1_010, 20, 0)
    assert line.samples == []


@pytest.mark.parametrize("nonsense", [math.nan, math.inf, -math.inf, -1.0])
def test_a_number_that_is_no_time_makes_no_claim(nonsense: float) -> None:
    line = a_line(80, 90)
    line.beat(400, 480, nonsense, nonsense)
    assert len(line.samples) == 2
    assert line.pressed(arrival=5_080, t=nonsense) == 5_040


def test_answers_that_are_held_back_do_not_make_a_line_slow() -> None:
    """The client answers each heartbeat 300 ms late; the system's own round trip is 20 ms."""
    line = a_line(320, 330)
    assert line.one_way == 160
    line.beat(400, 721, 560 + OFFSET, 561 + OFFSET, round_trip=20)
    assert line.one_way == 10
    assert line.pressed(arrival=5_080, t=None) == 5_070


def test_only_the_last_minute_counts() -> None:
    line = a_line(10)
    line.beat(70_000, 70_081, 70_040 + OFFSET, 70_041 + OFFSET)
    assert line.one_way == 40


def test_it_waits_for_an_earlier_press_on_the_slowest_line() -> None:
    assert decides_at([press(1, 1_000)], [20, 90]) == 1_090
    assert decides_at([press(1, 1_000)], [900]) == 1_260
    assert decides_at([press(1, 1_000), press(2, 1_020)], []) == 1_030


def test_two_presses_that_cannot_be_told_apart_are_a_photo_finish() -> None:
    assert verdict([press(1, 1_000), press(2, 1_004)], {}).photo == (1, 2)
    assert verdict([press(1, 1_000), press(2, 1_006)], {}).photo == ()
    assert verdict([press(1, 1_000, 10), press(2, 1_013, 10)], {1: 1}).winner == 2

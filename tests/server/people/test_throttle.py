"""How often anybody may try a password."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.config import Config
from server.people import throttle as module
from server.people.throttle import Throttle

ANN, BOB, HOME, AWAY = "ann", "bob", "10.0.0.1", "10.0.0.2"


def tried(throttle: Throttle, times: int, account: str = ANN, address: str = HOME, now_ms: float = 0.0) -> float:
    """The wait before the try after so many wrong ones."""
    for _ in range(times):
        assert throttle.begin(account, address, now_ms) == 0
    return throttle.begin(account, address, now_ms)


def test_the_sixth_try_of_an_account_from_one_address_waits_a_minute() -> None:
    throttle = Throttle(Config())
    assert tried(throttle, 5) == 60_000
    assert throttle.begin(ANN, HOME, 59_999) == 1
    assert throttle.begin(ANN, HOME, 60_000) == 0


def test_nobody_can_lock_another_person_out() -> None:
    throttle = Throttle(Config())
    assert tried(throttle, 5, address=AWAY) > 0
    assert throttle.begin(ANN, HOME, 0) == 0


def test_an_address_that_tries_many_accounts_waits_ten_minutes() -> None:
    throttle = Throttle(Config())
    for number in range(10):
        assert throttle.begin(f"account {number}", HOME, 0) == 0
    assert throttle.begin("account 10", HOME, 0) == 600_000
    assert throttle.begin("account 10", HOME, 600_000) == 0


def test_tries_that_have_not_ended_yet_count() -> None:
    """Forty connections at once get no more tries than one."""
    throttle = Throttle(Config())
    assert sum(throttle.begin(ANN, HOME, 0) == 0 for _ in range(40)) == 5


def test_a_right_password_makes_up_for_the_wrong_ones_before_it() -> None:
    throttle = Throttle(Config())
    for _ in range(3):
        for _ in range(3):
            throttle.begin(ANN, HOME, 0)
        throttle.right(ANN, HOME)
    assert throttle.begin(ANN, HOME, 0) == 0


def test_an_account_of_ones_own_does_not_help_with_guessing_others() -> None:
    """Logging in to it again and again forgives no wrong tries of the address."""
    throttle = Throttle(Config())
    guessed = 0
    for number in range(100):
        if throttle.begin(ANN, HOME, 0) == 0:
            throttle.right(ANN, HOME)
        guessed += throttle.begin(f"account {number}", HOME, 0) == 0
    assert guessed == 10


def test_a_try_that_fails_for_a_reason_of_ours_does_not_count() -> None:
    throttle = Throttle(Config())
    for _ in range(50):
        assert throttle.begin(ANN, HOME, 0) == 0
        throttle.not_tried(ANN, HOME)


def test_a_limit_of_none_lets_everybody_try() -> None:
    throttle = Throttle(Config(wrong_passwords_per_account=0, wrong_passwords_per_address=0))
    assert tried(throttle, 100) == 0


def test_what_is_remembered_does_not_grow_without_end() -> None:
    throttle = Throttle(Config(wrong_passwords_per_address=0))
    for number in range(module.MOST_REMEMBERED + 100):
        throttle.begin(f"account {number}", HOME, 0)
    assert len(throttle._accounts) == module.MOST_REMEMBERED


STEPS = st.lists(
    st.tuples(st.sampled_from([ANN, BOB]), st.sampled_from([HOME, AWAY]), st.integers(0, 120_000), st.booleans()),
    max_size=80,
)


@given(STEPS)
def test_whatever_is_tried_at_most_five_wrong_ones_of_an_account_come_through_in_a_minute(
    steps: list[tuple[str, str, int, bool]],
) -> None:
    throttle, now_ms = Throttle(Config()), 0
    wrong: dict[tuple[str, str], list[int]] = {}
    for account, address, pause_ms, is_right in steps:
        now_ms += pause_ms // 10
        if throttle.begin(account, address, now_ms):
            continue
        if is_right:
            throttle.right(account, address)
            wrong.pop((account, address), None)
        else:
            wrong.setdefault((account, address), []).append(now_ms)
    for times in wrong.values():
        assert all(later - earlier >= 60_000 for earlier, later in zip(times, times[5:], strict=False))

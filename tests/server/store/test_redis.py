"""Several processes on one Redis: whose room it is, what a frozen owner may say, and what a Redis that ends leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.store import Commit, Conflict, Result
from server.store.redis_outbox import overdue
from tests.helpers.proxy import a_bad_network
from tests.helpers.redis import Member, Redis, a_redis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.store.redis import Taken


@pytest.fixture(scope="module")
def running() -> Iterator[Redis]:
    with a_redis() as server:
        yield server


@pytest.fixture
def redis(running: Redis) -> Redis:
    running.forget_everything()
    return running


@pytest.fixture
def member(redis: Redis) -> Iterator[Callable[..., Member]]:
    made: list[Member] = []

    def make(name: str, *, strict: bool = True) -> Member:
        made.append(Member(redis, name, strict=strict, lease_ms=200.0))
        return made[-1]

    yield make
    for each in made:
        if not each.loop.is_closed():
            each.close()


def take(member: Member, owner: str, epoch: int = 1, code: str = "ABCD") -> Taken | None:
    told: list[Taken | None] = []
    member.store.take(code, owner, epoch, 0.0, told.append)
    member.until(lambda: bool(told))
    return told[0]


def test_a_room_that_is_taken_over_comes_as_it_was_committed(member: Callable[..., Member]) -> None:
    one, two = member("one"), member("two")
    one.commit(0, b"first")
    one.commit(1, b"second")
    taken = take(two, "one")
    assert taken is not None
    assert (taken.stored.state, taken.stored.version) == (b"second", 2)
    assert two.commit(2, b"third") is None


def test_only_one_of_two_gets_a_room_that_both_want(member: Callable[..., Member]) -> None:
    one, two, three = member("one"), member("two"), member("three")
    one.commit(0)
    assert take(two, "one") is not None
    assert take(three, "one") is None


def test_a_late_commit_of_the_last_owner_is_refused_and_names_the_new_one(member: Callable[..., Member]) -> None:
    one, two = member("one"), member("two")
    one.commit(0, b"first")
    lost: list[str] = []
    one.store.watch_losses(lambda code, _: lost.append(code))
    take(two, "one")
    two.commit(1, b"the new owner's")
    outcome = one.commit(1, b"late")
    assert isinstance(outcome, Conflict)
    assert (outcome.owner, lost) == ("two", ["ABCD"])
    assert two.store.everything()[0][1].state == b"the new owner's"
    two.close()
    again = take(one, "", 2)
    assert again is not None
    assert again.stored.state == b"the new owner's"


def test_a_relaxed_owner_is_told_of_its_loss_though_nobody_waits(member: Callable[..., Member]) -> None:
    one, two = member("one", strict=False), member("two")
    one.commit(0)
    lost: list[str] = []
    one.store.watch_losses(lambda code, _: lost.append(code))
    take(two, "one")
    assert one.commit(1) is None
    one.until(lambda: bool(lost))


def test_a_process_whose_lease_ran_out_acknowledges_nothing_before_it_has_another(
    redis: Redis, member: Callable[..., Member]
) -> None:
    one = member("one", strict=False)
    one.commit(0)
    redis.freeze()
    try:
        one.until(lambda: not one.lease.valid)
        told: list[Conflict | None] = []
        one.store.commit(Commit("ABCD", 1, b"unsafe", None), told.append)
        one.store.settled("ABCD", lambda: told.append(None))
        assert told == []
    finally:
        redis.thaw()
    one.until(lambda: len(told) == 2)
    assert told == [None, None]


def test_a_lease_may_be_longer_than_an_answer_is_waited_for(redis: Redis) -> None:
    one = Member(redis, "one", lease_ms=60_000.0)
    for _ in range(3):
        one.lease._tick()
        assert one.lease.failing is None
        one.written()
    one.close()


def test_an_owner_that_was_frozen_finds_its_room_gone_by_itself(member: Callable[..., Member]) -> None:
    one, two = member("one"), member("two")
    one.commit(0)
    lost: list[str] = []
    one.store.watch_losses(lambda code, _: lost.append(code))
    # Nothing of it runs while the other one does.
    two.until(lambda: not one.lease.valid)
    take(two, "one")
    one.until(lambda: lost == ["ABCD"])


def test_a_room_that_was_released_is_anybodys(member: Callable[..., Member]) -> None:
    one, two = member("one"), member("two")
    one.commit(0)
    one.store.commit(Commit("ABCD", 1, b"last", None), lambda _: None)
    told: list[bool] = []
    one.store.release("ABCD", lambda: told.append(True))
    one.until(lambda: bool(told))
    taken = take(two, "")
    assert taken is not None
    assert taken.stored.state == b"last"


def test_a_process_that_ends_leaves_its_rooms_written_and_to_anybody(member: Callable[..., Member]) -> None:
    one, two = member("one", strict=False), member("two")
    one.commit(0)
    one.store.commit(Commit("ABCD", 1, b"last", None), lambda _: None)
    assert one.store.close() == frozenset()
    one.end()
    taken = take(two, "")
    assert taken is not None
    assert taken.stored.state == b"last"
    two.until(lambda: "one" not in two.lease.peers)


def test_a_redis_that_comes_back_empty_is_given_the_rooms_again() -> None:
    with a_redis() as own:
        one = Member(own, "one", lease_ms=200.0)
        one.commit(0, b"first", due_ms=5.0)
        own.kill()
        one.until(lambda: not one.connection.is_up)
        told: list[Conflict | None] = []
        one.store.commit(Commit("ABCD", 1, b"second", None), told.append)
        own.start()
        one.until(lambda: told == [None])
        two = Member(own, "two", lease_ms=200.0)
        taken = take(two, "one")
        assert taken is not None
        assert taken.stored.state == b"second"
        two.close()
        one.close()


def test_of_two_owners_the_later_one_counts_when_redis_has_lost_everything(
    redis: Redis, member: Callable[..., Member]
) -> None:
    one, two = member("one"), member("two")
    one.commit(0, b"old")
    take(two, "one")
    two.commit(1, b"new")
    redis.forget_everything()
    # Both write; nothing is there to say whose it is.
    one.store._write_all()
    two.store._write_all()
    one.written()
    two.written()
    assert isinstance(one.commit(1, b"late"), Conflict)


def test_what_a_killed_process_has_finished_is_found_by_another(member: Callable[..., Member]) -> None:
    one, two = member("one"), member("two")
    result = Result("room 1", 1, b"Ann won")
    one.store.commit(Commit("ABCD", 0, b"over", None, result), lambda _: None)
    one.written()
    one.end()
    assert find_results(two) == [result]
    two.store.delivered(result)
    two.written()
    assert two.store.results() == []


def find_results(member: Member) -> list[Result]:
    """What the member finds in Redis of results that others have left behind."""
    looks: list[bool] = []
    for number in (1, 2):
        member.store.outbox.look(lambda: looks.append(True))
        member.until(lambda number=number: len(looks) == number)  # type: ignore[misc]
    return member.store.results()


def test_a_redis_that_comes_back_empty_is_given_the_results_again_that_are_still_to_be_delivered() -> None:
    with a_redis() as own:
        one = Member(own, "one", lease_ms=200.0)
        result = Result("room 1", 1, b"Ann won")
        one.store.commit(Commit("ABCD", 0, b"over", None, result), lambda _: None)
        one.until(lambda: one.store.results() == [result])
        own.kill()
        one.until(lambda: not one.connection.is_up)
        own.start()
        one.written()
        one.until(lambda: one.lease.valid)
        one.written()
        one.end()
        two = Member(own, "two", lease_ms=200.0)
        assert find_results(two) == [result]
        two.close()


def test_the_result_of_a_room_that_ends_while_redis_is_away_is_kept() -> None:
    with a_redis() as own:
        one = Member(own, "one", lease_ms=200.0)
        one.commit(0)
        own.kill()
        one.until(lambda: not one.connection.is_up)
        result = Result("room 1", 1, b"Ann won")
        one.store.commit(Commit("ABCD", 1, b"over", None, result), lambda _: None)
        one.store.remove("ABCD")
        own.start()
        one.until(lambda: one.store.results() == [result])
        one.written()
        one.until(lambda: one.lease.valid)
        one.written()
        one.end()
        two = Member(own, "two", lease_ms=200.0)
        assert find_results(two) == [result]
        two.close()


def test_rooms_that_are_overdue_are_found_whosever_they_are(member: Callable[..., Member]) -> None:
    one, two = member("one"), member("two")
    one.commit(0, code="EARLY", due_ms=10.0)
    one.commit(0, code="LATE", due_ms=1_000_000.0)
    told: list[list[str]] = []
    overdue(two.connection, 1_000.0, told.append)
    two.until(lambda: bool(told))
    assert told == [["EARLY"]]


def test_who_is_there_and_where_is_known_until_its_lease_has_run_out(member: Callable[..., Member]) -> None:
    one, two = member("one"), member("two")
    one.lease.take_rooms(willing=True)
    one.written()
    two.until(lambda: [peer.url for peer in two.lease.others()] == ["http://one.test"])
    one.end()
    two.until(lambda: not two.lease.others())
    assert two.lease.url_of("one") == "http://one.test"


def test_a_redis_that_is_away_for_long_is_told_and_so_is_that_it_is_back(redis: Redis) -> None:
    one = Member(redis, "one", lease_ms=200.0)
    one.lease._patience_ms = 200.0
    told: list[str | None] = []
    one.store.watch(lambda: told.append(one.store.failing))
    redis.freeze()
    try:
        one.until(lambda: len(told) == 1)
    finally:
        redis.thaw()
    one.until(lambda: len(told) == 2)
    assert told == ["Redis does not answer", None]
    one.close()


def test_a_connection_that_nothing_comes_through_any_more_is_given_up_for_a_new_one(redis: Redis) -> None:
    one = Member(redis, "one", lease_ms=200.0)
    one.lease._patience_ms = 200.0
    one.commit(0, b"first")
    dead = one.connection._transport
    assert dead is not None
    # As when the network forgets a connection and tells neither end.
    dead.pause_reading()
    assert one.commit(1, b"second") is None
    assert one.lease.valid
    assert one.connection._transport is not dead
    one.close()


# --- a replica takes the lead -----------------------------------------------------------------------------------


def test_a_process_leaves_a_redis_that_has_become_a_replica() -> None:
    with a_redis() as first, a_redis() as second, a_bad_network(first.port) as way:
        one = Member(first, port=way.port)
        # It is not by waiting that it finds out.
        one.lease._patience_ms = 60_000.0
        try:
            one.commit(0, b"first")
            # The address leads to another one now, and nobody breaks the line to this one.
            way.lead_to(second.port)
            first.follow(second)
            assert one.commit(1, b"second") is None
            assert second.counted(["ABCD"])[0] == 1
        finally:
            one.close()


def test_what_a_replica_has_missed_when_it_takes_the_lead_is_written_by_the_rooms_owner() -> None:
    with a_redis() as first, a_redis() as second, a_bad_network(first.port) as way:
        second.follow(first)
        one = Member(first, port=way.port)
        try:
            one.commit(0, b"first")
            second.freeze()
            assert one.commit(1, b"acknowledged") is None
            first.kill()
            second.thaw()
            second.follow(None)
            way.lead_to(second.port)
            assert one.commit(2, b"third") is None
            two = Member(second, "two")
            taken = take(two, "one")
            assert taken is not None
            assert (taken.stored.version, taken.stored.state) == (3, b"third")
            two.close()
        finally:
            one.close()

"""What every store keeps: the contract of `server.store`, run over each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from server.store import Commit, Conflict, Result, Stored
from server.store.memory import MemoryStore
from tests.helpers.clock import HeldClock
from tests.helpers.disk import Disk
from tests.helpers.redis import Member, Redis, a_redis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.store import RoomStore


class StoreUnderTest:
    """A store, and how to let everything be written that has been committed."""

    def __init__(self, store: RoomStore, below: Disk | Member | None = None) -> None:
        self.store = store
        self._below = below

    def written(self) -> None:
        if self._below is not None:
            self._below.written()

    def commit(self, version: int, state: bytes = b"state", code: str = "ABCD", due_ms: float | None = None) -> Any:
        told: list[Conflict | None] = []
        self.store.commit(Commit(code, version, state, due_ms), told.append)
        self.written()
        (outcome,) = told
        return outcome

    def load(self, code: str = "ABCD") -> Stored | None:
        found: list[Stored | None] = []
        self.store.load(code, found.append)
        self.written()
        return found[0]


@pytest.fixture(scope="module")
def redis() -> Iterator[Redis]:
    with a_redis() as running:
        yield running


@pytest.fixture(params=["memory", "relaxed", "strict", "redis relaxed", "redis strict"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreUnderTest]:
    if request.param == "memory":
        yield StoreUnderTest(MemoryStore(HeldClock()))
        return
    if request.param.startswith("redis"):
        running: Redis = request.getfixturevalue("redis")
        running.forget_everything()
        member = Member(running, strict=request.param == "redis strict")
        yield StoreUnderTest(member.store, member)
        member.close()
        return
    disk = Disk(tmp_path, strict=request.param == "strict")
    yield StoreUnderTest(disk.store, disk)
    disk.store.close()


def test_nothing_is_there_at_first(place: StoreUnderTest) -> None:
    assert (place.store.everything(), place.load(), place.store.damaged()) == ([], None, [])


def test_what_was_committed_is_there(place: StoreUnderTest) -> None:
    assert place.commit(0, b"one", due_ms=12.5) is None
    assert place.load() == Stored(b"one", 1, 12.5)
    assert place.store.everything() == [("ABCD", Stored(b"one", 1, 12.5))]


def test_each_commit_is_one_version_more(place: StoreUnderTest) -> None:
    assert [place.commit(version, b"%d" % version) for version in range(3)] == [None] * 3
    assert place.load() == Stored(b"2", 3, None)


@pytest.mark.parametrize("version", [0, 2])
def test_a_commit_from_another_version_changes_nothing_and_says_what_is_there(
    place: StoreUnderTest, version: int
) -> None:
    place.commit(0, b"one")
    outcome = place.commit(version, b"two")
    assert isinstance(outcome, Conflict)
    assert outcome.found == 1
    assert place.load() == Stored(b"one", 1, None)


def test_a_removed_room_is_gone_and_its_code_is_free(place: StoreUnderTest) -> None:
    place.commit(0)
    place.store.remove("ABCD")
    place.store.remove("none")
    assert place.load() is None
    assert place.commit(0, b"another") is None


def test_what_rests_on_a_commit_is_told_when_that_is_safe(place: StoreUnderTest) -> None:
    order: list[str] = []
    place.store.commit(Commit("ABCD", 0, b"", None), lambda _: order.append("safe"))
    place.store.settled("ABCD", lambda: order.append("rests on it"))
    place.written()
    assert order == ["safe", "rests on it"]


def test_a_flush_says_that_nothing_is_missing(place: StoreUnderTest) -> None:
    told: list[frozenset[str]] = []
    place.store.commit(Commit("ABCD", 0, b"", None), lambda _: None)
    place.store.flush(told.append)
    place.written()
    assert told == [frozenset()]


def test_closing_keeps_what_was_promised(place: StoreUnderTest) -> None:
    place.store.commit(Commit("ABCD", 0, b"", None), lambda _: None)
    assert place.store.close() == frozenset()
    assert place.store.failing is None


def test_options_stay_until_a_commit_brings_others(place: StoreUnderTest) -> None:
    place.store.commit(Commit("ABCD", 0, b"one", None, options=b"long"), lambda _: None)
    place.written()
    place.commit(1, b"two")
    assert place.load() == Stored(b"two", 2, None, b"long")
    place.store.commit(Commit("ABCD", 2, b"three", None, options=b"short"), lambda _: None)
    place.written()
    assert place.store.everything() == [("ABCD", Stored(b"three", 3, None, b"short"))]


def test_options_end_with_their_room(place: StoreUnderTest) -> None:
    place.store.commit(Commit("ABCD", 0, b"one", None, options=b"long"), lambda _: None)
    place.store.remove("ABCD")
    place.commit(0, b"another")
    assert place.load() == Stored(b"another", 1, None)


RESULT = Result("room 1", 1, b"Ann won")


def test_a_result_is_kept_with_its_room_and_outlives_it(place: StoreUnderTest) -> None:
    place.store.commit(Commit("ABCD", 0, b"over", None, RESULT), lambda _: None)
    place.store.remove("ABCD")
    place.written()
    assert place.store.results() == [RESULT]


def test_a_result_is_there_once_and_as_it_was_first(place: StoreUnderTest) -> None:
    place.store.commit(Commit("ABCD", 0, b"over", None, RESULT), lambda _: None)
    place.store.commit(Commit("ABCD", 1, b"over", None, Result("room 1", 1, b"Bob won")), lambda _: None)
    place.written()
    assert place.store.results() == [RESULT]


def test_a_result_whose_commit_conflicts_never_was(place: StoreUnderTest) -> None:
    place.store.commit(Commit("ABCD", 7, b"over", None, RESULT), lambda _: None)
    place.written()
    assert place.store.results() == []


def test_a_result_that_has_been_delivered_is_forgotten(place: StoreUnderTest) -> None:
    place.store.commit(Commit("ABCD", 0, b"over", None, RESULT), lambda _: None)
    place.written()
    place.store.delivered(RESULT)
    place.written()
    assert place.store.results() == []

"""Frozen workers are found."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from server.readiness import ALIVE, READY, VARIABLE
from server.watchdog import FROZEN_S, Watchdog

if TYPE_CHECKING:
    from collections.abc import Iterator

TURNS = 4


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    """That of two workers."""
    watchdog = Watchdog(2, FROZEN_S / TURNS)
    yield watchdog
    watchdog.close()


def says(watchdog: Watchdog, worker: int, word: bytes = ALIVE) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(word, watchdog.environment(worker)[VARIABLE])


def looks(watchdog: Watchdog, worker: int, turns: int = TURNS) -> bool:
    """Whether it is frozen at the end of so many turns."""
    return [watchdog.look(worker) for _ in range(turns)][-1]


def test_a_worker_that_is_alive_no_more_is_frozen(watchdog: Watchdog) -> None:
    says(watchdog, 0)
    watchdog.look(0)
    assert not looks(watchdog, 0)
    assert watchdog.look(0)


def test_a_worker_that_says_it_often_enough_is_not(watchdog: Watchdog) -> None:
    for _ in range(3):
        says(watchdog, 0)
        assert not looks(watchdog, 0)


def test_a_worker_that_has_not_begun_yet_may_take_its_time(watchdog: Watchdog) -> None:
    says(watchdog, 0, READY)
    assert not looks(watchdog, 0, 10 * TURNS)
    assert not looks(watchdog, 1, 10 * TURNS)


def test_what_one_worker_said_is_no_word_of_the_next_one_in_its_place(watchdog: Watchdog) -> None:
    says(watchdog, 0)
    watchdog.look(0)
    says(watchdog, 0)
    watchdog.begins(0)
    assert not looks(watchdog, 0, 10 * TURNS)


def test_another_ones_word_does_not_count(watchdog: Watchdog) -> None:
    says(watchdog, 0)
    watchdog.look(0)
    says(watchdog, 1)
    assert looks(watchdog, 0, TURNS + 1)

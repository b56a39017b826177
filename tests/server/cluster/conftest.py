"""Clusters in the test's own process, on a Redis that a module's tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.cluster import Cluster
from tests.helpers.redis import Redis, a_redis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def running() -> Iterator[Redis]:
    """A Redis of this module's own."""
    with a_redis() as server:
        yield server


@pytest.fixture
def cluster(running: Redis) -> Iterator[Callable[..., Cluster]]:
    """Makes a cluster of processes with these names; all of them are closed at the end."""
    running.forget_everything()
    made: list[Cluster] = []

    def make(*names: str, **limits: Any) -> Cluster:
        made.append(Cluster(running, *names, **limits))
        return made[-1]

    yield make
    for each in made:
        each.close()

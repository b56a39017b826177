"""What runs on this computer for a match: the order in which it begins and ends."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from game.client.net.hosting import CannotHost
from game.client.net.localservices import LocalServices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.client.net.hosting import LocalServer
    from netcode.discovery import Announcement

PATIENCE_S = 60


class FakeServer:
    """A server that only remembers whether it was stopped."""

    port = 8765
    url = "http://127.0.0.1:8765"
    addresses: list[str] = []  # noqa: RUF012 - the protocol's own shape

    def __init__(self) -> None:
        self.stopped = False

    def announce(self, announcement: Announcement | None) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        self.stopped = True


class FakeBots:
    """Bots that only remember what was asked of them."""

    def wait(self, timeout_s: float) -> bool | None:
        del timeout_s
        return self._news.pop(0)

    def __init__(self, failure: str | None = None, *, news: tuple[bool | None, ...] = (None,)) -> None:
        self.failure = failure
        self.started = self.stopped = False
        self._news = list(news)

    def start(self) -> None:
        self.started = True

    def stop(self) -> None:
        self.stopped = True


class Street:
    """A house, the server that it starts, and a bell that rings when there is something to poll."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.server = FakeServer()
        self.problem = problem
        self.may_start = threading.Event()
        self.may_start.set()
        self.bell = threading.Event()
        self.ready: list[LocalServer] = []
        self.house = LocalServices(self.bell.set, self._start)

    def _start(self, *, lan: bool) -> LocalServer:
        del lan
        assert self.may_start.wait(PATIENCE_S)
        if self.problem is not None:
            raise self.problem
        return self.server

    def open(self) -> None:
        """Start the server and take in that it runs."""
        self.house.start(self.ready.append, lan=True)
        assert self.bell.wait(PATIENCE_S)
        self.house.poll()


@pytest.fixture
def street() -> Iterator[Street]:
    street = Street()
    yield street
    street.may_start.set()
    street.house.leave()


def test_nothing_runs_at_first(street: Street) -> None:
    assert not street.house.open


def test_starting_does_not_wait_for_the_server(street: Street) -> None:
    street.may_start.clear()
    street.house.start(street.ready.append, lan=True)
    street.house.poll()
    assert street.house.open
    assert not street.ready


def test_what_is_to_follow_happens_once(street: Street) -> None:
    street.open()
    street.house.poll()
    assert street.ready == [street.server]


def test_a_server_that_cannot_start_is_told_to_the_caller_and_the_house_is_closed() -> None:
    street = Street(problem=CannotHost("No port is free."))
    with pytest.raises(CannotHost, match="No port is free"):
        street.open()
    assert not street.house.open
    assert not street.ready
    street.house.leave()


def test_invited_bots_begin_and_end_with_the_server(street: Street) -> None:
    street.open()
    bots = FakeBots()
    street.house.invite(bots)
    assert bots.started
    assert street.house.has_bots
    street.house.leave()
    assert bots.stopped
    assert street.server.stopped


@pytest.mark.parametrize("news", [(True, None), (False, None)])
def test_news_of_a_bot_or_its_end_wake_the_loop(street: Street, news: tuple[bool | None, ...]) -> None:
    street.open()
    street.bell.clear()
    street.house.invite(FakeBots(news=news))
    assert street.bell.wait(PATIENCE_S)


def test_a_failure_of_any_bot_is_the_house_s(street: Street) -> None:
    street.house.invite(FakeBots())
    street.house.invite(FakeBots(failure="The computer has left."))
    assert street.house.failure == "The computer has left."


def test_closing_forgets_the_bots_and_their_failure(street: Street) -> None:
    street.open()
    street.house.invite(FakeBots(failure="The computer has left."))
    street.house.close()
    assert not street.house.open
    assert not street.house.has_bots
    assert street.house.failure is None


def test_a_server_still_on_its_way_is_ended_when_the_house_closes(street: Street) -> None:
    street.may_start.clear()
    street.house.start(street.ready.append, lan=True)
    street.house.close()
    street.may_start.set()
    street.house.leave()
    assert street.server.stopped
    assert not street.ready


def test_starting_again_ends_what_ran_before(street: Street) -> None:
    street.open()
    first, street.server = street.server, FakeServer()
    street.bell.clear()
    street.open()
    assert first.stopped
    assert street.ready == [first, street.server]

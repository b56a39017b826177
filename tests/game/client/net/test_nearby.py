"""The list of matches and servers on this network: its logic by a held clock, and the real thing over loopback."""

from __future__ import annotations

import socket
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from game.client.net.nearby import MOST, PROBE_S, Found, Nearby, NearbyServer
from netcode.discovery import Announcement
from server.announcing import Announcer
from server.embed import Config, EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ANN, BOB = Announcement("Ann", 8765, "WXYZ"), Announcement("Bob", 9000)
HOST, OTHER = "192.168.1.5", "10.0.0.5"
LOOPBACK = "127.0.0.1"
PATIENCE_S = 60.0


def names(found: Found) -> list[str]:
    return [place.name for place in found.places()]


def a_list(*announcements: Announcement) -> Found:
    """Of servers that have been announced and reached at time 0."""
    found = Found()
    for announcement in announcements:
        found.announced(announcement.name, announcement, [HOST], 0)
        found.reached(announcement.name, HOST, 0)
    return found


def test_whoever_was_announced_and_reached_is_listed() -> None:
    assert a_list(ANN).places() == (NearbyServer("Ann", ANN.at(HOST)),)


def test_whoever_cannot_be_reached_is_not_listed() -> None:
    found = Found()
    found.announced("Ann", ANN, [HOST], 0)
    assert names(found) == []
    found.reached("Ann", None, 0)
    assert names(found) == []


def test_whoever_is_announced_is_looked_for_at_once() -> None:
    found = Found()
    found.announced("Ann", ANN, [HOST, OTHER], 7)
    assert (found.due_s(), found.to_reach(7)) == (7, {"Ann": [(HOST, 8765), (OTHER, 8765)]})


def test_whoever_is_listed_is_looked_for_again_after_a_while() -> None:
    found = a_list(ANN)
    assert found.to_reach(PROBE_S - 0.1) == {}
    assert list(found.to_reach(PROBE_S)) == ["Ann"]


def test_the_address_that_answered_is_tried_first() -> None:
    found = Found()
    found.announced("Ann", ANN, [HOST, OTHER], 0)
    found.reached("Ann", OTHER, 0)
    assert found.to_reach(PROBE_S)["Ann"][0] == (OTHER, 8765)


def test_whoever_says_goodbye_is_dropped() -> None:
    found = a_list(ANN, BOB)
    found.gone("Ann")
    assert names(found) == ["Bob"]


def test_whoever_was_killed_is_dropped_when_not_reached_any_more() -> None:
    found = a_list(ANN)
    found.reached("Ann", None, PROBE_S)
    assert names(found) == []


def test_whoever_is_reached_again_is_listed_again() -> None:
    """A wireless network that was away for a moment sends no second announcement."""
    found = a_list(ANN)
    found.reached("Ann", None, PROBE_S)
    found.reached("Ann", HOST, 2 * PROBE_S)
    assert names(found) == ["Ann"]


def test_an_answer_that_comes_after_the_goodbye_lists_nobody() -> None:
    found = a_list(ANN)
    found.gone("Ann")
    found.reached("Ann", HOST, 1)
    assert names(found) == []


def test_a_changed_announcement_stays_listed() -> None:
    found = a_list(ANN)
    found.announced("Ann", Announcement("Ann", 8765, "ABCD"), [HOST], 1)
    assert [place.address.code for place in found.places()] == ["ABCD"]


def test_the_order_is_that_of_the_names() -> None:
    assert names(a_list(BOB, ANN)) == ["Ann", "Bob"]


def test_a_flood_of_announcements_is_cut() -> None:
    found = Found()
    for number in range(MOST + 10):
        found.announced(str(number), ANN, [HOST], 0)
    assert len(found.to_reach(0)) == MOST


# --- over a real network ----------------------------------------------------------------------------------------------


def needs_multicast() -> None:
    """Skips, and says why, where this machine sends no multicast to itself."""
    group = "224.0.0.251"
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mouth,
    ):
        try:
            ear.bind(("", 0))
            ear.setsockopt(
                socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + socket.inet_aton(LOOPBACK)
            )
            ear.settimeout(PATIENCE_S)
            mouth.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(LOOPBACK))
            mouth.sendto(b"?", (group, ear.getsockname()[1]))
            ear.recv(1)
        except OSError as error:
            pytest.skip(f"THE REAL NETWORK IS NOT TESTED: this machine sends no multicast to itself ({error})")


class Looker:
    """A `Nearby` on loopback, and ways to wait for what it finds."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.nearby = Nearby(self._wake, [LOOPBACK])

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, what: Callable[[Nearby], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: what(self.nearby), PATIENCE_S)


@pytest.fixture
def looker() -> Iterator[Looker]:
    needs_multicast()
    looker = Looker()
    looker.nearby.start()
    yield looker
    looker.nearby.stop()
    looker.nearby._thread.join(PATIENCE_S)


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """Somebody who can be reached."""
    with socket.create_server((LOOPBACK, 0)) as server:
        yield server


@pytest.fixture
def announcer(listening: socket.socket) -> Iterator[Announcer]:
    announcer = Announcer(Announcement("Zoë", listening.getsockname()[1], "WXYZ"), [LOOPBACK])
    announcer.start()
    yield announcer
    announcer.stop()
    announcer.wait()


def here(nearby: Nearby, port: int) -> bool:
    return any(place.address.port == port for place in nearby.places)


def test_a_server_is_found_and_dropped_at_its_goodbye(
    looker: Looker, announcer: Announcer, listening: socket.socket
) -> None:
    port = listening.getsockname()[1]
    looker.until(lambda nearby: here(nearby, port))
    assert NearbyServer("Zoë", Announcement("Zoë", port, "WXYZ").at(LOOPBACK)) in looker.nearby.places
    announcer.stop()
    looker.until(lambda nearby: not here(nearby, port))


@pytest.mark.usefixtures("announcer")
def test_a_server_that_dies_without_a_goodbye_is_dropped(looker: Looker, listening: socket.socket) -> None:
    port = listening.getsockname()[1]
    looker.until(lambda nearby: here(nearby, port))
    listening.close()
    looker.until(lambda nearby: not here(nearby, port))


def test_without_zeroconf_the_list_says_that_it_cannot_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zeroconf", None)
    looker = Looker()
    looker.nearby.start()
    looker.until(lambda nearby: nearby.failed)
    assert looker.nearby.places == ()


def test_an_announcer_without_zeroconf_only_logs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "zeroconf", None)
    announcer = Announcer(Announcement("Zoë", 8765), [LOOPBACK])
    announcer.start()
    announcer._thread.join(PATIENCE_S)
    assert "not announced" in caplog.text


def test_a_server_in_this_program_is_found_and_dropped_when_it_ends(looker: Looker) -> None:
    server = EmbeddedServer.start(Config(port=0))
    try:
        server.announce(Announcement("Zoë", server.port))
        looker.until(lambda nearby: here(nearby, server.port))
    finally:
        server.stop()
    looker.until(lambda nearby: not here(nearby, server.port))

"""The page in a browser while the processes of its server come and go."""

from __future__ import annotations

import json
import random
import signal
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from netcode import messages as wire
from netcode.transport import SocketIOTransport
from tests.helpers.fleet import a_fleet
from tests.helpers.movers import Mover
from tests.helpers.phones import PATIENCE_MS, Phone, a_browser
from tests.helpers.redis import a_redis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


def a_room(url: str, home: str) -> Mover:
    """The host of a new room at that process, who has not taken their seat."""
    with urllib.request.urlopen(urllib.request.Request(f"{url}/rooms/create", method="POST")) as answer:  # noqa: S310
        made = json.load(answer)
    host = Mover(SocketIOTransport(home), random.Random(1), "Host")
    host.code, host.pid, host.token = made["code"], made["pid"], made["token"]
    return host


def start(host: Mover) -> None:
    """Take the host's seat, and begin as soon as the guest is there."""
    ends_s = time.monotonic() + PATIENCE_MS / 1000
    while not any(each.connected for each in host.members if each.pid != host.pid):
        assert time.monotonic() < ends_s, host.standing
        host.take(time.monotonic())
        # Its thread tells it what comes in.
        time.sleep(0.01)
    host.ask(wire.StartGame())


def test_rooms_go_to_a_process_that_came_after_the_page_was_loaded_and_the_page_follows(browser: Browser) -> None:
    flags = ("--bot-processes=0", "--drain-s=60")
    with a_redis() as redis, a_fleet([redis.url] * 3, *flags, besides=1) as fleet:
        home, old, new = fleet.processes
        # Of two rooms, either of the processes that stay gets one.
        hosts = [a_room(old.url, home.url) for _ in range(2)]
        phones = [Phone(browser, f"{home.url}/", name) for name in ("Ann", "Bob")]
        for host, phone in zip(hosts, phones, strict=True):
            phone.join(f"{home.url}/join/{host.code}")
        new.begin()
        new.listening()
        old.signal(signal.SIGTERM)
        assert old.ended() == 0
        for host, phone in zip(hosts, phones, strict=True):
            start(host)
            phone.sees_the_game()
            host.transport.close()
        forbidden = [said for phone in phones for said in phone.broken if "Content Security" in said]
        assert forbidden
        for phone in phones:
            phone.broken = [said for said in phone.broken if said not in forbidden]
            phone.close()

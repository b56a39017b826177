"""Matches and servers on this network, found by themselves (DNS-SD).

`Found` is the list's logic, without sockets and clock; `Nearby` looks, on a thread of its own. What is listed has been
reached a moment ago: a program that was killed says no goodbye, and a firewall may let announcements through, but
nobody in.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, Protocol

from msgspec import Struct

from netcode.address import Address
from netcode.discovery import SERVICE, Announcement, read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROBE_S: Final = 2.0
"""After so long it is looked again whether somebody who is listed is still there."""
REACH_S: Final = 1.5
RESOLVE_MS: Final = 1_000
MOST: Final = 50
"""So many are listed at most: anybody on the network can announce as many as they like."""
_AT_ONCE: Final = 8


class NearbyServer(Struct, frozen=True):
    """Where one can go: who is there, and the address that has answered."""

    name: str
    address: Address


class _Entry(Struct):
    announcement: Announcement
    hosts: tuple[str, ...]
    due_s: float
    reached: str | None = None

    def places(self) -> list[tuple[str, int]]:
        hosts = sorted(self.hosts, key=lambda host: host != self.reached)
        return [(host, self.announcement.port) for host in hosts]


class Found:
    """Who has been announced, and which of them can be reached."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def announced(self, service: str, announcement: Announcement, hosts: Sequence[str], now_s: float) -> None:
        """Somebody says that they are there, or has changed what they say. They are listed once they were reached."""
        known = self._entries.get(service)
        if known is None and len(self._entries) >= MOST:
            return
        hosts = tuple(hosts)
        reached = known.reached if known is not None and known.reached in hosts else None
        self._entries[service] = _Entry(announcement, hosts, now_s, reached)

    def gone(self, service: str) -> None:
        """Somebody has said goodbye, or was not heard of for too long."""
        self._entries.pop(service, None)

    def to_reach(self, now_s: float) -> dict[str, list[tuple[str, int]]]:
        """Who is to be looked for now, and where; the address that answered before comes first."""
        return {service: each.places() for service, each in self._entries.items() if each.due_s <= now_s}

    def reached(self, service: str, host: str | None, now_s: float) -> None:
        """Whether somebody was found, and at which of their addresses."""
        if service in self._entries:
            self._entries[service].reached = host
            self._entries[service].due_s = now_s + PROBE_S

    def due_s(self) -> float | None:
        """When somebody is to be looked for next."""
        return min((each.due_s for each in self._entries.values()), default=None)

    def places(self) -> tuple[NearbyServer, ...]:
        """Where one can go, in an order that stays."""
        listed = [
            NearbyServer(each.announcement.name, each.announcement.at(each.reached))
            for each in self._entries.values()
            if each.reached is not None
        ]
        return tuple(sorted(listed, key=lambda place: (place.name.casefold(), place.address.url or "")))


class Network(Protocol):
    """What a service browser needs of zeroconf."""

    def get_service_info(self, kind: str, service: str, timeout: int) -> Any:
        """All that is told of a service."""

    def close(self) -> None:
        """End it."""


class Nearby:
    """Looks around from `start` to `stop`; neither waits. `wake` is called when `places` or `failed` have changed."""

    def __init__(self, wake: Callable[[], None], interfaces: Sequence[str] | None = None) -> None:
        self._wake = wake
        self._interfaces = interfaces
        self._news: queue.SimpleQueue[tuple[str, bool] | None] = queue.SimpleQueue()
        self._found = Found()
        self._thread = threading.Thread(target=self._run, name="underdog-nearby", daemon=True)
        self.places: tuple[NearbyServer, ...] = ()
        self.failed = False
        """Whether this computer or its network does not let us look."""

    def start(self) -> None:
        """Begin to look around."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._news.put(None)

    def _run(self) -> None:
        try:
            network = self._open()
        except (ImportError, OSError, RuntimeError):
            # It costs the list and nothing else: addresses and codes can still be typed.
            self.failed = True
            self._wake()
            return
        try:
            with ThreadPoolExecutor(_AT_ONCE, "underdog-reaching") as pool:
                while self._step(network, pool):
                    pass
        finally:
            network.close()

    def _open(self) -> Network:
        # Deferred: it takes its time, which the first frame does not have.
        from zeroconf import InterfaceChoice, IPVersion, ServiceBrowser, ServiceStateChange, Zeroconf

        def told(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
            del zeroconf, service_type
            self._news.put((name, state_change is not ServiceStateChange.Removed))

        network = Zeroconf(interfaces=self._interfaces or InterfaceChoice.All, ip_version=IPVersion.V4Only)
        ServiceBrowser(network, SERVICE, handlers=[told])
        return network

    def _step(self, network: Network, pool: ThreadPoolExecutor) -> bool:
        """Wait for news or for what is due, and follow it; False: no more."""
        due_s = self._found.due_s()
        try:
            news = self._news.get(timeout=None if due_s is None else max(0.0, due_s - time.monotonic()))
        except queue.Empty:
            self._look(pool)
        else:
            if news is None:
                return False
            self._follow(network, *news)
        self._tell()
        return True

    def _follow(self, network: Network, service: str, there: bool) -> None:
        info = network.get_service_info(SERVICE, service, timeout=RESOLVE_MS) if there else None
        announcement = None if info is None else read(info.properties, info.port)
        if info is None or announcement is None:
            self._found.gone(service)
        else:
            self._found.announced(service, announcement, info.parsed_addresses(), time.monotonic())

    def _look(self, pool: ThreadPoolExecutor) -> None:
        wanted = self._found.to_reach(time.monotonic())
        for service, host in zip(wanted, pool.map(_first_reached, wanted.values()), strict=True):
            self._found.reached(service, host, time.monotonic())

    def _tell(self) -> None:
        places = self._found.places()
        if places != self.places:
            self.places = places
            self._wake()


def _first_reached(places: list[tuple[str, int]]) -> str | None:
    """The first of the addresses at which somebody listens."""
    for host, port in places:
        try:
            socket.create_connection((host, port), REACH_S).close()
        except OSError:
            continue
        return host
    return None


class Lookout:
    """Looks around whenever a screen wants to know, and only then."""

    def __init__(self, wake: Callable[[], None], look: Callable[[Callable[[], None]], Nearby] = Nearby) -> None:
        """`wake` is called from another thread when there is news; `look` makes what finds it."""
        self._wake = wake
        self._look = look
        self._nearby: Nearby | None = None
        self._told: tuple[tuple[NearbyServer, ...], bool] = ((), False)

    @property
    def places(self) -> tuple[NearbyServer, ...]:
        """Where one can go; none while nobody wants to know."""
        return self._nearby.places if self._nearby is not None else ()

    @property
    def failed(self) -> bool:
        """Whether this computer or its network does not let us look."""
        return self._nearby is not None and self._nearby.failed

    def start(self) -> None:
        """Look around from now on."""
        if self._nearby is None:
            self._nearby = self._look(self._wake)
            self._nearby.start()

    def stop(self) -> None:
        """Look no more."""
        if self._nearby is not None:
            self._nearby.stop()
            self._nearby = None

    def changed(self) -> bool:
        """Whether there is other news than at the last call."""
        before, self._told = self._told, (self.places, self.failed)
        return before != self._told

"""Finds matches and servers on the local network (DNS-SD).

`Found` is the logic of the list, without sockets and clock. `Nearby` browses on a thread of its own. Only servers that
were reached by TCP a moment ago are listed, because killed programs do not say goodbye, and a firewall may pass
announcements but no connections.
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
"""The longest list that is shown: anybody on the network can announce any number of servers."""
_AT_ONCE: Final = 8


class NearbyServer(Struct, frozen=True):
    """A server that can be joined: who is there, and the address that has answered."""

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
    """The announced servers, and which of them can be reached."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def announced(self, service: str, announcement: Announcement, hosts: Sequence[str], now_s: float) -> None:
        """A server was announced, or has changed its announcement. It is listed once it was reached."""
        known = self._entries.get(service)
        if known is None and len(self._entries) >= MOST:
            return
        hosts = tuple(hosts)
        reached = known.reached if known is not None and known.reached in hosts else None
        self._entries[service] = _Entry(announcement, hosts, now_s, reached)

    def gone(self, service: str) -> None:
        """A server said goodbye, or its announcement has expired."""
        self._entries.pop(service, None)

    def to_reach(self, now_s: float) -> dict[str, list[tuple[str, int]]]:
        """The servers to check now, and their addresses. The address that answered before comes first."""
        return {service: each.places() for service, each in self._entries.items() if each.due_s <= now_s}

    def reached(self, service: str, host: str | None, now_s: float) -> None:
        """The result of a check: whether a server was reached, and at which address."""
        if service in self._entries:
            self._entries[service].reached = host
            self._entries[service].due_s = now_s + PROBE_S

    def due_s(self) -> float | None:
        """When the next server is to be checked."""
        return min((each.due_s for each in self._entries.values()), default=None)

    def places(self) -> tuple[NearbyServer, ...]:
        """The servers that can be joined, in a stable order."""
        listed = [
            NearbyServer(each.announcement.name, each.announcement.at(each.reached))
            for each in self._entries.values()
            if each.reached is not None
        ]
        return tuple(sorted(listed, key=lambda place: (place.name.casefold(), place.address.url or "")))


class Network(Protocol):
    """What a service browser needs of zeroconf."""

    def get_service_info(self, kind: str, service: str, timeout: int) -> Any:
        """The whole announcement of a service."""

    def close(self) -> None:
        """End it."""


class Nearby:
    """Browses from `start` to `stop`; neither waits. `wake` is called when `places` or `failed` have changed."""

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
        """Stop browsing."""
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
        """Wait for news or the next check, and handle it. False once stopped."""
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
    """The first address that accepts a connection."""
    for host, port in places:
        try:
            socket.create_connection((host, port), REACH_S).close()
        except OSError:
            continue
        return host
    return None


class NearbySearch:
    """Browses the local network while a screen shows the list, or somebody types a code."""

    def __init__(self, wake: Callable[[], None], look: Callable[[Callable[[], None]], Nearby] = Nearby) -> None:
        """`wake` is called on another thread when there is news; `look` makes the browser."""
        self._wake = wake
        self._look = look
        self._nearby: Nearby | None = None
        self._told: tuple[tuple[NearbyServer, ...], bool] = ((), False)

    @property
    def places(self) -> tuple[NearbyServer, ...]:
        """The servers that can be joined; empty while nothing browses."""
        return self._nearby.places if self._nearby is not None else ()

    @property
    def failed(self) -> bool:
        """Whether this computer or its network does not allow browsing."""
        return self._nearby is not None and self._nearby.failed

    def start(self) -> None:
        """Begin to browse."""
        if self._nearby is None:
            self._nearby = self._look(self._wake)
            self._nearby.start()

    def stop(self) -> None:
        """Stop browsing."""
        if self._nearby is not None:
            self._nearby.stop()
            self._nearby = None

    def room(self, text: str) -> Address | None:
        """Where the room is whose code was typed, if exactly one server on this network announces it."""
        code = text.strip().upper()
        found = [place.address for place in self.places if place.address.code == code]
        return found[0] if len(found) == 1 else None

    def changed(self) -> bool:
        """Whether there is news since the last call."""
        before, self._told = self._told, (self.places, self.failed)
        return before != self._told

"""The composition root of a process in a cluster."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final

from server.cluster.handover import Handover
from server.cluster.lookup import RoomLookup
from server.cluster.routing import RoomRouting
from server.cluster.shares import Shares
from server.cluster.sweeper import Sweeper
from server.cluster.takeover import Takeover
from server.cluster.throttle import SharedThrottle

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.service import Service
    from server.store import Conflict
    from server.store.redis_open import Opened


# For so long it is tried to be known before clients come.
KNOWN_S: Final = 2.0
LOOK_S: Final = 0.01


class ClusterMember:
    """Connects a service to the other processes on the same Redis."""

    def __init__(self, service: Service, opened: Opened) -> None:
        self._service = service
        config, clock, lease = service.config, service.clock, opened.lease
        self._lease = lease
        service.restoring.url_of = lease.url_of
        service.other_places = lambda: [peer.url for peer in lease.peers.values()]
        opened.store.watch_losses(self._lost)
        self._store = opened.store
        lease.rooms = lambda: len(service.rooms)
        opened.store.outbox.on_found(self._results_found)
        lookup = RoomLookup(opened.connection, lease, clock)
        self.takeover = Takeover(opened.store, service.rooms, service.restoring)
        routing = RoomRouting(
            lookup,
            self.takeover,
            lease,
            config.lease_s * 1000,
            config.wrong_codes_per_min,
            self._later,
            lambda: service.draining,
        )
        routing.attach(service.deferred)
        service.room_elsewhere = routing.over_http
        self._shares = Shares(opened.connection, lease, service)
        self._sweeper = Sweeper(opened.connection, opened.store, lookup, self.takeover, service.deadlines)
        self._handover = Handover(
            opened.store,
            lease,
            service.rooms,
            service.commits,
            service.runner,
            service.restoring,
            service.deadlines,
        )
        service.shutdown.hand_over = self._hand_over
        service.across.serves_page = lease.has_known
        service.across.throttle = SharedThrottle(opened.connection, config, clock)

    def start(self) -> None:
        """Begin to sweep, and to take rooms."""
        self._sweeper.start()
        self._shares.start()
        self._lease.take_rooms(willing=True)

    async def known(self) -> None:
        """Wait until the others can hand rooms over to this process, but not for ever."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(KNOWN_S):
                while not await self._renewed():  # noqa: ASYNC110 - Redis is being connected to
                    await asyncio.sleep(LOOK_S)

    def _renewed(self) -> asyncio.Future[bool]:
        renewed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def answered(well: bool) -> None:
            if not renewed.done():
                renewed.set_result(well)

        self._lease.renew(answered)
        return renewed

    def _results_found(self) -> None:
        self._service.commits.on_outcome()

    def nobody_keeps_results(self) -> None:
        """Without a database of people, finished matches are not recorded."""
        self._store.outbox.on_found(self._forget_results)

    def _forget_results(self) -> None:
        for result in self._store.results():
            self._store.delivered(result)

    def _later(self, ms: float, call: Callable[[], None]) -> None:
        self._service.clock.call_at(self._service.clock.now_ms() + ms, call)

    def _lost(self, code: str, conflict: Conflict) -> None:
        room = self._service.rooms.find(code)
        if room is not None:
            self._service.restoring.conflicted(room, conflict)

    def _hand_over(self, done: Callable[[], None], nobody: Callable[[], None]) -> None:
        self._sweeper.stopped = True
        self._handover.begin(done, nobody)

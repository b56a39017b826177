"""Regular work for all processes together: takes over due rooms whose owner is dead, finds results that were left
behind, and keeps idle rooms from expiring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.store.redis_outbox import not_due, overdue

if TYPE_CHECKING:
    from server.cluster.lookup import Location, RoomLookup
    from server.cluster.takeover import Takeover
    from server.rooms.deadlines import Deadlines
    from server.store.redis import RedisStore
    from server.store.redis_connection import RedisConnection

SWEEP_MS: Final = 2_000.0
# Its people come back sooner, wherever they find a process: a sweeper is for rooms without any.
GRACE_MS: Final = 3_000.0
# The address on whose behalf nobody looks.
NOBODY: Final = ""


class Sweeper:
    """Sweeps from `start` on."""

    def __init__(
        self,
        connection: RedisConnection,
        store: RedisStore,
        lookup: RoomLookup,
        takeover: Takeover,
        deadlines: Deadlines,
    ) -> None:
        self._connection = connection
        self._store = store
        self._lookup = lookup
        self._takeover = takeover
        self._deadlines = deadlines
        self.stopped = False

    def start(self) -> None:
        """Sweep from now on."""
        self._deadlines.set("sweep", self._store.now_ms() + SWEEP_MS, self._sweep)

    def _sweep(self) -> None:
        self.start()
        self._store.refresh()
        if self.stopped:
            return
        self._store.outbox.look(lambda: None)
        overdue(self._connection, self._store.now_ms() - GRACE_MS, self._found)

    def _found(self, codes: list[str]) -> None:
        for code in codes:
            if not self._takeover.has(code):
                self._look(code)

    def _look(self, code: str) -> None:
        def found(location: Location | None) -> None:
            if location is None or location.alive:
                return
            if location.owner is None:
                not_due(self._connection, code)
            else:
                self._takeover.take(code, location, lambda _: None)

        self._lookup.look(code, NOBODY, found)

"""Takes over a room that has no living owner, and continues it."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.cluster.lookup import Location
    from server.rooms.registry import Registry
    from server.rooms.restoring import Restoring
    from server.store.redis import RedisStore, Taken

log = logging.getLogger(__name__)


class Takeover:
    """Takes rooms over. Several processes may want the same room; exactly one of them gets it."""

    def __init__(self, store: RedisStore, rooms: Registry, restoring: Restoring) -> None:
        self._store = store
        self._rooms = rooms
        self._restoring = restoring
        # Who waits for rooms that are being taken: one look may see what another one's taking has done.
        self._taking: dict[str, list[Callable[[bool], None]]] = {}
        # How many rooms this process has gone on with.
        self.taken = 0

    def has(self, code: str) -> bool:
        """Whether the room is ours."""
        return self._rooms.find(code) is not None

    def take(self, code: str, location: Location, done: Callable[[bool], None]) -> None:
        """Take over the room as it was seen. `done` gets False if it has changed hands and must be looked up again."""
        assert location.owner is not None
        if self.has(code):
            done(True)
            return
        waiting = self._taking.setdefault(code, [])
        waiting.append(done)
        if len(waiting) == 1:
            log.info("taking a room over", extra={"room": code, "from": location.owner})
            self._store.take(code, location.owner, location.epoch, location.at_ms, partial(self._answered, code))

    def _answered(self, code: str, taken: Taken | None) -> None:
        if taken is not None:
            self.taken += 1
            if not self._restoring.restore(code, taken.stored, taken.since_ms):
                # Another one of us, of another version, may be able to read it.
                self._store.release(code, lambda: None)
        for done in self._taking.pop(code):
            done(taken is not None)

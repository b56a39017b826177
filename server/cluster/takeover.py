"""Makes a room ours that has no owner any more, and goes on with it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.cluster.sights import Sight
    from server.restoring import Restoring
    from server.rooms.registry import Registry
    from server.store.redis import RedisStore, Taken

log = logging.getLogger(__name__)


class Takeover:
    """Takes rooms, each of which may be wanted by several processes at once: one of them gets it."""

    def __init__(self, store: RedisStore, rooms: Registry, restoring: Restoring) -> None:
        self._store = store
        self._rooms = rooms
        self._restoring = restoring
        # How many rooms this process has gone on with.
        self.taken = 0

    def has(self, code: str) -> bool:
        """Whether the room is ours."""
        return self._rooms.find(code) is not None

    def take(self, code: str, sight: Sight, done: Callable[[bool], None]) -> None:
        """Take the room as it was seen. `done`: whether it is ours; if not, it has changed hands, and is to be looked
        for again.
        """
        assert sight.owner is not None

        def answered(taken: Taken | None) -> None:
            if taken is None:
                done(self.has(code))
                return
            log.info("room taken over", extra={"room": code, "from": sight.owner})
            self.taken += 1
            if not self._restoring.restore(code, taken.stored, taken.since_ms):
                # Another one of us, of another version, may be able to read it.
                self._store.release(code, lambda: None)
            done(True)

        self._store.take(code, sight.owner, sight.epoch, sight.at_ms, answered)

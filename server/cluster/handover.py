"""How a process leaves: its rooms go to the others at once, each with all who are in it."""

from __future__ import annotations

import zlib
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from server.rooms.commit import Commits
    from server.rooms.registry import Registry
    from server.rooms.restoring import Restoring
    from server.rooms.room import Room
    from server.rooms.runner import Runner
    from server.store.lease import Lease, Peer
    from server.store.redis import RedisStore


class Handover:
    """Hands rooms over. Their time stands still on the way, so that it costs nobody any."""

    def __init__(
        self,
        store: RedisStore,
        lease: Lease,
        rooms: Registry,
        commits: Commits,
        runner: Runner,
        restoring: Restoring,
    ) -> None:
        self._store = store
        self._lease = lease
        self._rooms = rooms
        self._commits = commits
        self._runner = runner
        self._restoring = restoring

    def begin(self, done: Callable[[], None]) -> bool:
        """Give all rooms away, then call `done`; False if there is nobody to give them to, and nothing has happened."""
        if self._lease.open:
            # That none is handed over to us.
            self._lease.take_rooms(willing=False)
        others = self._lease.others()
        if not others or self._store.failing is not None:
            return False
        for room in list(self._rooms):
            self._hand_over(room, others)
        # When that is answered, so is all that was said before.
        self._store.flush(lambda _: done())
        return True

    def _hand_over(self, room: Room, others: Sequence[Peer]) -> None:
        if room.stands_since_ms is None and room.game is not None:
            self._commits.run("handing over", partial(self._runner.stand_still, room))
        self._store.release(room.code, lambda: None)
        self._restoring.move_away(room, others[zlib.crc32(room.code.encode()) % len(others)].url)

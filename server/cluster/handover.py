"""How a process leaves: it hands its rooms over to the others, one after the other, with all their members.

A new owner needs a moment for each connection, and rooms that came all at once would wait for each other. So each room
goes when the one before is probably there; the others play on meanwhile.
"""

from __future__ import annotations

import itertools
import math
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.rooms.commit import Commits
    from server.rooms.deadlines import Deadlines
    from server.rooms.registry import Registry
    from server.rooms.restoring import Restoring
    from server.rooms.room import Room
    from server.rooms.runner import Runner
    from server.store.lease import Lease
    from server.store.redis import RedisStore

# A new owner needs 1 ms of its processor for a connection that comes, and has other rooms as well.
PACE_MS: Final = 5.0
# For all rooms together, however many there are, because the operator waits for it.
LONGEST_MS: Final = 5_000.0
# Redis may not answer at all.
PATIENCE_MS: Final = 1_000.0
TIMER: Final = "handover"


class Handover:
    """Hands rooms over. Their time stands still on the way, so nobody loses any."""

    def __init__(
        self,
        store: RedisStore,
        lease: Lease,
        rooms: Registry,
        commits: Commits,
        runner: Runner,
        restoring: Restoring,
        deadlines: Deadlines,
    ) -> None:
        self._store = store
        self._lease = lease
        self._rooms = rooms
        self._commits = commits
        self._runner = runner
        self._restoring = restoring
        self._deadlines = deadlines
        # Counts the rooms that have gone, so that each of the others gets its share.
        self._turns = itertools.count()
        self._at_once = 1

    def begin(self, done: Callable[[], None], nobody: Callable[[], None]) -> None:
        """Hand over all rooms, then call `done`. If no process can take them, call `nobody`; then nothing has
        happened.
        """

        def told(renewed: bool) -> None:
            # The others are known as they are now: one of them may have come a moment ago.
            if renewed and self._lease.others() and self._store.failing is None:
                self._at_once = math.ceil(len(self._rooms) * PACE_MS / LONGEST_MS)
                self._next(done)
            else:
                nobody()

        # Nor are others to hand rooms over to us.
        self._lease.take_rooms(willing=False, done=self._in_time(told))

    def _in_time(self, answered: Callable[[bool], None]) -> Callable[[bool], None]:
        """A callback for Redis's answer. If there is none in time, `answered` gets False."""
        waits = True

        def once(well: bool) -> None:
            nonlocal waits
            if waits:
                waits = False
                self._deadlines.clear(TIMER)
                answered(well)

        self._deadlines.set(TIMER, self._store.now_ms() + PATIENCE_MS, partial(once, False))
        return once

    def _next(self, done: Callable[[], None]) -> None:
        going = list(itertools.islice(self._rooms, self._at_once))
        # In an order of their own: Redis's changes with each lease that is renewed.
        others = sorted(self._lease.others(), key=lambda peer: peer.url)
        if not going or not others or self._store.failing is not None:
            # A room that no process takes is stored, and will be taken over when somebody asks for it.
            written = self._in_time(lambda _: done())
            self._store.flush(lambda _: written(True))
            return
        for room in going:
            self._hand_over(room, others[next(self._turns) % len(others)].url)
        self._deadlines.set(TIMER, self._store.now_ms() + PACE_MS, partial(self._next, done))

    def _hand_over(self, room: Room, url: str) -> None:
        if room.stands_since_ms is None and room.game is not None:
            self._commits.run("handing over", partial(self._runner.stand_still, room))
        self._store.release(room.code, lambda: None)
        self._restoring.move_away(room, url)

"""Who is in a room, as everybody there is told: at once where players are concerned, and a few times a second at most
where it is about spectators, of whom there may be many.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from netcode.messages import Player, PlayerList
from server import translate
from server.limits import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.clock import Clock
    from server.config import Config
    from server.rooms.deadlines import Deadlines
    from server.rooms.room import Member, Room
    from server.step import Step, Steps

# A list that has to wait is told so much later, with all that has changed meanwhile.
GATHER_MS: Final = 250.0


class Roster:
    """Tells rooms who is in them."""

    def __init__(self, config: Config, clock: Clock, deadlines: Deadlines, steps: Steps) -> None:
        self._config = config
        self._clock = clock
        self._deadlines = deadlines
        self._steps = steps
        # Lists about spectators that a room may still be told at once.
        self._buckets: dict[str, Bucket] = {}
        self._planned: set[str] = set()

    def tell(self, room: Room[Any], step: Step, *, to: Iterable[Member] | None = None) -> None:
        """Something about a player has changed."""
        step.announce(room.members.values() if to is None else to, player_list(room))

    def tell_soon(self, room: Room[Any], step: Step, *, to: Iterable[Member] | None = None) -> None:
        """Something has changed that nobody waits for: a spectator, or how somebody is called."""
        if room.code in self._planned:
            return
        now_ms = self._clock.now_ms()
        bucket = self._buckets.get(room.code)
        if bucket is None:
            config = self._config
            bucket = self._buckets[room.code] = Bucket(config.lists_per_s, config.lists_burst, now_ms)
        if bucket.take(now_ms):
            self.tell(room, step, to=to)
        else:
            self._planned.add(room.code)
            self._deadlines.set(("players", room.code), now_ms + GATHER_MS, partial(self._tell_late, room))

    def about(self, member: Member, room: Room[Any], step: Step, *, to: Iterable[Member] | None = None) -> None:
        """This member has come, gone or come back."""
        if member.role == "player":
            self.tell(room, step, to=to)
        else:
            self.tell_soon(room, step, to=to)

    def _tell_late(self, room: Room[Any]) -> None:
        self._planned.discard(room.code)
        self._buckets[room.code].take(self._clock.now_ms())
        self._steps.run("a list of members", partial(self._tell_now, room))

    def _tell_now(self, room: Room[Any], step: Step) -> None:
        step.rests_on = room
        self.tell(room, step)

    def forget(self, room: Room[Any]) -> None:
        """The room has ended."""
        self._buckets.pop(room.code, None)
        self._planned.discard(room.code)
        self._deadlines.clear(("players", room.code))


def player_list(room: Room[Any]) -> PlayerList:
    """Who is in the room, as everybody sees it."""
    score = translate.score(room.machine)
    bots_seat = room.machine.bots_seat if room.machine else None
    return PlayerList(
        watchers=room.watchers,
        players=[
            Player(
                pid=member.pid,
                name=member.name,
                role=member.role,
                connected=member.connected,
                host=member.pid == room.host,
                picture=member.picture,
                latency_ms=member.latency_ms,
                score=score.get(str(member.pid), 0.0),
                ai=member.pid == bots_seat,
            )
            for member in room.members.values()
        ],
    )

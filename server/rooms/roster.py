"""Tells the members of a room who else is in it: changes only.

Changes of players are told at once, changes of spectators a few times a second at most, because they can be many.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from netcode.messages.rooms import Latencies, Player, PlayerChanged, PlayerJoined, PlayerLeft, PlayerList
from server.limits import Bucket
from server.rooms.audience import players_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netcode.messages.base import Notice
    from server.clock import Clock
    from server.config import Config
    from server.rooms.commit import Commits, UnitOfWork
    from server.rooms.deadlines import Deadlines
    from server.rooms.room import Member, Room

# How long a change waits, to be told together with later ones.
GATHER_MS: Final = 250.0
# How often latencies are told.
LATENCIES_MS: Final = 1_000.0
_CHANGEABLE: Final = PlayerChanged.__struct_fields__[1:]


class Roster:
    """Tells rooms who is in them."""

    def __init__(self, config: Config, clock: Clock, deadlines: Deadlines, steps: Commits) -> None:
        self._config = config
        self._clock = clock
        self._deadlines = deadlines
        self._commits = steps
        # What everybody in a room has been told, by code; and what spectators have, where they are told later.
        self._told: dict[str, dict[int, Player]] = {}
        self._seen: dict[str, dict[int, Player]] = {}
        # Changes of spectators that a room may still be told at once.
        self._buckets: dict[str, Bucket] = {}
        self._planned: set[str] = set()
        # When hosts that are screens were told the whole list, and to whom that is due.
        self._listed_ms: dict[str, float] = {}
        self._lists_planned: set[str] = set()
        # Players whose latency is to be told.
        self._measured: dict[str, set[int]] = {}

    def begin(self, room: Room) -> None:
        """A room was opened or restored. Nobody is told of the members who are already in it."""
        self._told[room.code] = {player.pid: player for player in players_of(room)}

    def welcome(self, newcomer: Member, room: Room, work: UnitOfWork) -> None:
        """Tell a new member who is here, and the others that they have come."""
        others = [member for member in room.members.values() if member is not newcomer]
        self.about(newcomer, room, work, to=others)
        players = players_of(room, watching=newcomer.role == "spectator")
        work.announce(room, PlayerList(players, room.watchers), to=[newcomer])

    def tell(self, room: Room, work: UnitOfWork, *, to: Iterable[Member] | None = None) -> None:
        """A player has changed."""
        told = self._told.get(room.code, {})
        now = {player.pid: player for player in players_of(room)}
        hearers = None if to is None else list(to)
        if room.watch_delay_ms:
            everybody = list(room.members.values()) if hearers is None else hearers
            hearers = [each for each in everybody if each.role != "spectator"]
            self._tell_spectators(room, told, [each for each in everybody if each.role == "spectator"], work)
        for notice in _changes(told, now):
            work.announce(room, notice, to=hearers)
        self._told[room.code] = now
        work.on_undo(partial(self._told.__setitem__, room.code, told))
        if told != now:
            self.list_to_host(room, work)

    def _tell_spectators(self, room: Room, told: dict[int, Player], spectators: list[Member], work: UnitOfWork) -> None:
        """Tell them what they may see now. `told` is what everybody knew until the match began."""
        before = self._seen.get(room.code, told)
        now = {player.pid: player for player in players_of(room, watching=True)}
        for notice in _changes(before, now):
            work.announce(room, notice, to=spectators)
        self._seen[room.code] = now
        work.on_undo(partial(self._seen.__setitem__, room.code, before))

    def list_to_host(self, room: Room, work: UnitOfWork) -> None:
        """Tell a host who is a screen the whole list, a few times a second at most."""
        host = room.members.get(room.host)
        if room.seats.host != "screen" or host is None or room.code in self._lists_planned:
            return
        now_ms = self._clock.now_ms()
        due_ms = self._listed_ms.get(room.code, -GATHER_MS) + GATHER_MS
        if due_ms <= now_ms:
            self._listed_ms[room.code] = now_ms
            work.announce(room, PlayerList(players_of(room), room.watchers), to=[host])
        else:
            self._lists_planned.add(room.code)
            self._deadlines.set(("list", room.code), due_ms, partial(self._list_late, room))

    def _list_late(self, room: Room) -> None:
        self._lists_planned.discard(room.code)
        self._commits.run("the list of members", partial(self._list_now, room))

    def _list_now(self, room: Room, work: UnitOfWork) -> None:
        work.rests_on = room
        self.list_to_host(room, work)

    def tell_soon(self, room: Room, work: UnitOfWork, *, to: Iterable[Member] | None = None) -> None:
        """A change that nobody waits for: of a spectator, or of a name."""
        if room.code in self._planned:
            return
        now_ms = self._clock.now_ms()
        bucket = self._buckets.get(room.code)
        if bucket is None:
            config = self._config
            bucket = self._buckets[room.code] = Bucket(config.lists_per_s, config.lists_burst, now_ms)
        if bucket.take(now_ms):
            self.tell(room, work, to=to)
        else:
            self._planned.add(room.code)
            self._deadlines.set(("players", room.code), now_ms + GATHER_MS, partial(self._tell_late, room))

    def about(self, member: Member, room: Room, work: UnitOfWork, *, to: Iterable[Member] | None = None) -> None:
        """This member has come, left or come back."""
        if member.role == "player":
            self.tell(room, work, to=to)
        else:
            self.tell_soon(room, work, to=to)

    def measured(self, member: Member, room: Room) -> None:
        """A player's latency has changed."""
        measured = self._measured.setdefault(room.code, set())
        if not measured:
            due_ms = self._clock.now_ms() + LATENCIES_MS
            self._deadlines.set(("latencies", room.code), due_ms, partial(self._tell_latencies, room))
        measured.add(member.pid)

    def _tell_latencies(self, room: Room) -> None:
        pids = self._measured.pop(room.code, set())
        figures = {str(pid): room.members[pid].latency_ms for pid in sorted(pids) if pid in room.members}
        notice = Latencies({pid: ms for pid, ms in figures.items() if ms is not None})
        # A new figure would tell spectators of a delayed match who has come back.
        to = [each for each in room.members.values() if each.role != "spectator"] if room.watch_delay_ms else None
        self._commits.run("latencies", partial(_announce, room, notice, to))

    def _tell_late(self, room: Room) -> None:
        self._planned.discard(room.code)
        self._buckets[room.code].take(self._clock.now_ms())
        self._commits.run("changes of members", partial(self._tell_now, room))

    def _tell_now(self, room: Room, work: UnitOfWork) -> None:
        work.rests_on = room
        self.tell(room, work)

    def forget(self, room: Room) -> None:
        """The room has ended."""
        for known in (self._told, self._seen, self._buckets, self._measured, self._listed_ms):
            known.pop(room.code, None)
        self._planned.discard(room.code)
        self._lists_planned.discard(room.code)
        for kind in ("players", "latencies", "list"):
            self._deadlines.clear((kind, room.code))


def _announce(room: Room, notice: Notice, to: Iterable[Member] | None, work: UnitOfWork) -> None:
    work.rests_on = room
    work.announce(room, notice, to=to)


def _changes(told: dict[int, Player], now: dict[int, Player]) -> Iterator[Notice]:
    for pid in told:
        if pid not in now:
            yield PlayerLeft(pid)
    for pid, player in now.items():
        before = told.get(pid)
        if before is None:
            yield PlayerJoined(player)
        elif changed := _difference(before, player):
            yield PlayerChanged(pid, **changed)


def _difference(before: Player, now: Player) -> dict[str, Any]:
    return {name: getattr(now, name) for name in _CHANGEABLE if getattr(now, name) != getattr(before, name)}

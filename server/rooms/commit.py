"""Commit, then apply: a change is stored before anybody hears of it, or it is undone.

A unit of work collects what to tell whom. Once it is committed, its answer and notices are sent. If its handler fails,
or if its room cannot be stored because another process owns it, nothing of it is left in memory, on disk or on any
screen. A match that ends is recorded in the same commit or not at all.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from netcode.refusals import Refusal
from server.packets import Packet
from server.refused import Refused, refusal_answer
from server.store import Commit, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netcode.messages.base import Notice
    from netcode.messages.rooms import ActionSuccess
    from server.games.interface import Outcome
    from server.rooms.connections import Connection, Connections
    from server.rooms.room import Member, Room
    from server.rooms.sessions import Session
    from server.store import Conflict, RoomStore

log = logging.getLogger(__name__)


class UnitOfWork:
    """One change: the room that it concerns, what to tell whom, and how to undo what is not part of the room's
    state.
    """

    __slots__ = ("_closing", "_connections", "_posts", "_undo", "changed", "ends", "outcome", "rests_on")

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._posts: list[tuple[Connection, Packet]] = []
        self._closing: list[Connection] = []
        self._undo: list[Callable[[], None]] = []
        # To be set before the room is touched.
        self.changed: Room | None = None
        # Whether the room ends with this work.
        self.ends = False
        # A room that an answer is about without changing it. Its state must be safe, too, before the answer is sent.
        self.rests_on: Room | None = None
        # A match that has ended with it: to be kept with the room, or not at all.
        self.outcome: Outcome | None = None

    def post(self, connection: Connection | None, packet: Packet) -> None:
        """Send the packet at the end, if there is anybody to get it."""
        if connection is not None:
            self._posts.append((connection, packet))

    def announce(self, room: Room, notice: Notice, *, to: Iterable[Member] | None = None) -> None:
        """Tell all members, or some, with one encoding."""
        packet, connections = Packet(notice), self._connections.in_room(room)
        if to is None:
            self._posts += [(connection, packet) for connection in connections.values()]
        else:
            for member in to:
                self.post(connections.get(member.pid), packet)

    def hang_up(self, room: Room, member: Member) -> None:
        """Close the member's connection at the very end."""
        connection = self._connections.of(room, member)
        if connection is not None:
            self._closing.append(connection)

    def on_undo(self, action: Callable[[], None]) -> None:
        """Call this if the work is undone. Later ones are called first."""
        self._undo.append(action)

    def sit(self, session: Session, room: Room, member: Member, wants: frozenset[str] = frozenset()) -> None:
        """Give the member's seat to this connection. `wants` is what it asks to be told besides."""
        before, wanted = self._connections.of(room, member), member.wants
        session.sit(room, member)
        member.wants = wants

        def undo() -> None:
            session.stand_up()
            self._connections.set(room, member, before)
            member.wants = wanted

        self.on_undo(undo)

    def stand_up(self, session: Session) -> None:
        """The connection goes on without its seat."""
        room, member = session.seated()
        session.stand_up()
        self.on_undo(partial(session.sit, room, member))

    def remove(self, room: Room, member: Member) -> None:
        """Remove a member from the room for good."""
        connection = self._connections.of(room, member)
        room.remove(member)
        self._connections.set(room, member, None)

        def undo() -> None:
            room.members[member.pid] = member
            self._connections.set(room, member, connection)

        self.on_undo(undo)

    def undo(self) -> None:
        """Undo what is not part of the room's state."""
        for action in reversed(self._undo):
            action()

    def send(self) -> None:
        """Send everything that was collected."""
        for connection, packet in self._posts:
            connection.deliver(packet)
        for connection in self._closing:
            connection.close()


def _next_of(room: Room, work: UnitOfWork) -> Commit:
    """The room's current state for the store. It is encoded once, and kept to roll back to."""
    state = room.state()
    outcome = work.outcome
    result = None
    if outcome is not None:
        result = Result(room.id, outcome.match, msgspec.msgpack.encode(outcome))
    changed = room.committed_options is not room.encoded_options
    options = room.encoded_options if changed else None
    commit = Commit(room.code, room.version, state, room.due_ms(), result, options, room.key)
    room.version += 1
    room.committed, room.committed_options = state, room.encoded_options
    return commit


class Commits:
    """Finishes units of work.

    Args:
        store: stores the commits.
        connections: who sits where.
        undone: called to restore everything around a room whose work failed.
        ended: called to forget a room after its last work.
        conflicted: called if another process has changed the room in the store, so that the state in memory is void.
    """

    def __init__(
        self,
        store: RoomStore,
        connections: Connections,
        undone: Callable[[Room], None],
        ended: Callable[[Room], None],
        conflicted: Callable[[Room, Conflict], None],
    ) -> None:
        self._store = store
        self._connections = connections
        self._undone = undone
        self._ended = ended
        self._conflicted = conflicted
        self.on_outcome: Callable[[], None] = lambda: None
        """Is called when a match is in the outbox."""

    def begin(self) -> UnitOfWork:
        """Begin a unit of work."""
        return UnitOfWork(self._connections)

    def run(self, what: str, change: Callable[[UnitOfWork], None]) -> bool:
        """Run and commit a change that no request asked for. False if it failed; that is logged, and nothing has
        changed.
        """
        work = self.begin()
        try:
            change(work)
            self.finish(work)
        except Exception:
            log.exception("%s failed", what)
            self.undo(work)
            return False
        return True

    def undo(self, work: UnitOfWork) -> None:
        """Restore the state before the failed work."""
        work.undo()
        if work.changed is not None:
            self._undone(work.changed)

    def finish(
        self,
        work: UnitOfWork,
        answer: ActionSuccess | None = None,
        reply: Callable[[ActionSuccess], None] | None = None,
    ) -> None:
        """Commit, then send the answer and the notices. If this raises, nothing was committed."""
        room = work.changed
        if room is not None and not work.ends:
            self._store.commit(_next_of(room, work), partial(self._committed, work, answer, reply))
            return
        if room is not None:
            if work.outcome is not None:
                # The room ends with its match: the result stays.
                self._store.commit(_next_of(room, work), partial(self._committed, work, None, None))
            self._ended(room)
        told = room or work.rests_on
        if told is None:
            self._send(work, answer, reply)
        else:
            self._store.settled(told.code, lambda: self._send_safely(work, answer, reply))

    def _committed(
        self,
        work: UnitOfWork,
        answer: ActionSuccess | None,
        reply: Callable[[ActionSuccess], None] | None,
        conflict: Conflict | None,
    ) -> None:
        if conflict is None:
            self._send_safely(work, answer, reply)
            if work.outcome is not None:
                self.on_outcome()
            return
        assert work.changed is not None
        self._conflicted(work.changed, conflict)
        if answer is not None and reply is not None and conflict.owner is None:
            # Where the room has another owner, that one is asked again, and answers.
            reply(refusal_answer(answer.request, Refused(Refusal.NOT_NOW)))

    def _send_safely(
        self, work: UnitOfWork, answer: ActionSuccess | None, reply: Callable[[ActionSuccess], None] | None
    ) -> None:
        """Send. While the store fails, the answer says that the change would not survive a crash."""
        if answer is not None and self._store.failing is not None:
            answer = replace(answer, safe=False)
        self._send(work, answer, reply)

    def _send(
        self, work: UnitOfWork, answer: ActionSuccess | None, reply: Callable[[ActionSuccess], None] | None
    ) -> None:
        try:
            if answer is not None and reply is not None:
                reply(answer)
            work.send()
        except Exception:
            # It is committed: a failure of one connection must not undo it.
            log.exception("telling what has happened failed")

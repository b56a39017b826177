"""Commit, then apply: what a request or a deadline changes is stored before anybody hears of it, or never happened.

A step collects whom to tell what. When it is committed, its answer and news are sent. When its handler fails, or when
its room cannot be stored because another process has it, nothing of it is left in memory, on disk or on any screen.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from netcode.refusals import Refusal
from server.links import Parcel
from server.refused import Refused, refusal_answer
from server.rooms.room import link_of
from server.store import Commit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netcode.messages import ActionSuccess, Notice
    from server.links import Link
    from server.rooms.room import Member, Room
    from server.sessions import Session
    from server.store import Conflict, RoomStore

log = logging.getLogger(__name__)


class Step:
    """One step: the room that it changes, whom it tells what, and how to undo what is not the room's state."""

    __slots__ = ("_closing", "_posts", "_undo", "changed", "ends", "rests_on")

    def __init__(self) -> None:
        self._posts: list[tuple[Link, Parcel]] = []
        self._closing: list[Link] = []
        self._undo: list[Callable[[], None]] = []
        # To be set before the room is touched.
        self.changed: Room[Any] | None = None
        # Whether the room ends with this step.
        self.ends = False
        # The room that an answer tells of without having changed it: what it tells must be safe too.
        self.rests_on: Room[Any] | None = None

    def post(self, link: Link | None, parcel: Parcel) -> None:
        """Send the parcel at the end, if there is anybody to get it."""
        if link is not None:
            self._posts.append((link, parcel))

    def announce(self, members: Iterable[Member], notice: Notice) -> None:
        """Tell all of them, in one encoding."""
        parcel = Parcel(notice)
        for member in members:
            self.post(link_of(member), parcel)

    def hang_up(self, link: Link | None) -> None:
        """Close the connection at the very end."""
        if link is not None:
            self._closing.append(link)

    def on_undo(self, action: Callable[[], None]) -> None:
        """Should the step be undone: do this first, the latest first."""
        self._undo.append(action)

    def sit(self, session: Session, room: Room[Any], member: Member, *, targets: bool = False) -> None:
        """Give the member's seat to this connection; `targets`: it asks to be told what may be done."""
        link, had_targets = link_of(member), member.targets
        session.sit(room, member, targets=targets)

        def undo() -> None:
            session.stand_up()
            member.link, member.targets = link, had_targets

        self.on_undo(undo)

    def stand_up(self, session: Session) -> None:
        """The connection goes on without its seat."""
        room, member = session.seated()
        session.stand_up()
        self.on_undo(partial(session.sit, room, member, targets=member.targets))

    def remove(self, room: Room[Any], member: Member) -> None:
        """Take a member out of the room for good."""
        link = link_of(member)
        room.remove(member)

        def undo() -> None:
            room.members[member.pid] = member
            member.link = link

        self.on_undo(undo)

    def undo(self) -> None:
        """Take back what is not the room's state."""
        for action in reversed(self._undo):
            action()

    def send(self) -> None:
        """Tell everybody."""
        for link, parcel in self._posts:
            link.deliver(parcel)
        for link in self._closing:
            link.close()


class Steps:
    """Brings steps to their end.

    Args:
        store: commits them.
        undone: the room of a step that failed is to be put back as it was.
        ended: the room of a step that was its last is to be forgotten.
        conflicted: another process has changed this room in the store: what is in memory counts no more.
    """

    def __init__(
        self,
        store: RoomStore,
        undone: Callable[[Room[Any]], None],
        ended: Callable[[Room[Any]], None],
        conflicted: Callable[[Room[Any], Conflict], None],
    ) -> None:
        self._store = store
        self._undone = undone
        self._ended = ended
        self._conflicted = conflicted

    def run(self, what: str, work: Callable[[Step], None]) -> bool:
        """A step that nobody asked for; whether it was done. If not, that is logged, and nothing has changed."""
        step = Step()
        try:
            work(step)
            self.finish(step)
        except Exception:
            log.exception("%s failed", what)
            self.undo(step)
            return False
        return True

    def undo(self, step: Step) -> None:
        """The step has failed: all is as it was before."""
        step.undo()
        if step.changed is not None:
            self._undone(step.changed)

    def finish(
        self, step: Step, answer: ActionSuccess | None = None, reply: Callable[[ActionSuccess], None] | None = None
    ) -> None:
        """Commit; then give the answer, and after it send the news. Whatever this raises, it has not been committed."""
        room = step.changed
        if room is not None and not step.ends:
            state = room.state()
            commit = Commit(room.code, room.version, state, room.due_ms())
            room.version += 1
            room.committed = state
            self._store.commit(commit, partial(self._committed, step, answer, reply))
            return
        if room is not None:
            self._ended(room)
        told = room or step.rests_on
        if told is None:
            self._send(step, answer, reply)
        else:
            self._store.settled(told.code, lambda: self._send_safely(step, answer, reply))

    def _committed(
        self,
        step: Step,
        answer: ActionSuccess | None,
        reply: Callable[[ActionSuccess], None] | None,
        conflict: Conflict | None,
    ) -> None:
        if conflict is None:
            self._send_safely(step, answer, reply)
            return
        assert step.changed is not None
        self._conflicted(step.changed, conflict)
        if answer is not None and reply is not None:
            reply(refusal_answer(answer.request, Refused(Refusal.NOT_NOW)))

    def _send_safely(
        self, step: Step, answer: ActionSuccess | None, reply: Callable[[ActionSuccess], None] | None
    ) -> None:
        """Send; while the store fails, the answer says that it would not survive a crash."""
        if answer is not None and self._store.failing is not None:
            answer = replace(answer, safe=False)
        self._send(step, answer, reply)

    def _send(self, step: Step, answer: ActionSuccess | None, reply: Callable[[ActionSuccess], None] | None) -> None:
        try:
            if answer is not None and reply is not None:
                reply(answer)
            step.send()
        except Exception:
            # It is committed: what one connection makes of the news undoes nothing.
            log.exception("telling what has happened failed")

"""What players say, and who of them comes and goes, where a match is watched with a delay: spectators hear it as much
later as they see the match.

The game delays its own notices. What is held back here waits in the room's state, in the room's time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.rooms.room import Held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netcode.messages.rooms import ChatLine
    from server.clock import Clock
    from server.rooms.blocks import Blocks
    from server.rooms.commit import UnitOfWork
    from server.rooms.room import Member, Room, ToldLater

MOST_HELD: Final = 100
"""Of one room: its state is written with every change, so two who flood it must not make it large."""


class Watching:
    """Holds notices back, and tells them when due. `plan` is called when a room's deadline may have changed."""

    def __init__(self, clock: Clock, blocks: Blocks, plan: Callable[[Room], None]) -> None:
        self._clock = clock
        self._plan = plan
        self.blocks = blocks

    def tell(
        self,
        room: Room,
        notice: ToldLater,
        work: UnitOfWork,
        *,
        to: Iterable[Member] | None = None,
    ) -> None:
        """Tell all members, or some, something about the match; spectators hear it later."""
        if not room.watch_delay_ms:
            work.announce(room, notice, to=to)
            return
        everybody = room.members.values() if to is None else to
        work.announce(room, notice, to=[member for member in everybody if member.role != "spectator"])
        work.changed = room
        due_ms = room.time(self._clock.now_ms()) + room.watch_delay_ms
        _hold(room, Held.of(due_ms, notice))
        self._plan(room)

    def tell_due(self, room: Room, until_ms: int, work: UnitOfWork) -> None:
        """Tell spectators what has been held back for long enough, up to this time of the room's."""
        due = [each for each in room.held if each.due_ms <= until_ms]
        if not due:
            return
        room.held = room.held[len(due) :]
        for each in due:
            hearers = [member for member in room.present("spectator") if self._hears(member, each, room)]
            work.announce(room, each.notice, to=hearers)

    def _hears(self, hearer: Member, held: Held, room: Room) -> bool:
        speaker = room.members.get(held.speaker)
        return speaker is None or not self.blocks.hides(speaker, hearer)

    def said(self, room: Room, hearer: Member) -> list[ChatLine]:
        """The room's chat as far as this member may and wants to hear it."""
        members, said = room.members, room.chat
        if hearer.role == "spectator":
            said = _without_last(said, [each.line for each in room.held if each.line is not None])
        return [line for line in said if line.pid not in members or not self.blocks.hides(members[line.pid], hearer)]


def _hold(room: Room, held: Held) -> None:
    """Hold it back. Of a flood, spectators miss the latest emotes, whose connection came and went (the list of members
    has that), and the oldest lines that the chat has not kept.
    """
    waiting = room.held
    if len(waiting) >= MOST_HELD:
        if held.line is None and held.rated is None:
            return
        lines = [i for i, each in enumerate(waiting) if each.line is not None]
        # A line that the chat still has must stay, or a newcomer would read it at once. Those are the last ones.
        if len(lines) > len(room.chat):
            waiting = waiting[: lines[0]] + waiting[lines[0] + 1 :]
    room.held = [*waiting, held]


def _without_last(said: list[ChatLine], held: list[ChatLine]) -> list[ChatLine]:
    """The chat without these lines, in order. Of equal lines the later one is left out."""
    left: list[ChatLine] = []
    waiting = list(held)
    for line in reversed(said):
        if waiting and line == waiting[-1]:
            waiting.pop()
        else:
            left.append(line)
    return left[::-1]

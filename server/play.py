"""The machine's side of a room: commands in, events out to everyone, and the deadline that follows from them."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from netcode.refusals import Refusal
from server import translate
from server.links import Parcel
from server.refused import Refused
from server.rooms.room import link_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.clock import Clock
    from server.rooms.deadlines import Deadlines
    from server.rooms.room import Member, Room
    from server.standin import Answer, StandIn, Thought
    from server.step import Step, Steps
    from server.tokens import Dice

SEED_BYTES = 16
# A room whose deadline fails is tried again after so long.
RETRY_MS = 5_000.0

log = logging.getLogger(__name__)


class Play:
    """Runs machines; who may ask for what is the lobby's and the machine's own business."""

    def __init__(
        self,
        clock: Clock,
        steps: Steps,
        deadlines: Deadlines,
        dice: Dice,
        stand_in: StandIn,
        cards: tuple[str, ...] = (),
    ) -> None:
        self._clock = clock
        self._steps = steps
        self._deadlines = deadlines
        self._dice = dice
        self._stand_in = stand_in
        self.cards = cards
        """What the drafts of new matches offer; none: what they draw."""
        # What the bot is thinking about, or has thought and holds back at its pace, by room.
        self._errands: dict[str, Any] = {}

    def start(self, room: Room[Any], step: Step) -> None:
        """Begin the match of the two who sit there; raises Refused NOT_NOW when it has begun or somebody is
        missing.
        """
        players = room.players
        if room.machine is not None or len(players) != room.seats:
            raise Refused(Refusal.NOT_NOW)
        step.changed = room
        pair = (players[0].pid, players[1].pid)
        now_ms = room.time(self._clock.now_ms())
        room.machine, events = translate.Table.start(pair, room.options, self._dice(SEED_BYTES), now_ms, self.cards)
        for player in players:
            if player.rtt_ms is not None:
                room.machine.measured(player.pid, player.rtt_ms, now_ms)
            if not player.connected:
                room.machine.presence(player.pid, now_ms, here=False)
        self._publish(room, events, now_ms, step)

    def command(self, room: Room[Any], member: Member, command: Any, step: Step) -> None:
        """Do what a player asks; raises Refused with the machine's reason, and nothing has changed."""
        if room.machine is None or member.role != "player":
            raise Refused(Refusal.NOT_NOW)
        self._catch_up(room)
        step.changed = room
        now_ms = room.time(self._clock.now_ms())
        self._publish(room, room.machine.handle(command, now_ms), now_ms, step)

    def measured(self, room: Room[Any], member: Member, step: Step) -> None:
        """The round trip of a member's connection is another one now."""
        if room.machine is None or member.role != "player" or member.rtt_ms is None:
            return
        self._catch_up(room)
        step.changed = room
        room.machine.measured(member.pid, member.rtt_ms, room.time(self._clock.now_ms()))
        self._plan(room)

    def await_players(self, room: Room[Any], patience_ms: float, step: Step) -> None:
        """The server has been away: the room's time stands still until its players are back, or for so long."""
        if room.machine is None or room.machine.deadline() is None:
            return
        now_ms = self._clock.now_ms()
        step.changed = room
        room.stand_still(now_ms)
        self._deadlines.set(("machine", room.code), now_ms + patience_ms, partial(self._go_on, room))

    def go_on(self, room: Room[Any], step: Step) -> None:
        """The room's time passes again; all see what the clocks show."""
        now_ms = self._clock.now_ms()
        step.changed = room
        room.go_on(now_ms)
        self._plan(room)
        self._ask_stand_in(room, room.time(now_ms))
        self._tell(room, (), room.time(now_ms), step)

    def give_back(self, room: Room[Any], since_ms: float) -> None:
        """This process has stood still since then: that time is charged to nobody."""
        if room.machine is None or room.machine.deadline() is None or room.stands_since_ms is not None:
            return
        room.stand_still(since_ms)
        self._go_on(room)

    def _go_on(self, room: Room[Any]) -> None:
        if not self._steps.run("going on", partial(self.go_on, room)):
            self._deadlines.set(("machine", room.code), self._clock.now_ms() + RETRY_MS, partial(self._go_on, room))

    def undone(self, room: Room[Any]) -> None:
        """A step of the room has failed, and the room is as it was: so are its deadline and the bot's task."""
        self._plan(room)
        self._ask_stand_in(room, room.time(self._clock.now_ms()))

    def presence(self, room: Room[Any], member: Member, step: Step, *, here: bool) -> None:
        """A member's connection has gone, or come back: who is here decides who plays."""
        if room.machine is None or member.role != "player":
            return
        self._catch_up(room)
        if not here and room.stands_since_ms is None:
            self._stand_in.get_ready()
        step.changed = room
        now_ms = room.time(self._clock.now_ms())
        self._publish(room, room.machine.presence(member.pid, now_ms, here=here), now_ms, step)

    def forget(self, room: Room[Any]) -> None:
        """The room has ended."""
        self._dismiss_stand_in(room)

    def _ask_stand_in(self, room: Room[Any], now_ms: int) -> None:
        machine = room.machine
        if machine is None or machine.bots_seat is None or room.stands_since_ms is not None:
            self._dismiss_stand_in(room)
            return
        errand = machine.errand(now_ms)
        if errand is None:
            self._dismiss_stand_in(room)
        elif self._errands.get(room.code) != errand.key:
            self._dismiss_stand_in(room)
            self._errands[room.code] = errand.key
            asked_ms = self._clock.now_ms()
            self._stand_in.think(room.code, errand.task, partial(self._thought, room, errand, asked_ms))

    def _dismiss_stand_in(self, room: Room[Any]) -> None:
        """What it was asked, or is about to do, is of no use any more."""
        if self._errands.pop(room.code, None) is not None:
            self._stand_in.drop(room.code)
            self._deadlines.clear(("stand-in", room.code))

    def _thought(self, room: Room[Any], errand: Any, asked_ms: float, thought: Thought) -> None:
        """The bot has an answer, and gives it at its normal pace."""
        if self._errands.get(room.code) != errand.key:
            return
        due_ms, act = asked_ms + thought.pause_ms, partial(self._act, room, errand, thought.answer)
        if due_ms <= self._clock.now_ms():
            act()
        else:
            self._deadlines.set(("stand-in", room.code), due_ms, act)

    def _act(self, room: Room[Any], errand: Any, answer: Answer) -> None:
        """The answer counts only if nothing has changed in the meantime."""
        self._catch_up(room)
        machine = room.machine
        if self._errands.get(room.code) != errand.key or machine is None:
            return
        self._steps.run("the bot's answer", partial(self._do_for_absent, room, errand, answer))

    def _do_for_absent(self, room: Room[Any], errand: Any, answer: Answer, step: Step) -> None:
        machine, now_ms = room.machine, room.time(self._clock.now_ms())
        assert machine is not None
        # Not asked again about the same if that fails, or is refused: it would say the same. The clock decides.
        step.on_undo(partial(self._errands.__setitem__, room.code, errand.key))
        step.changed = room
        try:
            events = machine.handle(machine.done(errand, answer), now_ms)
        except Refused as refused:
            log.warning("the bot's answer to a %s was refused: %s", errand.task.kind, refused)
            step.changed = None
            return
        del self._errands[room.code]
        self._publish(room, events, now_ms, step)

    def _catch_up(self, room: Room[Any]) -> None:
        """What was due before now happens first, so that a late timer and a punctual one give the same game."""
        due_ms = room.due_ms()
        if due_ms is not None and due_ms <= self._clock.now_ms():
            self._tick(room)

    def _tick(self, room: Room[Any]) -> None:
        if not self._steps.run("a deadline", partial(self._do_what_is_due, room)):
            self._deadlines.set(("machine", room.code), self._clock.now_ms() + RETRY_MS, partial(self._tick, room))

    def _do_what_is_due(self, room: Room[Any], step: Step) -> None:
        assert room.machine is not None
        step.changed = room
        now_ms = room.time(self._clock.now_ms())
        self._publish(room, room.machine.tick(now_ms), now_ms, step)

    def _publish(self, room: Room[Any], events: Sequence[Any], now_ms: int, step: Step) -> None:
        self._plan(room)
        self._ask_stand_in(room, now_ms)
        if events:
            self._tell(room, events, now_ms, step)

    def _tell(self, room: Room[Any], events: Sequence[Any], now_ms: int, step: Step) -> None:
        assert room.machine is not None
        room.seq += 1
        news = translate.News(room.machine, events, room.seq, now_ms)
        views: dict[int | None, list[Parcel]] = {}
        for member in room.members.values():
            link = link_of(member)
            if link is None:
                continue
            viewer = member.pid if member.role == "player" else None
            if viewer not in views:
                views[viewer] = [Parcel(notice) for notice in news.told_to(viewer, targets=member.targets)]
            for parcel in views[viewer]:
                step.post(link, parcel)

    def _plan(self, room: Room[Any]) -> None:
        if room.stands_since_ms is not None:
            # What is planned is the end of that.
            return
        due_ms = room.due_ms()
        if due_ms is None:
            self._deadlines.clear(("machine", room.code))
        else:
            self._deadlines.set(("machine", room.code), due_ms, partial(self._tick, room))

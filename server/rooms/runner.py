"""Runs the game of a room: commands in, events out to everybody, and the next deadline."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from netcode.refusals import Refusal
from server.games.interface import Beat, Contestant, Recorded, Sender
from server.refused import Refused
from server.rooms.blocks import Blocks
from server.rooms.identity import hand_seats_over
from server.rooms.watching import Watching
from server.tokens import replay_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from netcode.heartbeat import Sample
    from netcode.messages.base import Request
    from netcode.messages.beats import Heartbeat
    from server.clock import Clock
    from server.games.interface import Bots, BotTask, Events, GameMachine, Outcome, Thought
    from server.rooms.commit import Commits, UnitOfWork
    from server.rooms.connections import Connections
    from server.rooms.deadlines import Deadlines
    from server.rooms.room import Member, Room
    from server.rooms.roster import Roster
    from server.rooms.sessions import Session
    from server.tokens import RandomBytes

SEED_BYTES = 16
# A room whose deadline fails is tried again after so long.
RETRY_MS = 5_000.0

log = logging.getLogger(__name__)


class Runner:
    """Runs games. Which request is allowed is decided by the lobby and the game."""

    def __init__(
        self,
        clock: Clock,
        commits: Commits,
        connections: Connections,
        deadlines: Deadlines,
        roster: Roster,
        random_bytes: RandomBytes,
        bots: Bots,
    ) -> None:
        self._clock = clock
        self._commits = commits
        self._connections = connections
        self._deadlines = deadlines
        self._roster = roster
        self._random_bytes = random_bytes
        self._bots = bots
        self.watching = Watching(clock, Blocks(), self._plan)
        # What bots are thinking about, or have thought and hold back at their pace, by room and player.
        self._tasks: dict[str, dict[int, BotTask]] = {}
        # Whether time stands still in all rooms until `resume`, and where, by code, it does so for that reason alone.
        self._halting = False
        self._halted: set[str] = set()

    def start(self, room: Room, work: UnitOfWork) -> None:
        """Begin the game of everybody who has a seat. Raises Refused NOT_NOW if it has begun or players are missing."""
        # The host first, who need not have come first.
        players, seats = sorted(room.players, key=lambda player: player.pid != room.host), room.seats
        if room.game is not None or not seats.fewest <= len(players) <= seats.most:
            raise Refused(Refusal.NOT_NOW)
        work.changed = room
        now_ms = room.time(self._clock.now_ms())
        seed = self._random_bytes(SEED_BYTES)
        game, events = room.kind.start([player.pid for player in players], room.options, seed, now_ms)
        room.game = game
        for player in players:
            if player.rtt_ms is not None:
                game.measured(player.pid, player.rtt_ms, now_ms)
            if not room.is_here(player):
                game.present(player.pid, now_ms, here=False)
        self._publish(room, game, events, now_ms, work)

    def request(self, session: Session, request: Request, work: UnitOfWork) -> None:
        """Do what a member asks of the game. If it raises Refused, with the game's reason, nothing has changed."""
        room, member = session.seated()
        to_command = room.kind.commands.get(type(request))
        if to_command is None or room.game is None or member.role not in room.kind.commanders:
            raise Refused(Refusal.NOT_NOW)
        at_ms, host = room.exact_time(self._clock.now_ms()), member.pid == room.host
        sender = Sender(member.pid, member.role, at_ms, session.round_trip, host)
        command = to_command(request, sender)
        self._do(room, lambda game, now_ms: game.handle(command, now_ms), work)

    def joined(self, room: Room, member: Member, work: UnitOfWork) -> None:
        """A player has joined while the game runs."""
        if member.role == "player":
            self._do(room, lambda game, now_ms: game.joined(member.pid, now_ms), work)

    def left(self, room: Room, member: Member, work: UnitOfWork) -> None:
        """A member has left a running game for good."""
        self._do(room, lambda game, now_ms: game.left(member.pid, now_ms), work)

    def closing(self, room: Room, work: UnitOfWork) -> None:
        """The room ends with this work, or goes on to another game."""
        self._do(room, lambda game, now_ms: game.closing(now_ms), work)

    def present(self, room: Room, member: Member, work: UnitOfWork, *, here: bool) -> None:
        """A member's connection has gone or come back, which decides who plays."""
        if member.role == "screen" and member.pid == room.host:
            self._do(room, lambda game, now_ms: game.hosted(now_ms, here=here), work)
        if room.game is None or member.role != "player":
            return
        if not here and room.stands_since_ms is None:
            self._bots.get_ready()
        self._do(room, lambda game, now_ms: game.present(member.pid, now_ms, here=here), work)

    def measured(self, room: Room, member: Member, work: UnitOfWork) -> None:
        """The round trip of a member's connection has changed."""
        if room.game is None or member.role != "player" or member.rtt_ms is None or not room.kind.counts_latency:
            return
        self._catch_up(room)
        work.changed = room
        room.game.measured(member.pid, member.rtt_ms, room.time(self._clock.now_ms()))
        self._plan(room)

    def heard(self, session: Session, request: Heartbeat, sample: Sample) -> None:
        """A member has answered a heartbeat."""
        seat = session.seat
        if seat is None:
            return
        room, member = seat
        if room.game is not None and room.stands_since_ms is None and member.role == "player":
            arrived_ms = room.exact_time(sample.arrived_ms)
            sent_ms, system_rtt_ms = arrived_ms - sample.round_trip_ms, session.smallest_rtt_ms
            room.game.heard(member.pid, Beat(sent_ms, arrived_ms, request.t_recv, request.t_reply, system_rtt_ms))

    def _do(self, room: Room, what: Callable[[GameMachine, int], Events], work: UnitOfWork) -> None:
        self._catch_up(room)
        game = room.game
        if game is None:
            return
        work.changed = room
        now_ms = room.time(self._clock.now_ms())
        self._publish(room, game, what(game, now_ms), now_ms, work)

    # --- time -----------------------------------------------------------------------------------------------

    def await_players(self, room: Room, patience_ms: float, work: UnitOfWork, since_ms: float | None = None) -> None:
        """The server was away (since then): the room's time stands still until its players are back, or for a limited
        time from now.
        """
        now_ms = self._clock.now_ms()
        if room.game is None or room.game.deadline() is None:
            if room.stands_since_ms is not None:
                # It was handed over like that. Somebody may never come back, and the next timer must run.
                work.changed = room
                room.go_on(now_ms)
            self._plan(room)
            return
        work.changed = room
        room.stand_still(now_ms if since_ms is None else since_ms)
        self._deadlines.set(("game", room.code), now_ms + patience_ms, partial(self._go_on, room))

    def came_back(self, room: Room, work: UnitOfWork) -> None:
        """A member is back. Time runs again if it has stood still for them alone."""
        if room.stands_since_ms is not None and not room.awaits_players and not self._halting:
            self.go_on(room, work)

    def go_on(self, room: Room, work: UnitOfWork) -> None:
        """The room's time runs again, and everybody sees the clocks as they are."""
        now_ms = self._clock.now_ms()
        work.changed = room
        room.go_on(now_ms)
        self._plan(room)
        self._ask_bots(room, room.time(now_ms))
        if room.game is not None:
            self._tell(room, room.game, (), room.time(now_ms), work)

    def halt(self, rooms: Iterable[Room]) -> None:
        """Let time stand still until `resume`: in these rooms, and wherever something begins that takes time."""
        self._halting = True
        for room in rooms:
            if room.due_ms() is not None:
                self._halted.add(room.code)
                self._commits.run("standing still", partial(self.stand_still, room))

    def stand_still(self, room: Room, work: UnitOfWork) -> None:
        """Let the room's time stand still without a limit."""
        now_ms = self._clock.now_ms()
        work.changed = room
        room.stand_still(now_ms)
        self._deadlines.clear(("game", room.code))
        self._ask_bots(room, room.time(now_ms))

    def resume(self, rooms: Iterable[Room]) -> None:
        """Let time run again in these rooms, except where it waited for players before `halt`."""
        self._halting = False
        halted, self._halted = self._halted, set()
        for room in rooms:
            if room.stands_since_ms is not None and (room.code in halted or not room.awaits_players):
                self._go_on(room)

    def give_back(self, room: Room, since_ms: float) -> None:
        """This process has stood still since then. Charge that time to nobody."""
        if room.game is None or room.game.deadline() is None or room.stands_since_ms is not None:
            return
        room.stand_still(since_ms)
        self._go_on(room)

    def _go_on(self, room: Room) -> None:
        if self._halting or not self._commits.run("going on", partial(self.go_on, room)):
            self._deadlines.set(("game", room.code), self._clock.now_ms() + RETRY_MS, partial(self._go_on, room))

    def undone(self, room: Room) -> None:
        """A failed work was rolled back: restore the room's deadline and the bots' tasks."""
        self._plan(room)
        self._ask_bots(room, room.time(self._clock.now_ms()))

    def forget(self, room: Room) -> None:
        """The room has ended."""
        self._halted.discard(room.code)
        for player in list(self._tasks.get(room.code, ())):
            self._dismiss_bot(room, player)

    def _catch_up(self, room: Room) -> None:
        """First do what was due before now, so that a late timer gives the same game as a punctual one."""
        due_ms = room.due_ms()
        if due_ms is not None and due_ms <= self._clock.now_ms():
            self._tick(room)

    def _tick(self, room: Room) -> None:
        if not self._commits.run("a deadline", partial(self._do_what_is_due, room)):
            self._deadlines.set(("game", room.code), self._clock.now_ms() + RETRY_MS, partial(self._tick, room))

    def _do_what_is_due(self, room: Room, work: UnitOfWork) -> None:
        assert room.game is not None
        work.changed = room
        now_ms = room.time(self._clock.now_ms())
        self._publish(room, room.game, room.game.tick(now_ms), now_ms, work)
        next_ms = room.game.deadline()
        # What the game has still to show was before what was said at the same moment.
        self.watching.tell_due(room, now_ms if next_ms is None else min(now_ms, next_ms - 1), work)
        if room.watch_delay_ms:
            self._roster.tell(room, work)
        self._plan(room)

    def _plan(self, room: Room) -> None:
        if room.stands_since_ms is not None:
            # What is planned is the end of that.
            return
        due_ms = room.due_ms()
        if due_ms is not None and self._halting:
            self._halted.add(room.code)
            room.stand_still(self._clock.now_ms())
            due_ms = None
        if due_ms is None:
            self._deadlines.clear(("game", room.code))
        else:
            self._deadlines.set(("game", room.code), due_ms, partial(self._tick, room))

    # --- bots -----------------------------------------------------------------------------------------------

    def _ask_bots(self, room: Room, now_ms: int) -> None:
        game = room.game
        asked = self._tasks.get(room.code)
        if game is None or room.stands_since_ms is not None or (not game.bots and not asked):
            tasks: Sequence[BotTask] = ()
        else:
            tasks = game.bot_tasks(now_ms)
        if not tasks and not asked:
            return
        wanted = {task.player: task for task in tasks}
        for player, task in list((asked or {}).items()):
            if player not in wanted or wanted[player].key != task.key:
                self._dismiss_bot(room, player)
        for player, task in wanted.items():
            tasks_here = self._tasks.setdefault(room.code, {})
            if player not in tasks_here:
                tasks_here[player] = task
                self._bots.think(_asker(room, player), task, partial(self._thought, room, task, self._clock.now_ms()))

    def _dismiss_bot(self, room: Room, player: int) -> None:
        """Drop the bot's task, and an answer that it has not given yet."""
        tasks = self._tasks[room.code]
        del tasks[player]
        if not tasks:
            del self._tasks[room.code]
        self._bots.drop(_asker(room, player))
        self._deadlines.clear(("bot", room.code, player))

    def _is_asked(self, room: Room, task: BotTask) -> bool:
        asked = self._tasks.get(room.code, {}).get(task.player)
        return asked is not None and asked.key == task.key

    def _thought(self, room: Room, task: BotTask, asked_ms: float, thought: Thought) -> None:
        """The bot has an answer; give it at the bot's normal pace."""
        if not self._is_asked(room, task):
            return
        due_ms, act = asked_ms + thought.pause_ms, partial(self._act, room, task, thought.answer)
        if due_ms <= self._clock.now_ms():
            act()
        else:
            self._deadlines.set(("bot", room.code, task.player), due_ms, act)

    def _act(self, room: Room, task: BotTask, answer: str | bool) -> None:
        """Give the bot's answer, if its task is still the same."""
        self._catch_up(room)
        if room.game is not None and self._is_asked(room, task):
            self._commits.run("the bot's answer", partial(self._do_for_player, room, room.game, task, answer))

    def _do_for_player(
        self, room: Room, game: GameMachine, task: BotTask, answer: str | bool, work: UnitOfWork
    ) -> None:
        now_ms = room.time(self._clock.now_ms())
        tasks = self._tasks[room.code]
        # If the answer is refused, the bot is not asked again, because it would say the same. The clock decides.
        work.on_undo(partial(self._tasks.__setitem__, room.code, dict(tasks)))
        work.changed = room
        try:
            events = game.handle(game.bot_command(task, answer), now_ms)
        except Refused as refused:
            log.warning("the bot's answer to %r was refused: %s", task.key, refused)
            work.changed = None
            return
        del tasks[task.player]
        self._publish(room, game, events, now_ms, work)

    # --- news -----------------------------------------------------------------------------------------------

    def _publish(self, room: Room, game: GameMachine, events: Events, now_ms: int, work: UnitOfWork) -> None:
        self._plan(room)
        self._ask_bots(room, now_ms)
        if events:
            outcome = game.outcome(events)
            if outcome is not None:
                work.outcome = completed(outcome, room, self._clock.wall_ms())
                game.recorded(Recorded(replay_id(room.id, work.outcome.match)))
            hand_seats_over(room)
            self._tell(room, game, events, now_ms, work)
            if room.seats.host == "screen":
                # Points change one by one there, and lists of members show them.
                self._roster.tell(room, work)

    def _tell(self, room: Room, game: GameMachine, events: Events, now_ms: int, work: UnitOfWork) -> None:
        room.seq += 1
        news = game.news(events, room.seq, now_ms, stands=room.stands_since_ms is not None)
        for pid, connection in self._connections.in_room(room).items():
            for packet in news.told_to(room.viewer(room.members[pid])):
                work.post(connection, packet)


def completed(outcome: Outcome, room: Room, at_ms: int) -> Outcome:
    """The outcome, with what only the room knows: who played, and the match's number in the room."""
    players = [
        Contestant(each.pid, each.name, each.person, each.bot, each.picture)
        for each in room.members.values()
        if each.pid in outcome.score
    ]
    return replace(
        outcome,
        match=room.earlier + outcome.match,
        watch_delay_ms=room.watch_delay_ms,
        code=room.code,
        at_ms=at_ms,
        players=players,
    )


def _asker(room: Room, player: int) -> str:
    return f"{room.code} {player}"

"""People coming, going, being shown the door and talking: all that concerns a room but not its game."""

from __future__ import annotations

from functools import partial
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from netcode.messages import (
    ActionSuccess,
    ClientDisconnected,
    ClientReconnected,
    CreateGame,
    JoinGame,
    Kick,
    Kicked,
    NewPlayer,
    PlayerLeft,
    Rejoin,
    Replaced,
    ShuttingDown,
    Snapshot,
)
from netcode.refusals import Refusal
from server import translate
from server.links import Parcel
from server.names import likeness
from server.refused import Refused, TooManyGuesses
from server.rooms.room import Member, Room, link_of
from server.roster import Roster, players_of
from server.step import Step
from server.talk import Talk, fit_name
from server.tokens import digest, matches, new_token

if TYPE_CHECKING:
    from server.clock import Clock
    from server.config import Config
    from server.limits import Limits
    from server.listing import Listing
    from server.play import Play
    from server.rooms.deadlines import Deadlines
    from server.rooms.registry import Registry
    from server.rooms.room import Role
    from server.sessions import Session
    from server.step import Steps
    from server.tokens import Dice


# A round trip that differs by less is no news.
TOLD_FROM_MS: Final = 5
CLOSED: Final = "{name} has closed the table."


class Lobby:
    """Each method handles one request: it raises Refused having changed nothing, or changes, announces and
    answers.
    """

    def __init__(
        self,
        config: Config,
        clock: Clock,
        steps: Steps,
        rooms: Registry,
        deadlines: Deadlines,
        limits: Limits,
        play: Play,
        listing: Listing,
        dice: Dice,
    ) -> None:
        self._config = config
        self._clock = clock
        self._steps = steps
        self._rooms = rooms
        self._deadlines = deadlines
        self._limits = limits
        self._play = play
        self._listing = listing
        self._dice = dice
        self._roster = Roster(config, clock, deadlines, self._steps)
        self.talk = Talk(config, clock, self._roster, listing)

    # --- coming ---------------------------------------------------------------------------------------------

    def open_room(self, options: CreateGame, address: str, step: Step) -> tuple[Room[Any], Member, str]:
        """A new room whose host's seat waits for whoever has the token; raises Refused BAD_NAME or
        SERVER_FULL.
        """
        name = fit_name(options.name)
        settled = translate.settled(options.options, self._config.standin_level)
        room = self._rooms.create(replace(options, options=settled), translate.SEATS, address)
        step.on_undo(partial(self._rooms.discard, room))
        token = new_token(self._dice)
        step.changed = room
        member = room.admit(name, "player", digest(token), address)
        self._roster.begin(room)
        self.watch_emptiness(room)
        self._listing.changed()
        return room, member, token

    def create(self, session: Session, request: CreateGame, step: Step) -> ActionSuccess:
        """Open a room and sit in it."""
        self._require_no_seat(session)
        room, member, token = self.open_room(request, session.address, step)
        return self._seat(session, room, member, token, request.wire_name, step)

    def join(self, session: Session, request: JoinGame, step: Step) -> ActionSuccess:
        """Sit down in a room, or watch it."""
        self._require_no_seat(session)
        room = self._find(session, request.code, request.key)
        name = _made_up_name(room) if request.name is None else fit_name(request.name)
        role: Role = "spectator" if request.watch else "player"
        if request.watch:
            self._check_watching(room)
        token = new_token(self._dice)
        step.changed = room
        member = room.admit(name, role, digest(token), session.address)
        self._forget_absent_watchers(room, member, step)
        step.post(session.link, Parcel(NewPlayer(member.pid, token)))
        return self._seat(session, room, member, token, request.wire_name, step, targets=request.targets)

    def rejoin(self, session: Session, request: Rejoin, step: Step) -> ActionSuccess:
        """Take one's own seat again, or just ask for a snapshot from it."""
        room = self._rooms.find(request.code)
        member = _owner(room, request.pid, request.token) if room else None
        if room is None or member is None:
            # Whoever has a seat gets it, however many codes were guessed from the same address.
            self._find(session, request.code).check_ban(session.address)
            raise Refused(Refusal.BAD_TOKEN)
        if session.seat is not None and session.seat[1] is not member:
            raise Refused(Refusal.NOT_NOW)
        if member.link is not session.link:
            step.changed = room
            step.announce([member], Replaced())
            step.hang_up(link_of(member))
            step.sit(session, room, member, targets=request.targets)
            self._listing.unsubscribe(session)
            self._play.presence(room, member, step, here=True)
            self.watch_emptiness(room)
            others = [other for other in room.members.values() if other is not member]
            step.announce(others, ClientReconnected(member.pid))
            self._roster.about(member, room, step, to=others)
            if room.stands_since_ms is not None and not room.awaits_players:
                self._play.go_on(room, step)
        snapshot = self._snapshot(room, member)
        return ActionSuccess(request.wire_name, code=room.code, pid=member.pid, snapshot=snapshot)

    def restore(self, room: Room[Any]) -> None:
        """A room that was stored goes on: everybody may rejoin, and its time stands still until they have."""
        self._rooms.restore(room)
        self._roster.begin(room)
        step = Step()
        self._play.await_players(room, self._config.return_s * 1000, step)
        for member in room.players:
            self._play.presence(room, member, step, here=False)
        self._miss_host(room)
        self.watch_emptiness(room)
        self._steps.finish(step)

    def _seat(
        self,
        session: Session,
        room: Room[Any],
        member: Member,
        token: str,
        request: str,
        step: Step,
        *,
        targets: bool = False,
    ) -> ActionSuccess:
        step.sit(session, room, member, targets=targets)
        self._listing.unsubscribe(session)
        self._listing.changed()
        self.watch_emptiness(room)
        self._roster.welcome(member, room, step)
        snapshot = self._snapshot(room, member)
        return ActionSuccess(request, code=room.code, pid=member.pid, token=token, snapshot=snapshot)

    def _find(self, session: Session, code: str, key: str | None = None) -> Room[Any]:
        room, guesses, now_ms = self._rooms.find(code), self._limits.guesses, self._clock.now_ms()
        if room is not None and key is not None and room.opens_to(key):
            # Nobody guesses a key: whoever has it was given a link, whatever was guessed next door.
            return room
        if wait_ms := guesses.wait_ms(session.address, now_ms):
            raise TooManyGuesses(wait_ms)
        if room is None:
            guesses.wrong(session.address, now_ms)
            raise Refused(Refusal.ROOM_NOT_FOUND)
        return room

    def _check_watching(self, room: Room[Any]) -> None:
        if not room.spectators:
            raise Refused(Refusal.NOT_NOW)
        if room.watchers >= self._config.spectators_per_room:
            raise Refused(Refusal.ROOM_FULL)

    def _forget_absent_watchers(self, room: Room[Any], newcomer: Member, step: Step) -> None:
        """Places that spectators left without a word are kept for them until somebody else wants one."""
        watching = list(room.present("spectator"))
        absent = [member for member in watching if not member.connected and member is not newcomer]
        for member in absent[: max(0, len(watching) - self._config.spectators_per_room)]:
            step.remove(room, member)

    def _require_no_seat(self, session: Session) -> None:
        if session.seat is not None:
            raise Refused(Refusal.NOT_NOW)

    def _snapshot(self, room: Room[Any], member: Member) -> Snapshot:
        viewer = member.pid if member.role == "player" else None
        now_ms, stands = room.time(self._clock.now_ms()), room.stands_since_ms is not None
        machine = room.machine
        part = translate.in_lobby(room.options, self._play.cards)
        if machine is not None:
            part = translate.with_match(part, machine, viewer, room.seq, now_ms, stands=stands, targets=member.targets)
        return Snapshot(
            code=room.code,
            seq=room.seq,
            game=room.options.game,
            players=players_of(room),
            watchers=room.watchers,
            chat=list(room.chat),
            n=member.done.last,
            key=room.key,
            part=part,
        )

    # --- going ----------------------------------------------------------------------------------------------

    def exit(self, session: Session, step: Step) -> None:
        """Leave for good."""
        room, member = session.seated()
        step.stand_up(session)
        self._leave(room, member, step)

    def kick(self, session: Session, request: Kick, step: Step) -> None:
        """Show somebody the door; not the opponent in a running match, who would lose it by that."""
        room, host = self._hosted(session)
        member = room.members.get(request.pid)
        running = room.machine is not None and not room.machine.over
        if member is None or member.left or member is host or (running and member.role == "player"):
            raise Refused(Refusal.NOT_NOW)
        step.changed = room
        if request.ban:
            room.ban(member)
        step.announce([member], Kicked(request.ban))
        step.hang_up(link_of(member))
        self._leave(room, member, step)

    def disconnected(self, session: Session, step: Step) -> None:
        """The connection is gone; the seat stays."""
        seat = session.seat
        session.stand_up()
        if seat is None:
            return
        room, member = seat
        step.changed = room
        self._play.presence(room, member, step, here=False)
        if member.pid == room.host:
            self._miss_host(room)
        step.announce(room.members.values(), ClientDisconnected(member.pid))
        self._roster.about(member, room, step)
        self.watch_emptiness(room)

    def _leave(self, room: Room[Any], member: Member, step: Step) -> None:
        step.changed = room
        playing = room.machine is not None and not room.machine.over and member.role == "player"
        if playing:
            self._play.command(room, member, translate.forfeit(member.pid), step)
        was_host = room.host == member.pid
        step.remove(room, member)
        self._listing.changed()
        if was_host and self._config.closes_with_host:
            self._close(room, member, step)
            return
        if playing:
            step.announce(room.members.values(), ClientDisconnected(member.pid, left=True))
        elif member.pid in room.members:
            # Still named in the match that is over, but gone.
            step.announce(room.members.values(), PlayerLeft(member.pid))
        self._roster.about(member, room, step)
        if room.abandoned:
            step.ends = True
        else:
            self._miss_host(room)
            self.watch_emptiness(room)

    def _close(self, room: Room[Any], host: Member, step: Step) -> None:
        """The room ends for everybody, because its host has gone home."""
        step.announce(room.members.values(), ShuttingDown(0, kept=False, message=CLOSED.format(name=host.name)))
        for other in list(room.members.values()):
            step.hang_up(link_of(other))
            step.remove(room, other)
        step.ends = True

    def end(self, room: Room[Any]) -> None:
        """Nobody can come back to the room, or nobody has: forget it."""
        self._rooms.end(room)
        self._play.forget(room)
        self._roster.forget(room)
        self.talk.forget(room)
        self._listing.changed()

    def drop(self, room: Room[Any]) -> None:
        """The room is not ours any more; what is stored of it stays."""
        self._rooms.discard(room)
        self._play.forget(room)
        self._roster.forget(room)
        self.talk.forget(room)
        self._listing.changed()

    def _miss_host(self, room: Room[Any]) -> None:
        """A table whose host stays away gets another one, or a match there might never start."""
        if room.host_is_away and self._config.absent_host_s:
            due_ms = self._clock.now_ms() + self._config.absent_host_s * 1000
            self._deadlines.set(("host", room.code), due_ms, partial(self._replace_host, room))

    def _replace_host(self, room: Room[Any]) -> None:
        if not room.host_is_away:
            return
        self._steps.run("another host", partial(self._hand_over, room))

    def _hand_over(self, room: Room[Any], step: Step) -> None:
        step.changed = room
        if not room.hand_over():
            # Whoever comes back first finds the host missing still, and is host after as long again.
            step.changed = None
            self._miss_host(room)
            return
        self._roster.tell(room, step)
        self._listing.changed()

    def undone(self, room: Room[Any]) -> None:
        """A step of the room has failed, and the room is as it was: so is what depends on who is there."""
        self._play.undone(room)
        self._miss_host(room)
        self.watch_emptiness(room)
        self._listing.changed()

    def watch_emptiness(self, room: Room[Any]) -> None:
        """A room that nobody is connected to ends after a while."""
        key = ("empty", room.code)
        if room.nobody_connected:
            due_ms = self._clock.now_ms() + self._config.empty_room_s * 1000
            self._deadlines.set(key, due_ms, partial(self.end, room))
        else:
            self._deadlines.clear(key)

    # --- being there ----------------------------------------------------------------------------------------

    def start(self, session: Session, step: Step) -> None:
        """The host begins the match."""
        room, _ = self._hosted(session)
        self._play.start(room, step)
        self._listing.changed()

    def measured(self, session: Session, step: Step) -> None:
        """The server has measured the line anew: the game is told, and the room when it is worth a message."""
        seat, rtt_ms = session.seat, session.rtt_ms
        if seat is None or rtt_ms is None:
            return
        room, member = seat
        if member.rtt_ms is None or abs(rtt_ms - member.rtt_ms) >= TOLD_FROM_MS:
            member.rtt_ms = round(rtt_ms)
            self._play.measured(room, member, step)
        shown = member.latency_ms
        if shown is not None and abs(rtt_ms - shown) <= max(20, shown / 2):
            return
        member.latency_ms = round(rtt_ms)
        if member.role == "spectator":
            # Nobody waits for them, and there may be many.
            return
        self._roster.measured(member, room)

    def _hosted(self, session: Session) -> tuple[Room[Any], Member]:
        room, member = session.seated()
        if room.host != member.pid:
            raise Refused(Refusal.NOT_HOST)
        return room, member


def _owner(room: Room[Any], pid: int, token: str) -> Member | None:
    """Whose token this is, among all when `pid` is 0."""
    for member in room.members.values():
        if pid in {0, member.pid} and not member.left and matches(token, member.token):
            return member
    return None


def _made_up_name(room: Room[Any]) -> str:
    taken = {likeness(member.name) for member in room.members.values()}
    names = chain(["Guest"], (f"Guest {number}" for number in count(2)))
    return next(name for name in names if likeness(name) not in taken)

"""Members coming, going and being removed: everything that concerns a room except its game."""

from __future__ import annotations

from functools import partial
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from netcode.messages.rooms import (
    ActionSuccess,
    ClientDisconnected,
    ClientReconnected,
    CreateGame,
    JoinGame,
    Kick,
    Kicked,
    NewGame,
    NewPlayer,
    PlayerLeft,
    Rejoin,
    Replaced,
    ShuttingDown,
    Snapshot,
)
from netcode.refusals import Refusal
from server.names import look_alike_key
from server.packets import Packet
from server.refused import Refused, TooManyGuesses
from server.rooms.absent_hosts import AbsentHosts
from server.rooms.audience import between_games, players_of
from server.rooms.hosting import Hosting
from server.rooms.identity import sit_down
from server.rooms.talk import Talk, fit_name
from server.tokens import digest, matches, new_token

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netcode.messages.rooms import Role
    from server.clock import Clock
    from server.config import Config
    from server.games.interface import GameKind
    from server.limits import Limits
    from server.rooms.commit import Commits, UnitOfWork
    from server.rooms.connections import Connections
    from server.rooms.deadlines import Deadlines
    from server.rooms.listing import Listing
    from server.rooms.registry import Registry
    from server.rooms.room import Member, Room, ToldLater
    from server.rooms.roster import Roster
    from server.rooms.runner import Runner
    from server.rooms.sessions import Session
    from server.tokens import RandomBytes


# Smaller changes of a round trip are ignored.
TOLD_FROM_MS: Final = 5
USUAL_HOST: Final = "Host"
NOTHING: Final[frozenset[str]] = frozenset()
TARGETS: Final = frozenset({"targets"})
CLOSED: Final = "{name} has closed the table."


class Lobby:
    """One method per request. Each raises Refused and changes nothing, or makes the change, announces it and
    answers.
    """

    def __init__(
        self,
        config: Config,
        kinds: Mapping[str, GameKind],
        clock: Clock,
        commits: Commits,
        connections: Connections,
        rooms: Registry,
        deadlines: Deadlines,
        limits: Limits,
        runner: Runner,
        roster: Roster,
        listing: Listing,
        random_bytes: RandomBytes,
    ) -> None:
        self._config = config
        self._kinds = kinds
        self._clock = clock
        self._commits = commits
        self._connections = connections
        self._rooms = rooms
        self._deadlines = deadlines
        self._limits = limits
        self._runner = runner
        self._listing = listing
        self._random_bytes = random_bytes
        self._roster = roster
        self.talk = Talk(config, clock, self._roster, listing, runner.watching)
        self.hosting = Hosting(kinds, self._roster, listing, runner)
        self._absent_hosts = AbsentHosts(config, clock, deadlines, commits, roster, listing)

    # --- coming ---------------------------------------------------------------------------------------------

    def open_room(self, options: CreateGame, address: str, work: UnitOfWork) -> tuple[Room, Member, str]:
        """Open a room whose host's seat waits for the holder of the token. Raises Refused BAD_NAME or SERVER_FULL."""
        name = fit_name(USUAL_HOST if options.name is None else options.name)
        kind = self._kinds[options.options.game]
        settled = kind.settled(options.options)
        room = self._rooms.create(kind, settled, address)
        room.private, room.spectators = options.private, options.spectators
        work.on_undo(partial(self._rooms.discard, room))
        token = new_token(self._random_bytes)
        work.changed = room
        member = room.admit(name, room.seats.host, digest(token), address)
        member.bot = options.bot or ""
        self._roster.begin(room)
        self.watch_emptiness(room, min(self._config.unentered_room_s, self._config.empty_room_s))
        self._listing.changed()
        return room, member, token

    def create(self, session: Session, request: CreateGame, work: UnitOfWork) -> ActionSuccess:
        """Open a room and sit in it."""
        self._require_no_seat(session)
        for opened in self._rooms:
            lost = opened.given_to(session.client_key)
            if lost is not None and lost.pid == opened.host:
                return self._sit_again(session, opened, lost, request.wire_name, work)
        named = request if request.name is not None else replace(request, name=session.name)
        room, member, token = self.open_room(named, session.address, work)
        return self._seat(session, room, member, token, request.wire_name, work)

    def join(self, session: Session, request: JoinGame, work: UnitOfWork) -> ActionSuccess:
        """Take a seat in a room, or watch."""
        self._require_no_seat(session)
        room = self._find(session.address, request.code, request.key)
        role: Role = "screen" if request.screen else "spectator" if request.watch else "player"
        lost = room.given_to(session.client_key)
        if lost is not None and lost.role == role:
            return self._sit_again(session, room, lost, request.wire_name, work, wants=_wants(request))
        name = session.name if request.name is None else request.name
        name = _made_up_name(room, role) if name is None else fit_name(name)
        if role == "spectator":
            self._check_watching(room)
        if role == "screen" and room.seats.host != "screen":
            raise Refused(Refusal.NOT_NOW)
        token = new_token(self._random_bytes)
        work.changed = room
        member = room.admit(name, role, digest(token), session.address)
        member.bot = request.bot or ""
        self._forget_absent_watchers(room, member, work)
        work.post(session.connection, Packet(NewPlayer(member.pid, token)))
        answer = self._seat(session, room, member, token, request.wire_name, work, wants=_wants(request))
        self._runner.joined(room, member, work)
        return answer

    def rejoin(self, session: Session, request: Rejoin, work: UnitOfWork) -> ActionSuccess:
        """Take one's own seat again, or only ask for a snapshot from it."""
        room = self._rooms.find(request.code)
        member = _owner(room, request.pid, request.token) if room else None
        if room is None or member is None:
            # A member gets their seat, however many codes were guessed from the same address.
            self._find(session.address, request.code).check_ban(session.address)
            raise Refused(Refusal.BAD_TOKEN)
        if session.seat is not None and session.seat[1] is not member:
            raise Refused(Refusal.NOT_NOW)
        if self._connections.of(room, member) is not session.connection:
            self._take_over(session, room, member, work, wants=_wants(request))
            member.client_key = b""
        snapshot = self._snapshot(room, member)
        return ActionSuccess(request.wire_name, code=room.code, pid=member.pid, snapshot=snapshot)

    def _take_over(
        self, session: Session, room: Room, member: Member, work: UnitOfWork, *, wants: frozenset[str]
    ) -> None:
        """Give the member's seat to this connection."""
        work.changed = room
        work.announce(room, Replaced(), to=[member])
        work.hang_up(room, member)
        work.sit(session, room, member, wants=wants)
        self._listing.unsubscribe(session)
        self._runner.present(room, member, work, here=True)
        self.watch_emptiness(room)
        others = [other for other in room.members.values() if other is not member]
        self._tell(member, ClientReconnected(member.pid), room, work, to=others)
        self._roster.about(member, room, work, to=others)
        if member.pid == room.host:
            self._roster.list_to_host(room, work)
        self._runner.came_back(room, work)

    def _sit_again(
        self,
        session: Session,
        room: Room,
        member: Member,
        request: str,
        work: UnitOfWork,
        *,
        wants: frozenset[str] = NOTHING,
    ) -> ActionSuccess:
        """The same client asks again, because the answer with the token was lost. It gets the same seat."""
        self._take_over(session, room, member, work, wants=wants)
        token = new_token(self._random_bytes)
        member.token = digest(token)
        work.post(session.connection, Packet(NewPlayer(member.pid, token)))
        return ActionSuccess(
            request, code=room.code, pid=member.pid, token=token, snapshot=self._snapshot(room, member)
        )

    def restore(self, room: Room, since_ms: float | None = None) -> None:
        """Continue a stored room. Everybody may rejoin, and its time stands still until they have. It has stood still
        since `since_ms`, or (None) does so from now on.
        """
        self._rooms.restore(room)
        self._roster.begin(room)
        work = self._commits.begin()
        self._runner.await_players(room, self._config.return_s * 1000, work, since_ms)
        for member in list(room.members.values()):
            if not member.left:
                self._runner.present(room, member, work, here=False)
        self._absent_hosts.watch(room)
        self.watch_emptiness(room)
        self._commits.finish(work)

    def _seat(
        self,
        session: Session,
        room: Room,
        member: Member,
        token: str,
        request: str,
        work: UnitOfWork,
        *,
        wants: frozenset[str] = NOTHING,
    ) -> ActionSuccess:
        member.client_key = session.client_key
        sit_down(session, member)
        work.sit(session, room, member, wants=wants)
        self._listing.unsubscribe(session)
        self._listing.changed()
        self.watch_emptiness(room)
        self._roster.welcome(member, room, work)
        snapshot = self._snapshot(room, member)
        return ActionSuccess(request, code=room.code, pid=member.pid, token=token, snapshot=snapshot)

    def _find(self, address: str, code: str, key: str | None = None) -> Room:
        room, guesses, now_ms = self._rooms.find(code), self._limits.guesses, self._clock.now_ms()
        if room is not None and key is not None and room.opens_to(key):
            # A key cannot be guessed, so its holder was given a link, however many codes were guessed from there.
            return room
        if wait_ms := guesses.wait_ms(address, now_ms):
            raise TooManyGuesses(wait_ms)
        if room is None:
            guesses.wrong(address, now_ms)
            raise Refused(Refusal.ROOM_NOT_FOUND)
        return room

    def _check_watching(self, room: Room) -> None:
        if not room.spectators:
            raise Refused(Refusal.NOT_NOW)
        if room.watchers >= self._config.spectators_per_room:
            raise Refused(Refusal.ROOM_FULL)

    def _forget_absent_watchers(self, room: Room, newcomer: Member, work: UnitOfWork) -> None:
        """Remove spectators who left without a word, once their places are needed."""
        watching = list(room.present("spectator"))
        absent = [member for member in watching if not room.is_here(member) and member is not newcomer]
        for member in absent[: max(0, len(watching) - self._config.spectators_per_room)]:
            work.remove(room, member)

    def _require_no_seat(self, session: Session) -> None:
        if session.seat is not None:
            raise Refused(Refusal.NOT_NOW)

    def _snapshot(self, room: Room, member: Member) -> Snapshot:
        now_ms, stands = room.time(self._clock.now_ms()), room.stands_since_ms is not None
        if room.game is None:
            part = room.kind.lobby(room.options)
        else:
            part = room.game.snapshot_for(room.viewer(member), room.seq, now_ms, stands=stands)
        return Snapshot(
            code=room.code,
            seq=room.seq,
            game=room.kind.wire.game,
            players=players_of(room, watching=member.role == "spectator"),
            watchers=room.watchers,
            chat=self.talk.said(room, member),
            n=member.done.last,
            key=room.key,
            part=part,
            locked=room.locked,
        )

    def new_game(self, code: str, token: str, request: NewGame, address: str, work: UnitOfWork) -> None:
        """Set up the next game on behalf of the host, who need not be connected."""
        room = self._find(address, code)
        host = room.members.get(room.host)
        if host is None or not matches(token, host.token):
            raise Refused(Refusal.BAD_TOKEN)
        self.hosting.set_up_again(room, host, request.options, work)

    # --- going ----------------------------------------------------------------------------------------------

    def exit(self, session: Session, work: UnitOfWork) -> None:
        """Leave for good."""
        room, member = session.seated()
        work.stand_up(session)
        self._leave(room, member, work)

    def kick(self, session: Session, request: Kick, work: UnitOfWork) -> None:
        """Remove a member. Not possible for the opponent in a running match, who would lose by it."""
        room, host = session.hosted()
        member = room.members.get(request.pid)
        running = not between_games(room, host) and not room.seats.late
        if member is None or member.left or member is host or (running and member.role == "player"):
            raise Refused(Refusal.NOT_NOW)
        work.changed = room
        if request.ban:
            room.ban(member)
        self.turn_out(room, member, work, ban=request.ban)

    def turn_out(self, room: Room, member: Member, work: UnitOfWork, *, ban: bool) -> None:
        """Remove a member. Their token opens nothing any more."""
        work.changed = room
        work.announce(room, Kicked(ban), to=[member])
        work.hang_up(room, member)
        self._leave(room, member, work)

    def disconnected(self, session: Session, work: UnitOfWork) -> None:
        """The connection is gone. The seat stays."""
        seat = session.seat
        session.stand_up()
        if seat is None:
            return
        room, member = seat
        work.changed = room
        self._runner.present(room, member, work, here=False)
        if member.pid == room.host:
            self._absent_hosts.watch(room)
        self._tell(member, ClientDisconnected(member.pid), room, work)
        self._roster.about(member, room, work)
        self.watch_emptiness(room)

    def _leave(self, room: Room, member: Member, work: UnitOfWork) -> None:
        work.changed = room
        playing = room.game is not None and not room.game.over and member.role == "player"
        if playing or (room.watch_delay_ms and member.role == "player"):
            self._runner.left(room, member, work)
        was_host = room.host == member.pid
        work.remove(room, member)
        self._listing.changed()
        if was_host and (self._config.closes_with_host or room.seats.host == "screen"):
            self.close(room, CLOSED.format(name=member.name), work)
            return
        if member.pid not in room.members:
            # The list of members says so.
            pass
        elif playing:
            self._tell(member, ClientDisconnected(member.pid, left=True), room, work)
        else:
            # Still named in the match that is over, but gone.
            self._tell(member, PlayerLeft(member.pid), room, work)
        self._roster.about(member, room, work)
        if room.abandoned:
            work.ends = True
        else:
            self._absent_hosts.watch(room)
            self.watch_emptiness(room)

    def _tell(
        self, about: Member, notice: ToldLater, room: Room, work: UnitOfWork, *, to: Iterable[Member] | None = None
    ) -> None:
        """Tell the room that a member comes or goes; spectators see a player do so with the match."""
        if about.role == "player":
            self._runner.watching.tell(room, notice, work, to=to)
        else:
            work.announce(room, notice, to=to)

    def close(self, room: Room, message: str, work: UnitOfWork) -> None:
        """End the room for everybody, for the reason in the message."""
        work.changed = room
        self._runner.closing(room, work)
        work.announce(room, ShuttingDown(0, kept=False, message=message))
        for other in list(room.members.values()):
            work.hang_up(room, other)
            work.remove(room, other)
        work.ends = True

    def end(self, room: Room) -> None:
        """Forget the room: nobody can come back to it, or nobody has."""
        self._rooms.end(room)
        self._connections.forget(room)
        self._runner.forget(room)
        self._roster.forget(room)
        self.talk.forget(room)
        self._listing.changed()

    def drop(self, room: Room) -> None:
        """Forget the room, but leave it in the store, because it is no longer ours."""
        self._rooms.discard(room)
        self._connections.forget(room)
        self._runner.forget(room)
        self._roster.forget(room)
        self.talk.forget(room)
        self._listing.changed()

    def undone(self, room: Room) -> None:
        """A failed work was rolled back: restore what depends on who is connected."""
        self._runner.undone(room)
        self._absent_hosts.watch(room)
        self.watch_emptiness(room)
        self._listing.changed()

    def watch_emptiness(self, room: Room, patience_s: float | None = None) -> None:
        """End the room after a while if nobody is connected."""
        key = ("empty", room.code)
        if room.nobody_connected:
            patience_s = self._config.empty_room_s if patience_s is None else patience_s
            due_ms = self._clock.now_ms() + patience_s * 1000
            self._deadlines.set(key, due_ms, partial(self.end, room))
        else:
            self._deadlines.clear(key)

    # --- being there ----------------------------------------------------------------------------------------

    def start(self, session: Session, work: UnitOfWork) -> None:
        """The host starts the match."""
        room, _ = session.hosted()
        self._runner.start(room, work)
        self._listing.changed()

    def measured(self, session: Session, work: UnitOfWork) -> None:
        """The round trip of a connection was measured again: tell the game, and the room if it changed enough."""
        seat, rtt_ms = session.seat, session.rtt_ms
        if seat is None or rtt_ms is None:
            return
        room, member = seat
        if member.rtt_ms is None or abs(rtt_ms - member.rtt_ms) >= TOLD_FROM_MS:
            member.rtt_ms = round(rtt_ms)
            self._runner.measured(room, member, work)
        shown = member.latency_ms
        if shown is not None and abs(rtt_ms - shown) <= max(20, shown / 2):
            return
        member.latency_ms = round(rtt_ms)
        if member.role == "spectator":
            # Nobody waits for them, and there may be many.
            return
        self._roster.measured(member, room)


def _wants(request: JoinGame | Rejoin) -> frozenset[str]:
    return TARGETS if request.targets else NOTHING


def _owner(room: Room, pid: int, token: str) -> Member | None:
    """The member whose token this is. With `pid` 0, all members are searched."""
    for member in room.members.values():
        if pid in {0, member.pid} and not member.left and matches(token, member.token):
            return member
    return None


def _made_up_name(room: Room, role: Role) -> str:
    taken = {look_alike_key(member.name) for member in room.members.values()}
    usual = "Screen" if role == "screen" else "Guest"
    names = chain([usual], (f"{usual} {number}" for number in count(2)))
    return next(name for name in names if look_alike_key(name) not in taken)

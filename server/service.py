"""The interface of all gateways: connections open and close, requests come in by name, and each gets one answer.

A message passes gateway -> limits -> decoding -> lobby or game -> store -> answer and notices, in a single call on the
loop's thread. Nothing here knows which transport it serves.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from netcode.messages import (
    ActionSuccess,
    Chat,
    CreateGame,
    Emote,
    Exit,
    Heartbeat,
    JoinGame,
    Kick,
    LatencyOfHeartbeat,
    ListGames,
    LockRoom,
    Malformed,
    NewGame,
    Rejoin,
    Request,
    SetProfile,
    StartGame,
    TransferHost,
    codec_of,
    requests_of_people,
    requests_of_rooms,
)
from netcode.refusals import Refusal
from server.across import AcrossProcesses
from server.deferred import DeferredRequests
from server.games import GAMES
from server.games.interface import NoBots
from server.heartbeats import Heartbeats
from server.limits import Limits
from server.meters import Meters
from server.pictures import PictureWork
from server.refused import Refused, refusal_answer
from server.rooms.commit import Commits
from server.rooms.connections import Connections, Ending
from server.rooms.deadlines import Deadlines
from server.rooms.identity import follow, seats_of, set_profile, sign_off
from server.rooms.listing import Listing
from server.rooms.lobby import Lobby
from server.rooms.records import Records
from server.rooms.registry import Registry
from server.rooms.restoring import Restoring
from server.rooms.roster import Roster
from server.rooms.runner import Runner
from server.rooms.sessions import Session
from server.shutdown import Shutdown
from server.store_outage import StoreOutage
from server.tokens import key_digest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import msgspec

    from netcode.messages.base import Options
    from server.clock import Clock
    from server.config import Config
    from server.games import Games
    from server.games.interface import Bots, GameKind
    from server.rooms.commit import UnitOfWork
    from server.rooms.connections import Connection
    from server.rooms.room import Room
    from server.store import Conflict, Figures, RoomStore
    from server.tokens import RandomBytes

# Answers to the server's own messages. They are free of the message limit as long as the server asked for them.
_BEATS: Final = (Heartbeat, LatencyOfHeartbeat)

log = logging.getLogger(__name__)


async def _here(_request: str, _code: str, _address: str) -> ActionSuccess | None:
    """For a single process: every room that exists is here."""
    return None


class Service:
    """All rooms and connections of one server."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        store: RoomStore,
        random_bytes: RandomBytes,
        bots: Bots | None = None,
        games: Games = GAMES,
    ) -> None:
        """Raises ValueError with a sentence if the configuration makes no sense to a game."""
        self.config = config
        self.clock = clock
        self._store = store
        self._random_bytes = random_bytes
        self.kinds: dict[str, GameKind] = {name: kind(config) for name, kind in games.items()}
        self.codec = codec_of(kind.wire for kind in self.kinds.values())
        self.meters = Meters()
        self.limits = Limits(config)
        self.deadlines = Deadlines(clock)
        self.limits.is_party = self._is_party
        self.rooms = Registry(self.limits, store, self.deadlines, random_bytes)
        self.deferred = DeferredRequests()
        self.pictures = PictureWork()
        self._bots = bots or NoBots()
        self._connections = Connections()
        self.commits = Commits(store, self._connections, self._undone, self._ended, self._conflicted)
        roster = Roster(config, clock, self.deadlines, self.commits)
        self.runner = Runner(clock, self.commits, self._connections, self.deadlines, roster, random_bytes, self._bots)
        self.listing = Listing(config, self.rooms, clock, self.deadlines)
        self.records = Records(self.rooms, self.commits, store, self.runner.watching)
        self._lobby = Lobby(
            config,
            self.kinds,
            clock,
            self.commits,
            self._connections,
            self.rooms,
            self.deadlines,
            self.limits,
            self.runner,
            roster,
            self.listing,
            random_bytes,
        )
        # Where the other processes of this server are, which a page may have to go to. Set by a cluster.
        self.other_places: Callable[[], list[str]] = list
        self.across = AcrossProcesses()
        # What is wrong with the database of people, None if nothing is. Set by `People`.
        self.people_trouble: Callable[[], Awaitable[str | None]] | None = None
        # What to answer to a request over HTTP whose room another process has. Set by a cluster.
        self.room_elsewhere: Callable[[str, str, str], Awaitable[ActionSuccess | None]] = _here
        self.restoring = Restoring(store, self.rooms, self._connections, self._lobby, self.kinds)
        self.blocks = self._lobby.talk.blocks
        self._of_rooms = frozenset(requests_of_rooms())
        self._of_people = frozenset(requests_of_people())
        self._heartbeats = Heartbeats(
            config, clock, self.deadlines, self.rooms, self.runner, self._lobby, random_bytes, self.close
        )
        self.shutdown = Shutdown(config, clock, store, self.rooms, self.deadlines, self._heartbeats.sessions)
        StoreOutage(store, self.rooms, self.commits, self.runner)

    # --- life -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Restore stored rooms and begin the heartbeats; to be called on the loop, before anybody can connect."""
        self.restoring.everything()
        self._heartbeats.start()

    def drain(self, drained: Callable[[], None]) -> None:
        """Let nobody new in and tell everybody. `drained` is called when no match is running any more, or after a time
        limit.
        """
        self.shutdown.drain(drained)

    @property
    def draining(self) -> bool:
        """Whether nobody is let in any more."""
        return self.shutdown.draining

    def stop(self) -> None:
        """Refuse all requests, store everything, tell the members what is kept, and close all connections. Only
        once.
        """
        if not self.shutdown.closing:
            self._bots.close()
            self.pictures.close()
            self.shutdown.close()

    def open(self, connection: Connection, address: str, client_key: str | None = None) -> Session:
        """A connection has come up, with a key that its client may send with all of its connections. Raises Refused
        SERVER_FULL or SHUTTING_DOWN.
        """
        if self.shutdown.closing:
            raise Refused(Refusal.SHUTTING_DOWN)
        if not self.limits.connections.take(address):
            raise Refused(Refusal.SERVER_FULL)
        session = Session(connection, self._connections, address, self.config, self.clock.now_ms())
        session.client_key = key_digest(client_key)
        self._heartbeats.add(session)
        self.meters.open[connection.kind] += 1
        self.meters.opened[connection.kind] += 1
        log.info("connected", extra={"transport": connection.kind, "address": address})
        return session

    def close(self, session: Session) -> None:
        """A connection that `open` returned has gone. A second call does nothing."""
        if session.closed:
            return
        session.closed = True
        self.meters.open[session.connection.kind] -= 1
        log.info("disconnected", extra={"transport": session.connection.kind, "address": session.address})
        self._heartbeats.discard(session)
        self.listing.unsubscribe(session)
        self.deferred.forget(session)
        self.limits.connections.give_back(session.address)
        if not self.shutdown.closing:
            self.commits.run("a disconnection", partial(self._lobby.disconnected, session))

    def connected(self) -> list[Session]:
        """All open connections."""
        return self._heartbeats.sessions()

    @property
    def store_figures(self) -> Figures:
        """The store's metrics."""
        return self._store.figures()

    @property
    def keeps_rooms(self) -> bool:
        """Whether rooms survive a crash, as long as the store does not fail."""
        return bool(self.config.data or self.config.redis)

    @property
    def store_failing(self) -> str | None:
        """Why rooms cannot be stored at the moment; None if they can, or are not stored at all."""
        return self._store.failing

    def sign_out(self, session: Session) -> None:
        """The user of this connection is no longer known. Their seat follows, after the current match."""
        self.commits.run("signing somebody out", partial(sign_off, session))

    def turn_out(self, person: str) -> None:
        """Remove a person from all rooms of this process."""
        for room in list(self.rooms):
            for member in seats_of(room, person):
                self.commits.run("turning somebody out", partial(self._lobby.turn_out, room, member, ban=True))

    def close_room(self, room: Room, message: str) -> None:
        """End a room for everybody, for the reason in the message."""
        self.commits.run("closing a room", partial(self._lobby.close, room, message))

    # --- steps that come to nothing -------------------------------------------------------------------------

    def _undone(self, room: Room) -> None:
        if self.rooms.find(room.code) is room:
            room.roll_back()
            self._lobby.undone(room)

    def _ended(self, room: Room) -> None:
        self._lobby.end(room)

    def _conflicted(self, room: Room, conflict: Conflict) -> None:
        self.restoring.conflicted(room, conflict)

    # --- requests -------------------------------------------------------------------------------------------

    def receive(
        self, session: Session, name: str, fields: msgspec.Raw | bytes, reply: Callable[[ActionSuccess], None]
    ) -> None:
        """Handle one message. `reply` gets its answer before anybody hears of its effects."""
        now_ms = self.clock.now_ms()
        session.heard_ms = now_ms
        try:
            request = self.codec.decode_request(name, fields)
        except Malformed:
            request = None
        delayed = False
        if request is not None and not isinstance(request, _BEATS):
            try:
                self._spend(session, now_ms)
                if self.deferred.concerns(session, request):
                    handle = partial(self._handle, session, name, request, reply)
                    delayed = self.deferred.delays(session, request, handle)
            except Refused as refused:
                self.meters.refusals[refused.refusal] += 1
                reply(refusal_answer(name[:40], refused))
                return
        if not delayed:
            self._handle(session, name, request, reply)

    def _handle(
        self,
        session: Session,
        name: str,
        request: Request | None,
        reply: Callable[[ActionSuccess], None],
        prepared: ActionSuccess | None = None,
    ) -> None:
        """Handle the request, or give the answer that a `Preparation` has made."""
        work = self.commits.begin()
        try:
            answer = prepared or self._perform(session, name, request, work)
            if prepared is not None:
                self._count_prepared(name, prepared)
                follow(self._lobby.talk, session, prepared, work)
        except Refused as refused:
            self.meters.refusals[refused.refusal] += 1
            answer, work = refusal_answer(name[:40], refused), self.commits.begin()
        except Exception:
            log.exception("%s failed", name[:40])
            answer, work = self._fault(name, work), self.commits.begin()
        if work.changed is None and not isinstance(request, Heartbeat) and (seat := session.seat) is not None:
            work.rests_on = seat[0]
        try:
            self.commits.finish(work, answer, reply)
        except Exception:
            log.exception("%s failed", name[:40])
            self.commits.finish(self.commits.begin(), self._fault(name, work), reply)

    def _count_prepared(self, name: str, answer: ActionSuccess) -> None:
        if answer.error is None:
            self.meters.requests[name] += 1
        elif answer.error == Refusal.SERVER_FAULT:
            self.meters.faults += 1
        else:
            self.meters.refusals[answer.error] += 1

    def _fault(self, name: str, work: UnitOfWork) -> ActionSuccess:
        """Answer a request that failed by a fault of the server's. Nothing has changed, and nobody else is affected."""
        self.meters.faults += 1
        self.commits.undo(work)
        return refusal_answer(name[:40], Refused(Refusal.SERVER_FAULT))

    def idle_talk(self, session: Session) -> bool:
        """Count a message that is no request, such as a ping. False if it exceeds the limit."""
        try:
            self._spend(session, self.clock.now_ms())
        except Refused:
            return False
        return True

    def connections_of(self, address: str) -> int:
        """How many connections this address may hold now; 0: any number."""
        return self.limits.connections_of(address)

    def _is_party(self, address: str) -> bool:
        """Whether a big screen at this address hosts a room for many."""
        return any(room.hosted_from(address) for room in self.rooms)

    def may_ask(self, address: str) -> bool:
        """Take a token for a request about rooms over HTTP. False if the limit is reached."""
        return self.limits.requests.take(address, self.clock.now_ms())

    def may_look_up(self, address: str) -> bool:
        """Take a token for a request about people and matches over HTTP. False if the limit is reached."""
        return self.limits.may_look_up(address, self.clock.now_ms())

    def prepared(self, options: Options) -> Options:
        """See `GameKind.prepared`. May be called on any thread."""
        done: Options = self.kinds[options.game].prepared(options)
        return done

    def create_room(
        self, options: CreateGame, address: str, stored: Callable[[ActionSuccess], None]
    ) -> tuple[str, int, str, str]:
        """Open a room that nobody is connected to yet. Returns its code, the host's pid and token, and its key; raises
        Refused. They may be handed out once `stored` was called with a good answer, which can be at once.
        """
        if self.draining:
            raise Refused(Refusal.SHUTTING_DOWN)
        self._require_store()
        work = self.commits.begin()
        try:
            room, member, token = self._lobby.open_room(options, address, work)
            self.commits.finish(work, ActionSuccess(CreateGame.wire_name), stored)
        except Refused:
            raise
        except Exception:
            self.commits.undo(work)
            raise
        return room.code, member.pid, token, room.key

    def new_game(
        self, code: str, token: str, asked: NewGame, address: str, stored: Callable[[ActionSuccess], None]
    ) -> None:
        """Set up the next game of a room, on behalf of the host, whose token this must be; raises Refused."""
        self._require_store()
        work = self.commits.begin()
        try:
            self._lobby.new_game(code, token, asked, address, work)
            self.commits.finish(work, ActionSuccess(NewGame.wire_name), stored)
        except Refused:
            raise
        except Exception:
            self.commits.undo(work)
            raise

    def picture(self, code: str, name: str) -> tuple[str, bytes] | None:
        """A picture of the game in the room with this code, with its media type."""
        room = self.rooms.find(code)
        return None if room is None else room.kind.picture(room.options, name)

    def _perform(self, session: Session, name: str, request: Request | None, work: UnitOfWork) -> ActionSuccess:
        if request is None:
            self._spend(session, self.clock.now_ms())
            raise Refused(Refusal.BAD_MESSAGE)
        if isinstance(request, _BEATS):
            if isinstance(request, Heartbeat) and self._heartbeats.answered(session, request, work):
                return ActionSuccess(name)
            if isinstance(request, Heartbeat) or not session.owes_latency:
                # All other requests have been counted on arrival.
                self._spend(session, self.clock.now_ms())
        seat = session.seat
        member = seat[1] if seat else None
        if member is not None and member.done.has(request):
            # A resend: the answer was lost.
            return ActionSuccess(name)
        answer = self._do(session, name, request, work)
        self.meters.requests[name] += 1
        if member is not None:
            member.done.note(request)
        return answer

    def _do(self, session: Session, name: str, request: Request, work: UnitOfWork) -> ActionSuccess:
        if type(request) in self._of_rooms:
            return self._ask_lobby(session, request, work) or ActionSuccess(name)
        if type(request) in self._of_people:
            # `People` answers these before they get here (`server.deferred`).
            raise Refused(Refusal.NO_LOGINS)
        self.runner.request(session, request, work)
        return ActionSuccess(name)

    def _spend(self, session: Session, now_ms: float) -> None:
        if session.bucket.take(now_ms):
            session.refused = 0
            return
        session.refused += 1
        if session.refused >= self.config.refused_before_closing:
            session.connection.close(Ending.POLICY)
        raise Refused(Refusal.TOO_FAST)

    def _ask_lobby(self, session: Session, request: Request, work: UnitOfWork) -> ActionSuccess | None:
        lobby = self._lobby
        if self.shutdown.refuses_players and isinstance(request, CreateGame | JoinGame):
            raise Refused(Refusal.SHUTTING_DOWN)
        match request:
            case CreateGame():
                self._require_store()
                return lobby.create(session, request, work)
            case JoinGame():
                return lobby.join(session, request, work)
            case Rejoin():
                return lobby.rejoin(session, request, work)
            case ListGames():
                self._list_games(session, request, work)
            case StartGame():
                lobby.start(session, work)
            case Exit():
                lobby.exit(session, work)
            case Kick():
                lobby.kick(session, request, work)
            case Chat():
                lobby.talk.chat(session, request, work)
            case Emote():
                lobby.talk.emote(session, request, work)
            case TransferHost():
                lobby.hosting.transfer(session, request, work)
            case LockRoom():
                lobby.hosting.lock(session, request, work)
            case NewGame():
                lobby.hosting.new_game(session, request, work)
            case SetProfile():
                set_profile(lobby.talk, session, request, work)
            case LatencyOfHeartbeat():
                # A client's own measurement is ignored: the server's counts.
                session.owes_latency = False
            case _:
                # An answer to a heartbeat that was not sent, or was already answered.
                raise Refused(Refusal.BAD_MESSAGE)
        return None

    def _require_store(self) -> None:
        """Raises Refused NOT_SAFE while rooms cannot be stored: no new room is opened then."""
        if self._store.failing is not None:
            raise Refused(Refusal.NOT_SAFE)

    def _list_games(self, session: Session, request: ListGames, work: UnitOfWork) -> None:
        if request.subscribe and session.seat is None:
            self.listing.subscribe(session, request.game, request.page)
        work.post(session.connection, self.listing.page(request.game, request.page))

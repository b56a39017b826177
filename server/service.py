"""What every gateway talks to: sessions open and close, requests come in by name, and each gets one answer.

A message goes gateway -> limits -> decode -> lobby or play -> store -> answer and notices, all in one call,
on the loop's thread. Gateways call; nothing here knows which transport it serves.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from netcode import messages
from netcode.messages import (
    ActionSuccess,
    Chat,
    CreateGame,
    DoHeartbeat,
    Emote,
    Exit,
    GotHeartbeat,
    Heartbeat,
    JoinGame,
    Kick,
    LatencyOfHeartbeat,
    ListGames,
    Malformed,
    Rejoin,
    Request,
    SetProfile,
    StartGame,
    Stored,
    decode_request,
)
from netcode.refusals import Refusal
from server import translate
from server.limits import Limits
from server.links import Ending, Parcel
from server.listing import Listing
from server.lobby import Lobby
from server.meters import Meters
from server.play import Play
from server.refused import Refused, refusal_answer
from server.rooms.deadlines import Deadlines
from server.rooms.registry import Registry
from server.rooms.room import Room, link_of
from server.sessions import Session
from server.shutdown import Shutdown
from server.standin import Nobody
from server.step import Step, Steps

if TYPE_CHECKING:
    from collections.abc import Callable

    import msgspec

    from server.clock import Clock
    from server.config import Config
    from server.links import Link
    from server.standin import StandIn
    from server.store import Conflict, Figures, RoomStore
    from server.store import Stored as StoredRoom
    from server.tokens import Dice

# Beats are spread over their interval, a slice of the connections at a time: thousands at once would be a
# hiccup.
BEAT_SLICES: Final = 10
# When a timer is as late as that, this process stood still (or the whole machine), and what the others have sent
# meanwhile is still to be read.
STALL_MS: Final = 500.0
log = logging.getLogger(__name__)


class Service:
    """All rooms and connections of one server."""

    def __init__(
        self, config: Config, clock: Clock, store: RoomStore, dice: Dice, stand_in: StandIn | None = None
    ) -> None:
        """Raises ValueError with a sentence when `config` names cards that do not exist."""
        self.config = config
        self.clock = clock
        self._store = store
        self._dice = dice
        self.meters = Meters()
        self._limits = Limits(config)
        self.deadlines = Deadlines(clock)
        self.rooms = Registry(self._limits, store, self.deadlines, dice)
        self._stand_in = stand_in or Nobody()
        self._steps = Steps(store, self._undone, self._ended, self._conflicted)
        self._play = Play(clock, self._steps, self.deadlines, dice, self._stand_in, translate.cards_named(config.cards))
        self.listing = Listing(config, self.rooms, clock, self.deadlines)
        self._lobby = Lobby(
            config, clock, self._steps, self.rooms, self.deadlines, self._limits, self._play, self.listing, dice
        )
        self._slices: list[set[Session]] = [set() for _ in range(BEAT_SLICES)]
        self._slice = 0
        self.shutdown = Shutdown(config, clock, store, self.rooms, self.deadlines, self._sessions)
        store.watch(self._on_store_changed)

    # --- life -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Take up what is stored, and begin to beat; to be called on the loop, before anybody can connect."""
        stored = self._store.everything()
        unreadable = [code for code, room in stored if not self._restore(code, room)]
        for code in self._store.damaged():
            self.rooms.set_aside(code)
            unreadable.append(code)
        if unreadable:
            log.error(
                "Restored %d rooms of %d; %d unreadable, set aside in the store as they are: %s.",
                len(self.rooms),
                len(self.rooms) + len(unreadable),
                len(unreadable),
                ", ".join(sorted(unreadable)),
            )
        elif stored:
            log.info("Restored %d rooms.", len(stored))
        self._plan_beat()

    def _restore(self, code: str, stored: StoredRoom) -> bool:
        try:
            room = Room.restore(stored.state, translate.SEATS, translate.Table.restore, messages.ChessOptions)
            room.version = stored.version
            self._lobby.restore(room)
        except Exception:
            # Whatever is wrong with it, the other rooms are not to blame.
            log.exception("Room %s cannot be read, and stays in the store as it is for a server that can.", code)
            self.rooms.set_aside(code)
            return False
        return True

    def drain(self, drained: Callable[[], None]) -> None:
        """Let nobody new in any more, tell everybody, and call `drained` when no match is running, or after a while."""
        self.shutdown.drain(drained)

    @property
    def draining(self) -> bool:
        """Whether nobody is let in any more."""
        return self.shutdown.draining

    def _sessions(self) -> list[Session]:
        return [session for some in self._slices for session in some]

    def stop(self) -> None:
        """Refuse everything from now on, write what is to be kept, say what was, and hang up; once."""
        if not self.shutdown.closing:
            self._stand_in.close()
            self.shutdown.close()

    def open(self, link: Link, address: str) -> Session:
        """A connection has come up; raises Refused SERVER_FULL or SHUTTING_DOWN."""
        if self.shutdown.closing:
            raise Refused(Refusal.SHUTTING_DOWN)
        if not self._limits.connections.take(address):
            raise Refused(Refusal.SERVER_FULL)
        session = Session(link, address, self.config, self.clock.now_ms())
        min(self._slices, key=len).add(session)
        self.meters.open[link.kind] += 1
        self.meters.opened[link.kind] += 1
        log.info("connected", extra={"transport": link.kind, "address": address})
        return session

    def close(self, session: Session) -> None:
        """A connection that `open` returned has gone; a second call does nothing."""
        if session.closed:
            return
        session.closed = True
        self.meters.open[session.link.kind] -= 1
        log.info("disconnected", extra={"transport": session.link.kind, "address": session.address})
        for some in self._slices:
            some.discard(session)
        self.deadlines.clear(("silence", session))
        self.listing.unsubscribe(session)
        self._limits.connections.give_back(session.address)
        if not self.shutdown.closing:
            self._steps.run("a disconnection", partial(self._lobby.disconnected, session))

    @property
    def store_figures(self) -> Figures:
        """How the store is doing, for operators."""
        return self._store.figures()

    @property
    def store_failing(self) -> str | None:
        """Why rooms can't be kept at the moment; None: they can, if they are kept at all."""
        return self._store.failing

    def _on_store_changed(self) -> None:
        notice = Stored(safe=self._store.failing is None)
        for room in self.rooms:
            step = Step()
            step.announce(room.members.values(), notice)
            step.send()

    # --- steps that come to nothing -------------------------------------------------------------------------

    def _undone(self, room: Room[Any]) -> None:
        if self.rooms.find(room.code) is room:
            room.roll_back(translate.Table.restore)
            self._lobby.undone(room)

    def _ended(self, room: Room[Any]) -> None:
        self._lobby.end(room)

    def _conflicted(self, room: Room[Any], conflict: Conflict) -> None:
        """Somebody else has written this room: what is stored counts, and everybody comes back to that."""
        log.error("%s: what is in memory is dropped, and what is stored goes on.", conflict)
        if self.rooms.find(room.code) is not room:
            return
        self._lobby.drop(room)
        links = [link_of(member) for member in room.members.values()]
        for member in room.members.values():
            # Nothing that still happens to these connections is about the room any more.
            member.link = None
        for link in links:
            if link is not None:
                link.close(Ending.TRY_LATER)
        self._store.load(room.code, partial(self._reload, room.code))

    def _reload(self, code: str, stored: StoredRoom | None) -> None:
        if stored is not None:
            self._restore(code, stored)

    # --- requests -------------------------------------------------------------------------------------------

    def receive(
        self, session: Session, name: str, fields: msgspec.Raw | bytes, reply: Callable[[ActionSuccess], None]
    ) -> None:
        """Handle one message; `reply` gets its answer before anybody hears of what it did."""
        now_ms = self.clock.now_ms()
        session.heard_ms = now_ms
        try:
            request = decode_request(name, fields)
        except Malformed:
            request = None
        step = Step()
        try:
            answer = self._perform(session, name, request, now_ms, step)
        except Refused as refused:
            self.meters.refusals[refused.refusal] += 1
            answer, step = refusal_answer(name[:40], refused), Step()
        except Exception:
            log.exception("%s failed", name[:40])
            answer, step = self._fault(name, step), Step()
        if session.seat is not None and not isinstance(request, Heartbeat):
            step.rests_on = session.seat[0]
        try:
            self._steps.finish(step, answer, reply)
        except Exception:
            log.exception("%s failed", name[:40])
            self._steps.finish(Step(), self._fault(name, step), reply)

    def _fault(self, name: str, step: Step) -> ActionSuccess:
        """A fault of ours costs this request only: nothing has changed, and nobody else hears of it."""
        self.meters.faults += 1
        self._steps.undo(step)
        return refusal_answer(name[:40], Refused(Refusal.BAD_MESSAGE))

    def idle_talk(self, session: Session) -> bool:
        """A transport has received what is no request, such as a ping: it counts as a message. Whether it was
        still allowed.
        """
        try:
            self._spend(session, self.clock.now_ms())
        except Refused:
            return False
        return True

    def may_ask(self, address: str) -> bool:
        """Whether this address may ask for a room or the list over HTTP now; if so, it is counted."""
        return self._limits.requests.take(address, self.clock.now_ms())

    def create_room(
        self, options: CreateGame, address: str, stored: Callable[[ActionSuccess], None]
    ) -> tuple[str, int, str, str]:
        """Code, host's pid and token, and the key of a new room that nobody is connected to yet; raises Refused. They
        may be handed out when `stored` has been called with an answer that is ok, which can be at once.
        """
        if self.draining:
            raise Refused(Refusal.SHUTTING_DOWN)
        self._require_store()
        step = Step()
        try:
            room, member, token = self._lobby.open_room(options, address, step)
            self._steps.finish(step, ActionSuccess(CreateGame.wire_name), stored)
        except Refused:
            raise
        except Exception:
            self._steps.undo(step)
            raise
        return room.code, member.pid, token, room.key

    def _perform(
        self, session: Session, name: str, request: Request | None, now_ms: float, step: Step
    ) -> ActionSuccess:
        if isinstance(request, Heartbeat) and self._beat_answered(session, request, now_ms, step):
            return ActionSuccess(name)
        if not (isinstance(request, LatencyOfHeartbeat) and session.owes_latency):
            self._spend(session, now_ms)
        if request is None:
            raise Refused(Refusal.BAD_MESSAGE)
        member = session.seat[1] if session.seat else None
        if member is not None and member.done.has(request):
            # A resend: the answer was lost.
            return ActionSuccess(name)
        answer = self._do(session, name, request, step)
        self.meters.requests[name] += 1
        if member is not None:
            member.done.note(request)
        return answer

    def _do(self, session: Session, name: str, request: Request, step: Step) -> ActionSuccess:
        command_for = translate.COMMANDS.get(type(request))
        if command_for is None:
            return self._ask_lobby(session, request, step) or ActionSuccess(name)
        room, member = session.seated()
        self._play.command(room, member, command_for(request, member.pid), step)
        return ActionSuccess(name)

    def _spend(self, session: Session, now_ms: float) -> None:
        if session.bucket.take(now_ms):
            session.refused = 0
            return
        session.refused += 1
        if session.refused >= self.config.refused_before_closing:
            session.link.close(Ending.POLICY)
        raise Refused(Refusal.TOO_FAST)

    def _ask_lobby(self, session: Session, request: Request, step: Step) -> ActionSuccess | None:
        lobby = self._lobby
        if self.draining and isinstance(request, CreateGame | JoinGame):
            raise Refused(Refusal.SHUTTING_DOWN)
        match request:
            case CreateGame():
                self._require_store()
                return lobby.create(session, request, step)
            case JoinGame():
                return lobby.join(session, request, step)
            case Rejoin():
                return lobby.rejoin(session, request, step)
            case ListGames():
                self._list_games(session, request, step)
            case StartGame():
                lobby.start(session, step)
            case Exit():
                lobby.exit(session, step)
            case Kick():
                lobby.kick(session, request, step)
            case Chat():
                lobby.talk.chat(session, request, step)
            case Emote():
                lobby.talk.emote(session, request, step)
            case SetProfile():
                lobby.talk.rename(session, request, step)
            case LatencyOfHeartbeat():
                # What a client says of its own latency is taken, and nothing is done with it: what counts is ours.
                session.owes_latency = False
            case _:
                # A beat that nobody asked for, or asked for once and answered twice.
                raise Refused(Refusal.BAD_MESSAGE)
        return None

    def _require_store(self) -> None:
        """No new room is opened that a crash would take: raises Refused NOT_SAFE."""
        if self._store.failing is not None:
            raise Refused(Refusal.NOT_SAFE)

    def _list_games(self, session: Session, request: ListGames, step: Step) -> None:
        if request.subscribe and session.seat is None:
            self.listing.subscribe(session, request.game, request.page)
        step.post(session.link, self.listing.page(request.game, request.page))

    # --- heartbeats -----------------------------------------------------------------------------------------

    def _beat_answered(self, session: Session, beat: Heartbeat, now_ms: float, step: Step) -> bool:
        if session.round_trip.answered(beat.hbid, now_ms, beat.t_recv, beat.t_reply) is None:
            return False
        session.beats = session.owes_latency = True
        self._listen_for(session, now_ms)
        session.look_at_line()
        self._lobby.measured(session, step)
        step.post(session.link, Parcel(GotHeartbeat(beat.hbid)))
        return True

    def _listen_for(self, session: Session, from_ms: float) -> None:
        due_ms = from_ms + self.config.silence_s * 1000
        self.deadlines.set(("silence", session), due_ms, partial(self._on_silence, session, due_ms))

    def _on_silence(self, session: Session, due_ms: float) -> None:
        now_ms = self.clock.now_ms()
        silence_ms, heard_ms = self.config.silence_s * 1000, session.heard_ms
        if now_ms - due_ms >= STALL_MS:
            # Its next heartbeat may be a whole interval away.
            heard_ms = now_ms - silence_ms + self.config.beat_s * 1000 + STALL_MS
        if heard_ms + silence_ms > now_ms:
            self._listen_for(session, heard_ms)
            return
        # The others are told at once: a line that is only half there may take the system minutes to give up.
        self.close(session)
        session.link.close(Ending.SILENT, f"Nothing was heard of you for {self.config.silence_s:g} s.")

    def _plan_beat(self) -> None:
        if self.config.beat_s:
            due_ms = self.clock.now_ms() + self.config.beat_s * 1000 / BEAT_SLICES
            self.deadlines.set("beat", due_ms, partial(self._beat, due_ms))

    def _beat(self, due_ms: float) -> None:
        self._plan_beat()
        self._slice = (self._slice + 1) % BEAT_SLICES
        now_ms = self.clock.now_ms()
        if now_ms - due_ms >= STALL_MS:
            log.warning("the server stood still", extra={"ms": round(now_ms - due_ms)})
            for room in list(self.rooms):
                self._play.give_back(room, due_ms)
        for session in list(self._slices[self._slice]):
            self._beat_to(session, now_ms)

    def _beat_to(self, session: Session, now_ms: float) -> None:
        session.link.beat(now_ms)
        hbid = int.from_bytes(self._dice(4)) >> 1
        session.round_trip.sent(hbid, now_ms)
        session.link.deliver(Parcel(DoHeartbeat(hbid, now_ms)))

"""What every gateway talks to: sessions open and close, requests come in by name, and each gets one answer.

A message goes gateway -> limits -> decode -> lobby or play -> store -> answer and notices, all in one call,
on the loop's thread. Gateways call; nothing here knows which transport it serves.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

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
    ListOfGames,
    Malformed,
    Rejoin,
    Request,
    SetProfile,
    ShuttingDown,
    StartGame,
    decode_request,
)
from netcode.refusals import SENTENCES, Refusal
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
from server.rooms.room import Room
from server.sessions import Session
from server.standin import Nobody
from server.step import Step

if TYPE_CHECKING:
    from collections.abc import Callable

    import msgspec

    from server.clock import Clock
    from server.config import Config
    from server.links import Link
    from server.standin import StandIn
    from server.store import Figures, RoomStore, Stored
    from server.tokens import Dice

# Beats are spread over their interval, a slice of the connections at a time: thousands at once would be a
# hiccup.
BEAT_SLICES: Final = 10
# How often draining looks whether the last match has ended.
DRAIN_LOOK_MS: Final = 50.0
RESTARTS: Final = "This server is restarting. Your match will go on in a moment."
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
        self._play = Play(clock, store, self.deadlines, dice, self._stand_in, translate.cards_named(config.cards))
        self._listing = Listing(self.rooms, clock, self.deadlines, config.list_s)
        self._lobby = Lobby(
            config, clock, store, self.rooms, self.deadlines, self._limits, self._play, self._listing, dice
        )
        self._slices: list[set[Session]] = [set() for _ in range(BEAT_SLICES)]
        self._slice = 0
        # Whether its rooms will be there again after it has stopped, as far as is known.
        self.comes_back = config.data != ""
        self._draining = False
        self._closing = False

    # --- life -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Take up what is stored, and begin to beat; to be called on the loop, before anybody can connect."""
        for code, stored in self._store.everything():
            self._restore(code, stored)
        self._plan_beat()

    def _restore(self, code: str, stored: Stored) -> None:
        try:
            room = Room.restore(stored.state, translate.SEATS, translate.Table.restore)
            room.version = stored.version
            self._lobby.restore(room)
        except Exception:
            # Whatever is wrong with it, the other rooms are not to blame.
            log.exception("Room %s cannot be read, and stays in the store as it is for a server that can.", code)
            self.rooms.set_aside(code)

    def drain(self, drained: Callable[[], None]) -> None:
        """Let nobody new in any more, tell everybody, and call `drained` when no match is running, or after a while."""
        self._draining = True
        patience_ms = self.config.drain_s * 1000 if self._busy else 0.0
        parcel = Parcel(ShuttingDown(round(patience_ms), self.comes_back, self._farewell))
        for session in self._sessions():
            session.link.deliver(parcel)
        self._await_end(self.clock.now_ms() + patience_ms, drained)

    def _await_end(self, until_ms: float, drained: Callable[[], None]) -> None:
        now_ms = self.clock.now_ms()
        if now_ms >= until_ms or not self._busy:
            drained()
        else:
            again = partial(self._await_end, until_ms, drained)
            self.deadlines.set("drain", min(until_ms, now_ms + DRAIN_LOOK_MS), again)

    @property
    def draining(self) -> bool:
        """Whether nobody is let in any more."""
        return self._draining or self._closing

    @property
    def _busy(self) -> bool:
        """Whether somebody is in the middle of a match."""
        return any(room.machine and not room.machine.over and not room.nobody_connected for room in self.rooms)

    @property
    def _farewell(self) -> str:
        return RESTARTS if self.comes_back else SENTENCES[Refusal.SHUTTING_DOWN]

    def _sessions(self) -> list[Session]:
        return [session for some in self._slices for session in some]

    def stop(self) -> None:
        """Refuse everything from now on and hang up."""
        self._closing = True
        self.deadlines.close()
        self._stand_in.close()
        parcel = Parcel(ShuttingDown(0, self.comes_back, self._farewell))
        for session in self._sessions():
            session.link.deliver(parcel)
            session.link.close(Ending.GOING_AWAY, self._farewell)

    def open(self, link: Link, address: str) -> Session:
        """A connection has come up; raises Refused SERVER_FULL or SHUTTING_DOWN."""
        if self._closing:
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
        self._listing.unsubscribe(session)
        self._limits.connections.give_back(session.address)
        step = Step()
        self._lobby.disconnected(session, step)
        step.finish(self._store)

    @property
    def store_figures(self) -> Figures:
        """How the store is doing, for operators."""
        return self._store.figures()

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
            # A fault of ours must cost this request only, never the connection or the room beside it.
            self.meters.faults += 1
            log.exception("%s failed", name[:40])
            answer, step = refusal_answer(name[:40], Refused(Refusal.BAD_MESSAGE)), Step()
        if session.seat is not None and not isinstance(request, Heartbeat):
            step.rests_on = session.seat[0]
        step.finish(self._store, partial(reply, answer))

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

    def create_room(self, options: CreateGame, address: str, stored: Callable[[], None]) -> tuple[str, int, str]:
        """Code, host's pid and token of a new room that nobody is connected to yet; raises Refused. They may be
        handed out when `stored` has been called, which can be at once.
        """
        if self.draining:
            raise Refused(Refusal.SHUTTING_DOWN)
        step = Step()
        room, member, token = self._lobby.open_room(options, address, step)
        step.finish(self._store, stored)
        return room.code, member.pid, token

    def _perform(
        self, session: Session, name: str, request: Request | None, now_ms: float, step: Step
    ) -> ActionSuccess:
        if isinstance(request, Heartbeat) and self._beat_answered(session, request, now_ms, step):
            return ActionSuccess(name)
        if not (isinstance(request, LatencyOfHeartbeat) and session.owes_latency):
            self._spend(session, now_ms)
        if request is None:
            raise Refused(Refusal.BAD_MESSAGE)
        member = session.seat[1] if request.n and session.seat else None
        if member is not None and request.n <= member.last_n:
            # A resend of what was done before its answer was lost.
            return ActionSuccess(name)
        answer = self._do(session, name, request, step)
        self.meters.requests[name] += 1
        if member is not None:
            member.last_n = request.n
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
        if self._draining and isinstance(request, CreateGame | JoinGame):
            raise Refused(Refusal.SHUTTING_DOWN)
        match request:
            case CreateGame():
                return lobby.create(session, request, step)
            case JoinGame():
                return lobby.join(session, request, step)
            case Rejoin():
                return lobby.rejoin(session, request, step)
            case ListGames(game=game):
                return self._list_games(session, game, step)
            case StartGame():
                lobby.start(session, step)
            case Exit():
                lobby.exit(session, step)
            case Kick():
                lobby.kick(session, request, step)
            case Chat():
                lobby.chat(session, request, step)
            case Emote():
                lobby.emote(session, request, step)
            case SetProfile():
                lobby.rename(session, request, step)
            case LatencyOfHeartbeat():
                # What a client says of its own latency is taken, and nothing is done with it: what counts is ours.
                session.owes_latency = False
            case _:
                # A beat that nobody asked for, or asked for once and answered twice.
                raise Refused(Refusal.BAD_MESSAGE)
        return None

    def _list_games(self, session: Session, game: str | None, step: Step) -> ActionSuccess:
        games = self.rooms.listing(game)
        if session.seat is None:
            self._listing.subscribe(session, game, games)
        step.post(session.link, Parcel(ListOfGames(games)))
        return ActionSuccess(ListGames.wire_name, games=games)

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
        heard_ms = session.heard_ms if now_ms - due_ms < STALL_MS else now_ms - self.config.silence_s * 1000 + STALL_MS
        if heard_ms + self.config.silence_s * 1000 > now_ms:
            self._listen_for(session, heard_ms)
            return
        # The others are told at once: a line that is only half there may take the system minutes to give up.
        self.close(session)
        session.link.close()

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

"""The server's heartbeats: they measure each connection's latency and find dead connections."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from netcode.messages.beats import DoHeartbeat, GotHeartbeat
from server.packets import Packet
from server.rooms.connections import Ending

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netcode.messages.beats import Heartbeat
    from server.clock import Clock
    from server.config import Config
    from server.rooms.commit import UnitOfWork
    from server.rooms.deadlines import Deadlines
    from server.rooms.lobby import Lobby
    from server.rooms.registry import Registry
    from server.rooms.runner import Runner
    from server.rooms.sessions import Session
    from server.tokens import RandomBytes

# Beats are spread over their interval, a slice of the connections at a time, and a slice over its time: moves wait
# while beats are sent and while their answers are taken in, and all answers come at the same moment on a quick network.
BEAT_SLICES: Final = 25
BEATS_AT_ONCE: Final = 4
# Connections whose players race each other are measured so many times as often as others.
RACING_TIMES: Final = 5
# When a timer is as late as that, this process stood still (or the whole computer), and what the others have sent
# meanwhile is still to be read.
STALL_MS: Final = 500.0
log = logging.getLogger(__name__)


class Heartbeats:
    """Sends heartbeats to all connections and takes in the answers. `close` is called for a connection that is lost."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        deadlines: Deadlines,
        rooms: Registry,
        runner: Runner,
        lobby: Lobby,
        random_bytes: RandomBytes,
        close: Callable[[Session], None],
    ) -> None:
        self._config = config
        self._clock = clock
        self._deadlines = deadlines
        self._rooms = rooms
        self._runner = runner
        self._lobby = lobby
        self._random_bytes = random_bytes
        self._close = close
        self._slices: list[set[Session]] = [set() for _ in range(BEAT_SLICES)]
        self._slice = 0

    def add(self, session: Session) -> None:
        """Include this connection."""
        min(self._slices, key=len).add(session)

    def discard(self, session: Session) -> None:
        """Remove a connection that has gone."""
        for some in self._slices:
            some.discard(session)
        self._deadlines.clear(("silence", session))

    def sessions(self) -> list[Session]:
        """All connections."""
        return [session for some in self._slices for session in some]

    def answered(self, session: Session, beat: Heartbeat, work: UnitOfWork) -> bool:
        """Take in an answer; False if it answers no heartbeat."""
        now_ms = self._clock.now_ms()
        sample = session.round_trip.answered(beat.hbid, now_ms, beat.t_recv, beat.t_reply)
        if sample is None:
            return False
        session.beats = session.owes_latency = True
        self._listen_for(session, now_ms)
        session.look_at_line()
        self._runner.heard(session, beat, sample)
        self._lobby.measured(session, work)
        work.post(session.connection, Packet(GotHeartbeat(beat.hbid)))
        return True

    def _listen_for(self, session: Session, from_ms: float) -> None:
        due_ms = from_ms + self._config.silence_s * 1000
        self._deadlines.set(("silence", session), due_ms, partial(self._on_silence, session, due_ms))

    def _on_silence(self, session: Session, due_ms: float) -> None:
        now_ms = self._clock.now_ms()
        silence_ms, heard_ms = self._config.silence_s * 1000, session.heard_ms
        if now_ms - due_ms >= STALL_MS:
            # Its next heartbeat may be a whole interval away.
            heard_ms = now_ms - silence_ms + self._config.beat_s * 1000 + STALL_MS
        if heard_ms + silence_ms > now_ms:
            self._listen_for(session, heard_ms)
            return
        # Members are told at once; the system may take minutes to give up a half-open connection.
        self._close(session)
        session.connection.close(Ending.SILENT, f"Nothing was heard of you for {self._config.silence_s:g} s.")

    def start(self) -> None:
        """Begin to send heartbeats."""
        if self._config.beat_s:
            due_ms = self._clock.now_ms() + self._config.beat_s * 1000 / BEAT_SLICES
            self._deadlines.set("beat", due_ms, partial(self._beat, due_ms))

    def _beat(self, due_ms: float) -> None:
        self.start()
        self._slice = (self._slice + 1) % BEAT_SLICES
        now_ms = self._clock.now_ms()
        if now_ms - due_ms >= STALL_MS:
            log.warning("the server stood still", extra={"ms": round(now_ms - due_ms)})
            for room in list(self._rooms):
                self._runner.give_back(room, due_ms)
        sessions = [*self._slices[self._slice], *self._racing()]
        parts = [sessions[first : first + BEATS_AT_ONCE] for first in range(0, len(sessions), BEATS_AT_ONCE)]
        apart_ms = self._config.beat_s * 1000 / BEAT_SLICES / max(1, len(parts))
        for number, part in enumerate(parts):
            self._deadlines.set(("beats", number), now_ms + number * apart_ms, partial(self._beat_to_all, part))

    def _racing(self) -> list[Session]:
        """The connections to measure now besides, because their players are about to race each other."""
        steps = range(BEAT_SLICES // RACING_TIMES, BEAT_SLICES, BEAT_SLICES // RACING_TIMES)
        others = (self._slices[(self._slice + step) % BEAT_SLICES] for step in steps)
        return [session for some in others for session in some if _races(session)]

    def _beat_to_all(self, sessions: Sequence[Session]) -> None:
        now_ms = self._clock.now_ms()
        for session in sessions:
            if not session.closed:
                self._beat_to(session, now_ms)

    def _beat_to(self, session: Session, now_ms: float) -> None:
        session.connection.beat(now_ms)
        hbid = int.from_bytes(self._random_bytes(4)) >> 1
        session.round_trip.sent(hbid, now_ms)
        session.connection.deliver(Packet(DoHeartbeat(hbid, now_ms)))


def _races(session: Session) -> bool:
    seat = session.seat
    return seat is not None and seat[0].game is not None and seat[0].game.racing

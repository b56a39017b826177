"""The end of a server: nobody new is let in, running matches get some time, and everybody is told what is kept."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from netcode.messages.rooms import ShuttingDown
from netcode.refusals import SENTENCES, Refusal
from server.packets import Packet
from server.rooms.connections import Ending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from server.clock import Clock
    from server.config import Config
    from server.rooms.deadlines import Deadlines
    from server.rooms.registry import Registry
    from server.rooms.sessions import Session
    from server.store import RoomStore

# How often draining looks whether the last match has ended.
DRAIN_LOOK_MS: Final = 50.0
RESTARTS: Final = "This server is restarting. Your match will go on in a moment."
ENDS_UNSAVED: Final = "This server is stopping and could not save your match."

log = logging.getLogger(__name__)


class Shutdown:
    """The state of the shutdown. What it tells rooms depends on what the store has kept."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        store: RoomStore,
        rooms: Registry,
        deadlines: Deadlines,
        sessions: Callable[[], Iterable[Session]],
    ) -> None:
        self._config = config
        self._clock = clock
        self._store = store
        self._rooms = rooms
        self._deadlines = deadlines
        self._sessions = sessions
        # Whether the server will be back with its rooms after it has stopped.
        self.comes_back = bool(config.data or config.redis)
        # How many rooms were to be kept when it stopped, and were not.
        self.lost_rooms = 0
        self.draining = False
        self.closing = False
        # Whether nobody new may join the rooms that are still here.
        self.refuses_players = False
        # Gives all rooms to other processes, then calls the first; the second if there is none. Set by a cluster.
        self.hand_over: Callable[[Callable[[], None], Callable[[], None]], None] = lambda _done, nobody: nobody()

    def drain(self, drained: Callable[[], None]) -> None:
        """Let nobody new in. `drained` is called when other processes have all rooms. Where there are none, everybody
        is told, and it is called when no match is running any more, or after a time limit.
        """
        self.draining = True
        self.hand_over(drained, partial(self._drain_alone, drained))

    def _drain_alone(self, drained: Callable[[], None]) -> None:
        self.refuses_players = True
        patience_ms = self._config.drain_s * 1000 if self._busy else 0.0
        self._store.flush(partial(self._announce, round(patience_ms)))
        self._await_end(self._clock.now_ms() + patience_ms, drained)

    def close(self) -> None:
        """Store everything, tell the members what is kept, and close all connections."""
        self.draining = self.refuses_players = self.closing = True
        self._deadlines.close()
        unsafe = self._store.close()
        self.lost_rooms = len(unsafe)
        if unsafe:
            log.error("%d of %d rooms were not kept: %s.", len(unsafe), len(self._rooms), self._store.failing)
        for session in self._sessions():
            farewell = self._farewell(session, 0, unsafe)
            session.connection.deliver(Packet(farewell))
            session.connection.close(Ending.GOING_AWAY, farewell.message)

    def _announce(self, ms: int, unsafe: frozenset[str]) -> None:
        if not self.closing:
            for session in self._sessions():
                session.connection.deliver(Packet(self._farewell(session, ms, unsafe)))

    def _farewell(self, session: Session, ms: int, unsafe: frozenset[str]) -> ShuttingDown:
        """The notice that the server stops, and whether this member's room is kept. `unsafe`: codes of rooms that are
        not.
        """
        if not self.comes_back:
            return ShuttingDown(ms, kept=False, message=SENTENCES[Refusal.SHUTTING_DOWN])
        if session.seat is not None and session.seat[0].code in unsafe:
            return ShuttingDown(ms, kept=False, message=ENDS_UNSAVED)
        return ShuttingDown(ms, kept=True, message=RESTARTS)

    def _await_end(self, until_ms: float, drained: Callable[[], None]) -> None:
        now_ms = self._clock.now_ms()
        if now_ms >= until_ms or not self._busy:
            drained()
        else:
            self._deadlines.set("drain", min(until_ms, now_ms + DRAIN_LOOK_MS), partial(self._look, until_ms, drained))

    def _look(self, until_ms: float, drained: Callable[[], None]) -> None:
        # Somebody may have come who takes the rooms.
        self.hand_over(drained, partial(self._await_end, until_ms, drained))

    @property
    def _busy(self) -> bool:
        """Whether any match is under way."""
        return any(room.game and not room.game.over and not room.nobody_connected for room in self._rooms)

"""A bot as a client of a server: messages come in, requests go out.

`Player` is a state machine without I/O. `run` is the loop that connects it with a transport. The `RoomClient` follows
the room, the `BotModel` the match. The `Bot` chooses moves. The transport connects, reconnects and sends heartbeats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.chess.bot.model import BotModel
from game.chess.bot.schedule import Schedule
from netcode import messages as wire
from netcode.client import RoomClient
from netcode.refusals import Refusal
from netcode.transport import Answered, Connected, Incoming, Lost, Received

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from game.chess.bot.interface import Bot, TimeSource
    from game.chess.bot.plan import Plan
    from netcode.client import Seat
    from netcode.transport import Transport

# How long to go on without a connection before giving up.
PATIENCE_MS = 60_000
RETRY_MS = 1_000
NAME_TRIES = 9

LOST = "The connection to the server was lost and did not come back."
KICKED = "The host has removed the bot from the room."
REPLACED = "Somebody else has taken the bot's seat."


class Player:
    """Goes into a room, plays there, and leaves.

    Attributes:
        plan: what the bot is to do.
        done: whether the bot has finished.
        failure: a sentence that says what went wrong; None if nothing did.
        ever_connected: whether the server was ever reached.
    """

    def __init__(self, plan: Plan, bot: Bot, clock: TimeSource) -> None:
        self.plan = plan
        self.done = False
        self.failure: str | None = None
        self.ever_connected = False
        self._clock = clock
        self._schedule = Schedule()
        self._room = RoomClient(lambda _game: self._model, entry=plan.entry())
        self._model = BotModel(self._room, plan, bot, clock, self._schedule)
        self._name_tries = 0
        self._lost_since_ms: int | None = None
        self._leaving = False

    @property
    def seat(self) -> Seat | None:
        """Its seat, once it has one."""
        return self._room.seat

    # --- what comes in --------------------------------------------------------------------------------------

    def on(self, incoming: Incoming) -> list[wire.Request]:
        """What to send at once because of `incoming`."""
        request = self._room.on(incoming, self._clock())
        match incoming:
            case Connected():
                self.ever_connected = True
                self._lost_since_ms = None
            case Lost(reason=reason):
                self._on_lost(reason)
            case Answered(answer=answer) if request is not None:
                self._on_answer(request, answer)
            case Received(notice=wire.Kicked()):
                self._fail(KICKED)
            case Received(notice=wire.Replaced()):
                self._fail(REPLACED)
            case _:
                # The room and the match have taken in the rest.
                pass
        if self._model.wants_to_leave:
            self._leave()
        return self._room.take_requests()

    def sent(self, number: int, request: wire.Request) -> None:
        """The transport has taken a request, and will report its answer under this number."""
        self._room.sent(number, request)

    def _on_lost(self, reason: str) -> None:
        now_ms = self._clock()
        if self._lost_since_ms is None:
            self._lost_since_ms = now_ms
        if self._leaving:
            self.done = True
        elif not self.ever_connected:
            self._fail(reason)
        elif now_ms - self._lost_since_ms > PATIENCE_MS:
            self._fail(LOST)

    def _on_answer(self, request: wire.Request, answer: wire.ActionSuccess) -> None:
        match request:
            case wire.CreateGame() | wire.JoinGame() | wire.Rejoin() if not answer.ok:
                self._on_entry_refused(request, answer)
            case wire.CreateGame() | wire.JoinGame() | wire.Rejoin() if self.plan.picture:
                self._room.ask(wire.SetProfile(picture=self.plan.picture))
            case wire.Exit():
                self.done = True
            case _:
                # Nothing depends on the answers to the rest.
                pass

    def _on_entry_refused(self, request: wire.Request, answer: wire.ActionSuccess) -> None:
        if answer.error == Refusal.NAME_TAKEN and self._name_tries < NAME_TRIES:
            self._name_tries += 1
            self._room.entry = self.plan.entry(self._name_tries)
            self._room.ask(self._room.entry)
        elif answer.error != Refusal.TOO_FAST:
            self._fail(answer.message or f"The server refused: {answer.error}.")
        elif not isinstance(request, wire.Rejoin):
            # The room itself asks again for a seat that one has.
            self._schedule.add(self._clock() + RETRY_MS, request)

    # --- acting ---------------------------------------------------------------------------------------------

    def act(self) -> list[wire.Request]:
        """What to send now that everything has been read. The bot searches here."""
        self._model.think()
        now_ms = self._clock()
        self._room.tick(now_ms)
        for request in self._schedule.take_due(now_ms):
            if isinstance(request, wire.MakeMove):
                self._model.moved(now_ms)
            self._leaving |= isinstance(request, wire.Exit)
            self._room.ask(request)
        return self._room.take_requests()

    def pause_ms(self) -> int | None:
        """How long there is nothing to do, in ms, unless something comes in; None for no limit."""
        now_ms, due_ms = self._clock(), self._schedule.next_ms()
        waits = [self._room.due_ms(now_ms), None if due_ms is None else max(0, due_ms - now_ms)]
        return min((wait for wait in waits if wait is not None), default=None)

    def leave(self) -> list[wire.Request]:
        """Leave the room for good; `done` follows with the server's answer."""
        self._leave()
        return self._room.take_requests()

    def _leave(self) -> None:
        if self.seat is None or self._leaving:
            self.done = True
            return
        self._leaving = True
        self._room.ask(wire.Exit())

    def _fail(self, sentence: str) -> None:
        self.failure = sentence
        self.done = True


def run(
    player: Player,
    transport: Transport,
    wait: Callable[[float | None], None],
    stopped: Callable[[], bool] = lambda: False,
    seen: Callable[[Incoming], None] = lambda _: None,
) -> None:
    """Play until the player is done, and close the transport.

    Args:
        player: what decides.
        transport: the connection.
        wait: blocks until the transport has something, `stopped` is true, or so many seconds have passed.
        stopped: whether the player is to leave.
        seen: is called with each message, after the player has handled it.
    """
    try:
        while not player.done:
            for incoming in step(player, transport):
                seen(incoming)
            if stopped():
                _send(player, transport, player.leave())
            if not player.done:
                pause_ms = player.pause_ms()
                wait(None if pause_ms is None else pause_ms / 1000)
    finally:
        transport.close()


def step(player: Player, transport: Transport) -> list[Incoming]:
    """One turn of the loop. Only the bot's search can block it. Returns what came in."""
    arrived = transport.poll()
    for incoming in arrived:
        _send(player, transport, player.on(incoming))
    if not player.done:
        _send(player, transport, player.act())
    return arrived


def _send(player: Player, transport: Transport, requests: Iterable[wire.Request]) -> None:
    for request in requests:
        player.sent(transport.send(request), request)

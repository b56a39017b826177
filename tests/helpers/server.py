"""A server in the test's own process, without sockets: people who sit in its rooms, and time that the test holds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from netcode.members import Change, members_after
from netcode.messages import (
    ActionSuccess,
    BoardState,
    CreateGame,
    DoHeartbeat,
    JoinGame,
    MakeMove,
    Notice,
    Player,
    Rejoin,
    Request,
    Snapshot,
    StartGame,
    encode,
)
from server.config import Config
from server.games.bots import Task
from server.games.chess_kind import ChessKind
from server.games.interface import Thought
from server.refused import Refused
from server.rooms.connections import Ending
from server.service import Service
from server.store.memory import MemoryStore
from tests.helpers.chess_wire import create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.loopback import LoopbackTransport

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.games.interface import Bots, BotTask
    from server.packets import Packet
    from server.store import RoomStore

N = TypeVar("N", bound=Notice)


KINDS = {"chess": ChessKind(Config())}
"""What can be played on a server that nobody has set up otherwise."""


class Thinker:
    """A stand-in that answers when the test says so."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self._done: list[Callable[[Any], None]] = []
        self.dropped: list[str] = []
        self.pause_ms = 0
        self.ready = False
        self.closed = False

    def think(self, room: str, task: BotTask, done: Callable[[Any], None]) -> None:
        del room
        assert isinstance(task.question, Task)
        self.tasks.append(task.question)
        self._done.append(done)

    def drop(self, room: str) -> None:
        self.dropped.append(room)

    def get_ready(self) -> None:
        self.ready = True

    def close(self) -> None:
        self.closed = True

    def answer(self, what: str | bool) -> None:
        """The oldest question that is open gets this answer."""
        self._done.pop(0)(Thought(what, self.pause_ms))


def a_server(
    clock: HeldClock | None = None, store: RoomStore | None = None, stand_in: Bots | None = None, **limits: Any
) -> Service:
    """A service with held time and seeded dice; no beats and no rate limit unless asked for."""
    clock = clock or HeldClock()
    config = Config(**{"beat_s": 0.0, "messages_per_s": 0.0, "rooms_per_address": 0, **limits})
    service = Service(config, clock, store or MemoryStore(clock), random.Random(7).randbytes, stand_in)
    service.start()
    return service


class Client:
    """Somebody connected: asks, and keeps all that they are told."""

    kind = "test"

    def __init__(self, service: Service, address: str = "10.0.0.1", client_key: str | None = None) -> None:
        self.service = service
        self.told: list[Notice] = []
        # Who is in the room, as this client has followed it.
        self.members: list[Player] = []
        self.closed = False
        self.farewell = ""
        self.ending = 0
        self.answers_beats = True
        # What the kernel would say of the line.
        self.kernel_rtt_ms: float | None = None
        self.pid = 0
        self.code = self.token = ""
        self.session = service.open(self, address, client_key)

    # What `server.rooms.connections.Connection` asks for.

    def deliver(self, packet: Packet) -> None:
        if self.closed:
            return
        self.told.append(packet.notice)
        if isinstance(packet.notice, Change):
            self.members = members_after(self.members, packet.notice)
        if isinstance(packet.notice, DoHeartbeat) and self.answers_beats:
            self.raw("Heartbeat", b'{"hbid":%d}' % packet.notice.hbid)

    def beat(self, now_ms: float) -> None:
        pass

    def smallest_rtt_ms(self) -> float | None:
        return self.kernel_rtt_ms

    def close(self, ending: Ending = Ending.DONE, farewell: str = "") -> None:
        """Hang up, from whichever side."""
        self.farewell = self.farewell or farewell
        if not self.closed:
            self.closed = True
            self.ending = int(ending)
            self.service.close(self.session)

    # What tests ask for.

    def raw(self, name: str, fields: bytes) -> ActionSuccess:
        """Send any bytes under any name."""
        answers: list[ActionSuccess] = []

        def reply(answer: ActionSuccess) -> None:
            answers.append(answer)
            if answer.snapshot is not None:
                self.members = answer.snapshot.players

        self.service.receive(self.session, name, msgspec.Raw(fields), reply)
        (answer,) = answers
        return answer

    def ask(self, request: Request) -> ActionSuccess:
        """Send a request and get its answer."""
        answer = self.raw(request.wire_name, encode(request))
        if answer.ok and answer.pid is not None:
            self.pid, self.code = answer.pid, answer.code or ""
            self.token = answer.token or self.token
        return answer

    def error(self, request: Request) -> str | None:
        """The code with which the request is refused."""
        return self.ask(request).error

    def all(self, kind: type[N]) -> list[N]:
        """Every notice of one kind, oldest first."""
        return [notice for notice in self.told if isinstance(notice, kind)]

    def last(self, kind: type[N]) -> N:
        """The latest notice of a kind."""
        return self.all(kind)[-1]

    def back(self, seat: Client) -> ActionSuccess:
        """Take the seat of somebody else's connection by their token."""
        return self.ask(Rejoin(seat.code, seat.pid, seat.token))


class Room:
    """A room with a host and a guest in it."""

    def __init__(self, service: Service, clock: HeldClock, host: Client, guest: Client) -> None:
        self.service, self.clock, self.host, self.guest = service, clock, host, guest

    def client(self) -> Client:
        """One more connection, from elsewhere."""
        return Client(self.service, "10.0.0.9")

    def start(self) -> None:
        """Begin the match and wait for White's clock."""
        assert self.host.ask(StartGame()).ok
        self.clock.pass_ms(3_001)

    @property
    def white(self) -> Client:
        return self.host if self.host.last(BoardState).color == "white" else self.guest

    @property
    def black(self) -> Client:
        return self.guest if self.white is self.host else self.host

    def play(self, *moves: str) -> None:
        """Make the moves, in turn."""
        for move in moves:
            state = self.host.last(BoardState)
            mover = self.white if state.turn == "white" else self.black
            answer = mover.ask(MakeMove(move, state.ply))
            assert answer.ok, (move, answer)

    def snapshot(self) -> Snapshot:
        """What a newcomer in the host's seat would see."""
        found = self.host.back(self.host).snapshot
        assert found is not None
        return found


def a_room(*, start: bool = False, options: CreateGame | None = None, **limits: Any) -> Room:
    """A host and a guest in a new room."""
    clock = HeldClock()
    return two_in_a_room(a_server(clock, **limits), clock, start=start, options=options)


def two_in_a_room(
    service: Service, clock: HeldClock, *, start: bool = False, options: CreateGame | None = None
) -> Room:
    """The same on a server that is there already."""
    host, guest = Client(service, "10.0.0.1"), Client(service, "10.0.0.2")
    code = host.ask(options or create_chess(name="Ann")).code
    assert code is not None
    assert guest.ask(JoinGame(code, "Bob")).ok
    room = Room(service, clock, host, guest)
    if start:
        room.start()
    return room


class _LoopbackEnd:
    """The server's end of a `LoopbackTransport`."""

    kind = "loopback"

    def __init__(self, service: Service, take: Callable[[Notice], None]) -> None:
        self._take = take
        self._service = service
        self._session = service.open(self, "127.0.0.1")
        self._closed = False

    def deliver(self, packet: Packet) -> None:
        self._take(packet.notice)

    def beat(self, now_ms: float) -> None:
        pass

    def smallest_rtt_ms(self) -> float | None:
        return None

    def request(self, request: Request) -> ActionSuccess:
        answers: list[ActionSuccess] = []
        self._service.receive(self._session, request.wire_name, encode(request), answers.append)
        return answers[0]

    def close(self, ending: Ending = Ending.DONE, farewell: str = "") -> None:
        del ending, farewell
        if not self._closed:
            self._closed = True
            self._service.close(self._session)


def loopback(service: Service) -> LoopbackTransport:
    """A transport that is plugged straight into the service."""
    return LoopbackTransport(lambda take: _LoopbackEnd(service, take))


__all__ = ["Client", "Refused", "Room", "a_room", "a_server", "loopback", "two_in_a_room"]

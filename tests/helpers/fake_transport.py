"""A fake transport, whose server is played by the test, and a session on it."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from game.client.chess.model import ChessModel
from game.client.games import GAMES
from game.client.net.session import Session
from netcode import messages as m
from netcode.transport import Answered, Connected, Incoming, Lost, Received
from tests.helpers.chess_wire import board_state, chess_snapshot, create_chess

ME, OTHER = 1, 2
CODE, TOKEN = "KLMN", "token-1"
URL = "http://10.0.0.5:8765"


class FakeTransport:
    """A `netcode.transport.Transport` that keeps what is sent and returns the events that the test has put in."""

    def __init__(self, url: str = URL) -> None:
        self.url = url
        self.sent: list[m.Request] = []
        """Without their numbers, which are in `numbers`."""
        self.numbers: list[int] = []
        self.closed = False
        self._incoming: list[Incoming] = []

    def send(self, request: m.Request) -> int:
        self.sent.append(replace(request, n=0))
        self.numbers.append(request.n)
        return len(self.sent)

    def poll(self) -> list[Incoming]:
        incoming, self._incoming = self._incoming, []
        return incoming

    def close(self) -> None:
        self.closed = True

    def arrive(self, *incoming: Incoming) -> None:
        """What the network reports."""
        self._incoming += incoming

    def say(self, *notices: m.Notice) -> None:
        """What the server tells."""
        self.arrive(*map(Received, notices))

    def answer(self, **fields: Any) -> None:
        """The server's answer to the latest request."""
        self.arrive(Answered(len(self.sent), m.ActionSuccess(self.sent[-1].wire_name, **fields)))

    def refuse(self, code: str) -> None:
        """The latest request is refused."""
        self.answer(ok=False, error=code)

    @property
    def last(self) -> m.Request:
        """The latest request."""
        return self.sent[-1]


def match_in(session: Session) -> ChessModel:
    """The match of a session that is in a room."""
    assert session.view is not None
    assert isinstance(session.view.model, ChessModel)
    return session.view.model


def board_in(session: Session) -> m.BoardState:
    """The last state of the game of a session that has one."""
    state = match_in(session).board
    assert state is not None
    return state


class Line:
    """A session with the transport that it made last, and the time."""

    def __init__(self) -> None:
        self.transports: list[FakeTransport] = []
        self.session = Session(self._make, GAMES)
        self.now_ms = 5_000

    def _make(self, url: str) -> FakeTransport:
        self.transports.append(FakeTransport(url))
        return self.transports[-1]

    @property
    def server(self) -> FakeTransport:
        """The other end of the line."""
        return self.transports[-1]

    @property
    def match(self) -> ChessModel:
        """The match of the room."""
        return match_in(self.session)

    def poll(self, later_ms: int = 0) -> None:
        """Let the session take in what has arrived, so much later."""
        self.now_ms += later_ms
        self.session.poll(self.now_ms)
        if self.session.view is not None:
            self.session.view.tick(self.now_ms)

    def say(self, *notices: m.Notice) -> None:
        """The server tells, and the session listens."""
        self.server.say(*notices)
        self.poll()

    def open(self, first: m.Request, **options: str) -> None:
        """Go to the server and get a connection."""
        self.session.open(URL, first, self.now_ms, **options)
        self.server.arrive(Connected())
        self.poll()

    def lose(self, reason: str = "The line is down.") -> None:
        """The connection breaks."""
        self.server.arrive(Lost(reason))
        self.poll()

    def come_back(self) -> None:
        """The connection is up again."""
        self.server.arrive(Connected())
        self.poll()


def players(*, host: int = ME) -> list[m.Player]:
    """Two people at a table."""
    return [
        m.Player(ME, "Ann", "player", connected=True, host=host == ME, latency_ms=30),
        m.Player(OTHER, "Bob", "player", connected=True, host=host == OTHER),
    ]


def a_snapshot(**changes: Any) -> m.Snapshot:
    """A room of two without a game."""
    return chess_snapshot(**{"code": CODE, "seq": 1, "players": players(), **changes})


def in_lobby() -> Line:
    """Ann hosts; Bob is there."""
    line = Line()
    line.open(create_chess(name="Ann"))
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot())
    line.poll()
    return line


def in_game(**changes: Any) -> Line:
    """Ann has White, and it is her move."""
    line = in_lobby()
    line.say(m.GameStarted(1, {"white": ME, "black": OTHER}, 3_000), board_state(**changes))
    return line

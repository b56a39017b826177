"""A window in a quiz whose server is the test itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.client.net.seatfile import SavedSeat
from game.client.quiz.view import QuizView
from netcode import messages as m
from netcode.client import Seat
from netcode.transport import Connected
from tests.helpers.fake_transport import CODE, TOKEN, URL, Line
from tests.helpers.sessions import FakeContext

if TYPE_CHECKING:
    from game.client.quiz.model import QuizModel

HOST, ANN, BOB, CAT, DAN = 1, 2, 3, 4, 5
NAMES = {ANN: "Ann", BOB: "Bob", CAT: "Cat", DAN: "Dan"}
CATEGORIES = ("Openings", "On the board", "Famous games", "Rules", "Odd upgrades")
MATE = "6k1/5ppp/8/8/8/8/8/4R2K w - - 0 1"


def people(*pids: int, host: bool = True) -> list[m.Player]:
    """The host's screen, and these players."""
    players = [m.Player(pid, NAMES[pid], "player", connected=True) for pid in pids]
    return [m.Player(HOST, "Ada", "screen", connected=True, host=host), *players]


def a_grid(*taken: tuple[int, int]) -> list[m.Column]:
    """Five categories of five; what is taken is gone."""
    return [
        m.Column(name, [None if (i, row) in taken else 200 * (row + 1) for row in range(5)])
        for i, name in enumerate(CATEGORIES)
    ]


def a_state(phase: Any = "grid", **changes: Any) -> m.QuizState:
    """A quiz of four in its first round."""
    facts: dict[str, Any] = {
        "seq": 1,
        "phase": phase,
        "rounds": 2,
        "grid": a_grid((0, 0), (2, 1), (2, 2)),
        "scores": {"2": 600, "3": -200, "4": 1_000, "5": 0},
        "control": CAT,
        "has_final": True,
    }
    return m.QuizState(**{**facts, **changes})


def a_question(**changes: Any) -> m.OpenQuestion:
    """The host sees its answers."""
    facts: dict[str, Any] = {
        "category": 3,
        "row": 1,
        "value": 400,
        "clue": "In which year did the pawn learn to move two squares at once, more or less?",
        "answers": ["About 1280", "The 13th century"],
    }
    return m.OpenQuestion(**{**facts, **changes})


class QuizRoom:
    """A window in its room, with Ann, Bob, Cat and Dan: the host's, or that of whoever is `me`."""

    def __init__(
        self, state: m.QuizState | None = None, *, host: bool = True, me: int = HOST, teams: tuple[str, ...] = ()
    ) -> None:
        self.line = Line()
        self.line.session.reopen(SavedSeat.of(URL, Seat(CODE, me, TOKEN)), self.line.now_ms)
        self.line.server.arrive(Connected())
        self.line.poll()
        part = m.QuizSnapshot(state or a_state(), title="Chess for everybody", team_names=list(teams))
        members = people(ANN, BOB, CAT, DAN, host=host)
        snapshot = m.Snapshot(CODE, 1, "quiz", members, key="k3y", part=part)
        self.line.server.answer(code=CODE, pid=me, token=TOKEN, snapshot=snapshot)
        self.line.poll()
        self.context = FakeContext(self.line)

    @property
    def view(self) -> QuizView:
        assert isinstance(self.line.session.view, QuizView)
        return self.line.session.view

    @property
    def model(self) -> QuizModel:
        return self.view.model

    def say(self, *notices: m.Notice) -> None:
        """The server tells."""
        self.line.say(*notices)

    def gone_and_back(self, state: m.QuizState) -> None:
        """The line breaks, and is up again; the quiz has got so far."""
        self.line.lose()
        self.line.come_back()
        room = self.line.session.room
        part = m.QuizSnapshot(state)
        self.line.server.answer(snapshot=m.Snapshot(CODE, 1, "quiz", room.people.players, key="k3y", part=part))
        self.line.poll()

    @property
    def asked(self) -> list[m.Request]:
        """What the window has asked for since it came in."""
        return [request for request in self.line.server.sent if not isinstance(request, m.Rejoin | m.SetProfile)]

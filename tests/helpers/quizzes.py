"""Quizzes for tests: a small pack, and a quiz that has come so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.quiz import commands as c
from game.quiz.machine import Quiz
from game.quiz.pack import Pack, pack_from
from game.quiz.state import Options

if TYPE_CHECKING:
    from game.quiz import events as e

ANN, BOB, CAT = 1, 2, 3
MATE = "6k1/5ppp/8/8/8/8/8/4R2K w - - 0 1"


def a_question(value: int = 200, **fields: Any) -> dict[str, Any]:
    return {"value": value, "clue": "Which piece jumps?", "answers": ["The knight"], **fields}


def a_pack(**fields: Any) -> dict[str, Any]:
    """Two rounds of two categories; the second question of each first category is a daily double."""
    board = {"fen": MATE, "moves": ["e1e8"], "answers": []}
    category = {"name": "Pieces", "questions": [a_question(), a_question(400, double=True)]}
    boards = {"name": "On the board", "questions": [a_question(200, **board), a_question(400)]}
    final = {"category": "Endgames", "clue": "What is worth nothing alone?", "answers": ["A king"]}
    rounds = [{"name": name, "categories": [category, boards]} for name in ("First", "Second")]
    return {"title": "A pack", "rounds": rounds, "final": final, **fields}


def the_pack() -> Pack:
    return pack_from(a_pack())


def a_pack_of_secrets() -> Pack:
    """As `a_pack`, but each answer is a text of its own: "SECRET 1 0 1" for round 1, category 0, row 1."""
    content = a_pack()
    for number, round_ in enumerate(content["rounds"]):
        round_["categories"] = [
            {
                "name": category["name"],
                "questions": [
                    {**question, "answers": [f"SECRET {number} {column} {row}"], "explanation": "SECRET"}
                    for row, question in enumerate(category["questions"])
                ],
            }
            for column, category in enumerate(round_["categories"])
        ]
    content["final"]["answers"] = ["SECRET final"]
    return pack_from(content)


class Table:
    """A quiz of Ann, Bob and Cat with a clock that is set by hand."""

    def __init__(self, *players: int, **options: Any) -> None:
        self.now_ms = 0
        self.quiz, self.began = Quiz.start(players or (ANN, BOB, CAT), Options(**{"pack": the_pack(), **options}))

    def do(self, *commands: c.Command) -> list[e.Event]:
        """What the last of some commands makes happen."""
        happened: list[e.Event] = []
        for command in commands:
            happened = self.quiz.handle(command, self.now_ms)
        return happened

    def wait(self, ms: int) -> list[e.Event]:
        """Time passes."""
        self.now_ms += ms
        return self.quiz.tick(self.now_ms)

    def left_ms(self) -> int:
        """How much time there still is for what is going on."""
        deadline_ms = self.quiz.deadline()
        assert deadline_ms is not None
        return deadline_ms - self.now_ms

    def open(self, category: int = 0, row: int = 0) -> None:
        """A question whose buzzers are open."""
        self.do(c.SelectQuestion(category, row), c.BuzzEnable())
        self.wait(200)

    def buzz(self, player: int, *, pressed_ms: float | None = None) -> list[e.Event]:
        """A press on a line without any delay, by default just now; nobody else is waited for."""
        arrival_ms = float(self.now_ms)
        return self.do(c.Buzz(player, arrival_ms, arrival_ms if pressed_ms is None else pressed_ms, 1.0, {}))

    @property
    def scores(self) -> dict[int, int]:
        return {player.pid: player.score for player in self.quiz.state.players.values()}

    @property
    def phase(self) -> str:
        return self.quiz.state.phase

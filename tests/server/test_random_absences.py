"""Whoever comes and goes, whenever, and whatever is decided: what must always hold of a table does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from game.chess.match import commands
from netcode.messages import ChessOptions
from server.games.bots import Task
from server.games.chess import ChessMachine, Decision
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

PLAYERS = (1, 2)
T0 = 1_000_000

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["go", "come", "move", "think", "wait", "bot", "draw", "win", "resign", "offer"]),
        st.sampled_from(PLAYERS),
        st.sampled_from([0, 1, 700, 2_500, 5_000, 9_000, 30_000]),
    ),
    max_size=40,
)


class Life:
    """A table, its time, and who is there."""

    def __init__(self, mode: Any, seed: int) -> None:
        self.mode = mode
        options = ChessOptions(ai_takeover=mode, best_of=3)
        self.table, _ = ChessMachine.start(PLAYERS, options, bytes([seed]) * 16, T0)
        self.now_ms = T0
        self.here = set(PLAYERS)

    def step(self, what: str, player: int, later_ms: int) -> None:
        self.pass_ms(later_ms)
        match what:
            case "go" if player in self.here:
                self.here.remove(player)
                self.table.present(player, self.now_ms, here=False)
            case "come" if player not in self.here:
                self.here.add(player)
                self.table.present(player, self.now_ms, here=True)
            case "move" if player in self.here:
                self.try_(lambda: commands.MakeMove(player, self.any_move(), self.ply))
            case "think":
                self.think()
            case "wait" | "bot" | "draw" | "win" | "end" if player in self.here:
                self.try_(lambda: Decision(player, what))
            case "resign" if player in self.here:
                self.try_(lambda: commands.Resign(player))
            case "offer" if player in self.here:
                self.try_(lambda: commands.OfferDraw(player))
            case _:
                return

    def pass_ms(self, ms: int) -> None:
        until = self.now_ms + ms
        while (due := self.table.deadline()) is not None and due <= until:
            self.now_ms = max(self.now_ms, due)
            self.table.tick(self.now_ms)
            after = self.table.deadline()
            assert after is None or after > self.now_ms, "a deadline that does not go away"
        self.now_ms = until

    def think(self) -> None:
        tasks = self.table.bot_tasks(self.now_ms)
        if not tasks:
            return
        (task,) = tasks
        question = task.question
        assert isinstance(question, Task)
        assert task.player == self.table.bots_seat
        answers: dict[str, Callable[[], str | bool]] = {
            "move": self.any_move,
            "draw": lambda: False,
            "upgrade": lambda: question.offered[0],
        }
        self.table.handle(self.table.bot_command(task, answers[question.kind]()), self.now_ms)
        again = self.table.bot_tasks(self.now_ms)
        assert all(each.key != task.key for each in again), "the same task for ever"

    def try_(self, command: Callable[[], Any]) -> None:
        before = self.table.snapshot()
        try:
            self.table.handle(command(), self.now_ms)
        except Refused:
            assert self.table.snapshot() == before

    @property
    def ply(self) -> int:
        return self.table.match.view(None, self.now_ms).ply

    def any_move(self) -> str:
        board = self.table.match._game.board
        return next(iter(board.legal_moves)).uci()

    def check(self) -> None:
        table, away = self.table, set(PLAYERS) - self.here
        if table.bots_seat is not None:
            assert (away, self.mode != "off", table.over) == ({table.bots_seat}, True, False)
        if table.question is not None:
            assert (away, self.mode, table.over) == ({table.question}, "ask", False)
        kept = table.snapshot()
        again = ChessMachine.restore(kept)
        assert again.snapshot() == kept
        assert (again.deadline(), again.bots_seat, again.question) == (
            table.deadline(),
            table.bots_seat,
            table.question,
        )


@settings(max_examples=150, deadline=None)
@given(mode=st.sampled_from(["auto", "ask", "off"]), seed=st.integers(0, 3), steps=STEPS)
def test_whoever_comes_and_goes(mode: str, seed: int, steps: list[tuple[str, int, int]]) -> None:
    life = Life(mode, seed)
    for step in steps:
        life.step(*step)
        life.check()

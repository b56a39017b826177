"""Whoever comes and goes, whenever, and whatever is decided: what must always hold of a table does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from game.chess.match import commands
from game.chess.match.machine import Match
from netcode.messages import ChessOptions
from server.games.absence import ASK_AFTER_MS
from server.games.bots import Task
from server.games.chess import ChessMachine, Decision, StoredMatch
from server.games.chess_watched import State, WatchedChess
from server.games.interface import Viewer
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

PLAYERS = (1, 2)
T0 = 1_000_000
DELAY_MS = 10_000
WATCHER = Viewer(9, "spectator")

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
        self.options = ChessOptions(ai_takeover=mode, best_of=3, watch_delay=DELAY_MS // 1000)
        self.table = self.start(bytes([seed]) * 16)
        self.now_ms = T0
        self.here = set(PLAYERS)

    def start(self, seed: bytes) -> Any:
        return ChessMachine.start(PLAYERS, self.options, seed, T0)[0]

    @property
    def machine(self) -> ChessMachine:
        table: ChessMachine = self.table
        return table

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
        assert task.player == self.machine.bots_seat
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
        return self.machine.match.view(None, self.now_ms).ply

    def any_move(self) -> str:
        board = self.machine.match._game.board
        return next(iter(board.legal_moves)).uci()

    def check(self) -> None:
        table, away = self.machine, set(PLAYERS) - self.here
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


def test_whoever_waits_is_asked_again_after_as_much_more() -> None:
    life = Life("ask", 3)
    life.step("go", 2, 0)
    life.step("wait", 1, 30_000)
    assert life.machine.question is None
    life.step("bot", 1, ASK_AFTER_MS - 1)
    assert life.machine.question is None
    life.pass_ms(1)
    assert life.machine.question == 2


@settings(max_examples=150, deadline=None)
@given(mode=st.sampled_from(["auto", "ask", "off"]), seed=st.integers(0, 3), steps=STEPS)
def test_whoever_comes_and_goes(mode: str, seed: int, steps: list[tuple[str, int, int]]) -> None:
    life = Life(mode, seed)
    for step in steps:
        life.step(*step)
        life.check()


def state_of(stored: bytes) -> tuple[Any, ...]:
    """What is to be equal. The bytes need not be: defaults are left out only where they are the same object."""
    kept = msgspec.msgpack.decode(stored, type=StoredMatch)
    return Match.restore(kept.match)._state, kept.takeover, kept.matches


class WatchedLife(Life):
    """The same, seen by those who watch later; stored and taken up again after each step."""

    def __init__(self, mode: Any, seed: int) -> None:
        super().__init__(mode, seed)
        # What there was to see, and when it is to be seen.
        self.to_see: list[tuple[int, Any]] = []

    def start(self, seed: bytes) -> WatchedChess:
        return WatchedChess.start(PLAYERS, self.options, seed, T0)[0]

    @property
    def machine(self) -> ChessMachine:
        table: ChessMachine = self.table.live
        return table

    def pass_ms(self, ms: int) -> None:
        until = self.now_ms + ms
        while self.to_see and self.to_see[0][0] <= until:
            due_ms, seen = self.to_see.pop(0)
            self._tick_until(due_ms)
            assert self._later(due_ms) == seen
        self._tick_until(until)

    def _tick_until(self, until: int) -> None:
        while (due := self.table.deadline()) is not None and due <= until:
            self.now_ms = max(self.now_ms, due)
            self.table.tick(self.now_ms)
        self.now_ms = until

    def _later(self, now_ms: int) -> tuple[Any, Any]:
        later = msgspec.msgpack.decode(self.table.snapshot(), type=State).later
        assert later is not None
        return state_of(later), self.table.snapshot_for(WATCHER, 0, now_ms, stands=False)

    def check(self) -> None:
        seen = state_of(self.machine.snapshot()), self.machine.snapshot_for(WATCHER, 0, self.now_ms, stands=False)
        if not self.to_see or self.to_see[-1][0] < self.now_ms + DELAY_MS:
            self.to_see.append((self.now_ms + DELAY_MS, seen))
        else:
            self.to_see[-1] = (self.now_ms + DELAY_MS, seen)
        self.table = WatchedChess.restore(self.table.snapshot(), self.options)


@settings(max_examples=60, deadline=None)
@given(mode=st.sampled_from(["auto", "ask", "off"]), seed=st.integers(0, 3), steps=STEPS)
def test_whoever_watches_with_a_delay_sees_what_there_was(
    mode: str, seed: int, steps: list[tuple[str, int, int]]
) -> None:
    life = WatchedLife(mode, seed)
    for step in steps:
        life.step(*step)
        life.check()
    life.pass_ms(2 * DELAY_MS)

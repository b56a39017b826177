"""Animations end where they should, and cost nothing when they have ended."""

from __future__ import annotations

import chess

from game.client.chess.board import BoardWidget
from game.client.kit import theme
from game.client.kit.widgets.base import Widget
from game.client.kit.widgets.button import Button
from tests.helpers.golden import share_different
from tests.helpers.pilot import Pilot

START = {square: piece.symbol() for square, piece in chess.Board().piece_map().items()}


class Runner(Widget):
    """Moves for 100 ms from its first tick; remembers what it painted."""

    def __init__(self) -> None:
        super().__init__("runner")
        self.since: int | None = None
        self.age = 0
        self.painted_age = -1

    def tick(self, now_ms: int) -> bool:
        self.since = now_ms if self.since is None else self.since
        self.age = now_ms - self.since
        return self.age < 100

    def paint(self, painter: object) -> None:
        del painter
        self.painted_age = self.age


def a_board(**facts: object) -> BoardWidget:
    board = BoardWidget(lambda _uci: None)
    board.place(100, 20, 720, 720)
    board.set_position(START, last_move=None, check=None)
    for name, value in facts.items():
        setattr(board.state, name, value)
    return board


def play_e4(board: BoardWidget) -> None:
    after = dict(START)
    after[chess.E4] = after.pop(chess.E2)
    board.set_position(after, last_move=(chess.E2, chess.E4), check=None)


def test_the_last_step_of_an_animation_is_painted() -> None:
    runner = Runner()
    pilot = Pilot(runner)
    pilot.advance(500)
    assert runner.painted_age >= 100


def test_a_moved_piece_comes_to_rest_on_its_square() -> None:
    moving, still = a_board(), a_board(reduced_motion=True)
    pilot = Pilot(moving)
    play_e4(moving)
    pilot.advance(theme.PIECE_MS * 3)
    shown = pilot.shot()
    other = Pilot(still)
    play_e4(still)
    other.advance(theme.PIECE_MS * 2)
    assert share_different(shown, other.shot()) == 0


def test_a_piece_comes_to_rest_even_when_a_frame_is_late() -> None:
    moving, still = a_board(), a_board(reduced_motion=True)
    pilot = Pilot(moving)
    play_e4(moving)
    pilot.step()
    for late_ms in (theme.PIECE_MS // 2, theme.PIECE_MS * 4):
        pilot.clock.now_ms += late_ms
        pilot.step()
    shown = pilot.shot()
    other = Pilot(still)
    play_e4(still)
    other.advance(theme.PIECE_MS * 2)
    assert share_different(shown, other.shot()) == 0


def test_a_board_at_rest_draws_nothing() -> None:
    board = a_board()
    pilot = Pilot(board)
    pilot.advance(1_000)
    before = pilot.frames
    pilot.advance(10_000)
    assert pilot.frames == before


def test_a_board_at_rest_asks_for_no_further_frame() -> None:
    pilot = Pilot(a_board())
    pilot.advance(1_000)
    assert pilot.step() is None


def test_a_button_lights_up_under_the_pointer_and_comes_to_rest() -> None:
    button = Button("Go", lambda: None)
    button.place(100, 100, 160, 44)
    pilot = Pilot(button)
    pilot.move(button)
    pilot.advance(theme.HOVER_MS * 2)
    assert pilot.shot().get_at((110, 122))[:3] == theme.RAISED_HOVER
    assert pilot.step() is None

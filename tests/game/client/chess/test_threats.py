"""What the board marks while the pointer rests on a piece."""

from __future__ import annotations

import chess
import pytest

from game.client.chess.board import BoardWidget
from game.client.kit import theme
from tests.helpers.pilot import Pilot, Table
from tests.helpers.sheet import nothing, placement, targets

THREATS = {chess.D8: frozenset({chess.D7, chess.E7})}


@pytest.fixture
def board() -> BoardWidget:
    board = BoardWidget(nothing, threats=lambda square: THREATS.get(square, frozenset()))
    board.set_position(placement(chess.Board()), last_move=None, check=None, animate=False)
    board.place(0, 0, 640, 640)
    return board


def rest(pilot: Pilot, board: BoardWidget, square: int) -> None:
    """Bring the pointer there and leave it for as long as an explanation takes."""
    pilot.move(board.square_rect(square).center)
    for _ in range(3):
        pilot.advance(theme.REST_MS)


def test_a_piece_on_which_the_pointer_rests_shows_what_it_threatens(board: BoardWidget) -> None:
    rest(Pilot(board), board, chess.D8)
    assert board.state.hover.threats == THREATS[chess.D8]


def test_a_pointer_that_only_passes_shows_nothing(board: BoardWidget) -> None:
    pilot = Pilot(board)
    pilot.move(board.square_rect(chess.D8).center)
    pilot.advance(theme.REST_MS // 2)
    pilot.move(board.square_rect(chess.E4).center)
    pilot.advance(theme.REST_MS + 50)
    assert board.state.hover.threats == frozenset()


def test_the_marks_go_with_the_pointer(board: BoardWidget) -> None:
    pilot = Pilot(board)
    rest(pilot, board, chess.D8)
    pilot.move(board.square_rect(chess.E4).center)
    assert board.state.hover.threats == frozenset()


def test_the_marks_go_with_a_move(board: BoardWidget) -> None:
    rest(Pilot(board), board, chess.D8)
    moved = chess.Board()
    moved.push_uci("e2e4")
    board.set_position(placement(moved), last_move=None, check=None, animate=False)
    assert board.state.hover.threats == frozenset()


def test_the_marks_go_when_something_comes_up_over_the_board_and_stay_away_afterwards(board: BoardWidget) -> None:
    pilot = Pilot(board)
    rest(pilot, board, chess.D8)
    pilot.stage.stack.push(Table())
    pilot.stage.stack.pop()
    moved = chess.Board()
    moved.push_uci("e2e4")
    board.set_position(placement(moved), last_move=None, check=None, animate=False)
    for _ in range(3):
        pilot.advance(theme.REST_MS)
    assert board.state.hover.threats == frozenset()


def test_a_piece_in_the_hand_is_put_back_when_something_comes_up_over_the_board(board: BoardWidget) -> None:
    board.set_targets(targets(chess.Board()))
    pilot = Pilot(board)
    pilot.press(board.square_rect(chess.E2).center)
    pilot.move(board.square_rect(chess.E4).center)
    pilot.stage.stack.push(Table())
    assert board.state.drag is None


def test_a_board_at_rest_asks_for_no_frames(board: BoardWidget) -> None:
    pilot = Pilot(board)
    rest(pilot, board, chess.D8)
    frames = pilot.frames
    pilot.advance(3 * theme.REST_MS)
    assert pilot.frames == frames

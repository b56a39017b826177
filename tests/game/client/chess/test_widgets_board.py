"""Making a move on the board, by every way there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import pygame
import pytest

from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import board_from
from game.client.chess.board import BoardWidget, overlay
from game.client.chess.board.drawing import SPARE_ARROWS
from game.client.kit import theme
from game.client.kit.input import Key, PointerDown, PointerMove, PointerUp
from tests.helpers.golden import share_different
from tests.helpers.pilot import Pilot
from tests.helpers.sheet import placement, targets

if TYPE_CHECKING:
    from game.client.settings import Promotion

PROMOTION = "7k/4P3/8/8/8/8/8/K7 w - - 0 1"


class Sitting:
    """A pilot at a board; `moves` is what the board has reported."""

    def __init__(self, fen: str = chess.STARTING_FEN, *, flipped: bool = False) -> None:
        self.moves: list[str] = []
        self.position = chess.Board(fen)
        self.board = BoardWidget(self.moves.append)
        self.board.place(100, 20, 720, 720)
        self.board.set_flipped(flipped)
        self.show()
        self.pilot = Pilot(self.board)

    def show(self, last_move: tuple[int, int] | None = None) -> None:
        self.board.set_position(placement(self.position), last_move=last_move, check=None)
        self.board.set_targets(targets(self.position))

    def at(self, square: int) -> tuple[float, float]:
        return self.board.square_rect(square).center


@pytest.mark.parametrize("flipped", [False, True])
def test_click_and_click(flipped: bool) -> None:
    table = Sitting(flipped=flipped)
    table.pilot.click(table.at(chess.E2))
    table.pilot.click(table.at(chess.E4))
    assert table.moves == ["e2e4"]


def test_drag_and_drop() -> None:
    table = Sitting()
    table.pilot.drag(table.at(chess.G1), table.at(chess.F3))
    assert table.moves == ["g1f3"]


def test_a_press_that_hardly_moves_is_a_click_and_no_drag() -> None:
    table = Sitting()
    x, y = table.at(chess.E2)
    table.pilot.drag((x, y), (x + theme.DRAG_THRESHOLD_PX - 1, y))
    table.pilot.click(table.at(chess.E3))
    assert table.moves == ["e2e3"]


def test_dropped_where_it_cannot_go_a_piece_goes_home() -> None:
    table = Sitting()
    table.pilot.drag(table.at(chess.E2), table.at(chess.E6))
    table.pilot.click(table.at(chess.E4))
    assert table.moves == []


@pytest.mark.parametrize("let_go", ["escape", "right click"])
def test_a_selection_can_be_let_go(let_go: str) -> None:
    table = Sitting()
    table.pilot.click(table.at(chess.E2))
    if let_go == "escape":
        table.pilot.key(pygame.K_ESCAPE)
    else:
        table.pilot.click(table.at(chess.E2), "right")
    table.pilot.click(table.at(chess.E4))
    assert table.moves == []


def test_arrows_and_enter() -> None:
    table = Sitting()
    table.pilot.key(pygame.K_TAB)
    table.pilot.key(pygame.K_UP)
    table.pilot.key(pygame.K_RETURN)
    table.pilot.key(pygame.K_UP)
    table.pilot.key(pygame.K_UP)
    table.pilot.key(pygame.K_RETURN)
    assert table.moves == ["e2e4"]


@pytest.mark.parametrize("letter", ["q", "r", "b", "n"])
def test_a_promotion_by_key(letter: str) -> None:
    table = Sitting(PROMOTION)
    table.pilot.drag(table.at(chess.E7), table.at(chess.E8))
    assert table.moves == []
    table.pilot.key(ord(letter))
    assert table.moves == [f"e7e8{letter}"]


@pytest.mark.parametrize(("square", "letter"), [(chess.E8, "q"), (chess.E7, "r"), (chess.E6, "b"), (chess.E5, "n")])
def test_a_promotion_by_click(square: int, letter: str) -> None:
    table = Sitting(PROMOTION)
    table.pilot.drag(table.at(chess.E7), table.at(chess.E8))
    table.pilot.click(table.at(square))
    assert table.moves == [f"e7e8{letter}"]


def may_stay_a_pawn(fen: str, whites: tuple[str, ...] = (), blacks: tuple[str, ...] = ()) -> Sitting:
    """Fast Track: a pawn may promote early, or stay what it is."""
    table = Sitting()
    table.position = board_from(fen, ByColor(whites, blacks))
    table.show()
    return table


@pytest.mark.parametrize(
    ("choice", "uci"), [(ord("p"), "e5e6"), (ord("n"), "e5e6n"), (chess.E2, "e5e6"), (chess.E6, "e5e6q")]
)
def test_a_pawn_that_may_promote_may_stay_a_pawn(choice: int, uci: str) -> None:
    table = may_stay_a_pawn("7k/8/8/4P3/8/8/8/K7 w - - 0 1", whites=("fast_track",))
    table.pilot.drag(table.at(chess.E5), table.at(chess.E6))
    if choice < 64:
        table.pilot.click(table.at(choice))
    else:
        table.pilot.key(choice)
    assert table.moves == [uci]


def test_a_pawn_that_must_promote_cannot_stay_a_pawn() -> None:
    table = Sitting(PROMOTION)
    table.pilot.drag(table.at(chess.E7), table.at(chess.E8))
    table.pilot.key(ord("p"))
    assert table.moves == []
    assert table.board.choosing_promotion


def test_the_picker_shows_ones_own_pieces_wherever_the_pawn_promotes() -> None:
    table = may_stay_a_pawn("7k/8/8/4P3/8/8/8/K7 w - - 0 1", whites=("fast_track",))
    painted = []
    table.pilot.drag(table.at(chess.E5), table.at(chess.E6))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overlay, "paint_piece", lambda _painter, piece, *_rest: painted.append(piece))
        table.board.invalidate()
        table.pilot.step()
    assert painted == ["Q", "R", "B", "N", "P"]


def test_escape_takes_a_promotion_back() -> None:
    table = Sitting(PROMOTION)
    table.pilot.drag(table.at(chess.E7), table.at(chess.E8))
    table.pilot.key(pygame.K_ESCAPE)
    table.pilot.key(ord("q"))
    assert table.moves == []


@pytest.mark.parametrize(
    ("promotion_by", "premoving", "asks"),
    [("ask", True, True), ("premoves", False, True), ("premoves", True, False), ("always", False, False)],
)
def test_a_queen_is_taken_without_a_question_when_that_is_wanted(
    promotion_by: Promotion, premoving: bool, asks: bool
) -> None:
    table = Sitting(PROMOTION)
    table.board.state.promotion_by, table.board.state.premoving = promotion_by, premoving
    table.pilot.drag(table.at(chess.E7), table.at(chess.E8))
    assert table.moves == ([] if asks else ["e7e8q"])
    assert table.board.choosing_promotion == asks


@pytest.mark.parametrize("gesture", ["drag", "click"])
def test_with_ctrl_held_a_pawn_always_asks(gesture: str) -> None:
    table = Sitting(PROMOTION)
    table.board.state.promotion_by = "always"
    origin, target = table.at(chess.E7), table.at(chess.E8)
    table.board.handle(PointerDown(origin))
    if gesture == "drag":
        table.board.handle(PointerMove(target))
    else:
        table.board.handle(PointerUp(origin))
        table.board.handle(PointerDown(target, ctrl=True))
    table.board.handle(PointerUp(target, ctrl=True))
    assert table.board.choosing_promotion
    table.board.handle(Key(ord("n")))
    assert table.moves == ["e7e8n"]


def test_the_next_move_does_not_wait_for_an_animation() -> None:
    table = Sitting()
    table.position.push_uci("e2e4")
    table.position.push_uci("e7e5")
    table.show((chess.E7, chess.E5))
    table.pilot.step()
    table.pilot.drag(table.at(chess.G1), table.at(chess.F3))
    assert table.moves == ["g1f3"]


def test_without_targets_nothing_can_be_moved() -> None:
    table = Sitting()
    table.board.set_targets({})
    table.pilot.drag(table.at(chess.E2), table.at(chess.E4))
    assert table.moves == []


@pytest.mark.parametrize("change", ["colors", "flipped", "marked", "position", "check"])
def test_the_kept_picture_is_dropped_when_something_changes(change: str) -> None:
    table = Sitting()
    table.board.state.reduced_motion = True
    table.pilot.step()
    before = table.pilot.shot()
    match change:
        case "colors":
            table.board.set_colors("slate")
        case "flipped":
            table.board.set_flipped(True)
        case "marked":
            table.board.set_signs({chess.G1: frozenset({"upgraded"})})
        case "position":
            table.position.push_uci("e2e4")
            table.show((chess.E2, chess.E4))
        case _:
            table.board.set_position(placement(table.position), last_move=None, check=chess.E1)
    table.pilot.step()
    assert share_different(before, table.pilot.shot()) > 0


def test_the_kept_picture_is_what_painting_it_anew_would_give() -> None:
    table = Sitting()
    table.pilot.step()
    kept_from = table.pilot.shot()
    table.board.invalidate()
    table.pilot.step()
    assert share_different(kept_from, table.pilot.shot()) == 0


# --- settings of the hand -----------------------------------------------------------------------------------------


def test_drag_only_takes_no_clicks() -> None:
    table = Sitting()
    table.board.state.moving_by = "drag"
    table.pilot.click(table.at(chess.E2))
    table.pilot.click(table.at(chess.E4))
    assert table.moves == []
    table.pilot.drag(table.at(chess.E2), table.at(chess.E4))
    assert table.moves == ["e2e4"]


def test_click_only_takes_no_drags() -> None:
    table = Sitting()
    table.board.state.moving_by = "click"
    table.pilot.drag(table.at(chess.E2), table.at(chess.E4))
    assert table.moves == []
    table.pilot.click(table.at(chess.E4))
    assert table.moves == ["e2e4"]


# --- when the position changes under the hand ---------------------------------------------------------------------


def test_a_piece_in_the_hand_stays_there_when_the_opponent_moves() -> None:
    table = Sitting()
    table.pilot.press(table.at(chess.G1))
    table.pilot.move(table.at(chess.H4))
    table.position.push_uci("e2e4")
    table.position.push_uci("e7e5")
    table.show()
    table.pilot.release(table.at(chess.F3))
    assert table.moves == ["g1f3"]


def test_an_open_promotion_stays_open_while_it_is_possible() -> None:
    table = Sitting("7k/4P3/8/8/8/8/8/K7 w - - 0 1")
    table.pilot.drag(table.at(chess.E7), table.at(chess.E8))
    table.position.push_uci("a1a2")
    table.position.push_uci("h8h7")
    table.show()
    assert table.board.choosing_promotion


# --- queued moves, arrows and marks -------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["escape", "right click"])
def test_queued_moves_are_taken_back_by_hand(by: str) -> None:
    cancelled: list[str] = []

    def cancel() -> bool:
        cancelled.append(by)
        return True

    table = Sitting()
    table.board.state.events.on_cancel = cancel
    if by == "escape":
        table.board.escape()
    else:
        table.pilot.click(table.at(chess.E4), "right")
    assert cancelled == [by]
    assert not table.board.state.drawings.marks


def test_a_left_click_leaves_queued_moves_alone() -> None:
    table = Sitting()
    table.board.state.events.on_cancel = lambda: pytest.fail("taken back by accident")
    table.pilot.click(table.at(chess.E5))


def test_a_right_click_marks_a_square_and_a_second_one_wipes_it_off() -> None:
    table = Sitting()
    table.pilot.click(table.at(chess.E4), "right")
    assert table.board.state.drawings.marks == {chess.E4}
    table.pilot.click(table.at(chess.E4), "right")
    assert table.board.state.drawings.marks == set()


def test_a_right_drag_draws_an_arrow_and_a_left_click_wipes_it_off() -> None:
    table = Sitting()
    before = table.pilot.shot()
    table.pilot.press(table.at(chess.E2), "right")
    table.pilot.release(table.at(chess.E4), "right")
    assert table.board.state.drawings.lines == {(chess.E2, chess.E4)}
    assert share_different(before, table.pilot.shot()) > 0
    table.pilot.click(table.at(chess.E5))
    assert share_different(before, table.pilot.shot()) == 0


def test_a_right_drag_draws_and_leaves_queued_moves_alone() -> None:
    table = Sitting()
    table.board.state.events.on_cancel = lambda: pytest.fail("taken back by accident")
    table.pilot.press(table.at(chess.E2), "right")
    table.pilot.release(table.at(chess.E4), "right")
    assert table.board.state.drawings.lines == {(chess.E2, chess.E4)}


def test_a_piece_in_the_hand_goes_home_when_the_window_loses_the_keyboard() -> None:
    table = Sitting()
    table.pilot.press(table.at(chess.E2))
    table.pilot.move(table.at(chess.E4))
    table.pilot.lose_keyboard()
    assert not table.board.holding
    table.pilot.release(table.at(chess.E4))
    assert table.moves == []


# --- painting only what has changed -------------------------------------------------------------------------------


def test_painting_parts_gives_what_painting_all_would() -> None:
    table = Sitting()
    table.pilot.press(table.at(chess.G1))
    for square in (chess.H4, chess.A8, chess.F3, chess.D4):
        table.pilot.move(table.at(square))
    assert table.board.damage() is not None
    in_parts = table.pilot.shot()
    table.pilot.stage.stack.top.invalidate()
    table.pilot.step()
    assert share_different(in_parts, table.pilot.shot()) == 0


def test_arrows_that_are_wiped_off_leave_nothing_behind_in_memory() -> None:
    table = Sitting()
    painter = table.pilot.window.painter
    before = len(painter._cache)
    for target in range(8, 56):
        table.pilot.press(table.at(chess.A1), "right")
        table.pilot.release(table.at(target), "right")
        table.pilot.click(table.at(chess.E5))
    assert len(table.board.state.drawings.pictures) <= SPARE_ARROWS + 2
    assert len(painter._cache) - before < 10

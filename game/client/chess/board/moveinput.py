"""Making a move: the selection, its targets, and the choice of a promotion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

from game.client.chess.board.geometry import square_rect

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.chess.board.state import State
    from game.client.kit.input import Position

PROMOTIONS = "qrbnp"
"""In the order of the picker; p: a pawn that may promote and does not."""


def let_go(state: State) -> None:
    """Clear the selection, the drag and the promotion picker."""
    state.selected = state.drag = state.promotion = None
    state.redraw()


def let_go_of_ghosts(state: State) -> None:
    """Clear the selection of a piece that is no longer there."""
    for square in (state.selected, state.drag.origin if state.drag else None):
        if square is not None and square not in state.placement:
            let_go(state)


def keep_what_is_possible(state: State) -> None:
    """The targets have changed: keep the current selection or promotion if it is still possible."""
    if state.promotion is not None:
        origin, target = state.promotion
        if len(state.targets_of(origin).get(target, ())) < 2:
            let_go(state)
    elif state.selected not in state.targets:
        let_go(state)


def go(state: State, origin: int, target: int, *, dropped: bool = False, ask: bool = False) -> None:
    """Make the move, or ask what to promote to (always, if `ask` says so)."""
    moves = state.targets[origin][target]
    if len(moves) > 1 and (ask or not _takes_a_queen(state)):
        state.selected, state.promotion = None, (origin, target)
        return
    state.selected = None
    # A dropped piece is already where it goes; flying there from its origin would look like a slip.
    queen = next((move for move in moves if move.promotion == chess.QUEEN), moves[0])
    state.dropped = queen.to_square if dropped else None
    state.events.on_move(queen.uci())


def _takes_a_queen(state: State) -> bool:
    """Whether a pawn becomes a queen without asking."""
    return state.promotion_by == "always" or (state.promotion_by == "premoves" and state.premoving)


def put_down(state: State, square: int | None) -> bool:
    """Put the piece from beside the board on a square if that is possible. It leaves the hand in any case."""
    uci = state.hand[1].get(-1 if square is None else square)
    set_hand(state, "", {})
    if uci is None:
        return False
    state.events.on_move(uci)
    return True


def set_hand(state: State, piece: str, squares: dict[int, str]) -> None:
    """Take a piece from beside the board; "": none."""
    if (piece, squares) != state.hand:
        if piece:
            let_go(state)
        state.hand = (piece, dict(squares))
        state.redraw()


def choices(state: State) -> list[tuple[str, FRect]]:
    """The choices of a promotion with their rectangles, from the target square inwards."""
    if state.promotion is None:
        return []
    origin, target = state.promotion
    offered = {_letter(move) for move in state.targets_of(origin).get(target, ())}
    rect = square_rect(state, target)
    step = rect.h if rect.y < state.rect.centery else -rect.h
    letters = [letter for letter in PROMOTIONS if letter in offered]
    return [(letter, rect.move(0, i * step)) for i, letter in enumerate(letters)]


def _letter(move: chess.Move) -> str:
    return chess.piece_symbol(move.promotion or chess.PAWN)


def pick_promotion(state: State, at: Position) -> None:
    """A press while the picker is open."""
    for letter, rect in choices(state):
        if rect.collidepoint(at):
            promote(state, letter)
            return
    let_go(state)


def promote(state: State, letter: str) -> None:
    """Make the move that is being promoted, if it can become this piece."""
    if state.promotion is None:
        return
    origin, target = state.promotion
    for move in state.targets_of(origin).get(target, ()):
        if _letter(move) == letter:
            state.promotion = None
            state.events.on_move(move.uci())
            return
